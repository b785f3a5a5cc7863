"""Messages as data, and as words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

import staffmatch as sm
from staffmatch.constraints import RULES
from staffmatch.domain.plan import Plan
from staffmatch.messages.language import Language
from staffmatch.messages.message import Message, Sentence
from staffmatch.messages.names import names_of
from staffmatch.records.bases import Rule
from tests import builders
from tests.messages.filled import require_filled
from tests.strategies import examples, scenarios

LATE = Sentence("tests.late", "Worker {worker:worker} is {n:count} min late.", "{worker:worker} is {n:count} min late.")
BOTH = Sentence("tests.both", "{said} On {day:day}, {workers:and-worker} wait at {time:time} for {euros:euros} EUR.")
ADAPTER = TypeAdapter(Message)


def both(**values: Any) -> Message:
    given = {"said": LATE(worker="ana", n=1), "day": "2020-04-06", "time": "2020-04-06T08:05:00+02:00", "euros": 123456}
    return BOTH(**given | {"workers": ("ben", "cem", "o'neil")} | values)


def test_a_message_in_both_languages() -> None:
    assert both().text == (
        "Worker 'ana' is 1 min late. On 2020-04-06, 'ben', 'cem' and \"o'neil\" wait at 08:05 for 1,234.56 EUR."
    )
    assert "06.04.2020, „ben“, „cem“ und „o'neil“ wait at 08:05 for 1.234,56 EUR." in both().text_in("de")
    names = {("worker", "ana"): "Ana Silva", ("worker", "cem"): "Cem Öz", ("shift", "ben"): "no person"}
    assert both().text_in("de", names).startswith("Worker Ana Silva is 1 min late. On 06.04.2020, „ben“, Cem Öz und")
    assert LATE(worker="ana", n=1200).text == "'ana' is 1,200 min late."


def test_terms_and_units_are_words_in_the_number_that_they_need() -> None:
    lack = Sentence("tests.lack", "{n:number} {unit:unit} of {term:term}")
    one, several = (lack(n=n, unit="seats", term="empty_seats + 2 cost") for n in (1, 1200))
    assert (one.text, several.text) == ("1 seat of empty seats + 2 cost", "1,200 seats of empty seats + 2 cost")
    assert several.text_in("de") == "1.200 Plätze of Besetzungslücken + 2 Kosten"
    assert lack(n=1, unit="mm", term="own_term").text_in("de") == "1 mm of own term"


def test_quotation_marks_are_not_closed_by_what_they_hold() -> None:
    assert LATE(worker="a“b", n=1).text_in("de") == "Worker »a“b« is 1 min late."
    assert LATE(worker="a\u202eb", n=1).text == r"Worker 'a\u202eb' is 1 min late."


def test_a_language_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(sm.InputError, match="'en', 'de'"):
        both().text_in("fr")


VALUES = st.recursive(
    st.text(max_size=5) | st.integers(-(2**40), 2**40) | st.floats(-1e9, 1e9) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3).map(
            lambda held: Message("x", tuple(sorted(held.items())))
        )
    ),
    max_leaves=6,
)


@examples(200)
@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), st.sampled_from(("tests.late", "tests.both", "none")))
def test_any_message_comes_back_from_json_and_can_be_read(values: dict[str, Any], code: str) -> None:
    message = Message(code, tuple(sorted(values.items())))
    told = ADAPTER.dump_json(message)
    assert ADAPTER.validate_json(told) == ADAPTER.validate_python(json.loads(told)) == message
    assert ADAPTER.dump_json(ADAPTER.validate_json(told)) == told
    assert message.text_in("de")
    hash(message)


def test_a_whole_number_is_one_json_however_it_was_made() -> None:
    assert ADAPTER.dump_json(LATE(worker="ana", n=48.0)) == ADAPTER.dump_json(LATE(worker="ana", n=48))


def test_one_code_is_one_sentence() -> None:
    assert Sentence("tests.late", LATE.one, LATE.several) == LATE
    with pytest.raises(ValueError, match=r"tests\.late"):
        Sentence("tests.late", "Another.")


def test_names_are_those_that_records_have() -> None:
    known = builders.scenario([builders.worker("ana").replace(name="Ana Silva"), builders.worker("ben")], [])
    assert names_of(known) == {("worker", "ana"): "Ana Silva"}
    frames = sm.Scenario.from_frames(
        companies=sm.Scenario.to_frame(known, "companies"),
        workers=known.to_frame("workers"),
        demands=known.to_frame("demands"),
        shifts=known.to_frame("shifts"),
        timezone=known.timezone,
    )
    assert names_of(frames) == names_of(known)


@examples(100)
@given(scenarios(), st.data())
def test_what_rules_and_reasons_say_is_filled_in_every_language(known: sm.Scenario, data: st.DataObject) -> None:
    shifts = [(demand, shift) for demand in known.demands for shift in demand.shifts]
    pairs = [(worker.id, shift.id) for worker in known.workers for _, shift in shifts]
    plan = Plan.of(data.draw(st.lists(st.sampled_from(pairs), max_size=8)) if pairs else ())
    for rule in known.rules:
        for found in rule.check(known, plan):
            require_filled(Message.of(found.message))
        for demand, shift in shifts[:1]:
            for n in (1, 2):
                require_filled(Message.of(rule.wants(known, demand, shift)).given(n=n))


def test_every_rule_that_refuses_people_says_what_it_wants() -> None:
    for cls in RULES:
        refuses = cls.keep is not Rule.keep or cls.split is not Rule.split
        assert not refuses or cls.wants is not Rule.wants, cls


def test_a_solution_keeps_no_sentence_and_tells_them_in_both_languages() -> None:
    known = builders.scenario(
        [builders.worker("ana")],
        [builders.demand("d", builders.shift("mon", 6, "06:00-14:00"), headcount=2, skills={"cook": 2})],
    )
    solution = sm.solve(known)
    (shortage,) = solution.shortages
    assert shortage.reason.text == "0 of 1 person has cook at level 2 or above; 2 are needed."
    assert shortage.reason.text_in("de") == "0 von 1 Person hat cook ab Stufe 2; 2 werden gebraucht."
    assert (
        shortage.reason.text_in("de", {("skill", "cook"): "Kochen"})
        == "0 von 1 Person hat Kochen ab Stufe 2; 2 werden gebraucht."
    )
    for told in (solution.model_dump_json(), solution.canonical_json()):
        assert "needed;" not in told
        assert "level 2" not in told
    assert solution.to_frame("shortages", "polars", lang="de")["reason"].to_list() == [shortage.reason.text_in("de")]
    assert sm.Solution.model_validate_json(solution.model_dump_json()).shortages == solution.shortages
    with pytest.raises(sm.InputError):
        solution.to_frame("tiers", lang="xx")


def test_a_verification_in_both_languages() -> None:
    known = builders.scenario([builders.worker("ana")], [builders.demand("d", builders.shift("mon", 6, "06:00-14:00"))])
    found = sm.verify(known, Plan.of([("ana", "tue")]))
    assert found.text == "plan: There is no shift 'tue'."
    assert found.text_in("de") == "plan: Es gibt keine Schicht „tue“."
    assert (
        found.violations[0].text_in("de", {("shift", "tue"): "Dienstag früh"}) == "Es gibt keine Schicht Dienstag früh."
    )
    assert sm.verify(known, Plan()).text == ""


def test_a_language_is_asked_for_once() -> None:
    assert Language.of("de") is Language.of("de")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (10352.38, "10,352 10,352 10,353"),
        (2838.6, "2,839 2,838 2,839"),
        (112.41666666666667, "112.4 112.4 112.5"),
        (184.7, "184.7 184.7 184.7"),
        (0.1 + 0.2, "0.3 0.3 0.3"),
        (-38.46, "-38.46 -38.46 -38.46"),
        (-1234.5, "-1,234 -1,235 -1,234"),
        (0, "0 0 0"),
        (0.00012345, "0.000123 0.000123 0.000124"),
        (1e15, "1,000,000,000,000,000 1,000,000,000,000,000 1,000,000,000,000,000"),
    ],
)
def test_what_is_the_least_is_rounded_down_and_what_is_the_most_up(value: float, told: str) -> None:
    figures = Sentence("tests.rounded", "{near:number} {least:floor} {most:ceil}")
    assert figures(near=value, least=value, most=value).text == told

"""Packs as a whole: which entries apply, what is refused, and how they take the place of default rules."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

import staffmatch as sm
from docs import books
from staffmatch import constraints as c
from staffmatch import law
from tests import builders
from tests.messages.filled import require_filled

LONGER = "secondment_24_months"


def held(*rules: sm.Rule) -> dict[str, Any]:
    """The rules for everybody, by kind."""
    return {rule.kind: rule for rule in rules if rule.everywhere()}


def codes(error: pytest.ExceptionInfo[sm.InputError]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.code, one.path, one.ids) for one in error.value.problems]


def test_the_ordinance_of_april_2020_holds_from_its_first_day_to_its_last() -> None:
    days = ("2020-04-09", "2020-04-10", "2020-06-30", "2020-07-01")
    packs = [held(*law.germany(day, sector="Q")) for day in days]
    assert [pack["daily_hours"].hours for pack in packs] == [10, 12, 12, 10]
    assert [pack["daily_rest"].shortened for pack in packs] == [10, 9, 9, 10]
    assert [pack["sundays_and_holidays"].sunday_weeks for pack in packs] == [2, 8, 8, 2]
    assert held(*law.germany("2020-05-01"))["daily_hours"].hours == 10


def test_a_rule_says_on_which_paragraphs_it_rests() -> None:
    rest = held(*law.germany("2020-05-01", sector="Q"))["daily_rest"]
    assert rest.because == sm.LegalBasis(
        paragraph="§ 5 (1) ArbZG; § 5 (2) ArbZG; § 2 COVID-19-ArbZV",
        pack="germany",
        valid_from="2020-04-10",
        valid_until="2020-06-30",
        source="https://www.buzer.de/gesetz/13876/a238361.htm",
        checked="2026-11-30",
    )
    assert all(rule.because.pack == "eu" for rule in law.eu() if rule.because)


def test_a_pack_takes_the_place_of_default_rules_and_so_allows_more() -> None:
    scenario = builders.scenario([], []).with_rules(*law.germany(date(2020, 4, 15)))
    rules = held(*scenario.rules)
    kinds = [rule.kind for rule in scenario.rules if rule.everywhere()]
    assert len(kinds) == len(set(kinds))
    assert rules["weekly_hours"].hours == 60
    assert rules["daily_hours"].per == "24_hours"
    assert scenario.with_rules(*law.germany(date(2020, 4, 15))).rules == scenario.rules


def test_agreements_lending_and_state_change_what_they_name() -> None:
    plain = held(*law.germany("2020-04-15"))
    assert plain["pay_floor"].equal_pay
    assert plain["sundays_and_holidays"].state is None
    free = held(
        *law.germany("2020-04-15", lending="occasional", state="HH", collective=("rest_9", "average_12_months"))
    )
    assert not free["pay_floor"].equal_pay
    assert "max_secondment" not in free
    assert free["sundays_and_holidays"].state == "HH"
    assert free["daily_rest"].shortened == 9
    assert free["average_hours"].weeks == 52


def test_groups_have_a_law_of_their_own() -> None:
    pack = law.germany("2020-04-15")
    rests = {rule.group: rule.hours for rule in pack if isinstance(rule, c.DailyRest)}
    assert rests == {None: 11, "youth": 12, "maternity": 11}


def test_without_a_day_the_law_is_as_it_was_last_checked() -> None:
    newest = min(entry.checked for entry in law.read_pack("germany").entries)
    assert law.germany() == law.germany(newest)
    assert law.eu() == law.eu(on="2026-01-01")


@pytest.mark.parametrize(
    ("options", "code", "path", "name"),
    [
        ({"on": "1994-06-30"}, "law_not_in_force", "on", ""),
        ({"on": "30.06.2020"}, "bad_option", "on", ""),
        ({"on": 2020}, "bad_option", "on", ""),
        ({"state": "HX"}, "unknown_state", "state", "HX"),
        ({"sector": "hospital"}, "unknown_sector", "sector", "hospital"),
        ({"collective": "rest_8"}, "unknown_collective", "collective", "rest_8"),
        ({"collective": "sundays_10", "sector": "A"}, "law_without_effect", "collective", "sundays_10"),
        ({"collective": LONGER, "lending": "occasional"}, "law_without_effect", "collective", LONGER),
        (
            {"on": "2003-01-01", "collective": "average_12_months"},
            "law_not_in_force",
            "collective",
            "average_12_months",
        ),
        ({"lending": "often"}, "unknown_lending", "lending", "often"),
    ],
)
def test_what_the_law_does_not_know_is_refused(options: dict[str, Any], code: str, path: str, name: str) -> None:
    with pytest.raises(sm.InputError) as error:
        law.germany(**{"on": "2020-04-15", **options})
    assert codes(error) == [(code, path, (name,) if name else ())]
    for one in error.value.problems:
        assert one.advice
        for said in (one.message, one.remedy):
            assert not isinstance(said, str)
            require_filled(said)


def test_all_that_is_wrong_is_told_together_and_what_is_near() -> None:
    with pytest.raises(sm.InputError) as error:
        law.germany("2020-04-15", state="hh", collective="rest9")
    assert [one.advice for one in error.value.problems] == [
        "Choose among 'BB', 'BE', 'BW', 'BY', 'HB', 'HE', 'HH', 'MV', 'NI', 'NW', 'RP', 'SH', 'SL', 'SN', 'ST', 'TH'.",
        "Did you mean 'rest_9'?",
    ]
    with pytest.raises(sm.InputError) as error:
        law.rules_of("atlantis")
    assert codes(error) == [("unknown_pack", "pack", ("atlantis",))]
    with pytest.raises(sm.InputError) as error:
        law.read_pack("../law/eu")
    assert codes(error) == [("unknown_pack", "pack", ("../law/eu",))]


@pytest.mark.parametrize(
    ("option", "code"), [({"sector": 5}, "unknown_sector"), ({"collective": 5}, "unknown_collective")]
)
def test_what_is_no_text_is_refused_as_what_is_not_known(option: Any, code: str) -> None:
    with pytest.raises(sm.InputError) as error:
        law.germany("2020-04-15", **option)
    assert codes(error) == [(code, *option, ("5",))]
    with pytest.raises(sm.InputError) as error:
        law.rules_of("eu", state="HH")
    assert codes(error) == [("unknown_state", "state", ("HH",))]


def test_the_minimum_wage_is_that_of_the_rule() -> None:
    assert held(*law.germany())["pay_floor"].minimum_wage == c.PayFloor().minimum_wage


@pytest.mark.parametrize("name", law.packs())
def test_entries_are_dated_and_have_their_own_ids(name: str) -> None:
    entries = law.read_pack(name).entries
    assert len({entry.id for entry in entries}) == len(entries)
    assert all(entry.valid_from <= (entry.valid_until or entry.checked) for entry in entries)
    assert all(entry.source.startswith("https://") for entry in entries)


def test_a_pack_can_be_changed() -> None:
    pack = law.read_pack("germany")
    kept = tuple(entry for entry in pack.entries if entry.id != "construction")
    assert "sector_ban" not in held(*law.rules_of(pack.replace(entries=kept), "2020-04-15"))


def test_the_law_of_a_plan_is_solved_and_verified() -> None:
    scenario = sm.hamburg.scenario("small", seed=1).with_rules(*law.germany("2020-04-15", state="HH", sector="Q"))
    solution = sm.solve(scenario, time_limit=20, gap=0.02)
    sm.verify(scenario, solution).raise_if_violated()


def test_the_examples_of_the_page_run() -> None:
    known: dict[str, Any] = {}
    blocks = re.findall(r"^```python\n(.*?)^```", (books.HERE / "law.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for block in blocks:
        exec(block, known)  # noqa: S102 (the page is ours)
    rules = held(*known["scenario"].rules)
    assert rules["weekly_hours"].because.paragraph == "§ 3 sentence 2 ArbZG"
    assert len(blocks) == 3


def test_each_of_several_sections_has_its_own_law() -> None:
    pack = law.germany("2020-04-15", state="HH", sector=("H", "Q"))
    scoped = {(rule.kind, rule.sector) for rule in pack if "sector" in rule.scope_fields() and rule.group is None}
    assert scoped == {
        (kind, section)
        for kind in ("daily_hours", "daily_rest", "night_work", "sundays_and_holidays")
        for section in ("H", "Q")
    }
    sunday = {name: builders.shift(name, 19, "08:00-12:00") for name in ("hospital", "factory")}
    scenario = builders.scenario(
        [builders.worker("ann", pay_cents_per_hour=1500), builders.worker("ben", pay_cents_per_hour=1500)],
        [builders.demand(name, shift, company=name) for name, shift in sunday.items()],
        companies=[builders.company("hospital", sector="Q"), builders.company("factory", sector="C")],
    )
    assert {shift for _, shift in builders.solved(scenario.with_rules(*pack))} == {"hospital"}

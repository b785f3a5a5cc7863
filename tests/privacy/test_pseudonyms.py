"""Pseudonyms: everywhere, the same for the same key, and back again for who holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

import staffmatch as sm
from staffmatch.constraints import RULES, Apart, ConsentRule, PayFloor, Pins
from staffmatch.domain.plan import Plan
from staffmatch.objectives import TERMS, Change, UncoveredHours
from staffmatch.privacy import pseudonym
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import Id, Names, Record, WorkerId
from staffmatch.records.legal_basis import LegalBasis
from tests.builders import HARBOUR, demand, scenario, shift, worker
from tests.rule_strategies import COMPANIES
from tests.strategies import examples, scenarios

KEY = bytes(range(32))
ALL: Any = ("workers", "companies", "demands", "shifts")
HOME = sm.Location(lat=53.612345, lon=9.876543)


def small(**fields: Any) -> sm.Scenario:
    team = [worker(name, home=HOME, preferences={"borrower": 3}) for name in ("ana", "ben")]
    people = [person.replace(name=f"{person.id} Petersen") for person in team]
    needs = [demand("care", shift("mon", 6, "06:00-14:00"), headcount=2, location=HARBOUR)]
    return scenario(people, needs, **fields)


def code_of(call: Any, *args: Any, **options: Any) -> str:
    with pytest.raises(sm.InputError) as error:
        call(*args, **options)
    return error.value.problems[0].code


@examples(40)
@given(scenarios(complete=True))
def test_no_id_of_a_person_or_company_is_left_anywhere(known: sm.Scenario) -> None:
    masked = known.pseudonymise(KEY, of=ALL).model_dump_json()
    assert not re.search(r'"w\d"|"d\d(/\d)?"', masked)
    assert not any(name in masked for name in COMPANIES)


@examples(25)
@given(scenarios(), st.sampled_from((("workers",), ALL)))
def test_it_solves_to_the_same_values_and_the_solution_comes_back_whole(known: sm.Scenario, of: Any) -> None:
    solution = sm.solve(known.pseudonymise(KEY, of=of, homes="keep"))
    own = sm.solve(known)
    assert [tier.value for tier in solution.tiers] == [tier.value for tier in own.tiers]
    back = known.restore(solution, KEY, of=of)
    assert sm.verify(known, back, reason_check_limit=None).violations == ()
    assert sm.certificate.check(known, back) == ()
    assert (back.status, back.plan) == (solution.status, known.restore(solution.plan, KEY, of=of))


def test_pins_pairs_rules_groups_preferences_and_former_plans_name_the_same_people() -> None:
    known = small(
        pins=[sm.Pin(worker="ana", shift="mon")],
        pair_table=sm.PairTable(workers=["ana", "ben"], shifts=["mon", "mon"]),
        rules=[Apart(groups=[("ana", "ben")]), PayFloor(worker="ben", minimum_wage={"2020-01-01": 935}), Pins()],
        tiers=[[UncoveredHours()], [Change(plan=[("ben", "mon")])]],
    )
    masked = known.pseudonymise(KEY, of=ALL)
    ana, ben, mon = pseudonym(KEY, "workers", "ana"), pseudonym(KEY, "workers", "ben"), pseudonym(KEY, "shifts", "mon")
    assert [one.id for one in masked.workers] == [ana, ben]
    assert masked.workers[0].preferences == {pseudonym(KEY, "companies", "borrower"): 3}
    assert masked.pins == (sm.Pin(worker=ana, shift=mon),)
    assert masked.pair_table == sm.PairTable(workers=[ana, ben], shifts=[mon, mon])
    assert masked.rules[0] == Apart(groups=[(ana, ben)])
    assert masked.rules[1] == PayFloor(worker=ben, minimum_wage={"2020-01-01": 935})
    assert masked.tiers[1][0] == Change(plan=[(ben, mon)])


def test_names_go_and_homes_are_coarse() -> None:
    companies = [sm.Company(id="lender", name="Hotel Elbe", location=HOME), sm.Company(id="borrower", name="Klinik")]
    known = small(companies=companies)
    masked = known.pseudonymise(KEY)
    assert [one.name for one in masked.workers] == ["", ""]
    assert masked.workers[0].home not in (None, HOME)
    assert [one.name for one in masked.companies] == ["Hotel Elbe", "Klinik"]
    assert known.pseudonymise(KEY, homes="drop").workers[0].home is None
    hidden = known.pseudonymise(KEY, of=("companies",))
    assert [one.name for one in hidden.companies] == ["", ""]
    assert hidden.companies[0].location not in (None, HOME)
    assert hidden.demands[0].location not in (None, HARBOUR)


def test_places_that_travel_knows_by_name_keep_their_names() -> None:
    home = sm.Location(lat=53.6, lon=9.9, place="north")
    travel = sm.travel.Matrix(names=("north", "south"), table=((0, 20), (20, 0)))
    site = sm.Location(lat=53.5, lon=9.9, place="south")
    known = scenario([worker(home=home)], [demand("d", shift("s", 6, "06:00-14:00"), location=site)], travel=travel)
    masked = known.pseudonymise(KEY).workers[0].home
    assert masked is not None
    assert masked.place == "north"
    assert (masked.lat, masked.lon) != (53.6, 9.9)


def test_the_key_makes_the_pseudonym() -> None:
    one, other = small().pseudonymise(KEY), small().pseudonymise(KEY[::-1])
    assert one.digest() == small().pseudonymise(KEY).digest()
    assert not {w.id for w in one.workers} & {w.id for w in other.workers}
    assert pseudonym("a" * 16, "workers", "x") == pseudonym(b"a" * 16, "workers", "x")
    assert code_of(sm.Scenario().pseudonymise, "password") == "weak_key"
    with pytest.raises(sm.InputError) as error:
        small().pseudonymise("password")
    assert "password" not in str(error.value)


def texts(hint: Any) -> Iterator[Any]:
    """Every type of text within a type, with its marks."""
    marks = getattr(hint, "__metadata__", ())
    if marks and hint.__origin__ is str:
        yield marks
    elif hint is str:
        yield ()
    elif isinstance(hint, type) and issubclass(hint, Record) and hint is not LegalBasis:
        for field in hint.model_fields.values():
            inner = field.annotation
            yield from texts(Annotated[(inner, *field.metadata)] if inner is str and field.metadata else inner)
    elif get_origin(hint) is not Literal:
        for part in get_args(hint):
            yield from texts(part)


@pytest.mark.parametrize("cls", [*RULES, *TERMS])
def test_every_rule_and_term_says_what_its_ids_name(cls: type[Record]) -> None:
    assert all(any(isinstance(mark, Names) for mark in marks) for marks in texts(cls))


class Mentors(Rule):
    """A rule of a user's own, whose type does not say that it names a person."""

    kind: Literal["mentors"] = "mentors"
    mentor: Id
    others: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class KnownMentors(Rule):
    """The same with types that do."""

    kind: Literal["known_mentors"] = "known_mentors"
    mentor: WorkerId
    others: dict[WorkerId, list[WorkerId | None]] = Field(default_factory=dict)


def test_a_rule_that_names_people_without_saying_so_is_refused() -> None:
    hidden = small(rules=[Mentors(mentor="x", others={"x": ("ana",)}), Mentors(mentor="ben")])
    with pytest.raises(sm.InputError) as error:
        hidden.pseudonymise(KEY)
    found = [(problem.code, problem.path) for problem in error.value.problems]
    assert found == [("unmarked_id", "rules[0].others[0]"), ("unmarked_id", "rules[1].mentor")]
    named = small(rules=[KnownMentors(mentor="ana", others={"ben": [None, "ana"]})]).pseudonymise(KEY)
    ana, ben = (pseudonym(KEY, "workers", name) for name in ("ana", "ben"))
    assert named.rules[0] == KnownMentors(mentor=ana, others={ben: [None, ana]})


def test_somebody_whom_only_a_rule_of_ones_own_names_is_renamed_too() -> None:
    named = small(rules=[KnownMentors(mentor="gone", others={"left": ["ana"]})]).pseudonymise(KEY)
    gone, left, ana = (pseudonym(KEY, "workers", name) for name in ("gone", "left", "ana"))
    assert named.rules[0] == KnownMentors(mentor=gone, others={left: [ana]})
    assert "gone" not in named.model_dump_json()


def test_a_word_that_happens_to_be_an_id_is_none() -> None:
    person = worker("consent", skills={"consent": 1})
    masked = scenario([person], [], rules=[ConsentRule()]).pseudonymise(KEY)
    assert masked.workers[0].skills == {"consent": 1}
    assert masked.rules[0] == ConsentRule()


def test_only_the_right_key_leads_back() -> None:
    known = small()
    solution = sm.solve(known.pseudonymise(KEY, homes="keep"))
    assert known.restore(solution, KEY).plan == sm.solve(known).plan
    assert code_of(known.restore, solution, KEY[::-1]) == "other_scenario"
    assert code_of(known.restore, solution.plan, KEY[::-1]) == "unknown_pseudonym"
    coarser = sm.solve(known.pseudonymise(KEY))
    assert code_of(known.restore, coarser, KEY) == "other_scenario"
    plan = known.restore(coarser.plan, KEY)
    assert plan == Plan.of([("ana", "mon"), ("ben", "mon")])
    assert sm.verify(known, sm.solve(known, start=plan, time_limit=0)).ok


@pytest.mark.parametrize("options", [{"of": ["people"]}, {"homes": "door"}])
def test_options_that_there_are_not_are_refused(options: dict[str, Any]) -> None:
    assert code_of(small().pseudonymise, KEY, **options) == "bad_option"


def test_conflicts_come_back_in_words() -> None:
    needs = [demand(name, shift(f"{name}1", 6, "06:00-14:00")) for name in "de"]
    pins = [sm.Pin(worker="o'neil", shift=name) for name in ("d1", "e1")]
    known = scenario([worker("o'neil")], needs, pins=pins)
    back = known.restore(sm.solve(known.pseudonymise(KEY, homes="keep", of=ALL)), KEY, of=ALL)
    assert {(conflict.worker, conflict.shift) for conflict in back.conflicts} == {("o'neil", "d1"), ("o'neil", "e1")}
    assert "\"o'neil\" on 'd1'" in back.conflicts[0].text
    assert sm.verify(known, back).ok


def test_a_page_tells_names_and_no_home_and_what_is_logged_or_saved_neither() -> None:
    known = small()
    solution = sm.solve(known)
    told: list[Any] = []
    sm.solve(known, on_event=told.append)
    page = sm.report(solution)
    for shown in (repr(known), repr(solution), repr(told), solution.model_dump_json()):
        assert "Petersen" not in shown
        assert "53.612345" not in shown
    assert "Petersen" in page
    assert "53.612345" not in page
    assert "Petersen" not in sm.report(sm.solve(known.pseudonymise("a secret that is long enough")))

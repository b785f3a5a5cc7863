"""Coverage that bends: more people than seats, at a price or counted, who make up for no empty seat elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.constraints import Coverage, DailyHours, DailyRest, Pins, SkillMix, Skills, Together
from staffmatch.objectives import (
    CompanyShare,
    Cost,
    EmptySeats,
    LoadOver,
    LoadUnder,
    MaxLoad,
    MinLoad,
    Spread,
    UncoveredHours,
    UnmetDemands,
    Violations,
    WorstFillRate,
    leximin,
)
from staffmatch.testing import conforms
from tests.brute_force import least, stated
from tests.builders import demand, scenario, shift, worker
from tests.strategies import examples, scenarios

EARLY, LATE = shift("early", 6, "06:00-14:00"), shift("late", 6, "14:00-22:00")
PEOPLE = [worker(name, skills={name: 1}) for name in ("ann", "bob", "cem")]
DEMANDS = [demand("d", EARLY, headcount=1), demand("e", LATE, headcount=2)]
FILLED = CompanyShare(of="borrowers", count="filled")
OF_SEATS = (
    *(UncoveredHours(), EmptySeats(), UnmetDemands(), WorstFillRate()),
    *(MinLoad(of=FILLED), MinLoad(of=FILLED, among="used"), LoadUnder(of=FILLED, level=6000)),
)


def city(*rules: sm.Rule, tiers: list[list[sm.Term]]) -> sm.Scenario:
    return scenario(PEOPLE, DEMANDS).replace(rules=rules, tiers=tiers)


def on_early(world: sm.Scenario, *names: str) -> sm.Scenario:
    pins = [sm.Pin(worker=name, shift="early", assigned=True) for name in names]
    return world.replace(rules=[*world.rules, Pins()], pins=pins)


def test_people_beyond_the_seats_cost_what_the_rule_says() -> None:
    tiers: list[list[sm.Term]] = [[UncoveredHours()], [Cost(cents_per_commute_hour=0)]]
    solution = sm.solve(on_early(city(Coverage(price_cents=700), tiers=tiers), "ann", "bob"))
    assert [tier.value for tier in solution.tiers] == [0, 7]
    found = sm.verify(solution.scenario, solution)
    assert found.ok
    assert [one.text for one in found.charged] == ["Shift 'early' has 2 people for 1 seat."]
    assert not solution.shortages


def test_they_make_up_for_no_empty_seat_elsewhere() -> None:
    tiers: list[list[sm.Term]] = [
        [UncoveredHours()],
        [EmptySeats()],
        [UnmetDemands()],
        [WorstFillRate()],
        [Violations()],
    ]
    rules = [Coverage(soft=True), DailyHours(hours=8)]
    solution = sm.solve(on_early(city(*rules, tiers=tiers), "ann", "bob", "cem"))
    assert [tier.value for tier in solution.tiers] == [16, 2, 1, 66.67, 2]
    assert [(one.shift, one.missing) for one in solution.shortages] == [("late", 2)]
    assert sm.verify(solution.scenario, solution).ok
    assert solution.explain(shift="early").missing == 0
    assert solution.explain(shift="late").missing == 2
    assert solution.figures().filled == 1


def test_people_who_go_together_may_be_more_than_the_seats() -> None:
    tiers: list[list[sm.Term]] = [[UncoveredHours()], [Cost(cents_per_commute_hour=0)]]
    party, mix = Together(groups=[("ann", "bob", "cem")]), SkillMix(roles=[{"skill": one.id} for one in PEOPLE])
    solution = sm.solve(city(Coverage(price_cents=100), party, mix, tiers=tiers))
    assert [tier.value for tier in solution.tiers] == [0, 3]
    assert sm.solve(city(Coverage(price_cents=100, most_extra=2), party, tiers=tiers)).tiers[0].value == 0
    with pytest.raises(sm.InputError, match="no shift has more than 2 seats"):
        city(Coverage(), party, tiers=[[UncoveredHours()]])


def test_seats_that_bend_take_the_place_of_those_that_do_not() -> None:
    world = city(Coverage(), tiers=[[UncoveredHours()], [Cost()]]).with_rules(Coverage(price_cents=5))
    assert [rule for rule in world.rules if isinstance(rule, Coverage)] == [Coverage(price_cents=5)]


def test_how_many_more_may_be_limited() -> None:
    tiers: list[list[sm.Term]] = [[UncoveredHours()], [Cost()]]
    world = city(Coverage(price_cents=1, most_extra=1), tiers=tiers)
    assert sm.solve(on_early(world, "ann", "bob")).status == "optimal"
    over = on_early(world, "ann", "bob", "cem")
    assert sm.solve(over).status == "infeasible"
    plan = sm.Plan.of((name, "early") for name in ("ann", "bob", "cem"))
    found = sm.verify(over, plan)
    assert [one.text for one in found.violations] == ["Shift 'early' has 3 people for 1 seat."]
    assert [one.amount for one in found.charged] == [2]


def test_only_a_rule_that_bends_says_how_many() -> None:
    with pytest.raises(sm.InputError, match="drop most_extra"):
        Coverage(most_extra=2)


def test_a_minimum_crew_holds_all_the_same() -> None:
    world = scenario(PEOPLE[:1], [demand("d", EARLY, headcount=2, min_crew=2)])
    tiers = [[UncoveredHours()], [Violations()]]
    assert not sm.solve(world.replace(rules=[Coverage(soft=True)], tiers=tiers)).assignments


@examples(40)
@given(
    scenarios(8, default=True, pins=False),
    st.sampled_from(OF_SEATS),
    st.sampled_from(({}, {"most_extra": 1}, {"most_extra": 2})),
)
def test_terms_count_only_empty_seats(scene: sm.Scenario, term: sm.Term, extra: dict[str, Any]) -> None:
    rules = [one for one in scene.rules if one.kind != "coverage"]
    world = scene.replace(rules=[*rules, Coverage(soft=True, **extra)], tiers=[[Violations()]])
    conforms(term, [world])
    conforms(Coverage(soft=True, **extra), [world])


@examples(25)
@given(scenarios(8, default=True, pins=False), st.permutations((UnmetDemands(), Cost(), WorstFillRate())))
def test_solve_agrees_with_brute_force(scene: sm.Scenario, terms: list[sm.Term]) -> None:
    rules = [one for one in scene.rules if one.kind != "coverage"]
    world = scene.replace(rules=[*rules, Coverage(price_cents=300)], tiers=[[term] for term in terms])
    solution = sm.solve(world)
    assert stated(solution) == least(world)
    assert sm.verify(world, solution).ok


def test_two_on_one_shift_and_none_on_the_other_are_half_of_two_seats() -> None:
    needs = [demand("d", EARLY), demand("e", EARLY.replace(id="other"), skills={"ann": 2})]
    bent = scenario(PEOPLE, needs).replace(rules=[Coverage(price_cents=1), Skills(), DailyRest()])
    for tier in ([MinLoad(of=FILLED)], leximin(FILLED)):
        solution = sm.solve(bent.replace(tiers=[tier, [Cost()]]))
        assert tier[0].value(bent, solution.plan) == -5000
        assert len(solution.assignments) == 1


@pytest.mark.parametrize("term", [MaxLoad(of=FILLED), Spread(of=FILLED), LoadOver(of=FILLED, level=5000)])
def test_to_hold_down_what_borrowers_get_is_refused_where_seats_are_no_limit(term: sm.Term) -> None:
    for rules in ([Coverage(price_cents=1)], []):
        tiers = [[term], [Cost()]]
        with pytest.raises(sm.InputError) as error:
            city(*rules, tiers=tiers)
        assert [problem.code for problem in error.value.problems] == ["filled_beyond_seats"]
    assert city(Coverage(), tiers=[[term]])


def test_a_leximin_goes_on_beyond_the_seats() -> None:
    """Two of each lender on one seat: 16 h each, though the seat has 8 h."""
    team = [worker(name, company=name[:3]) for name in ("bar 1", "bar 2", "spa 1", "spa 2")]
    lent = CompanyShare(of="lenders", more_is="better")
    tiers = [[EmptySeats()], leximin(lent), [Cost()]]
    rules = [*(rule for rule in sm.DEFAULT_RULES if rule.kind != "coverage"), Coverage(price_cents=5)]
    firms = [sm.Company(id=name) for name in ("bar", "spa", "borrower")]
    made = scenario(team, [demand("d", EARLY)], rules, firms).replace(tiers=tiers)
    solution = sm.solve(made)
    assert solution.status == "optimal"
    assert [(one.load, one.bound) for one in made.tiers[1][0].vector(solution)] == [(16, 16), (16, 16)]
    assert solution.tiers[-1].value == 0.15

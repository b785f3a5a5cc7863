"""Rules that bend: at a price, or soft, they may be broken, and what they are broken by is counted exactly."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.constraints import (
    Coverage,
    DailyHours,
    HomeReserve,
    HorizonHours,
    LendingCap,
    MinSecondment,
    RecallNotice,
    SkillMix,
    Skills,
    Together,
    WeeklyHours,
)
from staffmatch.constraints.shared.bends import Bends
from staffmatch.objectives import Cost, UncoveredHours, Violations
from staffmatch.records.bases import Rule
from staffmatch.testing import conforms
from tests.brute_force import least, stated
from tests.builders import demand, scenario, shift, worker
from tests.rule_strategies import BENDING, fits
from tests.strategies import examples, scenarios

WEEK = [shift(f"s{day}", day, "08:00-18:00") for day in range(6, 11)]
RUN = scenario([worker("ann")], [demand("d", *WEEK)], [WeeklyHours(hours=40)])
OVERTIME = WeeklyHours(hours=32, price_cents=2500)


def planned(rules: list[Rule], *tiers: sm.Term) -> sm.Solution:
    solution = sm.solve(RUN.replace(rules=[*RUN.rules, *rules], tiers=[[tier] for tier in tiers]))
    sm.verify(solution.scenario, solution).raise_if_violated()
    return solution


def test_hours_beyond_the_limit_cost_what_the_rule_says() -> None:
    solution = planned([OVERTIME], UncoveredHours(), Cost())
    assert len(solution.assignments) == 4
    assert solution.tiers[1].value == 8 * 25
    found = sm.verify(solution.scenario, solution)
    assert found.ok
    assert [one.text for one in found.charged] == [
        "Worker 'ann' is lent for 40 h in week 15 of 2020 where 32 h are left of 32 h."
    ]


def test_where_filling_seats_comes_after_cost_nothing_is_broken() -> None:
    solution = planned([OVERTIME], Cost(cents_per_commute_hour=0), UncoveredHours())
    assert len(solution.assignments) == 3
    assert not sm.verify(solution.scenario, solution).charged


def test_a_soft_rule_is_counted_by_its_own_tier() -> None:
    soft = WeeklyHours(hours=25, soft=True)
    solution = planned([soft], UncoveredHours(), Violations())
    assert [tier.value for tier in solution.tiers] == [10, 15]
    assert [tier.value for tier in planned([soft], Violations(), UncoveredHours()).tiers] == [0, 30]
    assert [tier.value for tier in planned([soft], Violations(kinds=("weekly_hours",)), UncoveredHours()).tiers] == [
        0,
        30,
    ]


def test_a_rule_that_bends_stands_beside_the_rigid_one() -> None:
    rules = RUN.with_rules(OVERTIME).rules
    assert [rule.hours for rule in rules if isinstance(rule, WeeklyHours)] == [40, 32]
    assert [rule.hours for rule in RUN.with_rules(WeeklyHours(hours=30)).rules if isinstance(rule, WeeklyHours)] == [30]


def test_hours_at_home_beyond_the_limit_cost_nothing() -> None:
    home = [sm.WorkTime(start=one.start, end=one.end) for one in WEEK[1:3]]
    city = scenario([worker("ann", home_shifts=home)], [demand("d", WEEK[0])], [WeeklyHours(hours=16, price_cents=100)])
    assert sm.solve(city.replace(tiers=[[UncoveredHours()], [Cost(cents_per_commute_hour=0)]])).tiers[1].value == 10


def test_a_rule_that_bends_is_what_it_says_in_files() -> None:
    city = RUN.replace(rules=[*RUN.rules, OVERTIME, DailyHours(hours=8, soft=True)], tiers=[[Cost()], [Violations()]])
    assert sm.Scenario.model_validate_json(city.model_dump_json()) == city


def test_what_cannot_be_counted_is_refused() -> None:
    def codes(*rules: Rule, tiers: list[list[sm.Term]]) -> list[str]:
        with pytest.raises(sm.InputError) as error:
            RUN.replace(rules=[*RUN.rules, *rules], tiers=tiers)
        return [problem.code for problem in error.value.problems]

    assert codes(OVERTIME, tiers=[[UncoveredHours()]]) == ["price_without_cost"]
    soft = WeeklyHours(soft=True)
    assert codes(soft, tiers=[[Cost()]]) == ["soft_uncounted"]
    assert codes(soft, tiers=[[Violations(kinds=("daily_hours",))]]) == ["soft_uncounted", "nothing_soft"]
    for make in (
        lambda: WeeklyHours(soft=True, price_cents=1),
        lambda: DailyHours(per="24_hours", soft=True),
        lambda: HorizonHours(ways_between_sites=True, soft=True),
        lambda: WeeklyHours(price_cents=0),
    ):
        with pytest.raises(sm.InputError):
            make()
    with pytest.raises(sm.InputError, match="no amount that a price could be for"):
        Skills.model_validate({"price_cents": 5})


SCOPES = st.sampled_from(
    (
        {},
        {"borrower": "bille"},
        {"since": date(2020, 3, 30)},
        {"until": date(2020, 4, 3)},
        {"borrower": "bille", "since": date(2020, 3, 29), "until": date(2020, 4, 6)},
    )
)


@examples(150)
@given(
    scenarios(8, default=True, pins=False), st.sampled_from(BENDING).flatmap(lambda rule: rule), SCOPES, st.booleans()
)
def test_the_numbers_are_the_amounts_of_the_violations(
    scene: sm.Scenario, rule: Bends, scope: dict[str, Any], soft: bool
) -> None:
    try:
        bent = rule.replace(**scope, **({"soft": True} if soft else {"price_cents": 700}))
    except sm.InputError:
        reject()
    assume(fits(bent.rigid, scene))
    tier = Violations() if soft else Cost()
    city = scene.replace(rules=[*(one for one in scene.rules if one.kind != rule.kind), bent], tiers=[[tier]])
    conforms(tier if soft else bent, [city])


@examples(40)
@given(scenarios(8, default=True, pins=False), st.sampled_from((4, 8, 10)))
def test_solve_agrees_with_brute_force(scene: sm.Scenario, hours: int) -> None:
    rules = [rule for rule in scene.rules if not isinstance(rule, (WeeklyHours, DailyHours, HorizonHours))]
    bent = [
        WeeklyHours(hours=hours, price_cents=300),
        DailyHours(hours=6, soft=True),
        HorizonHours(hours=12, soft=True),
    ]
    tiers = [[UncoveredHours()], [Violations(kinds=("daily_hours",)), Violations(kinds=("horizon_hours",))], [Cost()]]
    city = scene.replace(rules=[*rules, *bent], tiers=tiers)
    solution = sm.solve(city)
    assert stated(solution) == least(city)
    assert sm.verify(city, solution).ok


@pytest.mark.parametrize(
    ("rule", "amounts"),
    [
        (HomeReserve(people=2, price_cents=700), [2]),
        (HomeReserve(people=1, soft=True), [1]),
        (LendingCap(people=0, price_cents=700), [2]),
        (RecallNotice(people=2, hours=0, soft=True), [2]),
    ],
)
def test_each_lender_counts_with_its_worst_moment(rule: Bends, amounts: list[int]) -> None:
    home = [sm.WorkTime(start=one.start, end=one.end) for one in WEEK[:2]]
    people = [worker("ann", home_shifts=home), worker("bob", home_shifts=home)]
    bare = scenario(people, [demand("d", *WEEK[:2], headcount=2)])
    tiers = [[UncoveredHours()], [Violations() if rule.soft else Cost()]]
    city = bare.replace(rules=[Coverage(), rule], tiers=tiers)
    conforms(Violations() if rule.soft else rule, [city])
    everybody = sm.Plan.of((who.id, day.id) for who in people for day in WEEK[:2])
    assert [one.amount for one in rule.charged(city, everybody)] == amounts
    one = sm.Plan.of([("ann", WEEK[0].id), ("bob", WEEK[1].id), ("ann", WEEK[1].id)])
    assert [found.amount for found in rule.charged(city, one)] == amounts


@pytest.mark.parametrize(
    "rule",
    [
        MinSecondment(days=6, soft=True),
        Together(groups=[["ann", "bob"]], soft=True),
        SkillMix(roles=[{"skill": "care", "people": 2}], soft=True),
    ],
)
def test_what_no_plan_can_keep_may_still_bend(rule: Bends) -> None:
    people = [worker("ann", skills={"care": 1}), worker("bob")]
    city = scenario(people, [demand("d", WEEK[0])]).replace(tiers=[[UncoveredHours()], [Violations()]])
    solution = sm.solve(city.replace(rules=[Coverage(), rule]))
    assert [tier.value for tier in solution.tiers] == [0, 5 if rule.kind == "min_secondment" else 1]
    with pytest.raises(sm.InputError):
        city.replace(rules=[Coverage(), rule.rigid])

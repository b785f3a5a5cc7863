from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import HorizonHours, MinHours, WeeklyHours
from staffmatch.objectives import Cost, UncoveredHours
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, solved, violations, worker

SIXTEEN = MinHours(hours=16)


def days(*numbers: int, rule: MinHours = SIXTEEN, **fields: Any) -> sm.Scenario:
    shifts = [shift(f"s{day}", day, "08:00-16:00") for day in numbers]
    return scenario([worker(**fields)], [demand("d", *shifts)], [rule])


def every(*numbers: int) -> list[tuple[str, str]]:
    return [("w", f"s{day}") for day in numbers]


def test_the_empty_plan_keeps_it() -> None:
    assert violations(days(6, 7)) == []


def test_whoever_is_lent_reaches_the_hours_in_each_week() -> None:
    allowed(days(6, 8), *every(6, 8))
    assert refused(days(6, 13, 14), *every(6, 13, 14)) == example(MinHours)
    assert solved(days(6, 13, 14)) == set(every(13, 14))


def test_nobody_is_lent_where_they_cannot_be_reached() -> None:
    assert solved(days(6)) == set()
    assert solved(days(6, rule=MinHours(hours=8))) == set(every(6))


def test_hours_at_home_and_in_the_ledger_count() -> None:
    home = [home_shift(7, "08:00-12:00")]
    assert refused(days(6, home_shifts=home), *every(6)) == (
        "Worker 'w' has 12 h in week 15 of 2020, 4 h of them at home or before the plan; the minimum is 16 h."
    )
    allowed(days(6, home_shifts=[home_shift(7, "08:00-16:00")]), *every(6))
    allowed(days(8, ledger={"2020-04-06": 8}), *every(8))


def test_a_month_and_the_plan() -> None:
    assert "in month 4 of 2020" in refused(days(6, rule=MinHours(hours=9, per="month")), *every(6))
    allowed(days(6, 27, rule=MinHours(hours=16, per="month")), *every(6, 27))
    plan = MinHours(hours=16, per="horizon")
    assert "8 h in the plan; the minimum is 16 h" in refused(
        days(6, rule=plan, home_shifts=[home_shift(3, "08:00-16:00")]), *every(6)
    )


def test_with_a_price_everybody_is_charged_for_the_hours_that_they_lack() -> None:
    people = [worker("w"), worker("v", consent="declined"), worker("u", home_shifts=[home_shift(9, "06:00-22:00")])]
    scene = days(6, 7).replace(workers=people)
    rule = SIXTEEN.replace(price_cents=100)
    tiers = [[Cost(cents_per_commute_hour=0)], [UncoveredHours()]]
    solution = sm.solve(scene.replace(rules=[*sm.DEFAULT_RULES, rule], tiers=tiers))
    assert [tier.value for tier in solution.tiers] == [16, 0]
    assert set(solution.plan) == set(every(6, 7))
    (charged,) = sm.verify(solution.scenario, solution).charged
    assert charged.text == "Worker 'v' has 0 h in week 15 of 2020; the minimum is 16 h."


@pytest.mark.parametrize(
    ("least", "most"),
    [
        (MinHours(hours=41), WeeklyHours(hours=40)),
        (MinHours(hours=41, per="horizon"), HorizonHours(hours=40, worker="w")),
    ],
)
def test_more_than_may_be_worked_cannot_be_asked_for(least: MinHours, most: WeeklyHours | HorizonHours) -> None:
    def made(*rules: sm.Rule, **fields: Any) -> sm.Scenario:
        return scenario([worker("w"), worker("v")], [demand("d", shift("s", 6, "08:00-16:00"))], rules, **fields)

    with pytest.raises(sm.InputError, match=r"rules\[0\].hours: asks for at least 41 h, and by another rule"):
        made(least, most)
    made(least.replace(hours=40), most)
    made(least.replace(worker="v"), most.replace(worker="w"))
    made(least.replace(price_cents=1), most)
    made(least.replace(per="month"), most)

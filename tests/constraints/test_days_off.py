from __future__ import annotations

from typing import Any

import staffmatch as sm
from staffmatch.constraints import Coverage, DaysOff
from staffmatch.objectives import UncoveredHours, Violations
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, solved, violations, worker


def days(*numbers: int, rule: sm.Rule | None = None, **fields: Any) -> sm.Scenario:
    shifts = [shift(f"s{day}", day, "08:00-12:00") for day in numbers]
    return scenario([worker(**fields)], [demand("d", *shifts)], [rule or DaysOff(least_in_a_row=2)])


def every(*numbers: int) -> list[tuple[str, str]]:
    return [("w", f"s{day}") for day in numbers]


def test_a_single_day_off_is_too_few() -> None:
    assert refused(days(6, 8), *every(6, 8)) == example(DaysOff)
    assert violations(days(6, 8)) == []
    allowed(days(6, 9, 10), *every(6, 9, 10))


def test_work_may_fill_the_gap() -> None:
    allowed(days(6, 7, 8), *every(6, 7, 8))
    (found,) = violations(days(6, 7, 8), *every(6, 8))
    assert found.mendable


def test_the_amount_is_what_the_days_off_lack() -> None:
    rules = [DaysOff(least_in_a_row=4, soft=True), Coverage()]
    solution = sm.solve(days(6, 9, 11).replace(rules=rules, tiers=[[UncoveredHours()], [Violations()]]))
    assert [tier.value for tier in solution.tiers] == [0, 2 + 3]


def test_days_at_home_and_before_the_plan_bound_days_off() -> None:
    assert solved(days(8, 9, home_shifts=[home_shift(6, "08:00-12:00")])) == set(every(9))
    assert solved(days(8, 9, ledger={"2020-04-06": 8})) == set(every(9))


def test_days_off_between_home_shifts_are_not_the_plans() -> None:
    rule, home = DaysOff(least_in_a_row=2), [home_shift(6, "08:00-12:00"), home_shift(8, "08:00-12:00")]
    city = days(6, 8, 11, rule=rule, home_shifts=home)
    assert [one.amount for one in rule.preexisting_violations(city)] == [1]
    allowed(city, *every(6, 8, 11))

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import RollingHours, WeeklyHours
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, solved, violations, worker


def days(*numbers: int, rule: RollingHours | None = None, month: int = 4, **fields: Any) -> sm.Scenario:
    """Ten hours on each of the days."""
    shifts = [shift(f"s{day}", day, "08:00-18:00", month=month) for day in numbers]
    return scenario([worker(**fields)], [demand("d", *shifts)], [rule or RollingHours()])


def every(*numbers: int) -> list[tuple[str, str]]:
    return [("w", f"s{day}") for day in numbers]


def test_the_empty_plan_takes_no_hours() -> None:
    assert violations(days(6, rule=RollingHours(hours=0))) == []


def test_forty_eight_hours_in_seven_days_are_the_default_whatever_the_day_they_begin() -> None:
    thursday_on = (9, 10, 11, 13, 14)
    allowed(days(*thursday_on), *every(*thursday_on[:4]))
    assert refused(days(*thursday_on), *every(*thursday_on)) == example(RollingHours)
    week = scenario([worker()], days(*thursday_on).demands, [WeeklyHours()])
    assert violations(week, *every(*thursday_on)) == []


def test_the_window_is_no_day_longer() -> None:
    rule = RollingHours(days=3, hours=20)
    allowed(days(6, 7, 9, rule=rule), *every(6, 7, 9))
    assert refused(days(6, 7, 8, rule=rule), *every(6, 7, 8)) == (
        "Worker 'w' is lent for 30 h in the 3 days from 2020-04-06 where 20 h are left of 20 h."
    )


def test_just_the_hours_are_allowed_and_a_minute_more_is_not() -> None:
    allowed(days(6, 7, rule=RollingHours(days=2, hours=20)), *every(6, 7))
    refused(days(6, 7, rule=RollingHours(days=2, hours=20 - 1 / 60)), *every(6, 7))


def test_home_shifts_and_ledger_of_the_days_around_are_taken_off() -> None:
    home = {"home_shifts": (home_shift(8, "08:00-14:00"),), "ledger": {date(2020, 4, 4): 4.0}}
    rule = RollingHours(days=3, hours=16)
    allowed(days(6, rule=rule, **home), *every(6))
    assert "9 h are left of 15 h" in refused(days(6, rule=RollingHours(days=3, hours=15), **home), *every(6))
    allowed(days(6, rule=RollingHours(days=2, hours=10), **home), *every(6))


def test_days_already_in_breach_are_reported_and_leave_nothing_but_no_debt() -> None:
    tired = days(6, 9, rule=RollingHours(days=2, hours=12), ledger={date(2020, 4, 6): 13.0})
    assert violations(tired) == []
    assert solved(tired) == {("w", "s9")}
    (breach,) = RollingHours(days=2, hours=12).preexisting_violations(tired)
    said = "Worker 'w' has 13 h before the plan or at home in the 2 days from 2020-04-06; the limit is 12 h."
    assert breach.text == said


@pytest.mark.parametrize("day", [28, 29])
def test_a_window_over_the_change_of_the_clock_has_as_many_days(day: int) -> None:
    rule = RollingHours(days=2, hours=10)
    assert refused(days(28, 29, rule=rule, month=3), *every(28, 29))
    allowed(days(day, day + 2, rule=rule, month=3), *every(day, day + 2))


def test_a_scope_leaves_others_alone() -> None:
    rule = RollingHours(hours=5, worker="other")
    scene = scenario([worker(), worker("other")], [demand("d", shift("s6", 6, "08:00-18:00"), headcount=2)], [rule])
    allowed(scene, ("w", "s6"))
    refused(scene, ("other", "s6"))


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 367}, {"hours": -1}, {"hours": 0.001}, {"days": 1.5}])
def test_parameters_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(sm.InputError):
        RollingHours(**wrong)

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import WeeklyHours
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, solved, violations, worker

MONDAY, SUNDAY, NEXT = (shift(name, day, "08:00-18:00") for name, day in (("mo", 6), ("su", 12), ("next", 13)))


def week(*shifts: sm.Shift, hours: float | None = 20, zone: str = "Europe/Berlin", **fields: Any) -> sm.Scenario:
    return scenario([worker(**fields)], [demand("d", *shifts)], [WeeklyHours(hours=hours)], timezone=zone)


def test_the_empty_plan_takes_no_hours() -> None:
    assert violations(week(MONDAY, hours=0)) == []


def test_forty_eight_hours_are_the_default() -> None:
    days = [shift(f"s{day}", day, "08:00-16:00") for day in range(6, 13)]
    every = [("w", one.id) for one in days]
    default = scenario([worker()], [demand("d", *days[:6])], [WeeklyHours()])
    allowed(default, *every[:6])
    text = refused(scenario([worker()], [demand("d", *days)], [WeeklyHours()]), *every)
    assert text == example(WeeklyHours)


def test_a_week_goes_from_monday_to_sunday() -> None:
    allowed(week(MONDAY, SUNDAY, NEXT), ("w", "mo"), ("w", "su"), ("w", "next"))
    text = refused(week(MONDAY, SUNDAY, hours=19.5), ("w", "mo"), ("w", "su"))
    assert text == "Worker 'w' is lent for 20 h in week 15 of 2020 where 19.5 h are left of 19.5 h."
    allowed(week(SUNDAY, NEXT, hours=10), ("w", "su"), ("w", "next"))


@pytest.mark.parametrize(("zone", "fits"), [("Europe/Berlin", True), ("UTC", False)])
def test_the_week_is_that_of_the_scenarios_timezone(zone: str, fits: bool) -> None:
    early = shift("early", 13, "01:00-07:00")
    scene = week(SUNDAY, early, hours=10, zone=zone)
    if fits:
        allowed(scene, ("w", "su"), ("w", "early"))
    else:
        assert "16 h in week 15 of 2020" in refused(scene, ("w", "su"), ("w", "early"))


def test_a_night_shift_from_sunday_counts_in_the_week_it_starts() -> None:
    night = shift("night", 12, "22:00-06:00")
    allowed(week(night, NEXT, hours=10), ("w", "night"), ("w", "next"))
    assert "18 h in week 15" in refused(week(night, MONDAY, hours=10), ("w", "night"), ("w", "mo"))


def test_the_lower_of_rule_and_own_limit_counts() -> None:
    allowed(week(MONDAY, max_hours_per_week=10.0), ("w", "mo"))
    assert "9.5 h are left of 9.5 h" in refused(week(MONDAY, max_hours_per_week=9.5), ("w", "mo"))
    assert "8 h are left of 8 h" in refused(week(MONDAY, hours=None, max_hours_per_week=8.0), ("w", "mo"))


def test_home_shifts_and_ledger_of_that_week_are_taken_off() -> None:
    elsewhere = {"home_shifts": (home_shift(7, "08:00-14:00"),), "ledger": {date(2020, 4, 8): 4.0}}
    allowed(week(MONDAY, **elsewhere), ("w", "mo"))
    assert "9 h are left of 19 h" in refused(week(MONDAY, hours=19, **elsewhere), ("w", "mo"))


def test_home_shifts_and_ledger_of_other_weeks_do_not_matter() -> None:
    elsewhere = {"home_shifts": (home_shift(13, "08:00-22:00"),), "ledger": {date(2020, 4, 5): 40.0}}
    allowed(week(MONDAY, hours=10, **elsewhere), ("w", "mo"))


def test_a_week_already_in_breach_leaves_nothing_but_no_debt() -> None:
    overworked = week(MONDAY, NEXT, ledger={date(2020, 4, 6): 60.0})
    assert violations(overworked) == []
    assert solved(overworked) == {("w", "next")}
    assert "0 h are left of 20 h" in refused(overworked, ("w", "mo"))


def test_the_first_days_of_january_belong_to_the_last_week_of_the_year() -> None:
    assert date(2021, 1, 3).isocalendar().week == 53
    days = [
        sm.Shift(id=name, start=f"{day}T08:00+01:00", end=f"{day}T18:00+01:00")
        for name, day in (("old", "2020-12-31"), ("new", "2021-01-03"), ("monday", "2021-01-04"))
    ]
    free = (sm.TimeWindow(start="2020-12-01T00:00Z", end="2021-02-01T00:00Z"),)
    assert "20 h in week 53 of 2020" in refused(
        week(*days[:2], hours=10, availability=free), ("w", "old"), ("w", "new")
    )
    allowed(week(*days[1:], hours=10, availability=free), ("w", "new"), ("w", "monday"))

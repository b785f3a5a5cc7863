from __future__ import annotations

from datetime import date
from typing import Any

import staffmatch as sm
from staffmatch.constraints import HorizonHours
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, solved, violations, worker

FIRST, SECOND = shift("a", 6, "08:00-16:00"), shift("b", 20, "08:00-16:00")


def horizon(*shifts: sm.Shift, hours: float | None = None, **fields: Any) -> sm.Scenario:
    return scenario([worker(**fields)], [demand("d", *shifts)], [HorizonHours(hours=hours)])


def test_the_empty_plan_takes_no_hours() -> None:
    assert violations(horizon(FIRST, hours=0)) == []


def test_without_a_limit_all_shifts_are_taken() -> None:
    allowed(horizon(FIRST, SECOND), ("w", "a"), ("w", "b"))


def test_weeks_apart_still_add_up() -> None:
    allowed(horizon(FIRST, SECOND, hours=16), ("w", "a"), ("w", "b"))
    text = refused(horizon(FIRST, SECOND, hours=15.5), ("w", "a"), ("w", "b"))
    assert text == example(HorizonHours)


def test_the_lower_of_rule_and_own_limit_counts() -> None:
    allowed(horizon(FIRST, hours=20, max_hours=8.0), ("w", "a"))
    assert "7.5 h are left of 7.5 h" in refused(horizon(FIRST, hours=20, max_hours=7.5), ("w", "a"))
    assert "6 h are left of 6 h" in refused(horizon(FIRST, hours=6, max_hours=7.5), ("w", "a"))


def test_home_shifts_of_the_plan_are_taken_off_also_after_the_last_shift() -> None:
    at_home = (home_shift(6, "18:00-22:00"), home_shift(30, "08:00-12:00"))
    allowed(horizon(FIRST, max_hours=16.0, home_shifts=at_home), ("w", "a"))
    assert "7 h are left of 15 h" in refused(horizon(FIRST, max_hours=15.0, home_shifts=at_home), ("w", "a"))


def test_the_ledger_lies_before_the_plan() -> None:
    allowed(horizon(FIRST, max_hours=8.0, ledger={date(2020, 4, 6): 10.0}), ("w", "a"))


def test_a_roster_already_in_breach_leaves_nothing_but_no_debt() -> None:
    overworked = horizon(FIRST, max_hours=5.0, home_shifts=(home_shift(7, "08:00-16:00"),))
    assert violations(overworked) == []
    assert solved(overworked) == set()
    assert "0 h are left of 5 h" in refused(overworked, ("w", "a"))


def test_each_worker_has_hours_of_their_own() -> None:
    both = demand("d", FIRST, SECOND)
    team = scenario([worker(), worker("other")], [both], [HorizonHours(hours=8)])
    assert violations(team, ("w", "a"), ("other", "b")) == []
    assert len(solved(team)) == 2


def test_home_shifts_from_before_the_plan_do_not_count() -> None:
    home = (home_shift(5, "08:00-16:00"), home_shift(6, "18:00-22:00"))
    allowed(horizon(FIRST, hours=12, home_shifts=home), ("w", "a"))
    assert "where 7.5 h are left of 11.5 h" in refused(horizon(FIRST, hours=11.5, home_shifts=home), ("w", "a"))

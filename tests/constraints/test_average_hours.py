from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import AverageHours
from tests.builders import allowed, demand, example, refused, scenario, shift, solved, violations, worker

FIRST, SECOND, THIRD = (6, 7, 8), (13, 14), (20, 21)


def weeks(*numbers: int, weeks: int = 2, hours: float = 40, **fields: Any) -> sm.Scenario:
    """Ten hours on each of the days."""
    shifts = [shift(f"s{day}", day, "08:00-18:00") for day in numbers]
    return scenario([worker(**fields)], [demand("d", *shifts)], [AverageHours(weeks=weeks, hours=hours)])


def every(*numbers: int) -> list[tuple[str, str]]:
    return [("w", f"s{day}") for day in numbers]


def test_the_empty_plan_takes_no_hours() -> None:
    assert violations(weeks(6, hours=0)) == []


def test_one_week_may_be_long_if_the_other_is_short() -> None:
    allowed(weeks(*FIRST, *SECOND, hours=25), *every(*FIRST, *SECOND))
    refused(weeks(*FIRST, *SECOND, hours=24), *every(*FIRST, *SECOND))


def test_any_two_weeks_in_a_row_count() -> None:
    allowed(weeks(*FIRST, *THIRD, hours=15), *every(*FIRST, *THIRD))
    text = refused(weeks(*FIRST, *SECOND, *THIRD, hours=15), *every(*SECOND, *THIRD))
    assert text == "Worker 'w' is lent for 40 h in the 2 weeks from 2020-04-13 where 30 h are left of 30 h."


def test_the_ledger_of_the_weeks_before_counts() -> None:
    before = {date(2020, 4, 1): 40.0}
    allowed(weeks(*FIRST, hours=35, ledger=before), *every(*FIRST))
    busy = {date(2020, 4, 9): 40.0}
    assert refused(weeks(*FIRST, *SECOND, ledger=busy), *every(*FIRST, *SECOND)) == example(AverageHours)


def test_weeks_already_in_breach_leave_nothing_but_no_debt() -> None:
    tired = weeks(*FIRST, 21, ledger={date(2020, 4, 1): 100.0})
    assert violations(tired) == []
    assert solved(tired) == {("w", "s21")}
    assert [breach.ids for breach in AverageHours(weeks=2, hours=40).preexisting_violations(tired)] == [("w",)]


def test_a_scope_leaves_others_alone() -> None:
    need = [demand("d", shift("s6", 6, "08:00-18:00"), headcount=2)]
    scene = scenario([worker(), worker("other")], need, [AverageHours(weeks=1, hours=5, worker="other")])
    allowed(scene, ("w", "s6"))
    refused(scene, ("other", "s6"))


@pytest.mark.parametrize("wrong", [{"weeks": 0}, {"weeks": 53}, {"hours": -1}])
def test_parameters_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(sm.InputError):
        AverageHours(**wrong)

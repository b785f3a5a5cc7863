from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import ConsecutiveDays, DailyRest, Skills
from staffmatch.engine.model.problem import Problem
from tests.builders import (
    allowed,
    demand,
    example,
    home_shift,
    problem_of,
    refused,
    scenario,
    shift,
    solved,
    violations,
    worker,
)


def days(*numbers: int, rule: ConsecutiveDays | None = None, **fields: Any) -> sm.Scenario:
    shifts = [shift(f"s{day}", day, "08:00-12:00") for day in numbers]
    return scenario([worker(**fields)], [demand("d", *shifts)], [rule or ConsecutiveDays()])


def every(*numbers: int) -> list[tuple[str, str]]:
    return [("w", f"s{day}") for day in numbers]


WEEK = tuple(range(6, 13))


def test_the_empty_plan_has_no_days() -> None:
    assert violations(days(*WEEK)) == []


def test_six_days_are_allowed_and_a_seventh_is_not() -> None:
    allowed(days(*WEEK[:6]), *every(*WEEK[:6]))
    assert refused(days(*WEEK), *every(*WEEK)) == example(ConsecutiveDays)
    assert len(solved(days(*WEEK))) == 6


def test_a_day_off_begins_to_count_anew() -> None:
    rule = ConsecutiveDays(days=2)
    allowed(days(6, 7, 9, 10, rule=rule), *every(6, 7, 9, 10))
    assert "3 days in a row from 2020-04-07" in refused(days(7, 8, 9, rule=rule), *every(7, 8, 9))


def test_two_shifts_on_a_day_are_one_day() -> None:
    need = demand("d", shift("a", 6, "06:00-10:00"), shift("b", 6, "12:00-16:00"), shift("c", 7, "08:00-12:00"))
    scene = scenario([worker()], [need], [ConsecutiveDays(days=1)])
    assert "2 days" in refused(scene, ("w", "a"), ("w", "b"), ("w", "c"))
    assert solved(scene) == {("w", "a"), ("w", "b")}


def test_days_at_home_and_in_the_ledger_count_on_both_sides() -> None:
    rule = ConsecutiveDays(days=3)
    home = {"home_shifts": (home_shift(8, "08:00-16:00"),), "ledger": {date(2020, 4, 6): 4.0, date(2020, 4, 5): 0.0}}
    allowed(days(7, rule=rule, **home), *every(7))
    assert "4 days in a row from 2020-04-05" in refused(
        days(7, rule=rule, **(home | {"ledger": {date(2020, 4, day): 4.0 for day in (5, 6)}})), *every(7)
    )
    assert "4 days in a row from 2020-04-06" in refused(days(7, 9, rule=rule, **home), *every(7, 9))


def test_a_day_worked_at_home_anyway_adds_none_and_too_many_at_home_are_reported() -> None:
    home = tuple(home_shift(day, "14:00-18:00") for day in (6, 7, 8))
    rule = ConsecutiveDays(days=2)
    tired = days(7, 9, rule=rule, home_shifts=home)
    assert violations(tired, ("w", "s7")) == []
    assert solved(tired) == {("w", "s7")}
    assert "4 days in a row" in refused(tired, *every(7, 9))
    (breach,) = rule.preexisting_violations(tired)
    assert breach.text == "Worker 'w' works 3 days in a row at home from 2020-04-06; the limit is 2."


def test_a_job_of_many_days_is_refused_as_a_whole() -> None:
    need = demand("d", *(shift(f"s{day}", day, "08:00-12:00") for day in (6, 8)), same_worker=True)
    between = worker(home_shifts=(home_shift(7, "08:00-12:00"),))
    scene = scenario([between], [need], [ConsecutiveDays(days=2)])
    assert "3 days" in refused(scene, *every(6, 8))
    allowed(scenario([worker()], [need], [ConsecutiveDays(days=2)]), *every(6, 8))


def test_a_scope_leaves_others_alone() -> None:
    rule = ConsecutiveDays(days=1, worker="other")
    scene = scenario([worker()], days(6, 7).demands, [rule.replace(worker="w")])
    refused(scene, *every(6, 7))
    team = scenario([worker(), worker("other", consent="declined")], days(6, 7).demands, [rule])
    assert violations(team, *every(6, 7)) == []


def two_days(rest: int, **parts: str) -> Problem:
    shifts = [shift(f"{part}{day}", day, hours) for day in (6, 7) for part, hours in parts.items()]
    return problem_of(scenario([worker()], [demand("d", *shifts)], [DailyRest(hours=rest), ConsecutiveDays(days=1)]))


def test_shifts_of_a_day_that_all_exclude_each_other_need_no_indicator() -> None:
    problem = two_days(11, a="06:00-14:00", b="08:00-16:00", c="16:00-22:00")
    assert problem.width == problem.pairs == 6
    assert (problem.matrix @ np.full(6, 1 / 3) > problem.upper + 1e-9).any()


def test_shifts_of_a_day_that_exclude_each_other_share_its_indicator() -> None:
    """Half of one and half of another make a whole day, not half of one."""
    problem = two_days(2, a="06:00-10:00", b="08:00-12:00", c="18:00-22:00")
    half = np.array([0.5, 0.5, 0, 0.5, 0.5, 0, 0.5, 0.5])
    assert (problem.matrix @ half > problem.upper + 1e-9).any()
    half[6:] = 1
    assert (problem.matrix @ half > problem.upper + 1e-9).any()


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 61}, {"days": 1.5}])
def test_parameters_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(sm.InputError):
        ConsecutiveDays(**wrong)


def runs(*numbers: int, least: int = 3, **fields: Any) -> sm.Scenario:
    """The days of the plan are from the 1st to the 20th, on which nobody is needed but the hidden demand's people."""
    shifts = [shift(f"s{day}", day, "08:00-12:00") for day in numbers]
    edges = demand("e", shift("s1", 1, "08:00-12:00"), shift("s20", 20, "08:00-12:00"), skills={"none": 1})
    return scenario([worker(**fields)], [demand("d", *shifts), edges], [Skills(), ConsecutiveDays(least=least)])


def test_a_run_of_work_is_not_shorter_than_the_least() -> None:
    assert solved(runs(6, 7, 9, 10, 11)) == set(every(9, 10, 11))
    (short,) = violations(runs(6, 7), *every(6, 7))
    assert (short.amount, short.mendable) == (1, True)
    assert short.text == "Worker 'w' works 2 days in a row from 2020-04-06; the minimum is 3."
    assert violations(runs(6, 7)) == []


def test_a_run_at_the_edge_of_the_plan_may_go_on_there() -> None:
    rule = ConsecutiveDays(least=3)
    allowed(days(6, 8, 13, rule=rule), *every(6, 13))
    assert solved(days(6, 8, 9, 13, rule=rule, ledger={"2020-04-01": 8})) == set(every(13))
    assert solved(days(6, 7, 13, rule=rule, ledger={"2020-04-04": 8, "2020-04-05": 8})) == set(every(6, 7, 13))


def test_days_at_home_lengthen_a_run() -> None:
    assert solved(runs(6, 8, 10, home_shifts=[home_shift(7, "08:00-12:00")])) == set(every(6, 8))
    alone = runs(10, home_shifts=[home_shift(7, "08:00-12:00")])
    assert [one.amount for one in ConsecutiveDays(least=3).preexisting_violations(alone)] == [2]
    assert solved(alone) == set()


def test_a_least_above_the_most_is_refused() -> None:
    with pytest.raises(sm.InputError, match="asks for at least 4 days in a row and allows 3"):
        ConsecutiveDays(days=3, least=4)
    with pytest.raises(sm.InputError, match="by another rule at most 2"):
        days(6).replace(rules=[ConsecutiveDays(least=3), ConsecutiveDays(days=2)])

"""Shifts of one person that may overlap by a few minutes, so that one hands over to itself or to another site."""

from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import DailyRest
from staffmatch.explain.rules_in_force import rules_in_force
from staffmatch.testing import conforms
from tests.builders import allowed, demand, home_shift, refused, scenario, shift, solved, violations, worker

QUARTER = DailyRest(hours=0, tolerated_overlap_minutes=15)


def handed(*hours: str, rule: DailyRest = QUARTER, **fields: Any) -> sm.Scenario:
    shifts = [shift(f"s{place}", 6, span) for place, span in enumerate(hours)]
    return scenario([worker(**fields)], [demand("d", *shifts)], [rule])


BOTH = [("w", "s0"), ("w", "s1")]


def test_a_quarter_of_an_hour_is_tolerated_and_a_minute_more_is_not() -> None:
    allowed(handed("06:00-14:15", "14:00-22:00"), *BOTH)
    assert refused(handed("06:00-14:16", "14:00-22:00"), *BOTH) == (
        "Worker 'w' has 's0' and 's1', which overlap by 16 min; 15 min are tolerated."
    )


def test_a_shift_within_another_overlaps_it_as_a_whole() -> None:
    allowed(handed("06:00-14:00", "10:00-10:15"), *BOTH)
    refused(handed("06:00-14:00", "10:00-10:16"), *BOTH)


def test_shifts_at_home_are_handed_over_alike() -> None:
    allowed(handed("06:00-14:15", home_shifts=[home_shift(6, "14:00-22:00")]), BOTH[0])
    assert "and a home shift, which overlap by 16 min" in refused(
        handed("06:00-14:16", home_shifts=[home_shift(6, "14:00-22:00")]), BOTH[0]
    )
    two = handed("06:00-08:00", home_shifts=[home_shift(6, "10:00-14:00"), home_shift(6, "13:00-18:00")])
    assert violations(two, BOTH[0]) == []
    (found,) = QUARTER.preexisting_violations(two)
    assert found.amount == 45


def test_shifts_that_are_taken_together_are_handed_over_alike() -> None:
    def job(ends: str) -> set[tuple[str, str]]:
        need = demand("d", shift("s0", 6, f"06:00-{ends}"), shift("s1", 6, "14:00-22:00"), same_worker=True)
        scene = scenario([worker()], [need], [QUARTER])
        assert conforms(QUARTER, [scene]).plans
        return solved(scene)

    assert job("14:15") == set(BOTH)
    assert job("14:16") == set()


def test_all_plans_of_many_overlaps() -> None:
    hours = ("06:00-14:00", "13:30-14:30", "13:45-20:00", "14:10-14:20", "19:30-22:00", "13:55-14:05", "06:00-20:00")
    for minutes in (10, 15, 30, 60):
        rule = DailyRest(hours=0, tolerated_overlap_minutes=minutes)
        scene = handed(*hours, rule=rule, home_shifts=[home_shift(6, "21:40-23:00")])
        found = conforms(rule, [scene])
        assert 0 < found.forbidden < found.plans


def test_the_sentence_of_the_rule_says_so() -> None:
    (said, *_) = rules_in_force(handed("06:00-14:00"))
    assert str(said.message) == "two shifts of a person overlap by no more than 15 min"


def test_what_contradicts_it_is_refused() -> None:
    def codes(*rules: DailyRest) -> list[str]:
        with pytest.raises(sm.InputError) as error:
            handed("06:00-14:00").replace(rules=rules)
        return [problem.code for problem in error.value.problems if problem.path.endswith("minutes")]

    assert codes(DailyRest(tolerated_overlap_minutes=15)) == ["overlap_and_rest"]
    assert codes(QUARTER.replace(worker="w")) == ["overlap_of_some"]
    assert codes(QUARTER, DailyRest(hours=11, worker="w")) == ["overlap_forbidden"]

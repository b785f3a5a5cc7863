"""Events tell the truth, in words and units of the user, and the solution keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.engine.state import trace
from staffmatch.engine.state.trace import Event, Trace
from tests.strategies import sample


def events_of(scenario: sm.Scenario, **options: object) -> tuple[list[sm.Event], sm.Solution]:
    events: list[sm.Event] = []
    return events, sm.solve(scenario, on_event=events.append, **options)  # type: ignore[arg-type, func-returns-value]


@pytest.fixture(
    scope="module",
    params=sample(
        (
            {"workers": 60, "seats": 30, "days": 3, "seed": 1},
            {"workers": 40, "seats": 20, "days": 7, "seed": 2},
            {"workers": 120, "seats": 90, "days": 7, "seed": 2},
        ),
        2,
    ),
    ids=str,
)
def told(request: pytest.FixtureRequest) -> tuple[list[sm.Event], sm.Solution]:
    found = hamburg.scenario(**request.param)
    tiers = [*sm.DEFAULT_TIERS, [sm.objectives.WorkersUsed()]]
    return events_of(found.replace(tiers=tiers), threads=1)


def test_each_tier_is_named_as_in_the_solution(told: tuple[list[sm.Event], sm.Solution]) -> None:
    events, solution = told
    assert {event.tier for event in events} == {None, *range(len(solution.tiers))}
    for event in events:
        assert event.term == (None if event.tier is None else solution.tiers[event.tier].term)


def test_no_bound_exceeds_what_is_reached(told: tuple[list[sm.Event], sm.Solution]) -> None:
    events, solution = told
    for event in events:
        if event.tier is not None and event.bound is not None:
            assert event.value is not None
            assert event.bound <= event.value
            assert event.bound <= solution.tiers[event.tier].value


def test_bounds_and_values_of_the_tier_at_work_only_get_better(told: tuple[list[sm.Event], sm.Solution]) -> None:
    events, solution = told
    for number in range(len(solution.tiers)):
        of_tier = [event for event in events if event.tier == number and event.bound is not None]
        for before, after in pairwise(of_tier):
            assert before.bound is not None
            assert after.bound is not None
            assert before.value is not None
            assert after.value is not None
            assert after.bound >= before.bound
            assert after.value <= before.value


def test_a_value_is_what_the_plan_is_worth_in_that_tier_and_no_other(
    told: tuple[list[sm.Event], sm.Solution],
) -> None:
    """Hours, money and people differ by orders of magnitude here."""
    events, solution = told
    empty = [0.0, 0.0, 0.0]
    empty[0] = sum(
        demand.headcount * shift.minutes * demand.priority / 60
        for demand in solution.scenario.demands
        for shift in demand.shifts
    )
    for event in events:
        if event.tier == 0 and event.value is not None:
            assert solution.tiers[0].value <= event.value <= empty[0]
        if event.tier == 2 and event.value is not None:
            assert 0 <= event.value <= len(solution.scenario.workers)


def test_the_last_of_each_tier_is_what_the_solution_states(told: tuple[list[sm.Event], sm.Solution]) -> None:
    events, solution = told
    for number, tier in enumerate(solution.tiers):
        last = [event for event in events if event.tier == number][-1]
        assert (last.phase, last.value, last.bound, last.certified) == (
            "certified",
            tier.value,
            tier.bound,
            tier.certified,
        )
    assert events[-1] == Event("done", None, None, events[-1].seconds)
    assert [event.phase for event in events].count("done") == 1


def test_the_trace_is_what_was_told_without_what_says_nothing_new(
    told: tuple[list[sm.Event], sm.Solution],
) -> None:
    events, solution = told
    news = [
        event
        for before, event in pairwise([None, *events])
        if before is None or before[:3] + before[4:] != event[:3] + event[4:]
    ]
    assert [content(moment) for moment in solution.trace] == [content(event) for event in news]


def content(one: object) -> Sequence[object]:
    return [getattr(one, name) for name in ("seconds", "phase", "tier", "value", "bound", "certified")]


def test_a_trace_is_kept_and_saved_without_a_listener() -> None:
    scenario = hamburg.scenario("small", seed=4)
    solution = sm.solve(scenario, threads=1)
    assert solution.trace[-1].phase == "done"
    assert "trace" not in solution.canonical_json()
    read = sm.Solution.model_validate_json(solution.model_dump_json()).of(scenario)
    assert read.trace == solution.trace
    assert sm.verify(scenario, read).ok
    assert "trace=" + str(len(solution.trace)) in repr(solution)


def test_every_second_moment_goes_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace, "_MOST", 10)
    kept = Trace([("cost", 100)])
    for number in range(1_000):
        told = kept.add(Event("prices", 5_000, number, number / 10, 0))
        kept.add(told._replace(seconds=told.seconds + 0.05, value=5_000, bound=number))
    assert told == Event("prices", 50.0, 9.99, 99.9, 0, "cost")
    assert len(kept.kept) <= 10
    assert kept.kept[0].bound == 0
    assert kept.kept[-1].bound == 9.99
    assert all(one.value == 50 for one in kept.kept)
    assert all(before.seconds < after.seconds for before, after in pairwise(kept.kept))


def test_seconds_count_all_phases() -> None:
    termination = sm.solve(hamburg.scenario("small", seed=4), threads=1).termination
    assert list(termination.phases) == ["read", "pair", "formulate", "search", "certify", "explain", "verify"]
    assert sum(termination.phases.values()) <= termination.seconds
    assert termination.faults == ()

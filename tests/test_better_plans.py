"""Plans that a listener gets while the search goes on."""

from __future__ import annotations

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.engine.state.plan_feed import PlanFeed


@pytest.fixture(scope="module")
def city() -> sm.Scenario:
    return sm.hamburg.scenario("small", seed=4)


def test_each_is_verified_and_better_than_the_last(city: sm.Scenario) -> None:
    told: list[sm.Solution] = []
    with using(SearchParams.of({"control": {"plan_interval": 0.0, "plan_rest": 0.0}})):
        last = sm.solve(city, work_limit=3, on_solution=told.append)
    assert len(told) > 1
    values = [tuple(tier.value for tier in one.tiers) for one in [*told, last]]
    assert values == sorted(values, reverse=True)
    for one in told:
        assert one.status == "feasible"
        assert one.scenario is city
        assert one.termination.reason == "stopped"
        assert sm.verify(city, one, reason_check_limit=0).ok
    assert last.canonical_json() == sm.solve(city, work_limit=3).canonical_json(), "to listen changes nothing"


def test_what_the_listener_raises_arrives_with_the_best_plan(city: sm.Scenario) -> None:
    def refuse(solution: sm.Solution) -> None:
        raise LookupError("no room")

    with pytest.raises(LookupError, match="no room") as caught:
        sm.solve(city, on_solution=refuse)
    assert sm.verify(city, vars(caught.value)["solution"], reason_check_limit=0).ok


def test_a_listener_that_is_none_is_refused(city: sm.Scenario) -> None:
    with pytest.raises(sm.InputError, match="on_solution"):
        sm.solve(city, on_solution=3)  # type: ignore[arg-type]


def test_plans_that_come_too_soon_wait_and_the_newest_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    told: list[tuple[float, int]] = []

    def listen(chosen: np.ndarray) -> None:
        told.append((clock[0], int(chosen.sum())))
        # It takes a tenth of a second.
        clock[0] += 0.1

    feed = PlanFeed(listen)
    feed.flush()
    for moment in range(1, 9):
        clock[0] = max(clock[0], float(moment))
        if moment in (1, 2, 3, 4):
            feed.offer(np.arange(9) < moment)
        feed.flush()
    assert told == [(1.0, 1), (4.0, 4)], "2.4 s after the first has been heard"

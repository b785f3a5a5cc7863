"""Whoever stops before there is a plan has the empty one at once, and nothing false is said of it."""

from __future__ import annotations

import signal

import pytest

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.result.contents import PreexistingViolation
from staffmatch.runtime.halting import Halted, ask, asking, hearing
from tests import builders

EARLY = ["read", "pair", "formulate"]


@pytest.fixture(scope="module")
def city() -> sm.Scenario:
    return hamburg.scenario("small", seed=1)


@pytest.fixture(scope="module")
def stopped(city: sm.Scenario) -> sm.Solution:
    return sm.solve(city, stop=lambda: True)


def test_a_stop_from_the_start_lends_nobody_and_explains_nothing(city: sm.Scenario, stopped: sm.Solution) -> None:
    assert (stopped.status, stopped.explained, stopped.termination.reason) == ("feasible", False, "stopped")
    assert stopped.assignments == stopped.partnerships == stopped.certificate == ()
    assert [(tier.bound, tier.gap, tier.certified) for tier in stopped.tiers] == [(None, None, None)] * 2
    assert {shortage.reason.rule for shortage in stopped.shortages} == {"not_looked_for"}
    assert "nothing is known" in stopped.shortages[0].reason.text
    assert stopped.termination.pairs is None
    assert "formulate" not in stopped.termination.phases
    assert sm.verify(city, stopped, reason_check_limit=None).ok
    assert sm.certificate.check(city, stopped) == ()


def test_it_can_be_shown_and_written_like_any_other(stopped: sm.Solution, tmp_path: object) -> None:
    assert "Not looked for" in sm.report(stopped)
    stopped.save(f"{tmp_path}/plan.json")
    assert sm.Solution.load(f"{tmp_path}/plan.json", stopped.scenario) == stopped


@pytest.mark.parametrize("phase", EARLY)
def test_ctrl_c_ends_the_work_before_the_search_too(phase: str, city: sm.Scenario) -> None:
    def listen(event: sm.Event) -> None:
        if event.phase == phase:
            signal.raise_signal(signal.SIGINT)

    solution = sm.solve(city, on_event=listen)
    assert (solution.explained, solution.termination.reason) == (False, "interrupted")
    assert sm.verify(city, solution).ok


@pytest.mark.parametrize("calls", [1, 2, 5, 20, 60])
def test_the_question_is_asked_again_and_again(calls: int, city: sm.Scenario) -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) >= calls

    # Whatever a scenario remembers is found anew.
    with using(SearchParams.of({"control": {"pulse": 0}})):
        solution = sm.solve(city.replace(), stop=stop)
    assert len(asked) >= calls
    assert not solution.explained
    assert sm.verify(city, solution).ok


def test_time_stops_nothing_before_the_first_plan(city: sm.Scenario) -> None:
    solution = sm.solve(city, time_limit=0)
    assert solution.explained
    assert solution.assignments


def test_a_halted_greedy_pass_keeps_what_it_filled(city: sm.Scenario) -> None:
    with using(SearchParams.of({"greedy": {"pulse": 8}})):
        solution = sm.solve(city, on_event=lambda event: event.phase == "greedy" and signal.raise_signal(signal.SIGINT))
    whole = sm.solve(city, time_limit=0)
    assert solution.explained
    assert 0 < len(solution.assignments) < len(whole.assignments)
    assert sm.verify(city, solution).ok


def test_pins_that_want_somebody_leave_no_plan() -> None:
    need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"))
    pinned = builders.scenario([builders.worker("a")], [need], pins=[sm.Pin(worker="a", shift="s")])
    solution = sm.solve(pinned, stop=lambda: True)
    assert (solution.status, solution.explained, solution.tiers) == ("unknown", False, ())
    assert sm.verify(pinned, solution).ok
    assert sm.solve(pinned).status == "optimal"


def test_pins_that_keep_somebody_at_home_leave_the_empty_plan() -> None:
    need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"))
    pins = [sm.Pin(worker="a", shift="s", assigned=False)]
    home = builders.scenario([builders.worker("a")], [need], pins=pins)
    assert sm.solve(home, stop=lambda: True).status == "feasible"


def forged(solution: sm.Solution, **changes: object) -> sm.Solution:
    return solution.model_copy(update=changes)


def test_only_the_empty_plan_of_a_stopped_search_needs_no_reasons(city: sm.Scenario, stopped: sm.Solution) -> None:
    whole = sm.solve(city)
    proven = stopped.termination.model_copy(update={"reason": "unproven"})
    bound = [tier.model_copy(update={"bound": 0.0, "gap": 1.0}) for tier in stopped.tiers]
    other = whole.shortages[0].reason
    reasons = [shortage.model_copy(update={"reason": other}) for shortage in stopped.shortages]
    for forgery in (
        forged(whole, explained=False),
        forged(stopped, explained=True),
        forged(stopped, termination=proven),
        forged(stopped, tiers=tuple(bound)),
        forged(stopped, certificate=whole.certificate),
        forged(stopped, preexisting_violations=PreexistingViolation.of(city)),
        forged(stopped, shortages=stopped.shortages[1:]),
        forged(stopped, shortages=tuple(reasons)),
    ):
        assert not sm.verify(city, forgery).ok


def test_a_question_is_heard_within_and_nowhere_else() -> None:
    ask()
    with hearing(lambda: True):
        with pytest.raises(Halted):
            list(asking([1, 2]))
        with hearing(lambda: False):
            assert list(asking([1, 2])) == [1, 2]
    assert list(asking([1, 2])) == [1, 2]

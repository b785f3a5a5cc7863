"""What a process may use, and what a search leaves as it was: signals, loggers, threads."""

from __future__ import annotations

import logging
import os
import signal
import threading
from pathlib import Path

import pytest

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.engine.state import control
from staffmatch.engine.state.control import available_memory, available_threads


@pytest.mark.parametrize(
    ("files", "threads"),
    [
        ({"cpu.max": "max 100000"}, 8),
        ({"cpu.max": "300000 100000"}, 3),
        ({"cpu.max": "50000 100000"}, 1),
        ({"cpu.max": "1600000 100000"}, 8),
        ({"cpu/cpu.cfs_quota_us": "200000", "cpu/cpu.cfs_period_us": "100000"}, 2),
        ({"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, 8),
        ({}, 8),
    ],
)
def test_threads_are_those_of_the_affinity_within_the_quota(
    files: dict[str, str], threads: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpu").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text + "\n")
    monkeypatch.setattr(control, "_CGROUP", tmp_path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert available_threads() == threads


def test_memory_is_what_the_cgroup_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "_CGROUP", tmp_path)
    (tmp_path / "memory.max").write_text("1000\n")
    (tmp_path / "memory.current").write_text("400\n")
    assert available_memory() in (600, None)


def interrupting(phase: str) -> sm.Solution:
    """A solution of a search that gets a Ctrl-C when this phase begins."""
    phases: list[str] = []

    def told(event: sm.Event) -> None:
        phases.append(event.phase)
        if event.phase == phase and phases.count(phase) == 1:
            signal.raise_signal(signal.SIGINT)

    return sm.solve(hamburg.scenario("small", seed=4), on_event=told)


@pytest.mark.parametrize("phase", ["greedy", "bound", "relaxation"])
def test_ctrl_c_ends_the_search_in_any_phase_and_keeps_its_plan(phase: str) -> None:
    before = signal.getsignal(signal.SIGINT)
    solution = interrupting(phase)
    assert solution.termination.reason == "interrupted"
    assert solution.assignments
    assert sm.verify(solution.scenario, solution).ok
    assert signal.getsignal(signal.SIGINT) is before


def test_whoever_handles_ctrl_c_goes_on_doing_so() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        assert interrupting("greedy").status == "optimal"
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT]


def test_no_logger_is_set_up_and_no_thread_is_left() -> None:
    handlers, threads = list(logging.root.handlers), threading.active_count()
    sm.solve(hamburg.scenario("small", seed=4))
    assert logging.root.handlers == handlers
    assert all(isinstance(one, logging.NullHandler) for one in logging.getLogger("staffmatch").handlers)
    assert threading.active_count() == threads

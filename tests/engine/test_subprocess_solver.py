"""A process of its own: the same answers, an end when it is asked for, and nothing asked of the caller's program."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array, random_array

from staffmatch.engine.backends.lp import Limits, Program, Status, open_session
from staffmatch.engine.backends.subprocess_solver import solve_apart
from staffmatch.engine.params import BackendParams
from staffmatch.engine.state import branch
from tests.strategies import sample

# Long enough for any machine to start a process and to end it.
_LONG = 60.0


def knapsacks(rows: int, columns: int, seed: int) -> Program:
    dice = np.random.default_rng(seed)
    matrix = csr_array(
        random_array((rows, columns), density=0.2, rng=dice, data_sampler=lambda size: dice.integers(5, 90, size))
    )
    weight = np.asarray(matrix.sum(axis=1)).ravel()
    return Program(
        matrix.astype(float), np.full(rows, -np.inf), np.floor(weight / 3), -dice.integers(10, 100, columns) * 1.0
    )


def limits(seconds: float = _LONG, stop: bool = False) -> Limits:
    return Limits(seconds, 1, 0, lambda: stop)


@pytest.mark.parametrize("backend", ["highs", "mathopt"])
@pytest.mark.parametrize("seed", sample(range(2), 1))
@pytest.mark.parametrize("presolve", [True, False])
def test_apart_is_as_good_as_within(seed: int, backend: branch.BackendName, presolve: bool) -> None:
    program, bounds = replace(knapsacks(5, 30, seed), presolve=presolve), []
    within = open_session(program, backend).solve(limits(), None, lambda _: None)
    apart = solve_apart(program, backend, limits(), None, bounds.append)
    assert apart.status is within.status is Status.OPTIMAL
    assert apart.value == pytest.approx(within.value)
    assert apart.x is not None
    assert (program.matrix @ np.round(apart.x) <= program.upper).all()
    assert all(bound <= apart.value + 1e-6 for bound in bounds)  # type: ignore[operator]


def test_an_infeasible_program_is_said_to_be() -> None:
    program = Program(csr_array(np.ones((1, 2))), np.array([3.0]), np.array([np.inf]), np.zeros(2))
    assert solve_apart(program, "highs", limits(), None, lambda _: None).status is Status.INFEASIBLE


def test_what_was_found_before_the_end_is_kept() -> None:
    program = knapsacks(60, 400, 0)
    started = time.monotonic()
    answer = solve_apart(program, "highs", limits(seconds=3), None, lambda _: None)
    assert time.monotonic() - started < _LONG
    assert answer.status is Status.FEASIBLE
    assert answer.x is not None
    assert answer.value == pytest.approx(program.costs @ np.round(answer.x))


def test_a_stop_ends_the_process() -> None:
    started = time.monotonic()
    answer = solve_apart(knapsacks(60, 400, 0), "highs", limits(stop=True), None, lambda _: None)
    assert time.monotonic() - started < _LONG
    assert answer.x is None


def test_a_script_needs_no_guard() -> None:
    code = """
import staffmatch as sm
from staffmatch import hamburg
from staffmatch.engine.search_params import SearchParams, using
scenario = hamburg.scenario(workers=40, seats=30, days=3, seed=4)
with using(SearchParams.of({"control": {"isolated_columns": 0}})):
    print(sm.solve(scenario, threads=1).status, sm.solve(scenario, threads=1, isolate=False).status)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("optimal optimal", "")


def test_a_call_without_an_attempt_says_nothing() -> None:
    never = replace(limits(), params=BackendParams(attempts=0))
    assert solve_apart(knapsacks(5, 30, 0), "highs", never, None, lambda _: None).status is Status.UNKNOWN

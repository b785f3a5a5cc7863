"""Branch and bound on some of the columns; the others are fixed."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.backends.cp_sat import count, counts
from staffmatch.engine.backends.lp import Answer, BackendName, Limits, Program, Status, enduring, is_safe, open_session
from staffmatch.engine.backends.subprocess_solver import solve_apart
from staffmatch.engine.model.part import Part
from staffmatch.engine.model.tier import Tier

Solver = Callable[[Program, Limits, BackendName | None, Real | None, Callable[[float], None]], Answer]


def branch(
    tier: Tier,
    columns: Mask,
    limits: Limits,
    backend: BackendName | None,
    start: Mask | None = None,
    held: Mask | None = None,
    on_bound: Callable[[float], None] = lambda _: None,
    solver: Solver | None = None,
) -> Answer:
    """Solve over ``columns`` with all links between them; the answer is over all columns.

    ``held`` columns are fixed to 1, and the answer's value and bound leave out their costs. The default ``solver`` is
    `solved`.
    """
    answer = Answer(Status.UNKNOWN)
    if not limits.over:
        with enduring(limits.fault, "Branch and bound"):
            answer = _branched(tier, columns, limits, backend, start, held, on_bound, solver or solved)
    return answer


def _branched(
    tier: Tier,
    columns: Mask,
    limits: Limits,
    backend: BackendName | None,
    start: Mask | None,
    held: Mask | None,
    on_bound: Callable[[float], None],
    solver: Solver,
) -> Answer:
    # Digits of integer variables depend on all pairs together, so they are never held.
    held = np.zeros(tier.problem.width, bool) if held is None else held & ~tier.problem.digits
    part = Part.of(tier, columns, held, limits.params.presolved_columns)
    first = None if start is None else start[part.used].astype(float)
    answer = solver(part.program, limits, backend, first, on_bound)
    return answer if answer.x is None else replace(answer, x=part.spread(answer.x))


def solved(
    program: Program,
    limits: Limits,
    backend: BackendName | None,
    start: Real | None,
    on_bound: Callable[[float], None],
) -> Answer:
    """Solve a program in binary variables, by whoever can be trusted with its numbers.

    Where these are too large for floating point the answer comes from CP-SAT, or has a point but neither optimality nor
    a bound.
    """
    safe = is_safe(program.matrix, program.lower, program.upper, program.costs)
    if not safe and len(program.costs) <= limits.params.counted_columns and counts(program):
        return count(program, limits, start)
    if limits.isolate and sys.executable and len(program.costs) > limits.isolated_columns:
        answer = solve_apart(program, backend, limits, start, on_bound if safe else lambda _: None)
    else:
        answer = open_session(program, backend).solve(limits, start, on_bound if safe else lambda _: None)
    if safe:
        return answer
    return Answer(Status.UNKNOWN if answer.x is None else Status.FEASIBLE, answer.x, answer.value)


def solved_by_clauses(
    program: Program,
    limits: Limits,
    backend: BackendName | None,
    start: Real | None,
    on_bound: Callable[[float], None],
) -> Answer:
    """Solve by CP-SAT with presolve, which is quicker and whose bound is a solver's word; the ``start`` is feasible."""
    if not counts(program):
        return Answer(Status.UNKNOWN)
    answer = count(program, limits, start, presolve=True)
    if answer.status is not Status.INFEASIBLE or start is None:
        return answer
    limits.fault("CP-SAT found a program with a known plan infeasible.")
    return Answer(Status.UNKNOWN)


def solved_by_both(
    program: Program,
    limits: Limits,
    backend: BackendName | None,
    start: Real | None,
    on_bound: Callable[[float], None],
) -> Answer:
    """Solve by `solved` and, in a thread beside it, by CP-SAT, each with a single thread; the first to prove optimality
    ends the other, and the better plan and the better bound are taken."""
    ended, single = threading.Event(), replace(limits, threads=1)
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(
            solved_by_clauses, program, replace(single, stop=ended.is_set), backend, start, lambda _: None
        )
        try:
            answer = solved(
                program, replace(single, stop=lambda: limits.stop() or _optimal(beside)), backend, start, on_bound
            )
        finally:
            ended.set()
        other = Answer(Status.UNKNOWN)
        with enduring(limits.fault, "CP-SAT"):
            other = beside.result()
    return _better(answer, other)


def _optimal(work: Future[Answer]) -> bool:
    return work.done() and work.exception() is None and work.result().status is Status.OPTIMAL


def _better(one: Answer, other: Answer) -> Answer:
    """The better plan with the better bound of two answers about one program."""
    found = [answer for answer in (one, other) if answer.x is not None and answer.value is not None]
    bounds = [answer.bound for answer in (one, other) if answer.bound is not None]
    best = min(found, key=lambda answer: answer.value or 0, default=one)
    proven = next((answer.status for answer in (one, other) if answer.status is Status.OPTIMAL), best.status)
    return replace(best, status=proven, bound=max(bounds, default=None))

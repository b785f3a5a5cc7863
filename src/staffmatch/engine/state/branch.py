"""Branch and bound on some of the columns; the others are fixed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.engine.backends.cp_sat import count, counts
from staffmatch.engine.backends.lp import Answer, BackendName, Limits, Program, Status, enduring, is_safe, open_session
from staffmatch.engine.backends.subprocess_solver import solve_apart
from staffmatch.engine.model.part import Part
from staffmatch.engine.model.tier import Tier


def branch(
    tier: Tier,
    columns: Mask,
    limits: Limits,
    backend: BackendName | None,
    start: Mask | None = None,
    held: Mask | None = None,
    on_bound: Callable[[float], None] = lambda _: None,
) -> Answer:
    """Solve over ``columns`` with all links between them; the answer is over all columns.

    ``held`` columns are fixed to 1, and the answer's value and bound leave out their costs. Where numbers are too large
    for floating point, the answer comes from CP-SAT, or has a point but neither optimality nor a bound.
    """
    answer = Answer(Status.UNKNOWN)
    if not limits.over:
        with enduring(limits.fault, "Branch and bound"):
            answer = _branched(tier, columns, limits, backend, start, held, on_bound)
    return answer


def _branched(
    tier: Tier,
    columns: Mask,
    limits: Limits,
    backend: BackendName | None,
    start: Mask | None,
    held: Mask | None,
    on_bound: Callable[[float], None],
) -> Answer:
    # Digits of integer variables depend on all pairs together, so they are never held.
    held = np.zeros(tier.problem.width, bool) if held is None else held & ~tier.problem.digits
    part = Part.of(tier, columns, held, limits.params.presolved_columns)
    first = None if start is None else start[part.used].astype(float)
    answer = _solved(part.program, limits, backend, first, on_bound)
    return answer if answer.x is None else replace(answer, x=part.spread(answer.x))


def _solved(
    program: Program,
    limits: Limits,
    backend: BackendName | None,
    start: np.ndarray | None,
    on_bound: Callable[[float], None],
) -> Answer:
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

"""Branch and bound on some of the columns, the others out or held as they are."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, vstack

from staffmatch.arrays import Mask
from staffmatch.engine.apart import solve_apart
from staffmatch.engine.lp import Answer, BackendName, Limits, Program, Status, enduring, open_session
from staffmatch.engine.problem import Problem
from staffmatch.engine.relaxation import link_rows
from staffmatch.engine.tier import Tier

# Beyond so many columns presolve alone may take more than a second.
_APART = 10_000


def branch(
    tier: Tier,
    columns: Mask,
    limits: Limits,
    backend: BackendName | None,
    start: Mask | None = None,
    held: Mask | None = None,
    on_bound: Callable[[float], None] = lambda _: None,
) -> Answer:
    """Solve over ``columns`` with all links between them; the answer is spread over all columns.

    ``held`` columns are 1 throughout. The answer's value and bound leave their costs out.
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
    # A number is what all pairs together make it.
    held = np.zeros(tier.problem.width, bool) if held is None else held & ~tier.problem.digits
    used = np.flatnonzero(columns & ~held & _reachable(tier.problem, columns))
    place = np.full(tier.problem.width, -1)
    place[used] = np.arange(len(used))
    matrix = csr_array(tier.by_column[:, used])
    taken = tier.activity(held).astype(float)
    # A row matters that the columns can break; one without columns only where it asks for some and nothing is held.
    most, least = matrix.maximum(0).sum(axis=1), matrix.minimum(0).sum(axis=1)
    breakable = (taken + most > tier.upper) | (taken + least < tier.lower)
    rows = np.flatnonzero(breakable & ((np.diff(matrix.indptr) > 0) | ((tier.lower > 0) & ~held.any())))
    taken = taken[rows]
    pair, indicator = (place[column] for column in tier.links())
    within = (pair >= 0) & (indicator >= 0)
    links = link_rows(pair[within], indicator[within], len(used))
    # Presolve pays where much follows from columns that are held, or from links, and where columns are many.
    presolve = bool(held.any()) or links.shape[0] > 0 or len(used) > _APART
    program = Program(
        csr_array(vstack([matrix[rows], links], format="csr")),
        np.r_[tier.lower[rows] - taken, np.full(links.shape[0], -np.inf)],
        np.r_[tier.upper[rows] - taken, np.zeros(links.shape[0])],
        tier.costs[used].astype(float),
        presolve,
    )
    first = None if start is None else start[used].astype(float)
    if limits.isolate and sys.executable and len(used) > _APART:
        answer = solve_apart(program, backend, limits, first, on_bound)
    else:
        answer = open_session(program, backend).solve(limits, first, on_bound)
    if answer.x is None:
        return answer
    x = held.astype(float)
    x[used] = answer.x
    return replace(answer, x=x)


def _reachable(problem: Problem, columns: Mask) -> Mask:
    """Pairs, and the indicators with a pair among the columns."""
    reachable = np.ones(problem.width, bool)
    for family in problem.indicators:
        reachable[family.first : family.first + family.count] = False
        reachable[family.first + family.group[columns[family.member]]] = True
    return reachable

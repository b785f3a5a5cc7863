"""A new plan that keeps all of the former one: the best that can be had by adding to it, and when nothing beats that.

Let R be what is left of the former plan, with value v(R) in the first tier, and let adding pairs to R reach v and weigh
W at least. A plan that drops a pair of R weighs at least w_d for this, and its additions gain at least v(R) - v and
what the dropped pair gained. With the best gain to weight of any pair, that is a bound L on its weight.

- L > W: no plan as good in the first tier has fewer changes, and all that have as few only add. So what a program over
  the pairs that fit beside R proves of the later tiers holds for the whole.
- The first tier of the new plan reaches the bound of the former one, and whoever lost their shifts is gone: in a plan
  as good where such a seat is empty, they could take it as they did, and that would have been a plan below the bound.
  So each of these seats is filled anew, and L is what that weighs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, vstack

from staffmatch.answers.what_now.replan_program import ReplanProgram
from staffmatch.arrays import Int, Mask
from staffmatch.engine.backends.lp import Program, Status
from staffmatch.engine.model.all_rows import activity, only_rows, rows_of, within
from staffmatch.engine.model.part import Part
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.branch import solved
from staffmatch.engine.state.control import Control

if TYPE_CHECKING:
    from staffmatch.answers.what_now.carried_bound import Carried


# Of those who could take a seat, so many with the fewest shifts may leave what they have.
_PEOPLE = 60


@dataclass(frozen=True)
class Nearby:
    """The best plan that adds to the base: completed, its values in the program's order, whether they are exact there,
    and how many seats and people were looked at."""

    x: Mask
    values: tuple[int, ...]
    exact: bool
    touched: int


def nearby(program: ReplanProgram, control: Control) -> Nearby | None:
    """What can be added to the base without dropping any of it, nothing where time ends it; None if the base is no
    plan."""
    return _beside(program, program.base, control)


def exchanged(program: ReplanProgram, near: Nearby, control: Control) -> Nearby | None:
    """What can be had where those who could take a seat that is lost or new, and is still empty, may leave what they
    have; None if there is no such seat, or no plan is found that way."""
    problem, x = program.uncut, near.x[: program.uncut.pairs]
    taken = np.bincount(problem.seat[x], minlength=len(problem.capacity))
    open_seats = np.flatnonzero(program.unsettled & (taken < problem.capacity))
    candidates = np.flatnonzero(np.isin(problem.seat, open_seats) & ~program.closed)
    people = np.unique(program.pairs.worker[candidates])
    if not len(people):
        return None
    busy = np.bincount(program.pairs.worker[x], minlength=int(program.pairs.worker.max()) + 1)
    people = people[np.argsort(busy[people], kind="stable")][:_PEOPLE]
    found = _beside(program, program.base & (~np.isin(program.pairs.worker, people) | program.frozen), control)
    return None if found is None else replace(found, exact=False)


def _beside(program: ReplanProgram, kept: Mask, control: Control) -> Nearby | None:
    """The best plan that adds to what is kept."""
    problem = program.uncut
    held, free = problem.complete(kept), np.zeros(problem.width, bool)
    known = kept is program.former and len(program.former_activity) == len(problem.upper)
    sums = program.former_activity if known else activity(problem, held)
    free[: problem.pairs] = _fitting(problem, held, sums) & ~kept & ~program.closed
    pairs = np.flatnonzero(free)
    touched = len(np.unique(problem.seat[pairs])) + len(np.unique(program.pairs.worker[pairs]))
    free[problem.pairs :] = ~held[problem.pairs :] | problem.digits[problem.pairs :]
    near = problem if problem.integers else only_rows(problem, rows_of(problem, free))
    part = Part.of(Tier(near, problem.objectives[0]), free, held & ~problem.digits)
    x, exact = held, True
    earlier: list[tuple[Int, int]] = []
    for objective in problem.objectives if len(pairs) else ():
        costs = objective.costs[part.used] // objective.step
        answer = solved(_with_earlier(part.program, costs, earlier), control.limits(), None, None, lambda _: None)
        if answer.x is None:
            exact = False
            break
        exact = exact and answer.status is Status.OPTIMAL
        x = problem.complete(part.spread(answer.x) > 0.5)
        earlier.append((costs, int(costs[x[part.used]].sum())))
    return Nearby(x, problem.values(x), exact, touched) if _feasible(problem, held, sums, x) else None


def _feasible(problem: Problem, held: Mask, sums: Int, x: Mask) -> bool:
    """Whether a choice keeps all rows, given what these add up to for another one."""
    rows = rows_of(problem, x != held)
    found = sums.copy()
    found[rows] = problem.matrix[rows] @ x.astype(np.int64)
    return within(problem, found)


def _with_earlier(program: Program, costs: Int, earlier: list[tuple[Int, int]]) -> Program:
    """One objective over the part's columns, the earlier ones no worse."""
    rows = [csr_array(caps[None, :]) for caps, _ in earlier]
    count = len(rows)
    return Program(
        csr_array(vstack([program.matrix, *rows], format="csr")),
        np.r_[program.lower, np.full(count, -np.inf)],
        np.r_[program.upper, np.array([most for _, most in earlier], float)],
        costs,
        presolve=program.presolve,
    )


def _fitting(problem: Problem, held: Mask, sums: Int) -> Mask:
    """Pairs that fill an empty seat and break no packing row, whatever else is added; rows add up to ``sums``."""
    taken = np.bincount(problem.seat[held[: problem.pairs]], minlength=len(problem.capacity))
    fits: Mask = (taken < problem.capacity)[problem.seat]
    slack = problem.upper - sums
    rows = np.flatnonzero(problem.packing & ~problem.cut & (problem.heaviest > slack))
    begin, size = problem.matrix.indptr[rows], np.diff(problem.matrix.indptr)[rows]
    entry = np.repeat(begin - np.r_[0, np.cumsum(size)[:-1]], size) + np.arange(size.sum())
    clash = problem.matrix.indices[entry[problem.matrix.data[entry] > np.repeat(slack[rows], size)]]
    fits[clash[clash < problem.pairs]] = False
    return fits


def least_beside(program: ReplanProgram, found: Nearby) -> int | None:
    """L: the least that changes weigh in a plan as good in the first tier as the one found that drops some of the base;
    None if that is not known."""
    problem, base = program.uncut, program.base
    first, pairs = problem.objectives[0], problem.pairs
    if first.costs[pairs:].any() or (base != program.former).any() or np.abs(first.costs).max(initial=0) > 2**50:
        return None
    gains = -first.costs[:pairs]
    others = ~base & ~program.closed
    if not base.any():
        return 2**62
    drop, dropped = int(program.weights[base].min()), int(gains[base].min())
    wanted = first.value(problem.complete(base)) - found.values[0] + dropped
    useful = others & (gains > 0)
    if wanted <= 0:
        return drop
    if not useful.any():
        return 2**62
    # Weights are whole: Σ w >= wanted · min w/g, and as many pairs as the best gain asks for, each of the least weight.
    gain, weight = gains[useful], program.weights[useful]
    best = int(np.argmin(weight / gain))
    exactly = -(-wanted * int(weight[best]) // int(gain[best]))
    if (weight * gain[best] < weight[best] * gain).any():
        return None
    return drop + max(exactly, -(-wanted // int(gain.max())) * int(weight.min()))


def least_refilled(program: ReplanProgram, carried: Carried | None, found: Nearby) -> int | None:
    """L: what it weighs to fill anew every seat of those who are gone; None if a plan might do without."""
    if carried is None or carried.bound < found.values[0]:
        return None
    return carried.refill(program)

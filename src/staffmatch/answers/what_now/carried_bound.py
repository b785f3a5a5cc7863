"""What a bound of the former plan's first tier says of a changed scenario.

A bound holds for every plan of the former scenario. If what a plan of the changed one assigns to those pairs that both
have is a plan of the former one, the bound holds for the changed scenario too, less what pairs that only that one has
can gain. That it is a plan is shown row by row: a row of the former program, seen over the pairs that both have, is one
of the changed program, at most as strict, or nothing that these pairs choose can break it. Rows are compared by sums of
64-bit keys of their entries.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.answers.what_now.common_columns import CommonColumns, marked
from staffmatch.answers.what_now.replan_program import ReplanProgram
from staffmatch.arrays import Int, Mask, Real, owners_of
from staffmatch.engine.model.all_rows import rows_of
from staffmatch.engine.model.problem import SEAT, WORKER, Problem
from staffmatch.formulation.market import Market
from staffmatch.records.accessors import tiers_in_full
from staffmatch.result.certificate import Checker
from staffmatch.result.decoding import encode_plan
from staffmatch.result.solution import Solution


@dataclass(frozen=True)
class Carried:
    """A ``bound`` of the first tier in whole steps; the former plan was ``open`` steps above its own.

    ``lost`` are pairs of the former ``market`` that the former plan had and nobody can have now; ``remaining`` marks
    the workers there who have pairs in both.
    """

    bound: int
    open: int
    market: Market
    lost: Int
    remaining: Mask

    def refill(self, program: ReplanProgram) -> int | None:
        """What it weighs to fill all seats of those who are gone; None if they could not simply come back."""
        problem, pairs = self.market.uncut, self.market.pairs
        if not len(self.lost) or self.remaining[pairs.worker[self.lost]].any():
            return None
        member, indicator = problem.members
        own = np.unique(indicator[marked(problem.pairs, self.lost)[member]])
        rows = rows_of(problem, marked(problem.width, np.r_[self.lost, own]))
        bounded = np.isin(problem.side[rows], (SEAT, WORKER)) & problem.packing[rows]
        if not (bounded | problem.cut[rows]).all() or (problem.objectives[0].costs[self.lost] >= 0).any():
            return None
        now = program.pairs.columns
        place = now.shift_places
        columns, total = pairs.columns, 0
        for job in pairs.job[self.lost].tolist():
            shifts = columns.job_shifts.items[columns.job_shifts.start[job] : columns.job_shifts.start[job + 1]]
            known = [place.get(columns.shift_ids[shift]) for shift in shifts.tolist()]
            if None in known:
                return None
            total += program.weight_of([one for one in known if one is not None])
        return total


def carried_bound(former: Solution, program: ReplanProgram, common: CommonColumns) -> Carried | None:
    """None if nothing can be told, or no bound is known: of a solution from a file, what its certificate proves."""
    old, new = program.before, program.market
    now = program.pairs.columns.scenario
    if not former.tiers or tiers_in_full(former.scenario)[0] != tiers_in_full(now)[0]:
        return None
    if old.uncut.integers or new.uncut.integers:
        return None
    both = _Both.of(old, new, common)
    if both is None or (known := _known(former, old)) is None:
        return None
    bound, value = known
    chosen = np.flatnonzero(encode_plan(old.pairs, program.plan))
    lost = chosen[~both.old[chosen]]
    workers = np.zeros(len(old.pairs.columns.workers.ids), bool)
    workers[old.pairs.worker[both.old]] = True
    return Carried(bound + both.shift, max(0, value - bound), old, lost, workers)


def _known(former: Solution, old: Market) -> tuple[int, int] | None:
    """A proven bound of the former first tier, and the value of the plan, in steps."""
    tier, problem = former.tiers[0], old.uncut
    if former.found_here:
        value, bound = (None if one is None else round(one * tier.per_unit) for one in (tier.value, tier.bound))
        return None if value is None or bound is None else (bound, value)
    # A file may claim anything, so its prices are counted again.
    if not former.certificate or former.certificate[0] is None:
        return None
    value = problem.objectives[0].value(problem.complete(encode_plan(old.pairs, former.plan)))
    bound = Checker(old.problem, (value,)).bound(0, former.certificate[0])
    return None if bound is None else (bound, value)


@dataclass(frozen=True)
class _Both:
    """The old problem's pairs that both have, and what a plan's first value in the new one is above that of its part in
    the old one at least."""

    old: Mask
    shift: int

    @classmethod
    def of(cls, old: Market, new: Market, common: CommonColumns) -> _Both | None:
        """None if a plan of the new one need not be one of the old one."""
        at_old, at_new = common.pairs
        # What is 1 for the sake of a pair that only the new problem has may be 0 in the old one.
        known = common.in_new.copy()
        member, indicator = new.uncut.members
        known[indicator[~known[member]]] = False
        sides = _Side(old.uncut, common.in_old, common.key_old), _Side(new.uncut, known, common.key_new)
        if not _implied(*sides, (at_old, at_new), new.rows_taken_from(old)):
            return None
        shift = _shift(old.uncut, new.uncut, at_old, at_new)
        return None if shift is None else cls(common.in_old[: len(old.pairs)], shift)


@dataclass(frozen=True)
class _Side:
    """A problem, the columns in which the two are compared, and their keys."""

    problem: Problem
    held: Mask
    key: Int

    def keys(self, rows: Int) -> Int:
        """The key of each of some rows."""
        found: Int = self.problem.matrix[rows] @ self.key
        return found

    def telling(self, rows: Int, sign: int) -> Mask:
        """Which of some rows say as much of these columns alone: those whose others cannot pull the other way."""
        part, problem = self.problem.matrix[rows], self.problem
        side = (problem.upper if sign > 0 else problem.lower)[rows]
        pulled = ~self.held[part.indices] & (sign * part.data < 0)
        known: Mask = ~problem.cut[rows] & np.isfinite(side)
        known[owners_of(part.indptr)[pulled]] = False
        return known

    def divided(self, rows: Int, sides: Real) -> tuple[Int, Real]:
        """Keys and sides of rows over these columns alone, divided by what their coefficients have in common."""
        part = self.problem.matrix[rows]
        data = np.where(self.held[part.indices], part.data, 0)
        filled = np.flatnonzero(np.diff(part.indptr))
        common, key = np.ones(len(rows), np.int64), np.zeros(len(rows), np.int64)
        if len(filled):
            begin = part.indptr[filled]
            common[filled] = np.maximum(np.gcd.reduceat(data, begin), 1)
            quotients = data // common[owners_of(part.indptr)]
            key[filled] = np.add.reduceat(quotients * self.key[part.indices], begin)
        return key, np.floor(sides / common)


def _implied(old: _Side, new: _Side, both: tuple[Int, Int], taken: tuple[Int, Int]) -> bool:
    """Whether all rows of the old problem but cuts hold for what a plan of the new one says of common columns: the
    places of pairs, and of rows that were taken over as they are."""
    before, now = old.problem, new.problem
    left, others = (np.flatnonzero(~marked(len(one.upper), at)) for one, at in zip((before, now), taken, strict=True))
    own, theirs = old.keys(left), new.keys(others)
    place = np.full(before.width, -1)
    place[both[0]] = both[1]
    for sign, mine, sides in ((1, before.upper, now.upper), (-1, -before.lower, -now.lower)):
        asked, known = ~before.cut[left] & np.isfinite(mine[left]), new.telling(others, sign)
        rows = left[asked]
        unsaid = rows[~_said(own[asked], mine[rows], theirs[known], sides[others[known]])]
        part = before.matrix[unsaid]
        part.data = np.where(old.held[part.indices], np.maximum(sign * part.data, 0), 0)
        unsaid = unsaid[part.sum(axis=1) > mine[unsaid]]
        if len(unsaid):
            # Whole numbers that are divided by more once other pairs are gone.
            pairs = place[before.matrix[unsaid].indices]
            near = rows_of(now, marked(now.width, pairs[pairs >= 0]))
            near = near[new.telling(near, sign)]
            if not _said(*old.divided(unsaid, mine[unsaid]), *new.divided(near, sides[near])).all():
                return False
    return True


def _said(wanted: Int, sides: Real, known: Int, theirs: Real) -> Mask:
    """Which of the wanted rows are among the known ones with a side at most as large."""
    if not len(known):
        return np.zeros(len(wanted), bool)
    order, asked = np.argsort(known), np.argsort(wanted)
    known = known[order]
    first = np.flatnonzero(np.r_[True, known[1:] != known[:-1]])
    known, least = known[first], np.minimum.reduceat(theirs[order], first)
    # In order, each search begins near the last one.
    at = np.minimum(np.searchsorted(known, wanted[asked]), len(known) - 1)
    found = np.zeros(len(wanted), bool)
    found[asked] = (known[at] == wanted[asked]) & (least[at] <= sides[asked])
    return found


def _shift(old: Problem, new: Problem, at_old: Int, at_new: Int) -> int | None:
    """The least that a plan's first value in the new problem is above that of its common part in the old one."""
    before, after = old.objectives[0], new.objectives[0]
    if before.costs[old.pairs :].any() or after.costs[new.pairs :].any():
        return None
    if (before.costs[at_old] != after.costs[at_new]).any():
        return None
    gains = np.zeros(len(new.capacity), np.int64)
    only = np.flatnonzero(~marked(new.pairs, at_new))
    np.maximum.at(gains, new.seat[only], np.maximum(-after.costs[only], 0))
    return after.constant - before.constant - int((gains * new.capacity).sum())

"""What a bound of the former plan's first tier says of a changed scenario.

A bound holds for every plan of the former scenario. If what a plan of the changed one assigns to those pairs that both
have is a plan of the former one, the bound holds for the changed scenario too, less what pairs that only that one has
can gain. That it is a plan is shown row by row: a row of the former program, seen over the pairs that both have, is one
of the changed program, at most as strict, or nothing that these pairs choose can break it. Rows are compared by sums of
64-bit keys of their entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from staffmatch.answers.what_now.replan_program import ReplanProgram
from staffmatch.arrays import Int, Mask, Real, owners_of
from staffmatch.engine.model.all_rows import rows_of
from staffmatch.engine.model.problem import SEAT, WORKER, Problem
from staffmatch.formulation.market import Market
from staffmatch.formulation.pairs import Pairs
from staffmatch.result.certificate import Checker
from staffmatch.result.decoding import encode_plan
from staffmatch.result.solution import Solution

_SEED = 20


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
        own = np.unique(indicator[np.isin(member, self.lost)])
        rows = rows_of(problem, _marked(problem.width, np.r_[self.lost, own]))
        bounded = np.isin(problem.side[rows], (SEAT, WORKER)) & problem.packing[rows]
        if not (bounded | problem.cut[rows]).all() or (problem.objectives[0].costs[self.lost] >= 0).any():
            return None
        now = program.pairs.columns
        place = {name: number for number, name in enumerate(now.shift_ids)}
        columns, total = pairs.columns, 0
        for job in pairs.job[self.lost].tolist():
            shifts = columns.job_shifts.items[columns.job_shifts.start[job] : columns.job_shifts.start[job + 1]]
            known = [place.get(columns.shift_ids[shift]) for shift in shifts.tolist()]
            if None in known:
                return None
            total += program.weight_of([one for one in known if one is not None])
        return total


def carried_bound(former: Solution, program: ReplanProgram) -> Carried | None:
    """None if nothing can be told, or no bound is known: of a solution from a file, what its certificate proves."""
    old, new = program.before, program.market
    now = program.pairs.columns.scenario
    if not former.tiers or former.scenario.tiers[0] != now.tiers[0]:
        return None
    if old.uncut.integers or new.uncut.integers:
        return None
    both = _Both.of(old, new)
    if both is None or (known := _known(former, old)) is None:
        return None
    bound, value = known
    chosen = np.flatnonzero(encode_plan(old.pairs, former.plan))
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
    def of(cls, old: Market, new: Market) -> _Both | None:
        """None if a plan of the new one need not be one of the old one."""
        at_old, at_new = _both(old, new)
        in_old, in_new = (_marked(len(one.pairs), at) for one, at in ((old, at_old), (new, at_new)))
        keys = np.random.default_rng(_SEED).integers(-(2**63), 2**63, len(at_old), np.int64)
        key_old, mask_old = _keys(old.uncut, at_old, keys)
        key_new, mask_new = _keys(new.uncut, at_new, keys)
        # What is 1 for the sake of a pair that only the new problem has may be 0 in the old one.
        known = mask_new.copy()
        member, indicator = new.uncut.members
        known[indicator[~in_new[member]]] = False
        sides = _Side(old.uncut, mask_old, key_old), _Side(new.uncut, known, key_new)
        if not _implied(*sides, at_old, at_new):
            return None
        shift = _shift(old.uncut, new.uncut, at_old, at_new)
        return None if shift is None else cls(in_old, shift)


def _marked(count: int, at: Int) -> Mask:
    found = np.zeros(count, bool)
    found[at] = True
    return found


def _common(old: Int, new: Int) -> tuple[Int, Int]:
    """The places of the codes that both have, in the same order in both."""
    order_old, order_new = np.argsort(old, kind="stable"), np.argsort(new, kind="stable")
    old, new = old[order_old], new[order_new]
    at = np.minimum(np.searchsorted(new, old), max(0, len(new) - 1))
    both = new[at] == old if len(new) else np.zeros(len(old), bool)
    return order_old[both], order_new[at[both]]


def _both(old: Market, new: Market) -> tuple[Int, Int]:
    """The places of the pairs that both have, in the same order in both."""
    stay, place = new.taken_from(old)
    left = [np.flatnonzero(~_marked(len(one.pairs), at)) for one, at in ((old, stay), (new, place))]
    more = _common(*_codes(old.pairs.take(left[0]), new.pairs.take(left[1])))
    at_old, at_new = (np.r_[at, rest[found]] for at, rest, found in zip((stay, place), left, more, strict=True))
    return at_old, at_new


def _codes(old: Pairs, new: Pairs) -> tuple[Int, Int]:
    """A number for each pair, the same where worker and job are the same."""
    people = sorted({*old.columns.workers.ids, *new.columns.workers.ids})
    names = {name: place for place, name in enumerate(people)}
    jobs: dict[tuple[str, ...], int] = {}
    listed = [(one, _jobs(one)) for one in (old, new)]
    for _, named in listed:
        for name in named:
            jobs.setdefault(name, len(jobs))
    found = []
    for one, named in listed:
        worker = np.array([names[name] for name in one.columns.workers.ids], np.int64)
        job = np.array([jobs[name] for name in named], np.int64)
        found.append(worker[one.worker] * max(1, len(jobs)) + job[one.job])
    return found[0], found[1]


def _jobs(pairs: Pairs) -> list[tuple[str, ...]]:
    """The shifts of each job, by which it is known, with its demand."""
    columns = pairs.columns
    starts = columns.job_shifts.start.tolist()
    ids = [columns.shift_ids[shift] for shift in columns.job_shifts.items.tolist()]
    return [tuple(sorted(ids[begin:end])) for begin, end in pairwise(starts)]


def _keys(problem: Problem, common: Int, keys: Int) -> tuple[Int, Mask]:
    """A key for each column that both have, and which these are: an indicator is known by its group's common pairs."""
    key, held = np.zeros(problem.width, np.int64), _marked(problem.width, common)
    key[common] = keys
    for number, family in enumerate(problem.indicators, 1):
        column = family.first + family.group
        np.add.at(key, column, key[family.member] * (2 * number + 1))
        held[column[held[family.member]]] = True
    return key, held


@dataclass(frozen=True)
class _Side:
    """A problem, the columns in which the two are compared, and their keys."""

    problem: Problem
    held: Mask
    key: Int

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


def _implied(old: _Side, new: _Side, at_old: Int, at_new: Int) -> bool:
    """Whether all rows of the old problem but cuts hold for what a plan of the new one says of common columns."""
    before, now = old.problem, new.problem
    own, theirs = before.matrix @ old.key, now.matrix @ new.key
    # A row of the new problem says as much of the common columns where its others cannot pull the other way.
    entry = np.flatnonzero(~new.held[now.matrix.indices])
    other = np.searchsorted(now.matrix.indptr, entry, side="right") - 1
    lowered, raised = (other[sign * now.matrix.data[entry] < 0] for sign in (1, -1))
    place = np.full(before.width, -1)
    place[at_old] = at_new
    for sign, mine, sides, pulled in (
        (1, before.upper, now.upper, lowered),
        (-1, -before.lower, -now.lower, raised),
    ):
        rows = np.flatnonzero(~before.cut & np.isfinite(mine))
        known = ~now.cut & np.isfinite(sides)
        known[pulled] = False
        unsaid = rows[~_said(own[rows], mine[rows], theirs[known], sides[known])]
        part = before.matrix[unsaid]
        part.data = np.where(old.held[part.indices], np.maximum(sign * part.data, 0), 0)
        unsaid = unsaid[part.sum(axis=1) > mine[unsaid]]
        if len(unsaid):
            # Whole numbers that are divided by more once other pairs are gone.
            pairs = place[before.matrix[unsaid].indices]
            near = rows_of(now, _marked(now.width, pairs[pairs >= 0]))
            near = near[known[near]]
            if not _said(*old.divided(unsaid, mine[unsaid]), *new.divided(near, sides[near])).all():
                return False
    return True


def _said(wanted: Int, sides: Real, known: Int, theirs: Real) -> Mask:
    """Which of the wanted rows are among the known ones with a side at most as large."""
    if not len(known):
        return np.zeros(len(wanted), bool)
    order = np.lexsort((theirs, known))
    known, theirs = known[order], theirs[order]
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found: Mask = (known[at] == wanted) & (theirs[at] <= sides)
    return found


def _shift(old: Problem, new: Problem, at_old: Int, at_new: Int) -> int | None:
    """The least that a plan's first value in the new problem is above that of its common part in the old one."""
    before, after = old.objectives[0], new.objectives[0]
    if before.costs[old.pairs :].any() or after.costs[new.pairs :].any():
        return None
    if (before.costs[at_old] != after.costs[at_new]).any():
        return None
    gains = np.zeros(len(new.capacity), np.int64)
    only = np.flatnonzero(~_marked(new.pairs, at_new))
    np.maximum.at(gains, new.seat[only], np.maximum(-after.costs[only], 0))
    return after.constant - before.constant - int((gains * new.capacity).sum())

"""The integer program of a new plan: the scenario's own, with the changes among its objectives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask
from staffmatch.domain.nearness import weight_at
from staffmatch.domain.plan import Plan
from staffmatch.engine.construction.greedy import fitting
from staffmatch.engine.model.all_rows import activity, feasible, row_block, within
from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.formulation.integer_program import Scale
from staffmatch.formulation.market import Market
from staffmatch.formulation.pairs import Pairs
from staffmatch.records.accessors import tiers_in_full
from staffmatch.result.decoding import encode_plan
from staffmatch.result.solution import Solution


@dataclass(frozen=True)
class Terms:
    """What a new plan is to be: ``after_tiers`` of the scenario's tiers come before the changes; times are instants."""

    after_tiers: int
    most_changes: int | None = None
    frozen_before: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class ReplanProgram:
    """Pairs of the market; the ``former`` ones among them are those of a former plan that may still be chosen.
    ``before`` is the market of that plan.

    The objective number ``terms.after_tiers`` is ``Σ_former w (1 - x) + Σ_other w x``, a weight w for each shift.
    """

    market: Market
    before: Market
    former: Mask
    terms: Terms
    plan: Plan
    known: frozenset[str]

    @classmethod
    def of(cls, market: Market, before: Market, former: Solution, terms: Terms) -> ReplanProgram:
        """``plan`` is the former one, ``known`` are the shifts that it could have filled."""
        known = frozenset(former.scenario.ids("shifts"))
        return cls(market, before, encode_plan(market.pairs, former.plan), terms, former.plan, known)

    @cached_property
    def unsettled(self) -> Mask:
        """Seats of which the former plan lost somebody, or of which it knew nothing."""
        columns, pairs = self.pairs.columns, self.pairs
        place = columns.shift_places
        held = [columns.job_of_shift[place[shift]] for _, shift in self.plan if shift in place]
        had = np.bincount(np.array(held, np.int64), minlength=columns.jobs)
        have = np.bincount(pairs.job[self.former], self.shifts[self.former], columns.jobs)
        new = np.array([columns.job_of_shift[place[name]] for name in place.keys() - self.known], np.int64)
        found: Mask = had > have
        found[new] = True
        return found[: len(self.market.uncut.capacity)]

    @property
    def pairs(self) -> Pairs:
        return self.market.pairs

    @cached_property
    def weights(self) -> Int:
        """What it weighs to add or drop each pair."""
        return self._by_pair(self._shift_weights)

    @cached_property
    def _shift_weights(self) -> Int:
        start, since = self.pairs.columns.shifts.start, self.terms.since
        if since is None:
            return np.ones(len(start), np.int64)
        from_then = int(since.timestamp()) // 60
        return np.array([weight_at(one, from_then) for one in start.tolist()], np.int64)

    def weight_of(self, shifts: list[int]) -> int:
        """What it weighs to add or drop these shifts, by their places."""
        return int(self._shift_weights[shifts].sum())

    @cached_property
    def shifts(self) -> Int:
        """The shifts of each pair."""
        return self._by_pair(np.ones(len(self.pairs.columns.shifts.start), np.int64))

    def _by_pair(self, by_shift: Int) -> Int:
        jobs = self.pairs.columns.job_shifts
        by_job = np.add.reduceat(by_shift[jobs.items], jobs.start[:-1]) if len(jobs.items) else np.empty(0, np.int64)
        found: Int = by_job[self.pairs.job]
        return found

    @cached_property
    def _begun(self) -> Mask:
        """Pairs of which a shift starts before all may change."""
        if self.terms.frozen_before is None:
            return np.zeros(len(self.pairs), bool)
        until = int(self.terms.frozen_before.timestamp()) // 60
        begun = self.pairs.columns.shifts.start < until
        return self._by_pair(begun.astype(np.int64)) > 0

    @cached_property
    def _pinned(self) -> Mask:
        pins = Plan.of((pin.worker, pin.shift) for pin in self.pairs.columns.scenario.pins if pin.assigned)
        columns = self.pairs.columns
        workers, shifts = columns.worker_places, columns.shift_places
        codes = [workers[w] * columns.jobs + int(columns.job_of_shift[shifts[s]]) for w, s in pins]
        return np.isin(self.pairs.worker * columns.jobs + self.pairs.job, np.array(codes, np.int64))

    @cached_property
    def former_activity(self) -> Int:
        """What each row adds up to with the former pairs."""
        plain = self.market.uncut
        return activity(plain, plain.complete(self.former))

    @cached_property
    def base(self) -> Mask:
        """Former pairs that can be kept together: those that are frozen first."""
        plain, former = self.market.uncut, self.former
        if within(plain, self.former_activity):
            return former
        first = fitting(plain, (former & self._begun) | self._pinned) if self._begun.any() else self._pinned
        kept = fitting(plain, former)
        together = kept | first
        return together if feasible(plain, plain.complete(together)) else kept

    @property
    def frozen(self) -> Mask:
        """Pairs that have to stay as they are."""
        return self._begun | self._pinned

    @cached_property
    def closed(self) -> Mask:
        """Pairs that nobody may take any more."""
        return self._begun & ~self.former & ~self._pinned

    @cached_property
    def problem(self) -> Problem:
        """The program, with a row for what is frozen and one for the most changes."""
        # Found once for the market, and shared by what has the same rows.
        _ = self.market.problem.columns
        return self._of(self.market.problem)

    @cached_property
    def uncut(self) -> Problem:
        """The program, which may lack the cuts: its columns are the same."""
        # As above, and taken over by the market that follows.
        _ = self.market.uncut.heaviest, self.market.uncut.packing, row_block(self.market.uncut)
        return self._of(self.market.uncut)

    def _of(self, plain: Problem) -> Problem:
        objectives = list(plain.objectives)
        objectives.insert(self.terms.after_tiers, self._changes)
        problem, rows, lower, upper = plain.with_objectives(tuple(objectives)), [], list[float](), list[float]()
        stay = self.base & self._begun
        for row, least, most in (
            (self.closed.astype(np.int64), -np.inf, 0.0),
            (stay.astype(np.int64), float(stay.sum()), np.inf),
            (np.where(self.former, -self.shifts, self.shifts), -np.inf, self._room),
        ):
            if row.any() and (least > -np.inf or most < np.inf):
                rows.append(np.r_[row, np.zeros(plain.width - plain.pairs, np.int64)])
                lower.append(least)
                upper.append(most)
        if not rows:
            return problem
        return problem.with_rows(csr_array(np.array(rows)), np.array(lower), np.array(upper))

    @cached_property
    def _changes(self) -> Objective:
        plain = self.market.uncut
        signed = np.where(self.former, -self.weights, self.weights)
        costs = np.r_[signed, np.zeros(plain.width - plain.pairs, np.int64)]
        return Objective(int(self.weights[self.former].sum()), costs)

    @property
    def _room(self) -> float:
        if self.terms.most_changes is None:
            return np.inf
        return float(self.terms.most_changes - int(self.shifts[self.former].sum()))

    @property
    def scales(self) -> list[Scale]:
        """The scales of its objectives."""
        scales = [Scale.of(tier) for tier in tiers_in_full(self.pairs.columns.scenario)]
        weighed = "assignments" if self.terms.since is None else "weighted assignments"
        scales.insert(self.terms.after_tiers, Scale("change", weighed, 1))
        return scales

    @property
    def constrained(self) -> bool:
        """Whether it has fewer plans than the scenario."""
        return self.terms.most_changes is not None or self.terms.frozen_before is not None

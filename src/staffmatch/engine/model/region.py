"""Part of a problem as a problem of its own: some pairs are free, the others stay as a choice has them.

A question about one pair looks at few others. Rows, indicators and objectives are cut down to what the free pairs can
change, so that solving takes time with the part, not with the whole; what is a plan of the part, with the rest as it
stands, is one of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask, owners_of, ranges
from staffmatch.engine.model.problem import Indicators, IntegerVariables, Objective, Problem, Timeline, thin


@dataclass(frozen=True)
class Region:
    """Pair i of the ``problem`` is pair ``free[i]`` of the whole; its values are those of the whole, the rest of the
    choice included. ``forced`` is on throughout, ``off`` are off that the choice had on."""

    problem: Problem
    free: Int
    forced: int
    off: Int


@dataclass(frozen=True)
class Standing:
    """A completed choice ``x`` of a problem with what it makes of rows, indicators and objectives, found once."""

    problem: Problem
    x: Mask

    @cached_property
    def activity(self) -> Int:
        """What the choice makes of each row."""
        return thin(self.problem.columns, self.x).astype(np.int64)

    @cached_property
    def values(self) -> tuple[int, ...]:
        return self.problem.values(self.x)

    @cached_property
    def _indicators_by_pair(self) -> tuple[Int, Int]:
        pair, column = self.problem.members
        return _grouped(pair, column, self.problem.pairs)

    @cached_property
    def _pairs_by_indicator(self) -> tuple[Int, Int]:
        pair, column = self.problem.members
        return _grouped(column, pair, self.problem.width)

    @cached_property
    def _on(self) -> Int:
        """How many chosen pairs each indicator has, by column."""
        pair, column = self.problem.members
        return np.bincount(column[self.x[pair]], minlength=self.problem.width)

    def indicators_of(self, pairs: Int) -> tuple[Int, Int]:
        """The indicator columns of some pairs as (place among the pairs, column)."""
        start, items = self._indicators_by_pair
        which, at = ranges(start[pairs], start[pairs + 1])
        return which, items[at]

    def pairs_of(self, indicators: Int) -> Int:
        """The pairs of some indicator columns."""
        start, items = self._pairs_by_indicator
        pairs: Int = items[ranges(start[indicators], start[indicators + 1])[1]]
        return pairs

    def region(self, free: Int, forced: int, off: Int) -> Region | None:
        """Free pairs beside a forced one, with all others as they stand but those that are switched off.

        ``free`` are sorted and without the forced one; None where rows that no free pair is in are broken.
        """
        columns, base = self._columns(free, forced, off)
        kept = self._rows(columns, base)
        if kept is None:
            return None
        rows, matrix, activity = kept
        blocked = free[self._blocked(rows, matrix, activity)[: len(free)]]
        if len(blocked):
            gone = blocked[self.x[blocked]]
            return self.region(np.setdiff1d(free, blocked), forced, np.union1d(off, gone))
        problem, timeline = self.problem, self.problem.timeline
        part = replace(
            problem,
            pairs=len(free),
            matrix=matrix,
            lower=problem.lower[rows] - activity,
            upper=problem.upper[rows] - activity,
            side=problem.side[rows],
            row_group=problem.row_group[rows],
            seat=np.unique(problem.seat[free], return_inverse=True)[1],
            timeline=None if timeline is None else _timeline(timeline, free, timeline.rows[rows] & (activity == 0)),
            indicators=tuple(self._indicators(free, columns)),
            objectives=tuple(self._objectives(columns, base)),
            integers=tuple(_moved(numbers, columns, rows) for numbers in problem.integers),
        )
        return Region(part, free, forced, off)

    def _columns(self, free: Int, forced: int, off: Int) -> tuple[Int, tuple[Int, Int]]:
        """The columns that are free, and how the others differ from the choice: columns, and by how much."""
        problem, x = self.problem, self.x
        gone = np.unique(np.r_[free[x[free]], off])
        one = np.array([] if x[forced] else [forced], np.int64)
        which, touched = self.indicators_of(np.r_[free, gone, one])
        known, member = np.unique(touched, return_inverse=True)
        steps = np.r_[np.zeros(len(free), np.int64), np.full(len(gone), -1), np.ones(len(one), np.int64)]
        count = self._on[known].copy()
        np.add.at(count, member, steps[which])
        has_free = np.zeros(len(known), bool)
        has_free[member[which < len(free)]] = True
        held = count > 0
        digits = np.flatnonzero(problem.digits) if problem.integers else np.empty(0, np.int64)
        columns = np.sort(np.r_[free, known[has_free & ~held], digits])
        now = np.r_[gone, one, known, digits]
        after = np.r_[steps[len(free) :] > 0, held, np.zeros(len(digits), bool)]
        change = after.astype(np.int64) - x[now]
        return columns, (now[change != 0], change[change != 0])

    def _rows(self, columns: Int, base: tuple[Int, Int]) -> tuple[Int, csr_array, Int] | None:
        """Rows that the columns can break, cut down to them, and what the others make of these rows."""
        problem = self.problem
        part, changed = problem.columns[:, columns], problem.columns[:, base[0]]
        rows, at = np.unique(np.r_[part.indices, changed.indices], return_inverse=True)
        activity = self.activity[rows].copy()
        worth = changed.data * np.repeat(base[1], np.diff(changed.indptr))
        np.add.at(activity, at[part.nnz :], worth)
        owner = owners_of(part.indptr)
        matrix = csr_array((part.data, (at[: part.nnz], owner)), shape=(len(rows), len(columns)), dtype=np.int64)
        most, least = matrix.maximum(0).sum(axis=1), matrix.minimum(0).sum(axis=1)
        lower, upper = problem.lower[rows], problem.upper[rows]
        if ((activity + most < lower) | (activity + least > upper)).any():
            return None
        kept = (activity + most > upper) | (activity + least < lower)
        for numbers in problem.integers:
            kept |= np.isin(rows, numbers.rows)
        return rows[kept], csr_array(matrix[np.flatnonzero(kept)]), activity[kept]

    def _blocked(self, rows: Int, matrix: csr_array, activity: Int) -> Mask:
        """Columns that break a row by themselves: networks have no room for nodes without capacity."""
        most, least = matrix.maximum(0).sum(axis=1), matrix.minimum(0).sum(axis=1)
        row = owners_of(matrix.indptr)
        above = (activity + least)[row] + np.maximum(matrix.data, 0) > self.problem.upper[rows][row]
        below = (activity + most)[row] + np.minimum(matrix.data, 0) < self.problem.lower[rows][row]
        blocked = np.zeros(matrix.shape[1], bool)
        blocked[matrix.indices[above | below]] = True
        return blocked

    def _indicators(self, free: Int, columns: Int) -> Iterator[Indicators]:
        which, column = self.indicators_of(free)
        at = np.minimum(np.searchsorted(columns, column), len(columns) - 1)
        # Those that another pair holds on are no columns any more.
        which, at = (part[columns[at] == column] for part in (which, at))
        for family in self.problem.indicators:
            first, end = np.searchsorted(columns, (family.first, family.first + family.count)).tolist()
            own = (at >= first) & (at < end)
            if first < end:
                kinds = family.upper_linked, family.lower_linked
                yield Indicators(first, end - first, which[own], at[own] - first, *kinds)

    def _objectives(self, columns: Int, base: tuple[Int, Int]) -> Iterator[Objective]:
        for objective, value in zip(self.problem.objectives, self.values, strict=True):
            yield Objective(value + int(objective.costs[base[0]] @ base[1]), objective.costs[columns])


def _grouped(label: Int, item: Int, count: int) -> tuple[Int, Int]:
    """The items of label i are ``items[start[i]:start[i + 1]]``."""
    order = np.argsort(label, kind="stable")
    return np.searchsorted(label[order], np.arange(count + 1)), item[order]


def _timeline(timeline: Timeline, free: Int, rows: Mask) -> Timeline:
    """The spans of free pairs; rows in which another pair stands say more than that spans overlap."""
    block = np.unique(timeline.block[free], return_inverse=True)[1]
    return Timeline(block, timeline.start[free], timeline.end[free], rows)


def _moved(numbers: IntegerVariables, columns: Int, rows: Int) -> IntegerVariables:
    first = int(np.searchsorted(columns, numbers.first))
    return replace(numbers, first=first, rows=np.searchsorted(rows, numbers.rows))

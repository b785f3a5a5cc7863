"""The best roster of every block at once: non-overlapping spans of least total gain within a capacity.

A block's pairs, sorted by start, form a dynamic programme over (pair, remaining capacity of its window):

    F(i, k) = min( F(i + 1, k), gain_i + F(first pair that starts after i ends, k - weight_i) )

where k is reset at each window. Where windows overlap in time, k is reset more often than it should be; totals are then
too low, which keeps the bound valid. Numpy runs it for all blocks together, from their last pairs to their first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from staffmatch.arrays import Int, Mask, Real, owners_of, ranges
from staffmatch.engine.model.problem import WORKER, Problem, Timeline
from staffmatch.engine.params import RelaxationParams


@dataclass(frozen=True)
class Shape:
    """Groups of interchangeable pairs, as columns: block, span, weight, and window with its capacity."""

    block: Int
    start: Int
    end: Int
    weight: Int
    window: Int
    capacity: Int

    def reversed(self) -> Shape:
        return Shape(self.block, -self.end, -self.start, self.weight, -self.window, self.capacity)


class RosterSubproblem:
    """The best roster of every block for given gains of the pairs; ``implied`` are the rows that rosters satisfy
    anyway."""

    def __init__(self, problem: Problem, timeline: Timeline, usage: _Usage) -> None:
        self.row_group = int(problem.row_group[usage.rows[0]]) if len(usage.rows) else None
        self.implied = timeline.rows.copy()
        self.implied[usage.rows] = True
        columns = (timeline.block, timeline.start, timeline.end, usage.weight, usage.window)
        order = np.lexsort(columns[::-1])
        keys = np.stack(columns)[:, order]
        begins = np.r_[True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)] if problem.pairs else np.empty(0, bool)
        first, segment = np.flatnonzero(begins), np.cumsum(begins) - 1
        size = np.diff(first, append=problem.pairs)
        # Groups are ordered by size, largest first; the first pairs of all groups come first, then the second ones, and
        # so on.
        by_size = np.argsort(-size, kind="stable")
        place = np.empty(len(size), np.int64)
        place[by_size] = np.arange(len(size))
        nth = np.arange(problem.pairs) - first[segment]
        layout = np.lexsort((place[segment], nth))
        self._order, self._size, self._group = order[layout], size[by_size], place[segment[layout]]
        self._nth = np.searchsorted(nth[layout], np.arange(int(size.max(initial=0)) + 1))
        block, start, end, weight, window = keys[:, first[by_size]]
        self._shape = Shape(block, start, end, weight, window, usage.capacity[order][first[by_size]])
        self._ahead = _Sweep(self._shape)

    @property
    def cells(self) -> int:
        return self._ahead.cells

    @cached_property
    def _back(self) -> _Sweep:
        return _Sweep(self._shape.reversed())

    def best(self, gains: Real) -> tuple[float, Mask]:
        """The total gain of the best rosters, and their pairs."""
        x = np.zeros(len(gains), bool)
        if not len(gains):
            return 0.0, x
        sorted_, least = self._least(gains)
        value, groups = self._ahead.best(least)
        size = self._size[groups]
        which, nth = ranges(np.zeros_like(size), size)
        group = groups[which]
        member = self._nth[nth] + group
        cheapest = np.flatnonzero(sorted_[member] == least[group])
        # Of equally cheap pairs, the first.
        first = np.flatnonzero(np.diff(group[cheapest], prepend=-1))
        x[self._order[member[cheapest[first]]]] = True
        return value, x

    def reduced(self, gains: Real) -> Real:
        """For every pair, how much the total rises if its block's roster must contain it."""
        sorted_, least = self._least(gains)
        ahead, back = self._ahead.tables(least), self._back.tables(least)
        forced = np.full(len(least), np.inf)
        weight, capacity = self._shape.weight, self._shape.capacity
        for left in range(int(capacity.max(initial=0)) + 1):
            able = np.flatnonzero((weight <= left) & (left <= capacity))
            around = self._ahead.after(ahead, able, left)
            around += self._back.after(back, able, capacity[able] - left + weight[able])
            forced[able] = np.minimum(forced[able], around)
        rise = forced - self._ahead.totals(ahead)[self._shape.block]
        reduced = np.empty(len(gains))
        reduced[self._order] = np.maximum(0, sorted_ + rise[self._group])
        return reduced

    def _least(self, gains: Real) -> tuple[Real, Real]:
        """The gains in order, and the least of each group."""
        sorted_ = gains[self._order]
        least = sorted_[: len(self._size)].copy()
        for low, high in pairwise(self._nth[1:].tolist()):
            np.minimum(least[: high - low], sorted_[low:high], out=least[: high - low])
        return sorted_, least


class _Sweep:
    """The tables of one direction of time. Cells are (row, remaining capacity); row 0 is the end of a block.

    Rows are ordered by level, the number of the block's pairs that follow, and within a level by the length of the
    block, so that each level, shifted, is a prefix of the one before.
    """

    def __init__(self, shape: Shape) -> None:
        count = len(shape.block)
        self._width = int(shape.capacity.max(initial=0)) + 1
        order = np.lexsort((shape.start, shape.block))
        block, window, capacity = shape.block[order], shape.window[order], shape.capacity[order]
        last = np.searchsorted(block, block, side="right") - 1
        to_end = last - np.arange(count)
        by_level = np.lexsort((block, np.searchsorted(block, block) - last, to_end))
        row = np.empty(count + 1, np.int64)
        row[by_level], row[count] = 1 + np.arange(count), 0
        self._row = np.empty(count, np.int64)
        self._row[order] = row[:-1]
        self._group = np.r_[-1, order[by_level]]
        self._levels = np.r_[np.searchsorted(to_end[by_level], np.arange(to_end.max(initial=0) + 1)), count].tolist()
        following = np.arange(1, count + 1)
        following[last == np.arange(count)] = count
        free = self._free(block, shape.start[order], shape.end[order], last)
        stay = self._cells(row, window, capacity, following, np.zeros(count, np.int64))[by_level].ravel()
        self._take = self._cells(row, window, capacity, free, shape.weight[order])[by_level].ravel()
        self._next = np.empty(2 * (count + 1) * self._width, np.int32)
        self._next[2 * self._width :: 2], self._next[2 * self._width + 1 :: 2] = stay, self._take
        renewed = np.flatnonzero((np.r_[window, -1][following] != window)[by_level] & (to_end[by_level] > 0))
        begins = np.searchsorted(renewed, self._levels)
        self._renewed = [renewed[low:high] for low, high in pairwise(begins.tolist())]
        blocks, first = np.unique(block, return_index=True)
        self._begin = np.zeros(int(shape.block.max(initial=-1)) + 1, np.int64)
        self._begin[blocks] = row[first] * self._width + capacity[first]

    @staticmethod
    def _free(block: Int, start: Int, end: Int, last: Int) -> Int:
        """For each pair, the first of its block that starts when it ends or later; the number of all pairs if there is
        none."""
        origin = start.min(initial=0)
        axis = int(end.max(initial=0) - origin) + 1
        found = np.searchsorted(block * axis + start - origin, block * axis + end - origin)
        return np.where(found > last, len(block), found)

    def _cells(self, row: Int, window: Int, capacity: Int, target: Int, weight: Int) -> Int:
        """For each (pair, remaining capacity) the target cell, or a cell of infinite cost if the capacity is
        exceeded."""
        beyond = np.r_[window, window.min(initial=0) - 1][target]
        renewed = np.r_[capacity, 0][target]
        left = np.arange(self._width) - weight[:, None]
        cells = row[target][:, None] * self._width + np.where((beyond == window)[:, None], left, renewed[:, None])
        return np.where(left < 0, (len(window) + 1) * self._width, cells)

    @property
    def cells(self) -> int:
        return len(self._take)

    def tables(self, gains: Real, taken: Mask | None = None) -> Real:
        """F, flattened; the last cell is infinite. ``taken`` is filled with whether the pair is taken in each cell."""
        width = self._width
        table = np.zeros((len(gains) + 1) * width + 1)
        table[-1] = np.inf
        gains = gains[self._group[1:]]
        before = -1
        for (low, high), renewed in zip(pairwise(self._levels), self._renewed, strict=True):
            span = slice((low + 1) * width, (high + 1) * width)
            take = np.take(table, self._take[low * width : high * width], mode="clip")
            rows = take.reshape(high - low, width)
            rows += gains[low:high, None]
            # The end of a block has value 0 for any remaining capacity.
            stay = table[(before + 1) * width :][: len(take)] if low else np.zeros(len(take))
            if len(renewed):
                stay = stay.copy()
                stay.reshape(rows.shape)[renewed - low] = table[self._next[2 * width * (renewed + 1)]][:, None]
            np.minimum(take, stay, out=table[span])
            if taken is not None:
                np.less(take, stay, out=taken[span])
            before = low
        return table

    def totals(self, table: Real) -> Real:
        totals: Real = table[self._begin]
        return totals

    def after(self, table: Real, groups: Int, left: Int | int) -> Real:
        """The value of what follows each group once it is taken with ``left`` capacity before."""
        following: Real = table[self._take[(self._row[groups] - 1) * self._width + left]]
        return following

    def best(self, gains: Real) -> tuple[float, Int]:
        """The total gain of the best rosters, and their groups."""
        width = self._width
        taken = np.zeros((len(gains) + 1) * width, bool)
        table = self.tables(gains, taken)
        cells = [np.empty(0, np.int64)]
        cell = self._begin[self._begin >= width]
        while len(cell):
            take = taken.take(cell)
            cells.append(cell[take])
            cell = self._next.take(2 * cell + take).astype(np.int64)
            cell = cell[cell >= width]
        return float(self.totals(table).sum()), self._group[np.concatenate(cells) // width]


@dataclass(frozen=True)
class _Usage:
    """What each pair uses of its window's capacity, and the rows that state it."""

    rows: Int
    weight: Int
    window: Int
    capacity: Int


def roster_subproblem(
    problem: Problem, most_cells: int = RelaxationParams.roster_cells, uneven: bool = False
) -> RosterSubproblem | None:
    """The rosters that the worker rows describe; None if there are no spans, or if there would be more than
    ``most_cells``.

    Among the groups of worker rows that bound each block in consecutive windows of time, rosters enforce the one with
    the longest rows. Also None for ``uneven`` if all its weights are 1: then the rows hold consecutive pairs of one
    block each and the LP's corners are integral, so that the LP bound is as good.
    """
    timeline = problem.timeline
    if timeline is None or problem.pairs > most_cells:
        return None
    none = np.zeros(problem.pairs, np.int64)
    best, longest = _Usage(np.empty(0, np.int64), none, none, none), 0.0
    row_groups = np.unique(problem.row_group[(problem.side == WORKER) & ~timeline.rows])
    for row_group in row_groups.tolist():
        rows = np.flatnonzero((problem.row_group == row_group) & (problem.side == WORKER))
        if problem.pairs * (problem.upper[rows].max() + 1) > most_cells:
            continue
        usage = _usage(problem, timeline, rows)
        length = problem.matrix[rows].nnz / len(rows)
        if usage is not None and length > longest:
            best, longest = usage, length
    if uneven and (best.weight <= 1).all():
        return None
    return RosterSubproblem(problem, timeline, best)


def _usage(problem: Problem, timeline: Timeline, rows: Int) -> _Usage | None:
    """The windows of a group of rows; None if they are not windows of time."""
    part = problem.matrix[rows]
    column, row = part.indices, owners_of(part.indptr)
    whole = (part.data >= 0).all() and (column < problem.pairs).all() and np.isneginf(problem.lower[rows]).all()
    if not whole or np.bincount(column).max(initial=0) > 1 or np.isinf(problem.upper[rows]).any():
        return None
    weight, window = np.zeros(problem.pairs, np.int64), np.full(problem.pairs, -1)
    weight[column], window[column] = part.data, row
    order = np.lexsort((timeline.start, timeline.block))
    block = timeline.block[order]
    filled = _filled(window[order], block)
    runs = 1 + np.count_nonzero((filled[1:] != filled[:-1]) | (block[1:] != block[:-1]))
    # Nearly in order: sorting is several times faster than hashing.
    window_of_block = np.sort(block * (len(rows) + 1) + filled, kind="stable")
    if runs > 1 + np.count_nonzero(np.diff(window_of_block)):
        return None
    window[order] = filled
    capacity = np.r_[problem.upper[rows].astype(np.int64), 0][window]
    return _Usage(rows, weight, _in_order(window, order), capacity)


def _filled(window: Int, block: Int) -> Int:
    """Pairs without a row join the window before them in their block, if there is one."""
    at = np.where(window >= 0, np.arange(len(window)), -1)
    np.maximum.accumulate(at, out=at)
    inside = (at >= 0) & (block[at] == block)
    return np.where(inside, window[at], -1)


def _in_order(window: Int, order: Int) -> Int:
    """Windows renumbered by the position of their first pair, so that numbers rise with time within a block."""
    _, first, inverse = np.unique(window[order], return_index=True, return_inverse=True)
    renumbered = np.empty(len(window), np.int64)
    renumbered[order] = first[inverse]
    return renumbered

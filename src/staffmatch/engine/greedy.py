"""A first plan at once: seats that are worth most and have fewest candidates first, the cheapest fitting pairs each."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.engine.problem import SEAT, Problem


def greedy(problem: Problem, wanted: Mask | None = None) -> Mask:
    """A choice of pairs that breaks no row, or only rows that force pairs in; ``wanted`` pairs are tried first.

    It listens to no limit: whoever has no time, or interrupts at once, still wants a plan.
    """
    filling = _Filling(problem)
    forced = (problem.lower > 0) & (np.diff(problem.matrix.indptr) > 0)
    for numbers in problem.numbers:
        forced[numbers.rows] = False
    forcing = np.flatnonzero(forced)
    for row in forcing.tolist():
        filling.fill(problem.matrix.indices[problem.matrix.indptr[row] : problem.matrix.indptr[row + 1]], 1)
    if wanted is not None:
        for pair in np.flatnonzero(wanted).tolist():
            filling.take(pair)
    for row, pairs in _seats(problem):
        filling.fill(pairs, int(filling.slack[row]))
    return repair(problem, filling.chosen)


def repair(problem: Problem, chosen: Mask) -> Mask:
    """Drop pairs until no row is broken that dropping can mend.

    A row such as ``Σ x >= m y`` is mended by giving up y, that is, every pair of its group.
    """
    chosen = chosen.copy()
    while True:
        x = problem.complete(chosen)
        broken = problem.matrix[problem.broken(x)]
        negative = np.unique(broken.indices[broken.data < 0])
        given_up = negative[x[negative]]
        drop = [family.member[np.isin(family.first + family.group, given_up)] for family in problem.indicators]
        members = np.concatenate([np.empty(0, np.int64), *drop])
        if not chosen[members].any():
            return chosen
        chosen[members] = False


def _seats(problem: Problem) -> list[tuple[int, Int]]:
    """Each seat row with the pairs that improve the plan; the most valuable first, then those with fewest pairs."""
    rows = np.flatnonzero(problem.side == SEAT)
    seat = problem.matrix[rows]
    row = np.repeat(np.arange(len(rows)), np.diff(seat.indptr))
    leading = np.zeros(len(row), np.int64)
    for objective in reversed(problem.objectives):
        costs = objective.costs[seat.indices]
        leading = np.where(costs != 0, costs, leading)
    useful = np.flatnonzero(leading < 0)
    seats, begin, size = np.unique(row[useful], return_index=True, return_counts=True)
    spans = np.split(seat.indices[useful], begin[1:])
    ranked = np.lexsort((size, np.minimum.reduceat(leading[useful], begin)))
    return [(row, spans[number]) for row, number in zip(rows[seats[ranked]].tolist(), ranked.tolist(), strict=True)]


class _Filling:
    """Pairs taken so far, those that do not fit any more, and the indicators that those taken have switched on."""

    def __init__(self, problem: Problem) -> None:
        matrix = problem.matrix
        self.chosen = np.zeros(problem.pairs, bool)
        self.slack = np.where(problem.packing, problem.upper, np.inf)
        self._watched = _Watched(problem)
        self._matrix, self._columns = matrix, problem.columns
        self._closed = np.zeros(problem.width, bool)
        row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        self._closed[matrix.indices[matrix.data > self.slack[row]]] = True
        self._heaviest = np.zeros(matrix.shape[0], np.int64)
        np.maximum.at(self._heaviest, row, matrix.data)
        self._costs = [objective.costs for objective in problem.objectives]
        self._on = np.zeros(problem.width, bool)
        priced = np.zeros(problem.width, bool)
        for costs in self._costs:
            priced |= costs != 0
        self._priced = []
        for family in problem.indicators:
            if family.forced and priced[family.first : family.first + family.count].any():
                column = np.full(problem.pairs, -1)
                column[family.member] = family.first + family.group
                self._priced.append(column)

    def fill(self, pairs: Int, seats: int) -> None:
        """Take up to ``seats`` of the pairs, the cheapest first, as long as they fit."""
        pairs = pairs[~self._closed[pairs]]
        for pair in pairs[self._order(pairs)].tolist() if len(pairs) > 1 else pairs.tolist():
            if seats <= 0:
                return
            seats -= self.take(pair)

    def take(self, pair: int) -> bool:
        """Take a pair if it fits, and close what its rows have no room for any more; whether it was taken."""
        if self._closed[pair] or not self._watched.take(pair):
            return False
        self.chosen[pair] = self._closed[pair] = True
        span = slice(self._columns.indptr[pair], self._columns.indptr[pair + 1])
        rows = self._columns.indices[span]
        self.slack[rows] -= self._columns.data[span]
        for row in rows[self.slack[rows] < self._heaviest[rows]].tolist():
            span = slice(self._matrix.indptr[row], self._matrix.indptr[row + 1])
            self._closed[self._matrix.indices[span][self._matrix.data[span] > self.slack[row]]] = True
        for column in self._priced:
            self._on[column[pair]] = True
        return True

    def _order(self, pairs: Int) -> Int:
        prices = []
        for costs in self._costs:
            price = costs[pairs].copy()
            for column in self._priced:
                fee = column[pairs]
                price += np.where((fee >= 0) & ~self._on[fee], costs[fee], 0)
            prices.append(price)
        return np.lexsort(prices[::-1])


class _Watched:
    """The slack of rows that bound pairs and indicators from above, such as at most so many lenders at a site; no cuts.

    They hold for the empty choice. A pair that switches on an indicator uses what that one does.
    """

    def __init__(self, problem: Problem) -> None:
        upper = np.isneginf(problem.lower) & np.isfinite(problem.upper) & ~problem.packing & ~problem.cut
        upper &= (problem.matrix @ problem.digits) == 0
        rows = np.flatnonzero(upper)
        self._columns = problem.matrix[rows].tocsc()
        self._slack = problem.upper[rows].copy()
        self._on = np.zeros(problem.width, bool)
        seen = np.diff(self._columns.indptr) > 0
        none = np.empty(0, np.int64)
        pair = np.concatenate([none, *(family.member for family in problem.indicators)])
        column = np.concatenate([none, *(family.first + family.group for family in problem.indicators)])
        pair, column = pair[seen[column]], column[seen[column]]
        order = np.argsort(pair, kind="stable")
        self._switched, self._first = column[order], np.searchsorted(pair[order], np.arange(problem.pairs + 1))
        self._touches = seen[: problem.pairs] | (np.diff(self._first) > 0)

    def take(self, pair: int) -> bool:
        """Take the pair if no row is made worse than it may be."""
        if not self._touches[pair]:
            return True
        columns = self._switched[self._first[pair] : self._first[pair + 1]]
        columns = np.r_[pair, np.unique(columns[~self._on[columns]])]
        starts = self._columns.indptr
        spans = [slice(starts[column], starts[column + 1]) for column in columns.tolist()]
        rows, entry = np.unique(np.concatenate([self._columns.indices[span] for span in spans]), return_inverse=True)
        used = np.bincount(entry, np.concatenate([self._columns.data[span] for span in spans]), len(rows))
        if (used > np.maximum(self._slack[rows], 0)).any():
            return False
        self._slack[rows] -= used
        self._on[columns] = True
        return True

"""The greedy first plan: most valuable seats with fewest candidates first, each with its cheapest fitting pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask, owners_of
from staffmatch.engine.construction.indicator_slack import IndicatorSlack
from staffmatch.engine.construction.linked_groups import LinkedGroups
from staffmatch.engine.model.problem import SEAT, Problem
from staffmatch.engine.params import GreedyParams


def greedy(
    problem: Problem,
    wanted: Mask | None = None,
    halted: Callable[[], bool] = lambda: False,
    params: GreedyParams = GreedyParams(),
) -> Mask:
    """A choice of pairs that violates no row, or only rows that force pairs in; ``wanted`` pairs are tried first.

    No time limit applies, since a caller without time still wants a plan. If halted, the remaining seats stay empty.
    """
    if wanted is None and (within := _within_seats(problem)) is not problem:
        # Nobody beyond the seats, unless something asks for it.
        found = _filled(within, None, halted, params)
        if not len(problem.broken(problem.complete(found))):
            return found
    return _filled(problem, wanted, halted, params)


def _filled(problem: Problem, wanted: Mask | None, halted: Callable[[], bool], params: GreedyParams) -> Mask:
    filling = _initial_filling(problem, wanted, params)
    if filling.asked:
        filling.complete()
        kept = repair(problem, filling.chosen)
        if (kept != filling.chosen).any():
            filling = _initial_filling(problem, kept, params)
    seats = _seats(problem)
    while True:
        before = filling.count
        for number, (row, pairs) in enumerate(seats, 1):
            filling.fill(pairs, int(filling.slack[row]))
            if number % params.pulse == 0 and halted():
                return repair(problem, filling.chosen)
        # Where pairs must be chosen together, late ones may make room for earlier ones that did not fit alone.
        if not filling.asked or filling.count == before:
            return repair(problem, filling.chosen)


def _within_seats(problem: Problem) -> Problem:
    """The problem with seats that are never exceeded, where a number counts the pairs beyond them; else itself."""
    pairs = problem.matrix[:, : problem.pairs]
    for numbers in problem.integers:
        counted = pairs[numbers.rows]
        row, size = owners_of(counted.indptr), np.diff(counted.indptr)
        seat = problem.seat[counted.indices]
        if len(size) and size.all() and (counted.data == -1).all() and (seat == seat[counted.indptr[row]]).all():
            count = len(problem.lower)
            rows = csr_array((-counted.data, counted.indices, counted.indptr), shape=(len(size), problem.width))
            bound = np.full(len(size), -np.inf)
            within = problem.with_rows(rows, bound, -problem.lower[numbers.rows])
            return replace(within, side=np.r_[within.side[:count], np.full(len(size), SEAT, within.side.dtype)])
    return problem


def fitting(problem: Problem, wanted: Mask, params: GreedyParams = GreedyParams()) -> Mask:
    """The wanted pairs that violate no row together, in their order; all of them if possible."""
    if not len(problem.broken(problem.complete(wanted))):
        return wanted
    return repair(problem, wanted & _initial_filling(problem, wanted, params).chosen)


def _initial_filling(problem: Problem, wanted: Mask | None, params: GreedyParams) -> _Filling:
    """Start from the pairs that rows force in, and all wanted ones that fit."""
    filling = _Filling(problem, params)
    forced = (problem.lower > 0) & (np.diff(problem.matrix.indptr) > 0)
    for integers in problem.integers:
        forced[integers.rows] = False
    for row in np.flatnonzero(forced).tolist():
        filling.fill(problem.matrix.indices[problem.matrix.indptr[row] : problem.matrix.indptr[row + 1]], 1)
    if wanted is not None:
        for pair in np.flatnonzero(wanted).tolist():
            filling.take(pair)
    return filling


def repair(problem: Problem, chosen: Mask) -> Mask:
    """Drop pairs until no row is violated that dropping can repair.

    A row such as ``Σ x >= m y`` is repaired by giving up y, that is, every pair of its group.
    """
    chosen = chosen.copy()
    while True:
        x = problem.complete(chosen)
        broken = problem.matrix[problem.broken(x)]
        negative = np.unique(broken.indices[broken.data < 0])
        given_up = negative[x[negative]]
        drop = [given_up[given_up < problem.pairs]]
        drop += [
            indicators.member[np.isin(indicators.first + indicators.group, given_up)]
            for indicators in problem.indicators
        ]
        members = np.concatenate([np.empty(0, np.int64), *drop])
        if not chosen[members].any():
            return chosen
        chosen[members] = False


def _seats(problem: Problem) -> list[tuple[int, Int]]:
    """Each seat row with the pairs that improve the plan, most valuable first, then those with the fewest pairs."""
    rows = np.flatnonzero(problem.side == SEAT)
    seat = problem.matrix[rows]
    row = owners_of(seat.indptr)
    worth = leading(problem)[seat.indices]
    useful = np.flatnonzero(worth < 0)
    seats, begin, size = np.unique(row[useful], return_index=True, return_counts=True)
    spans = np.split(seat.indices[useful], begin[1:])
    ranked = np.lexsort((size, np.minimum.reduceat(worth[useful], begin)))
    return [(row, spans[number]) for row, number in zip(rows[seats[ranked]].tolist(), ranked.tolist(), strict=True)]


def leading(problem: Problem) -> Int:
    """The cost of each pair in the first objective in which it has one."""
    leading = np.zeros(problem.pairs, np.int64)
    for objective in reversed(problem.objectives):
        costs = objective.costs[: problem.pairs]
        leading = np.where(costs != 0, costs, leading)
    return leading


class _Filling:
    """The pairs taken so far, those that no longer fit, and the indicators that are switched on."""

    def __init__(self, problem: Problem, params: GreedyParams) -> None:
        matrix = problem.matrix
        self.chosen = np.zeros(problem.pairs, bool)
        self.slack = np.where(problem.packing, problem.upper, np.inf)
        self._watched, self._linked = IndicatorSlack(problem), LinkedGroups(problem)
        self._useful, self._age = leading(problem) < 0, 0
        self._oldest = max(params.age, round(params.age_share * np.count_nonzero(problem.side == SEAT)))
        self._matrix, self._columns = matrix, problem.columns
        self._closed, self._heaviest = np.zeros(problem.width, bool), problem.heaviest
        for row in np.flatnonzero(self._heaviest > self.slack).tolist():
            self._close(row)
        self._costs = [objective.costs for objective in problem.objectives]
        self._on = np.zeros(problem.width, bool)
        priced = np.zeros(problem.width, bool)
        for costs in self._costs:
            priced |= costs != 0
        self._priced = []
        for indicators in problem.indicators:
            if indicators.upper_linked and priced[indicators.columns].any():
                column = np.full(problem.pairs, -1)
                column[indicators.member] = indicators.first + indicators.group
                self._priced.append(column)

    @property
    def asked(self) -> bool:
        """Whether some rows require more pairs once one is chosen."""
        return self._linked.any

    @property
    def count(self) -> int:
        return int(self.chosen.sum())

    def fill(self, pairs: Int, seats: int) -> None:
        """Take up to ``seats`` of the pairs, cheapest first, if they fit together with their linked groups."""
        if seats <= 0:
            return
        pairs = pairs[~self._closed[pairs]]
        if self.asked:
            pairs = pairs[self._completable()[pairs]]
        pairs = pairs[self._order(pairs)] if len(pairs) > 1 else pairs
        fits = self._watched.fits(pairs)
        for place, pair in enumerate(pairs.tolist()):
            if seats <= 0:
                return
            taken = False
            if not self._linked.asked(pair):
                taken = bool(fits[place]) and self.take(pair)
            elif not self._closed[pair]:
                group = self._linked.whole(pair, self._fit)
                taken = group is not None and self.take(*group)
            if taken:
                seats -= 1
                fits[place + 1 :] = self._watched.fits(pairs[place + 1 :])

    def complete(self) -> None:
        """Take what the pairs taken so far require, where it fits."""
        for row in self._linked.short().tolist():
            group = self._linked.completion(row, self._fit)
            if group:
                self.take(*group)

    def _completable(self) -> Mask:
        """Pairs whose linked group may still fit, as of a few seats ago; the set only shrinks."""
        if self._age % self._oldest == 0:
            self._hope = self._linked.hopeful(self._closed)
        self._age += 1
        return self._hope

    def _fit(self, pairs: list[int]) -> bool:
        """Whether the last of the pairs improves the plan, and the rows have room for it beside the others."""
        if self._closed[pairs[-1]] or not self._useful[pairs[-1]]:
            return False
        if len(pairs) == 1:
            return True
        starts = self._columns.indptr
        spans = [slice(starts[pair], starts[pair + 1]) for pair in pairs]
        rows = np.concatenate([self._columns.indices[span] for span in spans])
        found, entry = np.unique(rows, return_inverse=True)
        used = np.bincount(entry, np.concatenate([self._columns.data[span] for span in spans]))
        return bool((used <= self.slack[found]).all())

    def take(self, *pairs: int) -> bool:
        """Take the pairs if they fit together; whether they were taken."""
        if self._closed[list(pairs)].any() or not self._watched.take(pairs):
            return False
        for pair in pairs:
            self._enter(pair)
        return True

    def _enter(self, pair: int) -> None:
        """Close the pairs that the rows of a new pair have no room for any more."""
        self.chosen[pair] = self._closed[pair] = True
        span = slice(self._columns.indptr[pair], self._columns.indptr[pair + 1])
        rows = self._columns.indices[span]
        self.slack[rows] -= self._columns.data[span]
        for row in rows[self.slack[rows] < self._heaviest[rows]].tolist():
            self._close(row)
        for column in self._priced:
            self._on[column[pair]] = True
        self._linked.enter(pair)

    def _close(self, row: int) -> None:
        """Close the pairs that the row has no room for."""
        span = slice(self._matrix.indptr[row], self._matrix.indptr[row + 1])
        self._closed[self._matrix.indices[span][self._matrix.data[span] > self.slack[row]]] = True

    def _order(self, pairs: Int) -> Int:
        prices = []
        for costs in self._costs:
            price = costs[pairs].copy()
            for column in self._priced:
                fee = column[pairs]
                price += np.where((fee >= 0) & ~self._on[fee], costs[fee], 0)
            prices.append(price)
        return np.lexsort(prices[::-1])

"""Large neighbourhood search: free the pairs of some related seats, fix all others, solve the rest exactly.

Seats that one charged indicator could serve are related: giving it up, or using it more, may require changing all of
them at once. Where nothing is charged, seats that the same people could fill are related.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import numpy as np

from staffmatch.arrays import Int, Mask, nth
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.improvement.improvement_operator import ShortRuns
from staffmatch.engine.model.problem import WORKER
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.tier_search import TierSearch


class Neighbourhoods(ShortRuns):
    """Chooses the seats to free; more at a time as successes become rare."""

    name = "neighbourhoods"

    def __init__(self, search: TierSearch, relaxed: Relaxed) -> None:
        tier, self._params = search.tier, search.params.neighbourhoods
        super().__init__(search, self._params.seconds)
        self._tier, self._reduced = tier, relaxed.reduced
        self._dice = np.random.default_rng(search.control.seed)
        self._seat = tier.problem.seat
        order = np.argsort(self._seat, kind="stable")
        self._count = int(self._seat.max(initial=-1)) + 1
        self._first, self._pairs = np.searchsorted(self._seat[order], np.arange(self._count + 1)), order
        self._capacity = tier.problem.capacity
        self._size = self._params.seats
        self._linked_group = tier.problem.linked_group

    @staticmethod
    def suits(search: TierSearch) -> bool:
        return True

    @property
    def applicable(self) -> bool:
        return self._size <= self._params.most_seats

    def improve(self, x: Mask, until: float) -> Mask:
        """The best choice found by ``until`` that differs from ``x`` on a few seats only."""
        self._failures += 1
        if self._failures > self._params.failures:
            self._size, self._failures = self._size * 3 // 2, 0
        problem, chosen = self._tier.problem, self._choice(x)
        freed = np.zeros(self._count, bool)
        freed[chosen] = True
        columns = np.zeros(problem.width, bool)
        columns[self._cheapest(chosen)] = True
        columns[: problem.pairs] |= x[: problem.pairs] & freed[self._seat]
        held = problem.complete(x[: problem.pairs] & ~columns[: problem.pairs])
        columns[problem.pairs :] = True
        answer = branch(self._tier, columns, self._search.control.limits(until), self._search.backend, x, held)
        return x if answer.x is None else problem.complete(answer.x[: problem.pairs] > 0.5)

    def _choice(self, x: Mask) -> Int:
        """Seats from one neighbour after another until there are enough."""
        chosen: list[Int] = [np.empty(0, np.int64)]
        for related in self._by_charge(x) if self._tier.charged else self._by_chain(x):
            chosen.append(related)
            if sum(map(len, chosen)) >= self._size:
                break
        return np.unique(np.concatenate(chosen)[: self._size])

    def _by_charge(self, x: Mask) -> Iterator[Int]:
        """Seats that an indicator serves or could serve, starting with indicators that are on."""
        indicator_sets = self._tier.charged
        places = np.concatenate([indicators.first + np.arange(indicators.count) for indicators in indicator_sets])
        places = self._dice.permutation(places)
        for place in (*places[x[places]].tolist(), *places[~x[places]].tolist()):
            indicators = next(f for f in indicator_sets if f.first <= place < f.first + f.count)
            members = indicators.member[indicators.group == place - indicators.first]
            serves = np.unique(self._seat[members[x[members]]])
            could = np.setdiff1d(np.unique(self._seat[members]), serves)
            yield np.r_[serves, self._dice.permutation(could)]

    def _by_chain(self, x: Mask) -> Iterator[Int]:
        """A seat, some seats of the people who could fill it, some of those who could fill these, and so on.

        In the first tier it starts from the empty seats; later tiers keep their number.
        """
        taken = np.bincount(self._seat[x[: self._tier.problem.pairs]], minlength=self._count)
        vacant = taken < self._capacity if self._tier.first else taken < 0
        begin = np.r_[self._dice.permutation(np.flatnonzero(vacant)), self._dice.permutation(np.flatnonzero(~vacant))]
        for seat in begin.tolist():
            waiting, seen = [seat], {seat}
            yield np.array([seat])
            while waiting:
                others = [other for other in self._related(waiting.pop(0), x) if other not in seen][
                    : self._params.branches
                ]
                waiting += others
                seen.update(others)
                yield np.array(others, np.int64)

    def _related(self, seat: int, x: Mask) -> list[int]:
        """Seats filled by pairs that share a row with a pair of this seat, in random order."""
        problem = self._tier.problem
        rows = np.unique(problem.columns[:, self._cheapest(np.array([seat]))].indices)
        near = np.unique(problem.matrix[rows[problem.side[rows] == WORKER]].indices)
        near = near[near < problem.pairs]
        found: list[int] = self._dice.permutation(np.unique(self._seat[near[x[near]]])).tolist()
        if self._linked_group is None:
            return found
        able = self._pairs[self._first[seat] : self._first[seat + 1]]
        near = np.isin(self._linked_group, self._linked_group[able][self._linked_group[able] >= 0])
        with_ = self._dice.permutation(np.unique(self._seat[near])).tolist()
        return [seat for both in zip_longest(found, with_) for seat in both if seat is not None]

    def _cheapest(self, seats: Int) -> Int:
        """The pairs of least reduced cost of each seat, ties at random."""
        spans = [self._pairs[self._first[seat] : self._first[seat + 1]] for seat in seats.tolist()]
        pairs = np.concatenate([np.empty(0, np.int64), *spans])
        pairs = pairs[np.isfinite(self._reduced[pairs])]
        seat = self._seat[pairs]
        dice = self._tier.problem.by_linked_group(pairs, self._dice.random)
        order = np.lexsort((dice, np.round(self._reduced[pairs], 6), seat))
        rank = nth(seat[order])
        kept: Int = pairs[order[rank < self._params.pairs_per_seat]]
        return kept

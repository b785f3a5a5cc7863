"""Large neighbourhoods: free the pairs of some related seats, hold all others, solve that exactly.

Related are the seats that one charged indicator could serve: to give it up, or to make more of it, all of them may have
to change at once.
"""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.branch import branch
from staffmatch.engine.lp import BackendName, Limits
from staffmatch.engine.problem import SEAT
from staffmatch.engine.relaxation import Tier

# The pairs of least reduced cost that each freed seat brings.
_PAIRS_PER_SEAT = 40

# Seats freed at a time; so many failures in a row make it half as many again, up to a most at which the search is over.
_SEATS, _FAILURES, _MOST_SEATS = 30, 20, 150


class Neighbourhoods:
    """Chooses what to free: more at a time as success becomes rare."""

    def __init__(self, tier: Tier, reduced: Real, seed: int, backend: BackendName | None) -> None:
        self._tier, self._reduced, self._backend = tier, reduced, backend
        self._dice = np.random.default_rng(seed)
        problem = tier.problem
        rows = np.flatnonzero(problem.side == SEAT)
        seats = problem.matrix[rows]
        self._seat = np.full(problem.pairs, -1)
        self._seat[seats.indices] = np.repeat(np.arange(len(rows)), np.diff(seats.indptr))
        self._pairs = _cheapest(seats.indices, self._seat[seats.indices], reduced)
        self._rows, self._size, self._failures = len(rows), _SEATS, 0

    @property
    def exhausted(self) -> bool:
        return self._size > _MOST_SEATS

    def succeeded(self) -> None:
        self._failures = 0

    def improve(self, x: Mask, limits: Limits) -> Mask:
        """The best choice that differs from ``x`` on a few seats only."""
        self._failures += 1
        if self._failures > _FAILURES:
            self._size, self._failures = self._size * 3 // 2, 0
        problem = self._tier.problem
        # The last place is for pairs that no seat row holds.
        freed = np.zeros(self._rows + 1, bool)
        freed[self._choice(x)] = True
        free = self._pairs[freed[self._seat[self._pairs]]]
        columns = np.zeros(problem.width, bool)
        columns[free] = np.isfinite(self._reduced[free])
        columns[: problem.pairs] |= x[: problem.pairs] & freed[self._seat]
        held = problem.complete(x[: problem.pairs] & ~columns[: problem.pairs])
        columns[problem.pairs :] = True
        answer = branch(self._tier, columns, limits, self._backend, x, held)
        return x if answer.x is None else problem.complete(answer.x[: problem.pairs] > 0.5)

    def _choice(self, x: Mask) -> Int:
        """Seats that an indicator now switched on serves or could serve, filled up with others by chance."""
        family = self._tier.charged[0]
        on = np.flatnonzero(x[family.first : family.first + family.count])
        chosen: list[Int] = []
        for group in self._dice.permutation(on).tolist():
            members = family.member[family.group == group]
            serves = np.unique(self._seat[members[x[members]]])
            could = np.setdiff1d(np.unique(self._seat[members]), serves)
            chosen += [serves, self._dice.permutation(could)]
            if sum(map(len, chosen)) >= self._size:
                break
        return np.unique(np.concatenate([np.empty(0, np.int64), *chosen])[: self._size])


def _cheapest(pairs: Int, seat: Int, reduced: Real) -> Int:
    """The pairs of least reduced cost of each seat, by seat."""
    order = np.lexsort((reduced[pairs], seat))
    rank = np.arange(len(order)) - np.searchsorted(seat[order], seat[order])
    kept: Int = pairs[order[rank < _PAIRS_PER_SEAT]]
    return kept

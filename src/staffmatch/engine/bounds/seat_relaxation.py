"""A quick bound: each seat row takes its cheapest pairs, and its price is the cost of the next one.

An earlier tier adds one knapsack: of each seat the cheapest pairs, filled in order of cost per unit of the earlier tier
until its value is reached (G. B. Dantzig, "Discrete-variable extremum problems", Operations Research 5, 1957).
"""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask, nth, owners_of
from staffmatch.engine.model.exact import LARGEST, most, total, weighed
from staffmatch.engine.model.problem import SEAT, Problem
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier


def seat_bound(tier: Tier) -> tuple[int, Proof]:
    """The best bound with at most one of the earlier tiers priced."""
    seats, none = _Seats(tier.problem), np.zeros(tier.matrix.shape[0], np.int64)
    tries = [seats.priced(tier, none)]
    for row in range(len(tier.problem.upper), len(none)):
        prices = none.copy()
        prices[row] = -seats.worth(tier, row)
        if seats.countable(tier, prices):
            tries.append(seats.priced(tier, prices))
    steps, proof = max(tries, key=lambda tried: tried[0])
    return tier.at(steps), proof


class _Seats:
    """The ``rows`` of seats, the row of each pair and its capacity; a pair without a row has its own."""

    def __init__(self, problem: Problem) -> None:
        self._rows = np.flatnonzero(problem.side == SEAT)
        count, seat = len(self._rows), problem.matrix[self._rows]
        self._owner = count + np.arange(problem.pairs)
        self._owner[seat.indices] = owners_of(seat.indptr)
        self._capacity = np.r_[problem.upper[self._rows].astype(np.int64), np.ones(problem.pairs, np.int64)]

    def countable(self, tier: Tier, earlier: Int) -> bool:
        """Whether costs at these prices of earlier tiers fit into 64 bits."""
        prices = earlier[len(tier.problem.upper) :].tolist()
        largest = sum(abs(price) * most(caps) for price, caps in zip(prices, tier.caps, strict=True))
        return bool(largest + most(tier.costs) < LARGEST)

    def priced(self, tier: Tier, earlier: Int) -> tuple[int, Proof]:
        """The bound in steps at given prices of earlier tiers and optimal prices of the seats, and all prices."""
        costs = tier.costs - tier.matrix.T @ earlier
        cheap, rank = self._ranked(costs[: len(self._owner)] < 0, costs)
        following = cheap[rank == self._capacity[self._owner[cheap]]]
        prices = earlier.astype(float)
        prices[self._rows[self._owner[following]]] = costs[following]
        proof = Proof(prices, scale=1)
        found = weighed(tier, proof)
        return found.fixed + total(np.minimum(found.reduced, 0)), proof

    def worth(self, tier: Tier, row: int) -> int:
        """The marginal cost of a unit of an earlier tier, given as a row."""
        gain = -tier.caps[row - len(tier.problem.upper)][: len(self._owner)]
        useful, rank = self._ranked(gain > 0, tier.costs)
        useful = useful[rank < self._capacity[self._owner[useful]]]
        if not len(useful):
            return 0
        ratio = tier.costs[useful] / gain[useful]
        order = np.argsort(ratio, kind="stable")
        enough = int(np.searchsorted(np.cumsum(gain[useful[order]]), -tier.upper[row]))
        return max(0, round(float(ratio[order[min(enough, len(order) - 1)]])))

    def _ranked(self, some: Mask, costs: Int) -> tuple[Int, Int]:
        """The marked pairs by seat, cheapest first, and their rank within the seat."""
        pairs = np.flatnonzero(some)
        pairs = pairs[np.lexsort((costs[pairs], self._owner[pairs]))]
        return pairs, nth(self._owner[pairs])

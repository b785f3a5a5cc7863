"""A quick bound: each seat row takes its cheapest pairs, and its price is the cost of the next one.

An earlier tier adds one knapsack: of each seat the cheapest pairs, filled in order of cost per unit of the earlier tier
until its value is reached (G. B. Dantzig, "Discrete-variable extremum problems", Operations Research 5, 1957). Integer
variables pass their costs on to one of the rows that ask for them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from staffmatch.arrays import Int, Mask, nth, owners_of
from staffmatch.engine.model.exact import LARGEST, most, total, weighed
from staffmatch.engine.model.problem import SEAT, Problem
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier

# Weights of integer variables with a larger common multiple are left out.
_FINEST = 2**20


def seat_bound(tier: Tier, enough: float = math.inf) -> tuple[int, Proof]:
    """The best bound with at most one of the earlier tiers priced; one of ``enough`` steps will do."""
    seats, static = _Seats(tier.problem), len(tier.problem.upper)
    best, proof = -math.inf, Proof(np.zeros(tier.matrix.shape[0]))
    for scale, prices in _starts(tier):
        for row in (-1, *range(static, tier.matrix.shape[0])):
            if best >= enough:
                break
            if (found := seats.bound(tier, scale, prices, row)) is not None and found[0] > best:
                best, proof = found
    return tier.at(int(best)), proof


def _starts(tier: Tier) -> Iterator[tuple[int, Int]]:
    """Prices of rows of integer variables, in units of 1 / scale: none, of the first row of each, of its last one."""
    none = np.zeros(tier.matrix.shape[0], np.int64)
    yield 1, none
    costly = [numbers for numbers in tier.problem.integers if tier.costs[numbers.columns].any()]
    if not costly or (scale := math.lcm(*(int(w) for one in costly for w in np.unique(one.weight)))) > _FINEST:
        return
    for last in (False, True):
        prices = none.copy()
        for numbers in costly:
            cost = tier.costs[numbers.first :: numbers.bits][: numbers.count]
            order = np.lexsort((numbers.rows, numbers.owner))
            owner = numbers.owner[order]
            ends = np.r_[owner[1:] != owner[:-1], True] if last else np.r_[True, owner[1:] != owner[:-1]]
            at = order[ends]
            prices[numbers.rows[at]] = np.maximum(cost[numbers.owner[at]], 0) * (scale // numbers.weight[at])
        yield scale, prices


class _Seats:
    """The ``rows`` of seats, the row of each pair and its capacity; a pair without a row has its own."""

    def __init__(self, problem: Problem) -> None:
        self._rows = np.flatnonzero(problem.side == SEAT)
        count, seat = len(self._rows), problem.matrix[self._rows]
        self._owner = count + np.arange(problem.pairs)
        self._owner[seat.indices] = owners_of(seat.indptr)
        self._capacity = np.r_[problem.upper[self._rows].astype(np.int64), np.ones(problem.pairs, np.int64)]

    def bound(self, tier: Tier, scale: int, prices: Int, row: int) -> tuple[int, Proof] | None:
        """The bound at given prices, in units of 1 / ``scale``, and with an earlier tier priced, unless its ``row`` is
        -1; None if that gives no other price, or too large a one."""
        if scale * most(tier.costs) + most(prices) * tier.problem.tallest >= LARGEST:
            return None
        costs = scale * tier.costs - tier.matrix.T @ prices
        if row >= 0:
            worth = self.worth(tier, costs, row)
            if not worth or worth * most(tier.caps[row - len(tier.problem.upper)]) + most(costs) >= LARGEST:
                return None
            prices = prices.copy()
            prices[row] = -worth
            costs += worth * tier.caps[row - len(tier.problem.upper)]
        return self.priced(tier, scale, prices, costs)

    def priced(self, tier: Tier, scale: int, prices: Int, costs: Int) -> tuple[int, Proof]:
        """The bound in steps at given prices, which leave these costs, and optimal prices of the seats; all prices."""
        cheap, rank = self._ranked(costs[: len(self._owner)] < 0, costs)
        following = cheap[rank == self._capacity[self._owner[cheap]]]
        prices = prices.astype(float)
        prices[self._rows[self._owner[following]]] = costs[following]
        proof = Proof(prices / scale, scale=scale)
        found = weighed(tier, proof)
        return -(-(found.fixed + total(np.minimum(found.reduced, 0))) // scale), proof

    def worth(self, tier: Tier, costs: Int, row: int) -> int:
        """The marginal cost of a unit of an earlier tier, given as a row."""
        gain = -tier.caps[row - len(tier.problem.upper)][: len(self._owner)]
        useful, rank = self._ranked(gain > 0, costs)
        useful = useful[rank < self._capacity[self._owner[useful]]]
        if not len(useful):
            return 0
        ratio = costs[useful] / gain[useful]
        order = np.argsort(ratio, kind="stable")
        enough = int(np.searchsorted(np.cumsum(gain[useful[order]]), -tier.upper[row]))
        return max(0, round(float(ratio[order[min(enough, len(order) - 1)]])))

    def _ranked(self, some: Mask, costs: Int) -> tuple[Int, Int]:
        """The marked pairs by seat, cheapest first, and their rank within the seat."""
        pairs = np.flatnonzero(some)
        pairs = pairs[np.lexsort((costs[pairs], self._owner[pairs]))]
        return pairs, nth(self._owner[pairs])

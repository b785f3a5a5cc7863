"""Bounds without a linear program: a Lagrangian dual, climbed by the volume algorithm.

Rows are priced into the objective, ``r = costs - pricesᵀ · matrix``, except those that the inner problem keeps by
itself. What is left falls apart and is solved exactly, so that

    L(prices) = min { r · x : x in the inner problem } + Σ_i price_i · bound_i

is a bound for any prices of the right sign. Steps and averages follow F. Barahona and R. Anbil, "The volume algorithm",
Mathematical Programming 87 (2000).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Mask, Real
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.bounds.roster_subproblem import Rosters
from staffmatch.engine.model.exact import weighed
from staffmatch.engine.model.problem import Indicators
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier

_ROUNDS = 1_500

# The share of the newest point in the average of all.
_NEWEST = 0.05

# The pace is cut after so many rounds without progress.
_PATIENCE, _CUT = 5, 0.66

# A step aims at the incumbent, at least so far above the bound, as a share of the incumbent.
_LEAST_AIM = 1e-5

# The climb ends once pace times aim is so little, as a share of the incumbent.
LEAST_STEP = 1e-8

# Floating point holds all whole numbers as far as this.
_EXACT = 2**53

# What a round does for each entry of the matrix and each cell of the inner problem.
_STEPS_PER_ENTRY = 10


class Inner(Protocol):
    """What is left once rows are priced: ``keeps`` marks the rows that need no price, ``cells`` measures its work."""

    keeps: Mask
    cells: int

    def best(self, r: Real) -> tuple[float, Mask]:
        """The least of r · x, and where it is attained."""

    def confirmed(self, tier: Tier, alive: Mask, prices: Real, x: Real) -> Relaxed:
        """What prices of the tier's rows prove once they are rounded, with a point to go with them."""


class Charges:
    """Charged links in closed form: an indicator of cost r_y with pairs of cost r_p is worth ``r_y + Σ min(0, r_p)``.

    It is 1 iff that is negative; then all its pairs of negative cost are. Links ``x <= y`` need no row.
    """

    def __init__(self, tier: Tier) -> None:
        self.keeps, self.cells = np.zeros(tier.matrix.shape[0], bool), tier.problem.width
        self._families = list(_disjoint(tier))

    def best(self, r: Real) -> tuple[float, Mask]:
        x = r < 0
        for family, worth in self._worths(r):
            x[family.first : family.first + family.count] = worth < 0
            x[family.member] &= (worth < 0)[family.group]
        return float(r[x].sum()), x

    def confirmed(self, tier: Tier, alive: Mask, prices: Real, x: Real) -> Relaxed:
        return Relaxed.confirmed(tier, alive, Proof(prices, scale=tier.scale), x)

    def _worths(self, r: Real) -> Iterator[tuple[Indicators, Real]]:
        for family in self._families:
            own = r[family.first : family.first + family.count]
            yield family, own + np.bincount(family.group, np.minimum(r[family.member], 0), family.count)


def _disjoint(tier: Tier) -> Iterator[Indicators]:
    """Charged families; of two that share a pair only the first can be solved in closed form."""
    taken = np.zeros(tier.problem.width, bool)
    for family in tier.charged:
        if not taken[family.member].any():
            taken[family.member] = True
            yield family


class Rostering:
    """Every block takes its best roster, every indicator what it costs alone."""

    def __init__(self, tier: Tier, rosters: Rosters) -> None:
        self._rosters, self._pairs = rosters, tier.problem.pairs
        self.keeps = np.r_[rosters.implied, np.zeros(tier.matrix.shape[0] - len(rosters.implied), bool)]
        self.cells = rosters.cells

    def best(self, r: Real) -> tuple[float, Mask]:
        alone = r[self._pairs :] < 0
        value, chosen = self._rosters.best(r[: self._pairs])
        return value + float(r[self._pairs :][alone].sum()), np.r_[chosen, alone]

    def confirmed(self, tier: Tier, alive: Mask, prices: Real, x: Real) -> Relaxed:
        proof = Proof(prices, rosters=True, family=self._rosters.family, scale=tier.scale)
        found = weighed(tier, proof)
        if found.reduced.dtype == object or np.abs(found.reduced).sum(dtype=float) >= _EXACT:
            # Sums that floating point can not hold: pairs alone bound them, without rosters.
            return Relaxed.confirmed(tier, alive, replace(proof, rosters=False, family=None), x)
        r = np.where(alive, found.reduced.astype(float), np.inf)
        least, _ = self.best(r)
        rise = np.r_[self._rosters.reduced(r[: self._pairs]), r[self._pairs :]]
        return Relaxed.of(proof, found.fixed + int(least), np.where(alive, rise / proof.scale, np.inf), x)


@dataclass(frozen=True)
class _Point:
    value: float
    x: Mask


class _Dual:
    """The function L of the row prices, which are scaled so that every row has length 1."""

    def __init__(self, tier: Tier, alive: Mask, inner: Inner) -> None:
        self._rows = tier.matrix.shape[0]
        self._inner, self.priced = inner, np.flatnonzero(~inner.keeps)
        matrix = tier.matrix[self.priced].astype(float)
        square = csr_array((matrix.data * matrix.data, matrix.indices, matrix.indptr), shape=matrix.shape).sum(axis=1)
        self.scale = 1 / np.sqrt(np.maximum(1.0, square))
        matrix.data *= np.repeat(self.scale, np.diff(matrix.indptr))
        self.matrix, self._by_column = matrix, matrix.T.tocsr()
        self.lower, self.upper = tier.lower[self.priced] * self.scale, tier.upper[self.priced] * self.scale
        self._costs = np.where(alive, tier.costs, np.inf)

    def signed(self, prices: Real) -> Real:
        """Prices that no missing side of a row contradicts: positive ones pull up, negative ones push down."""
        prices = np.where(np.isfinite(self.lower), prices, np.minimum(prices, 0))
        return np.where(np.isfinite(self.upper), prices, np.maximum(prices, 0))

    def at(self, prices: Real) -> _Point:
        value, x = self._inner.best(self._costs - self._by_column @ prices)
        aim = np.where(prices > 0, self.lower, np.where(prices < 0, self.upper, 0))
        return _Point(value + _dot(prices, aim), x)

    def of_rows(self, prices: Real) -> Real:
        """Prices of the tier's rows."""
        rows = np.zeros(self._rows)
        rows[self.priced] = prices * self.scale
        return rows

    def violation(self, prices: Real, activity: Real) -> Real:
        """How far the activity is from what the prices ask for: the direction in which they move."""
        up, down = self.lower - activity, self.upper - activity
        idle = np.where(down < 0, down, np.where(up > 0, up, 0))
        toward: Real = np.where(prices > 0, up, np.where(prices < 0, down, idle))
        return toward


def _dot(a: Real, b: Real) -> float:
    # The linear algebra below ``@`` adds up in another order with another number of threads.
    return float((a * b).sum())


def climb(
    tier: Tier,
    alive: Mask,
    inner: Inner,
    value: float,
    starts: Iterable[Real],
    average: Real | None,
    limits: Callable[[], Limits],
    told: Callable[[float], None],
    least_step: float = LEAST_STEP,
) -> Relaxed:
    """Raise the bound from the best of several ``starts``, prices of the tier's rows, and from the ``average`` of
    former points; ``value`` is the incumbent's in steps and sets the pace, which at ``least_step`` ends the climb."""
    dual = _Dual(tier, alive, inner)
    tries = (dual.signed(rows[dual.priced] / dual.scale) for rows in starts)
    best, prices = max(((dual.at(tried), tried) for tried in tries), key=lambda found: found[0].value)
    average, pace, stuck = best.x.astype(float) if average is None else average, 1.0, 0
    for _ in range(_ROUNDS):
        aim = pace * max(value - best.value, _LEAST_AIM * abs(value))
        limit = limits()
        if aim <= least_step * abs(value) or limit.over:
            break
        limit.charge(_STEPS_PER_ENTRY * (dual.matrix.nnz + inner.cells))
        direction = dual.violation(prices, dual.matrix @ average)
        tried = dual.signed(prices + aim / max(1e-12, _dot(direction, direction)) * direction)
        point = dual.at(tried)
        average = average + _NEWEST * (point.x - average)
        if point.value > best.value:
            ahead = _dot(dual.violation(tried, dual.matrix @ point.x.astype(float)), direction)
            pace = min(2.0, pace * 1.1) if ahead > 0 else pace
            best, prices, stuck = point, tried, 0
            told(best.value)
        elif (stuck := stuck + 1) == _PATIENCE:
            pace, stuck = pace * _CUT, 0
    return inner.confirmed(tier, alive, dual.of_rows(prices), average)


def at_prices(tier: Tier, alive: Mask, inner: Inner, rows: Real) -> Relaxed:
    """What given prices of the tier's rows prove."""
    dual = _Dual(tier, alive, inner)
    prices = dual.signed(rows[dual.priced] / dual.scale)
    return inner.confirmed(tier, alive, dual.of_rows(prices), dual.at(prices).x.astype(float))

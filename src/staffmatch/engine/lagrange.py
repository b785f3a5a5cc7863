"""A bound where fixed charges make the linear program slow: its Lagrangian dual, climbed by the volume algorithm.

All rows are priced into the objective; what is left falls apart. With r the costs less the prices, a charged indicator
y of group g costs ``f_g = r_y + Σ_{p in g} min(0, r_p)`` with all its pairs of negative r, so it is 1 iff ``f_g < 0``,
and

    L(prices) = Σ_g min(0, f_g) + Σ_{others j} min(0, r_j) + Σ_i price_i · bound_i

is a bound for any prices of the right sign. Links ``x <= y`` need no row here: they are solved in closed form. Steps
and averages follow F. Barahona and R. Anbil, "The volume algorithm", Mathematical Programming 87 (2000).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Mask, Real
from staffmatch.engine.lp import Limits
from staffmatch.engine.problem import Indicators
from staffmatch.engine.relaxation import Relaxed
from staffmatch.engine.tier import Tier

_ROUNDS = 1_500

# The share of the newest point in the average of all.
_NEWEST = 0.1

# The step is cut after so many rounds without progress, and the climb ends once it is this small.
_PATIENCE, _CUT, _LEAST_STEP = 10, 0.75, 2e-3


@dataclass(frozen=True)
class _Point:
    value: float
    x: Mask
    reduced: Real


class _Dual:
    """The function L of the row prices, which are scaled so that every row has length 1."""

    def __init__(self, tier: Tier, alive: Mask) -> None:
        matrix, lengths = tier.matrix, np.diff(tier.matrix.indptr)
        data = matrix.data.astype(float)
        square = csr_array((data * data, matrix.indices, matrix.indptr), shape=matrix.shape).sum(axis=1)
        self.scale = 1 / np.sqrt(np.maximum(1.0, square))
        data *= np.repeat(self.scale, lengths)
        self.matrix = csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)
        self.lower, self.upper = tier.lower * self.scale, tier.upper * self.scale
        self._costs = np.where(alive, tier.costs, np.inf)
        self._families = list(_disjoint(tier))

    def signed(self, prices: Real) -> Real:
        """Prices that no missing side of a row contradicts: positive ones pull up, negative ones push down."""
        prices = np.where(np.isfinite(self.lower), prices, np.minimum(prices, 0))
        return np.where(np.isfinite(self.upper), prices, np.maximum(prices, 0))

    def at(self, prices: Real) -> _Point:
        r = self._costs - self.matrix.T @ prices
        x, reduced = r < 0, np.maximum(r, 0)
        for family in self._families:
            span = slice(family.first, family.first + family.count)
            cost = r[span] + np.bincount(family.group, np.minimum(r[family.member], 0), family.count)
            x[span] = cost < 0
            x[family.member] &= x[span][family.group]
            reduced[span] = np.maximum(cost, 0)
            # A pair that is forced in brings its indicator.
            reduced[family.member] += reduced[span][family.group]
        aim = np.where(prices > 0, self.lower, np.where(prices < 0, self.upper, 0))
        return _Point(float(r[x].sum() + prices @ aim), x, reduced)

    def violation(self, prices: Real, activity: Real) -> Real:
        """How far the activity is from what the prices ask for: the direction in which they move."""
        up, down = self.lower - activity, self.upper - activity
        idle = np.where(down < 0, down, np.where(up > 0, up, 0))
        return np.where(prices > 0, up, np.where(prices < 0, down, idle))


def _disjoint(tier: Tier) -> Iterator[Indicators]:
    """Charged families; of two that share a pair only the first can be solved in closed form."""
    taken = np.zeros(tier.problem.width, bool)
    for family in tier.charged:
        if not taken[family.member].any():
            taken[family.member] = True
            yield family


def climb(
    tier: Tier, alive: Mask, value: float, start: Real, limits: Callable[[], Limits], told: Callable[[float], None]
) -> Relaxed:
    """Raise the bound from the starting prices on; ``value`` is the incumbent's in steps and sets the pace."""
    dual = _Dual(tier, alive)
    prices = dual.signed(start / dual.scale)
    best, pace, stuck = dual.at(prices), 1.0, 0
    average = best.x.astype(float)
    for _ in range(_ROUNDS):
        if pace < _LEAST_STEP or limits().stop() or limits().seconds <= 0:
            break
        direction = dual.violation(prices, dual.matrix @ average)
        step = pace * max(1.02 * value - best.value, 1e-3 * abs(value) + 1.0) / max(1e-12, float(direction @ direction))
        tried = dual.signed(prices + step * direction)
        point = dual.at(tried)
        average += _NEWEST * (point.x - average)
        if point.value > best.value:
            ahead = dual.violation(tried, dual.matrix @ point.x.astype(float)) @ direction
            pace = min(2.0, pace * 1.1) if ahead > 0 else pace
            best, prices, stuck = point, tried, 0
            told(best.value)
        elif (stuck := stuck + 1) == _PATIENCE:
            pace, stuck = pace * _CUT, 0
    return Relaxed(best.value, average, best.reduced, prices * dual.scale)

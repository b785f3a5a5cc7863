"""The Lagrangian dual, maximised by the volume algorithm: bounds without a linear program.

Rows are relaxed into the objective, ``r = costs - multipliersᵀ · matrix``, except those that the inner problem enforces
itself. The inner problem decomposes and is solved exactly, so that

    L(multipliers) = min { r · x : x in the inner problem } + Σ_i multiplier_i · bound_i

is a bound for any multipliers of the right sign (weak duality). Steps and averages follow F. Barahona and R. Anbil,
"The volume algorithm", Mathematical Programming 87 (2000).
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
from staffmatch.engine.bounds.roster_subproblem import RosterSubproblem
from staffmatch.engine.model.exact import weighed
from staffmatch.engine.model.problem import Indicators
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import VolumeParams

# Integers up to this are exact in floating point.
_EXACT = 2**53


class Inner(Protocol):
    """The inner problem. ``keeps`` marks the rows that it enforces, which have no multiplier; ``cells`` measures its
    work."""

    keeps: Mask
    cells: int

    def best(self, r: Real) -> tuple[float, Mask]:
        """The minimum of r · x, and a minimiser."""

    def confirmed(self, tier: Tier, candidates: Mask, multipliers: Real, x: Real) -> Relaxed:
        """The bound that the multipliers of the tier's rows prove after rounding, with the point x."""


class Charges:
    """Indicators with costs, in closed form: one of cost r_y with pairs of cost r_p contributes ``r_y + Σ min(0,
    r_p)``.

    It is 1 iff that is negative, and then so are all its pairs of negative cost. Links ``x <= y`` need no rows.
    """

    def __init__(self, tier: Tier) -> None:
        self.keeps, self.cells = np.zeros(tier.matrix.shape[0], bool), tier.problem.width
        self._indicators = list(_disjoint(tier))

    def best(self, r: Real) -> tuple[float, Mask]:
        x = r < 0
        for indicators, worth in self._worths(r):
            x[indicators.columns] = worth < 0
            x[indicators.member] &= (worth < 0)[indicators.group]
        return float(r[x].sum()), x

    def confirmed(self, tier: Tier, candidates: Mask, multipliers: Real, x: Real) -> Relaxed:
        return Relaxed.confirmed(tier, candidates, Proof(multipliers, scale=tier.scale), x)

    def _worths(self, r: Real) -> Iterator[tuple[Indicators, Real]]:
        for indicators in self._indicators:
            own = r[indicators.columns]
            yield indicators, own + np.bincount(indicators.group, np.minimum(r[indicators.member], 0), indicators.count)


def _disjoint(tier: Tier) -> Iterator[Indicators]:
    """Charged indicators; of those that share a pair, only the first can be solved in closed form."""
    taken = np.zeros(tier.problem.width, bool)
    for indicators in tier.charged:
        if not taken[indicators.member].any():
            taken[indicators.member] = True
            yield indicators


class Rostering:
    """The best roster of each block, and each indicator at its own cost."""

    def __init__(self, tier: Tier, rosters: RosterSubproblem) -> None:
        self._rosters, self._pairs = rosters, tier.problem.pairs
        self.keeps = np.r_[rosters.implied, np.zeros(tier.matrix.shape[0] - len(rosters.implied), bool)]
        self.cells = rosters.cells

    def best(self, r: Real) -> tuple[float, Mask]:
        alone = r[self._pairs :] < 0
        value, chosen = self._rosters.best(r[: self._pairs])
        return value + float(r[self._pairs :][alone].sum()), np.r_[chosen, alone]

    def confirmed(self, tier: Tier, candidates: Mask, multipliers: Real, x: Real) -> Relaxed:
        proof = Proof(multipliers, rosters=True, row_group=self._rosters.row_group, scale=tier.scale)
        found = weighed(tier, proof)
        if found.reduced.dtype == object or np.abs(found.reduced).sum(dtype=float) >= _EXACT:
            # Sums that floating point cannot hold are bounded pair by pair, without rosters.
            return Relaxed.confirmed(tier, candidates, replace(proof, rosters=False, row_group=None), x)
        r = np.where(candidates, found.reduced.astype(float), np.inf)
        least, _ = self.best(r)
        rise = np.r_[self._rosters.reduced(r[: self._pairs]), r[self._pairs :]]
        return Relaxed.of(proof, found.fixed + int(least), np.where(candidates, rise / proof.scale, np.inf), x)


@dataclass(frozen=True)
class _Point:
    value: float
    x: Mask


class _Dual:
    """The function L of the multipliers, scaled so that every row has norm 1."""

    def __init__(self, tier: Tier, candidates: Mask, inner: Inner) -> None:
        self._rows = tier.matrix.shape[0]
        self._inner, self.relaxed_rows = inner, np.flatnonzero(~inner.keeps)
        matrix = tier.matrix[self.relaxed_rows].astype(float)
        square = csr_array((matrix.data * matrix.data, matrix.indices, matrix.indptr), shape=matrix.shape).sum(axis=1)
        self.scale = 1 / np.sqrt(np.maximum(1.0, square))
        matrix.data *= np.repeat(self.scale, np.diff(matrix.indptr))
        self.matrix, self._by_column = matrix, matrix.T.tocsr()
        self.lower, self.upper = tier.lower[self.relaxed_rows] * self.scale, tier.upper[self.relaxed_rows] * self.scale
        self._costs = np.where(candidates, tier.costs, np.inf)

    def signed(self, multipliers: Real) -> Real:
        """Multipliers clipped to the valid signs: only rows with a lower side may have positive ones, only rows with an
        upper side negative ones."""
        multipliers = np.where(np.isfinite(self.lower), multipliers, np.minimum(multipliers, 0))
        return np.where(np.isfinite(self.upper), multipliers, np.maximum(multipliers, 0))

    def at(self, multipliers: Real) -> _Point:
        value, x = self._inner.best(self._costs - self._by_column @ multipliers)
        aim = np.where(multipliers > 0, self.lower, np.where(multipliers < 0, self.upper, 0))
        return _Point(value + _dot(multipliers, aim), x)

    def of_rows(self, multipliers: Real) -> Real:
        """The multipliers of the tier's rows, unscaled."""
        rows = np.zeros(self._rows)
        rows[self.relaxed_rows] = multipliers * self.scale
        return rows

    def violation(self, multipliers: Real, activity: Real) -> Real:
        """The subgradient: how far the activity is from the side that each multiplier pulls towards."""
        up, down = self.lower - activity, self.upper - activity
        idle = np.where(down < 0, down, np.where(up > 0, up, 0))
        toward: Real = np.where(multipliers > 0, up, np.where(multipliers < 0, down, idle))
        return toward


def _dot(a: Real, b: Real) -> float:
    # ``@`` adds up in an order that depends on the number of threads.
    return float((a * b).sum())


def climb(
    tier: Tier,
    candidates: Mask,
    inner: Inner,
    value: float,
    starts: Iterable[Real],
    average: Real | None,
    limits: Callable[[], Limits],
    told: Callable[[float], None],
    params: VolumeParams = VolumeParams(),
) -> Relaxed:
    """Raise the bound from the best of several ``starts`` (multipliers of the tier's rows) and from the ``average`` of
    former points. ``value`` is the incumbent's in steps and sets the step size, which ends the climb at
    ``params.least_step``."""
    dual = _Dual(tier, candidates, inner)
    tries = (dual.signed(rows[dual.relaxed_rows] / dual.scale) for rows in starts)
    best, multipliers = max(((dual.at(tried), tried) for tried in tries), key=lambda found: found[0].value)
    average, pace, stuck = best.x.astype(float) if average is None else average, 1.0, 0
    for _ in range(params.rounds):
        aim = pace * max(value - best.value, params.least_aim * abs(value))
        limit = limits()
        if aim <= params.least_step * abs(value) or limit.over:
            break
        limit.charge(params.steps_per_entry * (dual.matrix.nnz + inner.cells))
        direction = dual.violation(multipliers, dual.matrix @ average)
        tried = dual.signed(multipliers + aim / max(1e-12, _dot(direction, direction)) * direction)
        point = dual.at(tried)
        average = average + params.newest * (point.x - average)
        if point.value > best.value:
            ahead = _dot(dual.violation(tried, dual.matrix @ point.x.astype(float)), direction)
            pace = min(2.0, pace * 1.1) if ahead > 0 else pace
            best, multipliers, stuck = point, tried, 0
            told(best.value)
        elif (stuck := stuck + 1) == params.patience:
            pace, stuck = pace * params.cut, 0
    return inner.confirmed(tier, candidates, dual.of_rows(multipliers), average)


def at_multipliers(tier: Tier, candidates: Mask, inner: Inner, rows: Real) -> Relaxed:
    """The bound that given multipliers of the tier's rows prove."""
    dual = _Dual(tier, candidates, inner)
    multipliers = dual.signed(rows[dual.relaxed_rows] / dual.scale)
    return inner.confirmed(tier, candidates, dual.of_rows(multipliers), dual.at(multipliers).x.astype(float))

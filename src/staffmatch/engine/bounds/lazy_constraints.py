"""Lazy constraints: omitted from the LP until violated.

Indicators without cost rarely bind, while their links make an LP degenerate. The rows that connect them form *parts*,
such as a worker's rests in a week or the lenders at a site. A part stays out of the LP, rows and columns, as long as
its indicators can be completed to a point that satisfies its rows. Omitting rows relaxes the problem, so the bound is
valid at any time.

Rows ``a Σ x_p <= rest`` that the problem marks as lazy are parts as well. If only a violated one were added, the next
LP solution would move to another pair of the same seat, so all lazy rows of that seat are activated together.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from staffmatch.arrays import Int, Mask, Real, owners_of
from staffmatch.engine.model.problem import Indicators
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import PricingParams

# Violation beyond this counts; it is above solver tolerance.
_EPSILON = 1e-6


class LazyConstraints:
    """The parts of a tier; ``rows`` and ``columns`` mark those of inactive parts."""

    def __init__(self, tier: Tier, many_links: int = PricingParams.lazy_links) -> None:
        self._tier = tier
        free = [indicators for indicators in tier.problem.indicators if not tier.priced[_columns(indicators)].any()]
        links = sum(len(indicators.member) for indicators in free if indicators.upper_linked)
        self._indicators = free if links > many_links else []
        self.columns = np.zeros(tier.matrix.shape[1], bool)
        for indicators in self._indicators:
            self.columns[_columns(indicators)] = True
        height = tier.matrix.shape[0]
        entries = owners_of(tier.matrix.indptr)
        held = self.columns[tier.matrix.indices] & tier.bounded[entries]
        row, column = entries[held], tier.matrix.indices[held]
        self.rows = np.zeros(height, bool)
        self.rows[row] = True
        lazy = np.zeros(height, bool)
        lazy[: len(tier.problem.row_group)] = np.isin(tier.problem.row_group, tier.problem.lazy)
        self.rows |= lazy
        asking = lazy[entries] & (tier.matrix.data < 0) & (tier.matrix.indices < tier.problem.pairs)
        self._asking = entries[asking], tier.matrix.indices[asking]
        size = height + len(self.columns)
        joined = coo_array((np.ones(len(row), bool), (row, height + column)), shape=(size, size))
        label = connected_components(joined, directed=False)[1]
        self._row_part, self._column_part = label[:height], label[height:]

    def activate(self, x: Real, inside: Mask) -> Int | None:
        """Activate all parts of which x, completed, violates a row; their columns, or None if there is no such part.

        Lazy rows are activated together with those of pairs ``inside`` the LP that could fill the same seats.
        """
        broken = self.rows.copy()
        if broken.any():
            broken &= self._excess(x) > _EPSILON
        if not broken.any():
            return None
        broken |= self.rows & self._neighbours(broken, x, inside)
        activated = np.unique(self._row_part[broken])
        columns = np.flatnonzero(self.columns & np.isin(self._column_part, activated))
        self.columns[columns] = False
        self.rows &= ~np.isin(self._row_part, activated)
        return columns

    def _neighbours(self, broken: Mask, x: Real, inside: Mask) -> Mask:
        (row, pair), seat = self._asking, self._tier.problem.seat
        near = np.zeros(int(seat.max(initial=-1)) + 1, bool)
        near[seat[pair[broken[row] & (x[pair] > _EPSILON)]]] = True
        found = np.zeros(len(broken), bool)
        found[row[near[seat[pair]] & inside[pair]]] = True
        return found

    def completed(self, x: Real) -> Real:
        """The point with inactive indicators as low as their pairs and rows allow, and lower-linked ones as high."""
        if not self.columns.any():
            return x
        x = x.copy()
        for indicators in self._indicators:
            own, pairs = self.columns[indicators.first + indicators.group], x[indicators.member]
            if indicators.upper_linked:
                np.maximum.at(x, indicators.first + indicators.group[own], pairs[own])
            else:
                most = np.minimum(1, np.bincount(indicators.group, pairs, indicators.count))
                mine = _columns(indicators)
                x[mine] = np.where(self.columns[mine], most, x[mine])
        self._shift(x, raised=True)
        self._shift(x, raised=False)
        return x

    def _shift(self, x: Real, raised: bool) -> None:
        """Raise upper-linked indicators as rows ``... - a y <= u`` require, lower the others as ``... + a y <= u``
        do."""
        moved = np.zeros(len(x), bool)
        for indicators in self._indicators:
            moved[_columns(indicators)] = indicators.upper_linked == raised
        excess = self._excess(x)
        excess[~np.isneginf(self._tier.lower)] = 0
        rows = np.flatnonzero(self.rows & (excess > _EPSILON))
        part = self._tier.matrix[rows]
        sign = -1 if raised else 1
        entry = np.flatnonzero((moved & self.columns)[part.indices] & (sign * part.data > 0))
        row = owners_of(part.indptr)[entry]
        by = excess[rows][row] / np.abs(part.data[entry])
        most = np.zeros(len(x))
        np.maximum.at(most, part.indices[entry], by)
        x[:] = np.clip(x - sign * most, 0, 1) if len(entry) else x

    def _excess(self, x: Real) -> Real:
        activity = self._tier.activity(x)
        excess: Real = np.maximum(activity - self._tier.upper, self._tier.lower - activity)
        return excess


def _columns(indicators: Indicators) -> slice:
    return indicators.columns

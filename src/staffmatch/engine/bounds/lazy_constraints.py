"""Rows that sleep: a relaxation can do without them until its point breaks them.

Indicators that cost nothing hardly ever bind, while their links make a linear program degenerate. Rows join them to
*parts*: a week of somebody's rests, a site's lenders. A part sleeps, with its rows, as long as its indicators can be
completed to a point that keeps these. To leave out rows is a relaxation, so the bound is true at any time.

Lazy rows, ``a Σ x_p <= rest``, are parts as well. Where one is broken the point would only move on to the next pair for
the same seat, so those of the seat wake together.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.model.problem import Indicators
from staffmatch.engine.model.tier import Tier

# With fewer links than this it is quicker to have all indicators awake from the beginning.
_MANY_LINKS = 25_000

# A row is broken beyond solver tolerance.
_EPSILON = 1e-6


class Dormant:
    """The parts of a tier, each asleep until it is woken; ``rows`` and ``columns`` are those of sleeping parts."""

    def __init__(self, tier: Tier) -> None:
        self._tier = tier
        free = [family for family in tier.problem.indicators if not tier.priced[_columns(family)].any()]
        links = sum(len(family.member) for family in free if family.forced)
        self._families = free if links > _MANY_LINKS else []
        self.columns = np.zeros(tier.matrix.shape[1], bool)
        for family in self._families:
            self.columns[_columns(family)] = True
        height = tier.matrix.shape[0]
        entries = np.repeat(np.arange(height), np.diff(tier.matrix.indptr))
        held = self.columns[tier.matrix.indices] & tier.bounded[entries]
        row, column = entries[held], tier.matrix.indices[held]
        self.rows = np.zeros(height, bool)
        self.rows[row] = True
        lazy = np.zeros(height, bool)
        lazy[: len(tier.problem.family)] = np.isin(tier.problem.family, tier.problem.lazy)
        self.rows |= lazy
        asking = lazy[entries] & (tier.matrix.data < 0) & (tier.matrix.indices < tier.problem.pairs)
        self._asking = entries[asking], tier.matrix.indices[asking]
        size = height + len(self.columns)
        joined = coo_array((np.ones(len(row), bool), (row, height + column)), shape=(size, size))
        label = connected_components(joined, directed=False)[1]
        self._row_part, self._column_part = label[:height], label[height:]

    def wake(self, x: Real, inside: Mask) -> Int | None:
        """The columns of all parts of which x, completed, breaks a row; they are awake from now on. None if no part is.

        Lazy rows wake with those of pairs ``inside`` that could take the same seats.
        """
        broken = self.rows.copy()
        if broken.any():
            broken &= self._excess(x) > _EPSILON
        if not broken.any():
            return None
        broken |= self.rows & self._neighbours(broken, x, inside)
        woken = np.unique(self._row_part[broken])
        columns = np.flatnonzero(self.columns & np.isin(self._column_part, woken))
        self.columns[columns] = False
        self.rows &= ~np.isin(self._row_part, woken)
        return columns

    def _neighbours(self, broken: Mask, x: Real, inside: Mask) -> Mask:
        (row, pair), seat = self._asking, self._tier.problem.seat
        near = np.zeros(int(seat.max(initial=-1)) + 1, bool)
        near[seat[pair[broken[row] & (x[pair] > _EPSILON)]]] = True
        found = np.zeros(len(broken), bool)
        found[row[near[seat[pair]] & inside[pair]]] = True
        return found

    def completed(self, x: Real) -> Real:
        """The point with sleeping indicators as low as their pairs and rows allow, those to be earned as high."""
        if not self.columns.any():
            return x
        x = x.copy()
        for family in self._families:
            own, pairs = self.columns[family.first + family.group], x[family.member]
            if family.forced:
                np.maximum.at(x, family.first + family.group[own], pairs[own])
            else:
                most = np.minimum(1, np.bincount(family.group, pairs, family.count))
                mine = _columns(family)
                x[mine] = np.where(self.columns[mine], most, x[mine])
        self._shift(x, raised=True)
        self._shift(x, raised=False)
        return x

    def _shift(self, x: Real, raised: bool) -> None:
        """Raise forced indicators that a row ``... - a y <= u`` asks for, lower earned ones in ``... + a y <= u``."""
        moved = np.zeros(len(x), bool)
        for family in self._families:
            moved[_columns(family)] = family.forced == raised
        excess = self._excess(x)
        excess[~np.isneginf(self._tier.lower)] = 0
        rows = np.flatnonzero(self.rows & (excess > _EPSILON))
        part = self._tier.matrix[rows]
        sign = -1 if raised else 1
        entry = np.flatnonzero((moved & self.columns)[part.indices] & (sign * part.data > 0))
        row = np.repeat(np.arange(len(rows)), np.diff(part.indptr))[entry]
        by = excess[rows][row] / np.abs(part.data[entry])
        most = np.zeros(len(x))
        np.maximum.at(most, part.indices[entry], by)
        x[:] = np.clip(x - sign * most, 0, 1) if len(entry) else x

    def _excess(self, x: Real) -> Real:
        activity = self._tier.activity(x)
        excess: Real = np.maximum(activity - self._tier.upper, self._tier.lower - activity)
        return excess


def _columns(family: Indicators) -> slice:
    return slice(family.first, family.first + family.count)

"""The restricted master of a tier: some columns, the rows that can bind on them, and the links violated so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array, csr_array

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.backends.lp import Answer, BackendName, Limits, Program, Status, open_session
from staffmatch.engine.bounds.lazy_constraints import LazyConstraints
from staffmatch.engine.model.face import Face
from staffmatch.engine.model.implied_rows import implied_rows
from staffmatch.engine.model.part import link_rows
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import PricingParams

# Links count as violated beyond solver tolerance.
_EPSILON = 1e-6


class Master:
    """The restricted LP; it maps static rows, links and columns to their positions in it."""

    def __init__(self, tier: Tier, backend: BackendName | None, params: PricingParams = PricingParams()) -> None:
        rows, width = tier.matrix.shape
        none = np.empty(0)
        self._session = open_session(Program(csr_array((0, 0)), none, none, tier.costs[:0], unit=tier.unit), backend)
        self._tier = tier
        self._by_column = tier.by_column
        self._column_place, self._row_place = np.full(width, -1), np.full(rows, -1)
        self._columns = np.empty(0, np.int64)
        self._most, self._least = np.zeros(rows), np.zeros(rows)
        self._pair, self._indicator = tier.links()
        self._link_place = np.full(len(self._pair), -1)
        self._height = 0
        self._lazy = LazyConstraints(tier, params.lazy_links)
        self._face = Face.of(tier)
        self._needed = ~self._face.implied
        if width >= params.wide_columns and not tier.charged:
            implied = np.flatnonzero(implied_rows(tier.problem))
            self._needed[implied] = np.isfinite(self._face.lower[implied])

    @property
    def size(self) -> int:
        return len(self._columns)

    @property
    def holds(self) -> Mask:
        """The columns in the master; their negative reduced costs are already part of its value."""
        return self._column_place >= 0

    def enter(self, columns: Int) -> None:
        """Add columns, the indicators they are linked to, and the rows that can bind on them."""
        wanted = np.zeros(len(self._column_place), bool)
        wanted[columns] = True
        wanted[self._indicator[wanted[self._pair]]] = True
        wanted &= ~self._lazy.columns
        new = np.flatnonzero(wanted & (self._column_place < 0))
        self._column_place[new] = self.size + np.arange(len(new))
        self._columns = np.r_[self._columns, new]
        entries = self._by_column[:, new]
        kept = self._row_place[entries.indices] >= 0
        ends = np.r_[0, np.cumsum(kept)][entries.indptr]
        rows = self._row_place[entries.indices[kept]]
        inside = csc_array((entries.data[kept].astype(float), rows, ends), shape=(self._height, len(new)))
        self._session.add_columns(self._tier.costs[new], inside)
        size = len(self._most)
        self._most += np.bincount(entries.indices, np.maximum(entries.data, 0), size)
        self._least += np.bincount(entries.indices, np.minimum(entries.data, 0), size)
        self._add_rows()

    def _add_rows(self) -> None:
        tier = self._tier
        lower, upper = self._face.lower, self._face.upper
        binding = (self._most > upper) | (self._least < lower)
        new = np.flatnonzero(binding & (self._row_place < 0) & self._needed & ~self._lazy.rows)
        rows = tier.matrix[new]
        kept = self._column_place[rows.indices] >= 0
        ends = np.r_[0, np.cumsum(kept)][rows.indptr]
        columns = self._column_place[rows.indices[kept]]
        matrix = csr_array((rows.data[kept].astype(float), columns, ends), shape=(len(new), self.size))
        self._row_place[new] = self._append(matrix, lower[new], upper[new])

    def activate(self, x: Real) -> bool:
        """Add the lazy rows that the point violates, with their indicators; whether there were any."""
        columns = self._lazy.activate(x, self.holds)
        if columns is None:
            return False
        self.enter(columns)
        return True

    def _append(self, matrix: csr_array, lower: Real, upper: Real) -> Int:
        places = self._height + np.arange(len(lower))
        self._session.add_rows(matrix, lower, upper)
        self._height += len(lower)
        return places

    def bound(self, lower: Real, upper: Real) -> None:
        """Set the bounds of all columns of the tier; columns outside the master are 0."""
        self._session.bound(lower[self._columns], upper[self._columns])

    def solve(self, limits: Callable[[], Limits], enough: float = np.inf) -> Answer:
        """Solve, adding violated links until there are none or until the duals prove ``enough``."""
        while True:
            answer = self._session.relax(limits(), enough=enough)
            if answer.status is not Status.OPTIMAL or answer.x is None:
                return answer
            x: Real = np.zeros(len(self._column_place))
            x[self._columns] = answer.x
            x = self._lazy.completed(self._raised(x))
            open_ = self._link_place < 0
            violated = np.flatnonzero(open_ & (x[self._pair] > x[self._indicator] + _EPSILON))
            violated = violated[self._column_place[self._indicator[violated]] >= 0]
            if not len(violated):
                return replace(answer, x=x)
            pair, indicator = self._column_place[self._pair[violated]], self._column_place[self._indicator[violated]]
            zero = np.zeros(len(violated))
            self._link_place[violated] = self._append(link_rows(pair, indicator, self.size), zero - np.inf, zero)

    def _raised(self, x: Real) -> Real:
        """The point with free indicators raised as far as their pairs ask and their rows allow.

        Its cost is the same, so links to these indicators need no rows while the rows over them are slack.
        """
        free = (self._tier.costs[self._indicator] == 0) & (self._column_place[self._indicator] >= 0)
        pair, indicator = self._pair[free], self._indicator[free]
        raised = x.copy()
        np.maximum.at(raised, indicator, x[pair])
        broken = self._broken(raised)
        if len(broken):
            tight = np.unique(self._tier.matrix[broken].indices)
            tight = tight[tight >= self._tier.problem.pairs]
            raised[tight] = x[tight]
        return raised if np.isin(self._broken(raised), self._broken(x)).all() else x

    def _broken(self, x: Real) -> Int:
        activity = self._tier.activity(x)
        broken: Int = np.flatnonzero(
            (activity > self._tier.upper + _EPSILON) | (activity < self._tier.lower - _EPSILON)
        )
        return broken

    def row_duals(self, duals: Real) -> Real:
        """Duals of all rows of the tier, 0 for rows outside the master, with tiny wrong signs clipped."""
        if not len(duals):
            return self._most * 0
        rows = np.where(self._row_place >= 0, duals[self._row_place], 0.0)
        rows = np.where(np.isfinite(self._face.lower), rows, np.minimum(rows, 0))
        return self._face.restored(np.where(np.isfinite(self._face.upper), rows, np.maximum(rows, 0)))

    def links(self, duals: Real) -> tuple[Int, Int, Real]:
        """The links in the master as (pair, indicator, dual)."""
        held = np.flatnonzero(self._link_place >= 0)
        return self._pair[held], self._indicator[held], duals[self._link_place[held]]

    def reduced(self, rows: Real, duals: Real, times: int = 1) -> Real:
        """Reduced costs of all columns, inside or not, with costs multiplied by ``times``; links outside the master
        have dual 0."""
        pair, indicator, links = self.links(duals)
        reduced: Real = times * self._tier.costs - self._by_column.T @ rows
        np.subtract.at(reduced, pair, links)
        np.add.at(reduced, indicator, links)
        return reduced

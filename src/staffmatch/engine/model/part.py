"""Some columns of a tier as a program of their own, with the rows that can bind on them and all links between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.backends.lp import Program
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import BackendParams


@dataclass(frozen=True)
class Part:
    """Column i is column ``used[i]`` of the tier. The program's rows are ``rows`` of the tier, then links of
    ``pair[i]`` to ``indicator[i]``. ``held`` columns are fixed to 1, and their costs are left out."""

    tier: Tier
    held: Mask
    used: Int
    rows: Int
    pair: Int
    indicator: Int
    program: Program

    @classmethod
    def of(
        cls, tier: Tier, columns: Mask, held: Mask, presolved_columns: int = BackendParams.presolved_columns
    ) -> Part:
        used = np.flatnonzero(columns & ~held & _reachable(tier.problem, columns))
        place = np.full(tier.problem.width, -1)
        place[used] = np.arange(len(used))
        matrix = csr_array(tier.by_column[:, used])
        taken = tier.activity(held)
        # Only rows that the columns can violate are needed; one without columns only if it has a positive lower side
        # and nothing is held.
        most, least = matrix.maximum(0).sum(axis=1), matrix.minimum(0).sum(axis=1)
        breakable = (taken + most > tier.upper) | (taken + least < tier.lower)
        rows = np.flatnonzero(breakable & ((np.diff(matrix.indptr) > 0) | ((tier.lower > 0) & ~held.any())))
        pair, indicator = tier.links()
        within = np.flatnonzero((place[pair] >= 0) & (place[indicator] >= 0))
        pair, indicator = pair[within], indicator[within]
        links = link_rows(place[pair], place[indicator], len(used))
        static, exact = len(tier.problem.upper), enumerate(rows.tolist())
        large = {place: tier.limits[row - static] - int(taken[row]) for place, row in exact if row >= static}
        program = Program(
            csr_array(vstack([matrix[rows], links], format="csr")),
            np.r_[tier.lower[rows] - taken[rows], np.full(len(pair), -np.inf)],
            np.r_[tier.upper[rows] - taken[rows], np.zeros(len(pair))],
            tier.costs[used],
            # Presolve pays off where fixed columns or links imply much, and where there are many columns.
            presolve=bool(held.any()) or len(pair) > 0 or len(used) > presolved_columns,
            unit=tier.unit,
            large={place: side for place, side in large.items() if abs(side) >= 2**53},
        )
        return cls(tier, held, used, rows, pair, indicator, program)

    def spread(self, x: Real) -> Real:
        """A point of the part as a point over all columns."""
        found: Real = self.held.astype(float)
        found[self.used] = x
        return found


def _reachable(problem: Problem, columns: Mask) -> Mask:
    """All pairs, and the indicators with a pair among the columns."""
    reachable = np.ones(problem.width, bool)
    for indicators in problem.indicators:
        reachable[indicators.columns] = False
        reachable[indicators.first + indicators.group[columns[indicators.member]]] = True
    return reachable


def link_rows(pair: Int, indicator: Int, width: int) -> csr_array:
    """Rows ``x_pair - y_indicator``, to be at most 0."""
    count = len(pair)
    entries = np.r_[np.ones(count, np.int64), np.full(count, -1)]
    rows = np.r_[np.arange(count), np.arange(count)]
    return csr_array((entries, (rows, np.r_[pair, indicator])), shape=(count, width))

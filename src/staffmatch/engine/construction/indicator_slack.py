"""The room that rows about pairs and indicators leave to a plan that is being filled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffmatch.arrays import Int, Mask, ranges
from staffmatch.engine.construction.linked_groups import Switches
from staffmatch.engine.model.problem import Problem, thin


class IndicatorSlack:
    """The slack of rows that bound pairs and indicators from above, such as lenders at a site; cuts are left out.

    They hold for the empty choice. A pair that switches on an indicator uses the indicator's share.
    """

    def __init__(self, problem: Problem) -> None:
        upper = np.isneginf(problem.lower) & np.isfinite(problem.upper) & ~problem.packing & ~problem.cut
        upper &= thin(problem.columns, problem.digits) == 0
        rows = np.flatnonzero(upper)
        self._columns = problem.matrix[rows].tocsc()
        self._slack = problem.upper[rows].copy()
        self._on = np.zeros(problem.width, bool)
        seen = np.diff(self._columns.indptr) > 0
        self._switches = Switches(problem, seen)
        self._touches = seen[: problem.pairs] | self._switches.touches

    def fits(self, pairs: Int) -> Mask:
        """Which of the pairs would violate no row if it alone were taken."""
        if not self._touches[pairs].any():
            return np.ones(len(pairs), bool)
        owner, column = self._switches.each(pairs)
        off = ~self._on[column]
        owner, column = np.r_[np.arange(len(pairs)), owner[off]], np.r_[pairs, column[off]]
        starts = self._columns.indptr
        which, place = ranges(starts[column], starts[column + 1])
        code, entry = np.unique(owner[which] * len(self._slack) + self._columns.indices[place], return_inverse=True)
        used = np.bincount(entry, self._columns.data[place], len(code))
        fits = np.ones(len(pairs), bool)
        if len(code):
            pair, row = np.divmod(code, len(self._slack))
            fits[pair[used > np.maximum(self._slack[row], 0)]] = False
        return fits

    def take(self, pairs: Sequence[int]) -> bool:
        """Take the pairs if that violates no row."""
        touching = [pair for pair in pairs if self._touches[pair]]
        if not touching:
            return True
        columns = np.concatenate([self._switches.of(pair) for pair in touching])
        columns = np.r_[touching, np.unique(columns[~self._on[columns]])]
        starts = self._columns.indptr
        spans = [slice(starts[column], starts[column + 1]) for column in columns.tolist()]
        rows, entry = np.unique(np.concatenate([self._columns.indices[span] for span in spans]), return_inverse=True)
        used = np.bincount(entry, np.concatenate([self._columns.data[span] for span in spans]), len(rows))
        if (used > np.maximum(self._slack[rows], 0)).any():
            return False
        self._slack[rows] -= used
        self._on[columns] = True
        return True

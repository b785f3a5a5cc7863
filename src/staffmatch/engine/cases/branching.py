"""Which column to split on: reliable pseudo-costs.

What a split has raised the bound by, for each unit that it moved the column, is averaged; the most promising columns
are tried until enough is known of them (T. Achterberg, T. Koch and A. Martin, "Branching rules revisited", Operations
Research Letters 33, 2005).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from staffmatch.arrays import Int, Real
from staffmatch.engine.params import CaseParams

# No case rises by less than this.
_LEAST = 1e-6


class Branching:
    """What splitting on each column has raised the bound by, down to 0 and up to 1, for each unit it moved."""

    def __init__(self, columns: int, free: int, params: CaseParams = CaseParams()) -> None:
        self._most = params.few_candidates if free > params.long else params.candidates
        self._reliable = params.reliable
        self._sums, self._tried = np.zeros((2, columns)), np.zeros(columns)

    def best(self, candidates: Int, x: Real, rise: Callable[[int, int], float]) -> int:
        """The candidate whose two cases gain most, by their product."""
        ways = np.stack([x[candidates], 1 - x[candidates]])
        ranked = np.argsort(-self._scores(candidates, ways), kind="stable")[: self._most]
        scores = np.empty(len(ranked))
        for place, at in enumerate(ranked.tolist()):
            column = int(candidates[at])
            if self._tried[column] < self._reliable:
                rises = np.array([rise(column, 0), rise(column, 1)])
                self._sums[:, column] += rises / np.maximum(ways[:, at], _LEAST)
                self._tried[column] += 1
            else:
                rises = self._sums[:, column] / self._tried[column] * ways[:, at]
            scores[place] = np.maximum(rises, _LEAST).prod()
        return int(candidates[ranked[scores.argmax()]])

    def _scores(self, candidates: Int, ways: Real) -> Real:
        """What is expected of columns; of those never tried what is usual."""
        known = self._tried > 0
        usual = self._sums[:, known].sum(axis=1) / max(1, self._tried[known].sum()) if known.any() else np.ones(2)
        tried, sums = self._tried[candidates], self._sums[:, candidates]
        each = np.where(tried > 0, sums / np.maximum(1, tried), usual[:, None])
        scores: Real = np.maximum(each * ways, _LEAST).prod(axis=0)
        return scores

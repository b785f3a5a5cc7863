"""Branching by reliable pseudo-costs.

The rise of the bound for each unit that a split moved the column is averaged; the most promising columns are tried
until enough is known about them (T. Achterberg, T. Koch and A. Martin, "Branching rules revisited", Operations Research
Letters 33, 2005).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from staffmatch.arrays import Int, Real
from staffmatch.engine.params import CaseParams

# The least rise that a case counts with, so that products do not vanish.
_LEAST = 1e-6


class Branching:
    """The pseudo-costs of each column, downwards to 0 and upwards to 1: the rise of the bound for each unit moved."""

    def __init__(self, columns: int, free: int, params: CaseParams = CaseParams()) -> None:
        self._most = params.few_candidates if free > params.long else params.candidates
        self._reliable = params.reliable
        self._sums, self._tried = np.zeros((2, columns)), np.zeros(columns)

    def best(self, candidates: Int, x: Real, rise: Callable[[int, int], float]) -> int:
        """The candidate with the largest product of the rises of its two cases."""
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
        """The expected score of each column; columns never tried count with the average."""
        known = self._tried > 0
        usual = self._sums[:, known].sum(axis=1) / max(1, self._tried[known].sum()) if known.any() else np.ones(2)
        tried, sums = self._tried[candidates], self._sums[:, candidates]
        each = np.where(tried > 0, sums / np.maximum(1, tried), usual[:, None])
        scores: Real = np.maximum(each * ways, _LEAST).prod(axis=0)
        return scores

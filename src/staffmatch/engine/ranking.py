"""Which pairs branch and bound takes first."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, nth
from staffmatch.engine.problem import Problem
from staffmatch.engine.relaxation import Relaxed


class Ranking:
    """Pairs by reduced cost; of equals those that the point has, or mates of, and as many of one seat as of another.

    What is left to chance is the same at every call, and for all mates.
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        self._seat, self._label = problem.seat, None
        self._chance = np.random.default_rng(seed).random(problem.pairs)
        if (mates := problem.mates) is not None:
            self._label = np.where(mates >= 0, mates, mates.max() + 1 + np.arange(problem.pairs))
            self._chance = self._chance[np.unique(self._label, return_inverse=True)[1]]

    def ranked(self, relaxed: Relaxed, pairs: Int) -> Int:
        """The same pairs, the most promising first."""
        liked = relaxed.x[: len(self._seat)]
        if self._label is not None:
            liked = np.bincount(self._label, liked)[self._label] + liked
        level, seat = np.round(relaxed.reduced[pairs], 6), self._seat[pairs]
        order = np.lexsort((self._chance[pairs], -np.round(liked[pairs], 6), level, seat))
        rank = np.empty(len(pairs), np.int64)
        rank[order] = nth(seat[order])
        return pairs[np.lexsort((rank, level))]

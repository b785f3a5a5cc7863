"""The order in which branch and bound takes pairs."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask, Real, nth
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.model.problem import Problem


class Ranking:
    """Pairs by reduced cost; ties go to pairs of the point or of its linked groups, and are spread evenly over seats.

    Remaining ties are broken at random, by the same numbers at every call, and alike for all pairs of a linked group.
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        self._seat, self._label = problem.seat, None
        chance = np.random.default_rng(seed).random(problem.pairs)
        if (linked := problem.linked_group) is not None:
            self._label = np.where(linked >= 0, linked, linked.max() + 1 + np.arange(problem.pairs))
            chance = chance[np.unique(self._label, return_inverse=True)[1]]
        self._in_turn = np.lexsort((chance, self._seat))

    def first(self, relaxed: Relaxed, some: Mask, most: int) -> Int:
        """The ``most`` most promising of some pairs, in order."""
        pairs = self._in_turn[some[self._in_turn]]
        level = np.round(relaxed.reduced[pairs], 6)
        last = np.partition(level, most - 1)[most - 1]
        near = level <= last
        pairs, level = pairs[near], level[near]
        rank = self._rank(relaxed, pairs, level, last)
        below = level < last
        left = most - int(below.sum())
        worst = np.partition(rank[~below], left - 1)[left - 1]
        near = below | (rank <= worst)
        found: Int = pairs[near][np.lexsort((rank[near], level[near]))[:most]]
        return found

    def _rank(self, relaxed: Relaxed, pairs: Int, level: Real, last: float) -> Int:
        """The rank of each pair among those of its seat; the pairs are in order, and none is above the ``last``
        level."""
        liked = relaxed.x[: len(self._seat)]
        if self._label is not None:
            liked = np.bincount(self._label, liked)[self._label] + liked
        liked, seat = np.round(liked[pairs], 6), self._seat[pairs]
        # If nearly all pairs tie, the others need no sorting.
        tied = (level == last) & (liked == 0)
        ahead = np.flatnonzero(~tied)
        ahead = ahead[np.lexsort((-liked[ahead], level[ahead], seat[ahead]))]
        rank = np.empty(len(pairs), np.int64)
        rank[ahead] = nth(seat[ahead])
        before = np.bincount(seat[ahead], minlength=len(self._seat))
        rank[tied] = before[seat[tied]] + nth(seat[tied])
        return rank

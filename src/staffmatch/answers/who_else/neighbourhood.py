"""Whom a change reaches first: the pairs that a forced one displaces, and who could take their place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffmatch.answers.who_else.bounds import Asked
from staffmatch.arrays import Int

# Pairs that are freed of each seat, and of each person, that a change reaches: more at first than farther off.
NEAR, FAR = 12, 6

# A full row may hold thousands of pairs: at most this many of them are freed.
MOST_OF_A_ROW = 40


def neighbourhood(asked: Asked, on: Sequence[int], off: Int, wide: bool) -> Int:
    """What a plan with pairs that are ``on`` and without those that are ``off`` may have otherwise, of few seats and
    people.

    A ``wide`` one looks a step farther: who could take a place may have one already, which is open in turn.
    """
    return _Around(asked).freed(on, off, wide)


class _Around:
    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def freed(self, on: Sequence[int], off: Int, wide: bool) -> Int:
        given = np.array([*on, *off[self._asked.standing.x[off]].tolist()], np.int64)
        displaced = np.unique(np.concatenate([given[:0], *(self._displaced(pair) for pair in on)]))
        reached = self._beside(np.r_[given, displaced], NEAR)
        parts = [displaced, reached]
        if wide:
            busy = self._chosen_of(np.unique(self._asked.pairs.worker[reached]))
            parts += [busy, self._beside(np.setdiff1d(busy, displaced), FAR, workers=False)]
        free: Int = np.setdiff1d(np.concatenate(parts), np.r_[given, off])
        return free

    def _displaced(self, pair: int) -> Int:
        """Pairs of the plan that stand in the pair's way: its person's, and those of rows that it breaks."""
        standing, problem, x = self._asked.standing, self._asked.market.problem, self._asked.standing.x
        own = self._asked.by_worker[int(self._asked.pairs.worker[pair])]
        columns = np.r_[pair, standing.indicators_of(np.array([pair]))[1]]
        column = problem.columns[:, columns[~x[columns]]]
        rows, at = np.unique(column.indices, return_inverse=True)
        activity = standing.activity[rows].copy()
        np.add.at(activity, at, column.data)
        broken = rows[(activity > problem.upper[rows]) | (activity < problem.lower[rows])]
        full = [own[x[own]]]
        for row in broken.tolist():
            members = problem.matrix.indices[problem.matrix.indptr[row] : problem.matrix.indptr[row + 1]]
            full.append(self._pairs_of(members, problem.lower[row] > -np.inf))
        return np.unique(np.concatenate(full))

    def _pairs_of(self, members: Int, asking: bool) -> Int:
        """The chosen pairs of a row, directly or by its indicators; where the row asks for more, its others as well."""
        problem, x = self._asked.market.problem, self._asked.standing.x
        pairs = members[members < problem.pairs]
        wanted = pairs if asking else pairs[x[pairs]]
        linked = members[members >= problem.pairs]
        if len(linked) and len(wanted) < MOST_OF_A_ROW:
            behind = self._asked.standing.pairs_of(linked)
            wanted = np.r_[wanted, behind if asking else behind[x[behind]]]
        return most_promising(self._asked, wanted, MOST_OF_A_ROW)

    def _beside(self, pairs: Int, most: int, workers: bool = True) -> Int:
        """The most promising pairs of the seats, and of the people, of some pairs."""
        asked = self._asked
        found = [most_promising(asked, asked.by_job[job], most) for job in np.unique(asked.pairs.job[pairs]).tolist()]
        if workers:
            found += [
                most_promising(asked, asked.by_worker[one], most)
                for one in np.unique(asked.pairs.worker[pairs]).tolist()
            ]
        return np.concatenate([np.empty(0, np.int64), *found])

    def _chosen_of(self, workers: Int) -> Int:
        """The pairs that some people have in the plan."""
        _, own = self._asked.by_worker.expand(workers)
        chosen: Int = own[self._asked.standing.x[own]]
        return chosen


def most_promising(asked: Asked, pairs: Int, most: int) -> Int:
    """Those of least rise, tier by tier; objective costs decide where there are no prices."""
    if len(pairs) <= most:
        return pairs
    keys: list[Int] = []
    for tier, objective in zip(asked.tiers, asked.market.problem.objectives, strict=True):
        keys.append(objective.costs[pairs] if tier.prices is None else tier.prices.rise[pairs])
    return pairs[np.lexsort(keys[::-1])[:most]]

"""The best roster of each worker at given costs of the pairs, by dynamic programming in integers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int, owners_of
from staffmatch.result.certificate.pricing import negative, total

if TYPE_CHECKING:
    from staffmatch.engine.model.problem import Problem

# Cells (pair, remaining capacity) of one worker's table, and of the tables kept at a time.
_MOST_CELLS = _AT_A_TIME = 4_000_000


def roster_minimum(problem: Problem, rest: Int, row_group: int | None, longest: int | None = None) -> tuple[int, Int]:
    """The total of each worker's best roster: pairs by start, the next free one after each, and the remaining hours.

    Forcing a pair in raises the total by at least the pair's own cost, since the rest is a roster without it. Rows that
    are not capacities, or too large for a table, are ignored whatever the certificate says, which weakens the bound.
    ``longest`` is the largest number of one worker's pairs where the problem is a part of a larger one.
    """
    timeline, rise = problem.timeline, np.maximum(rest[: problem.pairs], 0)
    if timeline is None:
        return negative(rest), rise
    longest = int(np.bincount(timeline.block).max(initial=0)) if longest is None else longest
    widest = _MOST_CELLS // (longest + 1)
    capacity = (problem.row_group == row_group) & (problem.upper >= 0) & (problem.upper <= widest)
    rows = np.flatnonzero(capacity & ((problem.matrix < 0).sum(axis=1) == 0))
    part = problem.matrix[rows]
    weight, window = np.zeros(problem.width, np.int64), np.full(problem.width, -1)
    weight[part.indices], window[part.indices] = part.data, owners_of(part.indptr)
    upper = np.r_[problem.upper[rows], 0].astype(np.int64)
    useful = np.flatnonzero(rest[: problem.pairs] < 0)
    order = useful[np.lexsort((timeline.start[useful], timeline.block[useful]))]
    best = np.zeros(int(timeline.block.max(initial=-1)) + 1, np.int64)
    # A few workers at a time, so that their tables fit into memory.
    first = np.flatnonzero(np.diff(timeline.block[order], prepend=-1))
    cuts = first[1:][np.diff(first // max(1, _AT_A_TIME // (int(upper.max()) + 1))) > 0]
    for part in np.split(order, cuts) if len(order) else ():
        block = timeline.block[part]
        free = _free(block, timeline.start[part], timeline.end[part])
        best[np.unique(block)] = _best(block, free, _filled(window[part], block), upper, weight[part], rest[part])
    return _with_indicators(problem, timeline.block, rest, best), rise


def _with_indicators(problem: Problem, block: Int, rest: Int, best: Int) -> int:
    """Rosters and indicators together. An indicator with upper links from exactly one worker's pairs counts with that
    worker's roster; of such families, the one that gains most."""
    alone = negative(rest[problem.pairs :]) + total(best)
    gains = [0]
    for family in problem.indicators:
        worker = block[family.member]
        group = np.full(len(best), -1)
        group[worker] = family.group
        used = group[group >= 0]
        whole = len(np.unique(family.member)) == problem.pairs and len(np.unique(used)) == len(used)
        if family.upper_linked and whole and (group[worker] == family.group).all():
            own = rest[family.first : family.first + family.count][used]
            at_once = own + best[group >= 0]
            gains.append(negative(at_once) - negative(own) - total(best))
    return alone + max(gains)


def _free(block: Int, start: Int, end: Int) -> Int:
    """For each pair the first of the same worker that starts when it ends or later; the number of pairs if there is
    none."""
    origin, axis = start.min(), int(end.max() - start.min()) + 1
    free = np.searchsorted(block * axis + start - origin, block * axis + end - origin)
    return np.where(free < np.searchsorted(block, block, side="right"), free, len(block))


def _filled(window: Int, block: Int) -> Int:
    """Pairs without a window use no capacity, so they may count to the window before, if it is the same worker's."""
    at = np.maximum.accumulate(np.where(window >= 0, np.arange(len(window)), -1))
    return np.where(at >= np.searchsorted(block, block), window[at], -1)


def _best(block: Int, free: Int, window: Int, upper: Int, weight: Int, gain: Int) -> Int:
    """``F(i, k) = min(F(i + 1, k), gain_i + F(free_i, k - weight_i))``, with k reset in each window; returns F at each
    worker's first pair.

    For all workers at once: first their last pairs, then the last but one, and so on.
    """
    count = len(block)
    following = np.searchsorted(block, block, side="right") - np.arange(count)
    width = int(upper[window].max()) + 1
    table = np.zeros((count + 1, width), np.int64)
    window = np.r_[window, -2]

    def beyond(at: Int, other: Int, left: Int) -> Int:
        """F of other pairs, at ``left`` or, in another window, at its full capacity; 0 at the end of a worker."""
        anew = upper[np.maximum(window[other], -1)][:, None]
        same = (window[other] == window[at])[:, None]
        found: Int = table[other[:, None], np.where(same, left, anew)]
        return found

    for level in np.split(np.argsort(following, kind="stable"), np.cumsum(np.bincount(following)[1:-1])):
        after = np.where(following[level] > 1, level + 1, count)
        table[level] = beyond(level, after, np.arange(width)[None, :])
        left = np.arange(width) - weight[level, None]
        take = beyond(level, free[level], np.maximum(left, 0)) + gain[level, None]
        np.minimum(table[level], take, out=take)
        table[level] = np.where(left >= 0, take, table[level])
    begin = np.flatnonzero(np.diff(block, prepend=-1))
    found: Int = table[begin, upper[window[begin]]]
    return found

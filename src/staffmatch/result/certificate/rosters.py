"""Each worker's best roster at given costs of the pairs, by a dynamic programme in whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int, owners_of
from staffmatch.result.certificate.pricing import negative, total

if TYPE_CHECKING:
    from staffmatch.engine.model.problem import Problem

# Cells (pair, capacity left) of one worker's table, and of the tables that are kept at a time.
_MOST_CELLS = _AT_A_TIME = 4_000_000


def roster_minimum(problem: Problem, rest: Int, family: int | None) -> tuple[int, Int]:
    """Each worker's best roster: pairs by start, the next one free after each, and what is left of the hours.

    A pair that has to be in raises it at least by what it costs itself: whatever is with it is a roster without it.
    Rows that are no capacities, or too large for a table, whatever the certificate says of them, are left out, which
    proves less.
    """
    timeline, rise = problem.timeline, np.maximum(rest[: problem.pairs], 0)
    if timeline is None:
        return negative(rest), rise
    widest = _MOST_CELLS // (int(np.bincount(timeline.block).max(initial=0)) + 1)
    capacity = (problem.row_group == family) & (problem.upper >= 0) & (problem.upper <= widest)
    rows = np.flatnonzero(capacity & ((problem.matrix < 0).sum(axis=1) == 0))
    part = problem.matrix[rows]
    weight, window = np.zeros(problem.width, np.int64), np.full(problem.width, -1)
    weight[part.indices], window[part.indices] = part.data, owners_of(part.indptr)
    upper = np.r_[problem.upper[rows], 0].astype(np.int64)
    useful = np.flatnonzero(rest[: problem.pairs] < 0)
    order = useful[np.lexsort((timeline.start[useful], timeline.block[useful]))]
    best = np.zeros(int(timeline.block.max(initial=-1)) + 1, np.int64)
    # Some workers at a time, so that their tables fit into memory.
    first = np.flatnonzero(np.diff(timeline.block[order], prepend=-1))
    cuts = first[1:][np.diff(first // max(1, _AT_A_TIME // (int(upper.max()) + 1))) > 0]
    for part in np.split(order, cuts) if len(order) else ():
        block = timeline.block[part]
        free = _free(block, timeline.start[part], timeline.end[part])
        best[np.unique(block)] = _best(block, free, _filled(window[part], block), upper, weight[part], rest[part])
    return _with_indicators(problem, timeline.block, rest, best), rise


def _with_indicators(problem: Problem, block: Int, rest: Int, best: Int) -> int:
    """Rosters and indicators together. An indicator that all pairs of a worker force, and nobody else's, is part of
    his roster: of such families the one that gains most."""
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
    """For each pair the first of its worker's that starts when it ends or later; the number of all if there is none."""
    origin, axis = start.min(), int(end.max() - start.min()) + 1
    free = np.searchsorted(block * axis + start - origin, block * axis + end - origin)
    return np.where(free < np.searchsorted(block, block, side="right"), free, len(block))


def _filled(window: Int, block: Int) -> Int:
    """Pairs without a window use no capacity, so they may count to the one before, if it is the same worker's."""
    at = np.maximum.accumulate(np.where(window >= 0, np.arange(len(window)), -1))
    return np.where(at >= np.searchsorted(block, block), window[at], -1)


def _best(block: Int, free: Int, window: Int, upper: Int, weight: Int, gain: Int) -> Int:
    """``F(i, k) = min(F(i + 1, k), gain_i + F(free_i, k - weight_i))``, with k anew in each window; F at each worker's
    first pair.

    For all workers at once: first their last pairs, then the last but one, and so on.
    """
    count = len(block)
    following = np.searchsorted(block, block, side="right") - np.arange(count)
    width = int(upper[window].max()) + 1
    table = np.zeros((count + 1, width), np.int64)
    window = np.r_[window, -2]

    def beyond(at: Int, other: Int, left: Int) -> Int:
        """F of others, at ``left`` or, in another window, at all of its capacity; at the end of a worker 0."""
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

"""Knapsack cuts: how much of the first tier a row with unequal weights, such as a budget, leaves room for.

In a row ``Σ_j w_j x_j <= W`` an LP spends the last cent on a third of a shift. With v_j the worth of pair j in the
first tier, the most that integer choices can be worth within W,

    K = max { Σ_s v_s k_s : Σ_s w_s k_s <= W, k_s integer, at most the places of seat s },

by dynamic programming over W, gives the cut ``Σ_j v_j x_j <= K``. Each seat counts with the lightest and the most
valuable of its pairs, so that K is no less than the worth of any plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from staffmatch.arrays import Int
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import NO_BOUND, RowBlock

# More rows are not worth it: they are short, and other cuts serve them.
_MOST_ROWS = 1_000

# Weights are rounded down to a unit of which the right-hand side has at most this many.
_MOST_WEIGHT = 50_000


def knapsacks(blocks: Iterable[RowBlock], pairs: Pairs, costs: Int) -> Iterator[RowBlock]:
    """A cut for each row without a side whose weights differ."""
    kept = list(blocks)
    places = _places(kept, pairs)
    for block in kept:
        if _weighs(block):
            yield _cuts(block, pairs, costs, places)


def _weighs(block: RowBlock) -> bool:
    """Whether the rows bound sums of pairs with differing weights from above."""
    free = block.side is None and not block.cut and 0 < len(block.lower) <= _MOST_ROWS
    return free and bool((block.value > 0).all() and (block.lower <= -NO_BOUND).all() and np.ptp(block.value))


def _places(blocks: Iterable[RowBlock], pairs: Pairs) -> Int:
    """The number of places of each job."""
    jobs = pairs.columns.jobs
    places = np.bincount(pairs.job, minlength=jobs)
    for block in blocks:
        if block.side == "seat" and (block.value == 1).all() and (block.column < len(pairs)).all():
            job = pairs.job[block.column]
            size = np.bincount(block.row, minlength=len(block.upper))
            whole = size[block.row] == np.bincount(pairs.job, minlength=jobs)[job]
            np.minimum.at(places, job[whole], np.minimum(block.upper[block.row[whole]], len(pairs)))
    return places


def _cuts(block: RowBlock, pairs: Pairs, costs: Int, places: Int) -> RowBlock:
    useful = block.column < len(pairs)
    useful[useful] = costs[block.column[useful]] < 0
    row, column, weight = block.row[useful], block.column[useful], block.value[useful]
    worth = -costs[column]
    count = len(block.upper)
    key, group = np.unique(row * pairs.columns.jobs + pairs.job[column], return_inverse=True)
    lightest, dearest = np.full(len(key), NO_BOUND), np.zeros(len(key), np.int64)
    np.minimum.at(lightest, group, weight)
    np.maximum.at(dearest, group, worth)
    owner, job = np.divmod(key, max(1, pairs.columns.jobs))
    ends = np.searchsorted(owner, np.arange(count + 1))
    most = np.full(count, NO_BOUND)
    for number in range(count):
        mine = slice(ends[number], ends[number + 1])
        if mine.start < mine.stop and block.upper[number] < NO_BOUND:
            most[number] = _best(lightest[mine], dearest[mine], places[job[mine]], int(block.upper[number]))
    return RowBlock.at_most(row, column, worth, most, cut=True, rule=f"{block.rule} whole")


def _best(weight: Int, worth: Int, places: Int, capacity: int) -> int:
    """The largest worth of integer choices within a capacity."""
    step = max(1, capacity // _MOST_WEIGHT, int(np.gcd.reduce(weight)))
    weight, capacity = weight // step, capacity // step
    best = np.zeros(capacity + 1, np.int64)
    for w, v, most in zip(weight.tolist(), worth.tolist(), places.tolist(), strict=True):
        # Bundles of 1, 2, 4, ... and the remaining places make up every number.
        left, taken = most, 1
        while left > 0:
            taken = min(taken, left)
            left -= taken
            if w * taken <= capacity:
                np.maximum(best[w * taken :], best[: capacity + 1 - w * taken] + v * taken, out=best[w * taken :])
            taken *= 2
    return int(best[-1])

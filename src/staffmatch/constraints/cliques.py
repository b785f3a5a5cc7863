"""Which intervals share a moment: the rows of whatever is bounded at every moment."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int


def maximal_cliques(owner: Int, start: Int, end: Int, least: int = 2) -> tuple[Int, Int]:
    """Maximal cliques of at least so many among each owner's half-open intervals, as (clique, interval) incidence.

    Every maximal clique is the set of intervals alive at some start, and that set is maximal exactly when one of them
    ends before the next start.
    """
    if not len(owner):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.lexsort((start, owner))
    origin = start.min()
    axis = int(end.max() - origin + 1)
    begins = owner[order] * axis + (start[order] - origin)
    moments, first = np.unique(begins, return_inverse=True)
    last = np.searchsorted(moments, owner[order] * axis + (end[order] - origin)) - 1
    maximal = np.unique(last)
    interval, clique = covered(np.searchsorted(maximal, first), np.searchsorted(maximal, last, side="right"))
    size = np.bincount(clique, minlength=len(maximal))
    number = np.cumsum(size >= least) - 1
    kept = size[clique] >= least
    return number[clique[kept]], order[interval[kept]]


def covered(low: Int, high: Int) -> tuple[Int, Int]:
    """The integers of each half-open range in turn, as (position in ``low``, integer)."""
    position = np.repeat(np.arange(len(low)), high - low)
    return position, np.arange(len(position)) + (high - np.cumsum(high - low))[position]

"""Conflicts between intervals of one person's time, and the cliques that state them in few rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffmatch.arrays import Int, Mask, ranges

# Cells of conflict tables processed together.
_MOST_CELLS = 20_000_000


def maximal_cliques(owner: Int, start: Int, end: Int, least: int = 2) -> tuple[Int, Int]:
    """Maximal cliques of at least ``least`` of each owner's half-open intervals, as (clique, interval) incidence.

    Every maximal clique is the set of intervals alive at some start, and that set is maximal exactly when one of them
    ends before the next start.
    """
    if not len(owner):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    origin = start.min()
    axis = int(end.max() - origin + 1)
    begins = owner * axis + (start - origin)
    order = np.argsort(begins, kind="stable")
    begins = begins[order]
    fresh = np.diff(begins, prepend=begins[0] - 1) > 0
    moments, first = begins[fresh], np.cumsum(fresh) - 1
    last = np.searchsorted(moments, owner[order] * axis + (end[order] - origin)) - 1
    maximal = np.zeros(len(moments) + 1, bool)
    maximal[last + 1] = True
    # The number of cliques that end before each moment.
    before = np.cumsum(maximal)
    interval, clique = ranges(before[first], before[last + 1])
    size = np.bincount(clique, minlength=int(before[-1]))
    number = np.cumsum(size >= least) - 1
    kept = size[clique] >= least
    return number[clique[kept]], order[interval[kept]]


def overlaps(owner: Int, start: Int, end: Int) -> tuple[Int, Int]:
    """All overlapping pairs of an owner's half-open intervals, as (the one that starts first, the other)."""
    if not len(owner):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.lexsort((end, start, owner))
    origin = start.min()
    axis = int(end.max() - origin + 1)
    begins, ends = (owner[order] * axis + time[order] - origin for time in (start, end))
    count = np.maximum(np.searchsorted(begins, ends) - np.arange(len(order)) - 1, 0)
    following = np.arange(len(order)) + 1
    one, other = ranges(following, following + count)
    return order[one], order[other]


def greedy_cliques(owner: Int, rank: Int, one: Int, other: Int) -> tuple[Int, Int]:
    """Maximal cliques that cover every conflict (one, other) of an owner's items, as (clique, item) incidence.

    Each clique starts from the first item, by rank, with an uncovered conflict, adds its uncovered conflict partners,
    and then whatever else fits. ``owner`` and ``rank`` have a value for every item.
    """
    different = one != other
    one, other = one[different], other[different]
    items = np.unique(np.r_[one, other])
    items = items[np.lexsort((rank[items], owner[items]))]
    owners, group, size = np.unique(owner[items], return_inverse=True, return_counts=True)
    place = np.zeros(len(owner), np.int64)
    place[items] = np.arange(len(items)) - (np.cumsum(size) - size)[group]
    of = np.searchsorted(owners, owner[one])
    by_size = np.argsort(size, kind="stable")
    cliques, members, count = [np.empty(0, np.int64)], [np.empty(0, np.int64)], 0
    first = 0
    while first < len(by_size):
        widths = size[by_size[first:]]
        most = np.arange(1, len(widths) + 1) * widths * widths
        few = max(1, int(np.searchsorted(most, _MOST_CELLS, side="right")))
        chunk, width = np.sort(by_size[first : first + few]), int(widths[few - 1])
        at = np.full(len(owners), -1)
        at[chunk] = np.arange(len(chunk))
        inside = at[of] >= 0
        conflict = np.zeros((len(chunk), width, width), bool)
        table, row, column = at[of[inside]], place[one[inside]], place[other[inside]]
        conflict[table, row, column] = conflict[table, column, row] = True
        number = np.zeros((len(chunk), width), np.int64)
        mine = np.flatnonzero(at[group] >= 0)
        number[at[group[mine]], place[items[mine]]] = items[mine]
        for tables, clique in _grown(conflict):
            row, column = np.nonzero(clique)
            cliques.append(count + row)
            members.append(number[tables[row], column])
            count += len(tables)
        first += few
    return np.concatenate(cliques), np.concatenate(members)


def _grown(conflict: np.ndarray) -> Iterator[tuple[Int, Mask]]:
    """The cliques of several conflict tables at once, as (tables, members of each)."""
    open_ = conflict.copy()
    for item in range(conflict.shape[1]):
        while len(tables := np.flatnonzero(open_[:, item].any(axis=1))):
            clique = np.zeros((len(tables), conflict.shape[1]), bool)
            clique[:, item] = True
            able = conflict[tables, item]
            while len(growing := np.flatnonzero(able.any(axis=1))):
                wanted = able[growing] & open_[tables[growing], item]
                wanted = np.where(wanted.any(axis=1)[:, None], wanted, able[growing])
                taken = wanted.argmax(axis=1)
                clique[growing, taken] = True
                able[growing] &= conflict[tables[growing], taken]
            row, column = np.nonzero(clique)
            open_[tables[row], column] &= ~clique[row]
            yield tables, clique

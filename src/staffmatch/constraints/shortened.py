"""Rests that are shorter than they should be, and made up for by the next."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int
from staffmatch.ragged import Lists

# No shift and no rest is looked at over more than this, so that one owner's times never meet another's.
_FAR = 5_000


def made_up_for(owner: Int, start: Int, end: Int, column: Int, hours: tuple[int, int, int]) -> tuple[Int, Int, Int]:
    """Entries of rows ``Σ x <= room`` over pieces of work, as (row, column), and the room of each row.

    Row by row: a piece j, the pieces I after which less than the normal rest is left before j, and the pieces K before
    which less than the extended rest is left after j; two of the three may be. ``hours`` are the least, the normal and
    the extended rest in minutes. Pieces of column -1 are worked anyway. As no two of I, nor of K, have the least rest
    between them, one term for all of I and one for all of K is as tight as can be.
    """
    least, normal, extended = hours
    none = np.empty(0, np.int64)
    if not len(owner):
        return none, none, none
    origin = start.min() - _FAR
    axis = int(end.max() - origin) + _FAR
    begins, ends = owner * axis + start - origin, owner * axis + end - origin
    by_start, by_end = np.argsort(begins, kind="stable"), np.argsort(ends, kind="stable")
    before = _between(ends[by_end], by_end, begins - normal + 1, begins - least + 1)
    after = _between(begins[by_start], by_start, ends + least, ends + extended)
    both = np.flatnonzero((before.lengths > 0) & (after.lengths > 0))
    parts = [(np.arange(len(both)), both), before.expand(both), after.expand(both)]
    room = np.full(len(both), 2)
    for row, piece in parts:
        fixed = np.zeros(len(both), bool)
        fixed[row[column[piece] < 0]] = True
        room -= fixed
    row, piece = (np.concatenate([part[place] for part in parts]) for place in (0, 1))
    lent = column[piece] >= 0
    return row[lent], column[piece[lent]], np.maximum(room, 0)


def _between(times: Int, order: Int, low: Int, high: Int) -> Lists:
    """For each place the items whose sorted times are in ``[low, high)``."""
    first, end = np.searchsorted(times, low), np.searchsorted(times, high)
    count = np.maximum(end - first, 0)
    begin = np.r_[0, np.cumsum(count)]
    return Lists(begin, order[np.arange(begin[-1]) + np.repeat(first - begin[:-1], count)])

"""Rows about windows of a person's time (a day, a week, a run) that hold only where something in them is selected."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.columns import UNLIMITED
from staffmatch.formulation.relations import Groups, Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.records.ragged import Lists


def if_selected(block: RowBlock, windows: Groups, chosen: Mask, gap: int | None = None) -> Iterator[RowBlock]:
    """Of rows ``Σ a x <= u``, one for each window, those that hold if any of the ``chosen`` entries is worked.

    Let U be the most that all other entries can add up to: the sum of their coefficients or, where any two shifts of a
    person are a ``gap`` apart, what fits into the window. A window without chosen entries drops out. One with
    ``U <= u`` keeps its row, since it can be exceeded by chosen work only; any other has
    ``Σ a x + (U - u) x_s <= U`` for each chosen s. As U is reached, no smaller number will do.
    """
    width = int(block.column.max(initial=0)) + 1
    selected = np.unique((windows.group * width + windows.relation.variable)[chosen])
    others = ~np.isin(windows.group * width + windows.relation.variable, selected)
    theirs = ~np.isin(block.row * width + block.column, selected)
    rows, positive = len(block.upper), np.maximum(0, block.value)
    most: Int = np.bincount(block.row[theirs], positive[theirs], rows).astype(np.int64)
    if gap is not None:
        entries, of = windows.relation.where(others), windows.group[others]
        code, at = np.unique(block.row * width + block.column, return_inverse=True)
        place = np.searchsorted(code, of * width + entries.variable)
        weight = np.zeros(len(code), np.int64)
        weight[at] = positive
        most = np.minimum(most, most_at_once(entries, of, weight[place], gap, rows))
    slack, asked = most - block.upper, np.zeros(rows, bool)
    asked[selected // width] = True
    plain = asked & (slack <= 0)
    yield block.reduced(plain, plain[block.row], np.cumsum(plain) - 1).binding()
    of, by = np.divmod(selected[slack[selected // width] > 0], width)
    row, entry = Lists.grouped(block.row, rows).expand(of)
    value, column = block.value[entry], block.column[entry]
    value = value + np.where(column == by[row], slack[of[row]], 0)
    yield RowBlock.at_most(row, column, value, most[of], block.side).binding()


def most_at_once(spans: Relation, group: Int, minutes: Int, gap: int | None, groups: int | None = None) -> Int:
    """The most minutes of each group of spans, of which no two are closer than the gap; None lets them overlap.

    Spans are put into sets of which only one can be worked: all that begin before the first of those left has ended
    and been rested from. The sum of the longest of each set bounds every choice.
    """
    groups = int(group.max(initial=-1)) + 1 if groups is None else groups
    if gap is None:
        return np.bincount(group, minutes, groups).astype(np.int64)
    start, free = spans["start"], spans["end"] + gap
    room, left = np.zeros(groups, np.int64), np.arange(len(group))
    while len(left):
        first = np.full(groups, UNLIMITED)
        np.minimum.at(first, group[left], free[left])
        now = start[left] < first[group[left]]
        longest = np.zeros(groups, np.int64)
        np.maximum.at(longest, group[left[now]], minutes[left[now]])
        room += longest
        left = left[~now]
    return room

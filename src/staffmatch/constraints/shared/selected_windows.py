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
    ``Σ a x + (U - u) Σ_{s in S} x_s <= U`` for sets S that hold all chosen s and of which only one can be worked: each
    s alone if shifts may overlap. As U is reached, no smaller number will do.
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
    some = chosen & (slack > 0)[windows.group]
    entries, of = windows.relation.where(some), windows.group[some]
    together = entries.variable if gap is None else _sets(entries, of, gap, rows)
    whole = int(together.max(initial=0)) + 1
    sets, mine = np.unique(of * whole + together, return_inverse=True)
    of = sets // whole
    row, entry = Lists.grouped(block.row, rows).expand(of)
    value, column = block.value[entry], block.column[entry]
    inside = np.isin(row * width + column, mine * width + entries.variable)
    yield RowBlock.at_most(row, column, value + np.where(inside, slack[of[row]], 0), most[of], block.side).binding()


def most_at_once(spans: Relation, group: Int, minutes: Int, gap: int | None, groups: int | None = None) -> Int:
    """The most minutes of each group of spans, of which no two are closer than the gap; None lets them overlap.

    Spans are put into sets of which only one can be worked: all that begin before the first of those left has ended
    and been rested from. The sum of the longest of each set bounds every choice.
    """
    groups = int(group.max(initial=-1)) + 1 if groups is None else groups
    if gap is None:
        return np.bincount(group, minutes, groups).astype(np.int64)
    code, entry = np.unique(_sets(spans, group, gap, groups) * groups + group, return_inverse=True)
    longest = np.zeros(len(code), np.int64)
    np.maximum.at(longest, entry, minutes)
    return np.bincount(code % max(1, groups), longest, groups).astype(np.int64)


def _sets(spans: Relation, group: Int, gap: int, groups: int) -> Int:
    """The number of each span's set in its group."""
    start, free = spans["start"], spans["end"] + gap
    number, left, count = np.zeros(len(group), np.int64), np.arange(len(group)), 0
    while len(left):
        first = np.full(groups, UNLIMITED)
        np.minimum.at(first, group[left], free[left])
        now = start[left] < first[group[left]]
        number[left[now]] = count
        left, count = left[~now], count + 1
    return number

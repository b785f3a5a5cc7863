"""What taking a pair does to the state of its block: rows and indicators under way, level by level, as dense arrays.

The state of a block holds one number for each row and each indicator that is *under way*: one of its pairs has been
decided and another has not. Rows hold their activity, indicators whether one of their pairs was taken. As rows begin
and end, they share slots.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from staffmatch.arrays import Int, Mask, nth, owners_of, ranges
from staffmatch.engine.rosters.own_rows import OwnRows

# Stands for a missing side; activities are far smaller.
FAR = 2**30


class TooWide(Exception):
    """There are more states than allowed. ``row`` is the place of the row with most activities, -1 if none stands
    out."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


@dataclass(frozen=True)
class Steps:
    """Arrays over levels, blocks and slots; ``flips`` also over the indicators of a pair.

    ``pair`` is the pair that is decided, -1 where a block has not begun. Taking it adds ``taken`` to the state and, for
    each of its indicators whose ``bit`` (a slot, -1 for none) is still 0, ``flips``. Afterwards the activity is
    impossible above ``highest`` or below ``lowest``, and a row is sure to hold from ``sure_low`` to ``sure_high``.
    ``ends`` marks the slots that are free again. ``indicator`` is the column of each priced indicator, -1 for others,
    and ``row`` the place of the row in a slot.
    """

    pair: Int
    taken: Int
    bit: Int
    flips: Int
    indicator: Int
    highest: Int
    lowest: Int
    sure_high: Int
    sure_low: Int
    ends: Mask
    row: Int

    @property
    def slots(self) -> int:
        return int(self.taken.shape[2])


class _Items:
    """Rows, then indicators, of all blocks, with their first and last level and their slots."""

    def __init__(self, own: OwnRows, rows: Int, priced: Mask) -> None:
        self.own, self.matrix = own, own.entries[rows]
        self.number, self.owner = own.rows[rows], own.owner[rows]
        problem, place = own.problem, own.spans[0]
        used = priced.copy()
        used[self.matrix.indices] = True
        used &= own.block >= 0
        used[: problem.pairs] = False
        self.indicators = np.flatnonzero(used)
        pair, column = problem.members
        here = used[column] & (own.block[pair] >= 0)
        self.member, self.of = pair[here], np.searchsorted(self.indicators, column[here])
        self.level = place
        (begin, end), (first, last) = own.reach, own.spans
        self.rows = len(rows)
        self.first, self.last = np.r_[begin[rows], first[self.indicators]], np.r_[end[rows], last[self.indicators]]
        self.block = np.r_[self.owner, own.block[self.indicators]]
        self.slot = _slots(self.block, self.first, self.last)

    @cached_property
    def rest(self) -> tuple[Int, Int]:
        """The most and the least that pairs from each level on, and indicators that end there or later, can add to each
        row: arrays over rows and levels."""
        own, pairs = self.own, self.own.problem.pairs
        row, column, value = owners_of(self.matrix.indptr), self.matrix.indices, self.matrix.data
        alone = column < pairs
        free = np.zeros((own.blocks, own.levels + 1), np.int64)
        free[:, :-1] = np.arange(1, own.levels + 1)
        free[own.block[own.order], own.level] = own.free
        found = []
        for sign in (1, -1):
            gain = np.zeros((self.rows, own.levels + 1), np.int64)
            gain[row[alone], self.level[column[alone]]] = np.maximum(0, sign * value[alone])
            best = np.zeros_like(gain)
            for at in reversed(range(own.levels)):
                after = np.take_along_axis(best, free[self.owner, at][:, None], 1)[:, 0]
                np.maximum(best[:, at + 1], gain[:, at] + after, out=best[:, at])
            later = np.zeros_like(gain)
            np.add.at(later, (row[~alone], own.spans[1][column[~alone]]), np.maximum(0, sign * value[~alone]))
            found.append(sign * (best + np.cumsum(later[:, ::-1], axis=1)[:, ::-1]))
        return found[0], found[1]


def _slots(block: Int, first: Int, last: Int) -> Int:
    """A slot for each item, such that items of a block with common levels have different ones."""
    slot = np.zeros(len(block), np.int64)
    order = np.lexsort((last, first, block))
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    current, used = -1, 0
    columns = (block[order].tolist(), first[order].tolist(), last[order].tolist())
    for item, own, begin, end in zip(order.tolist(), *columns, strict=True):
        if own != current:
            current, used, free, busy = own, 0, [], []
        while busy and busy[0][0] < begin:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if not free:
            free, used = [used], used + 1
        slot[item] = heapq.heappop(free)
        heapq.heappush(busy, (end, int(slot[item])))
    return slot


def steps_of(own: OwnRows, rows: Int, priced: Mask, most: int) -> Steps:
    """The steps of some own rows of all blocks, by place; ``priced`` columns may have a cost, or be in other rows.

    TooWide if arrays would have more than ``most`` entries.
    """
    items, problem = _Items(own, rows, priced), own.problem
    slots = int(items.slot.max(initial=0)) + 1
    shape = own.levels, own.blocks, slots
    if own.levels * max(own.blocks * slots, items.rows) > most:
        raise TooWide(-1)
    pair = np.full(shape[:2], -1)
    pair[own.level, own.block[own.order]] = own.order
    row, column, value = owners_of(items.matrix.indptr), items.matrix.indices, items.matrix.data
    alone = column < problem.pairs
    taken = np.zeros(shape, np.int32)
    np.add.at(taken, (items.level[column[alone]], items.owner[row[alone]], items.slot[row[alone]]), value[alone])
    return Steps(
        pair, taken, *_flips(items, row[~alone], column[~alone], value[~alone], priced), **_sides(items, shape)
    )


def _flips(items: _Items, row: Int, column: Int, value: Int, priced: Mask) -> tuple[Int, Int, Int]:
    """The slots of the indicators of each pair, what they add when they become 1, and the priced ones' columns."""
    own, rows = items.own, items.rows
    order = np.argsort(items.member, kind="stable")
    member, of = items.member[order], items.of[order]
    rank = nth(member)
    width = int(rank.max(initial=-1)) + 1
    shape = own.levels, own.blocks, width
    bit, indicator = np.full(shape, -1), np.full(shape, -1)
    at = items.level[member], own.block[member], rank
    bit[at] = items.slot[rows + of]
    names = items.indicators[of]
    indicator[at] = np.where(priced[names], names, -1)
    flips = np.zeros((*shape, int(items.slot.max(initial=0)) + 1), np.int32)
    flips[(*at, items.slot[rows + of])] = 1
    # The rows of each indicator, joined to its pairs.
    by_indicator = np.argsort(column, kind="stable")
    row, column, value = row[by_indicator], column[by_indicator], value[by_indicator]
    which, entry = ranges(np.searchsorted(column, names), np.searchsorted(column, names, side="right"))
    where = tuple(part[which] for part in at)
    np.add.at(flips, (*where, items.slot[row[entry]]), value[entry])
    return bit, flips, indicator


def _sides(items: _Items, shape: tuple[int, int, int]) -> dict[str, Any]:
    """What may be the state after each level, for rows under way; indicators and free slots are left alone."""
    own = items.own
    highest, lowest = np.full(shape, FAR, np.int32), np.full(shape, -FAR, np.int32)
    # An empty interval: never sure.
    sure_high, sure_low = np.full(shape, -FAR, np.int32), np.full(shape, FAR, np.int32)
    ends = np.zeros(shape, bool)
    ends[items.last, items.block, items.slot] = True
    number = np.full(shape, -1)
    if items.rows:
        most, least = items.rest
        upper, lower = (
            np.clip(side[items.number], -FAR // 2, FAR // 2) for side in (own.problem.upper, own.problem.lower)
        )
        item, level = ranges(items.first[: items.rows], items.last[: items.rows] + 1)
        at = level, items.owner[item], items.slot[item]
        number[at] = item
        highest[at], lowest[at] = upper[item] - least[item, level + 1], lower[item] - most[item, level + 1]
        sure_high[at], sure_low[at] = upper[item] - most[item, level + 1], lower[item] - least[item, level + 1]
    return {
        "highest": highest,
        "lowest": lowest,
        "sure_high": sure_high,
        "sure_low": sure_low,
        "ends": ends,
        "row": number,
    }

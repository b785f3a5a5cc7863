"""Blocks that nothing in a tier tells apart: people of the same times, pay and rules. One stands for all of its class.

Any plan stays as good if two of them exchange their rosters, so that a master program needs no more than the number of
times that each roster of a class is chosen: an orbit as one integer column (F. Margot, Symmetry in integer linear
programming, 50 Years of Integer Programming, 2010).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from staffmatch.arrays import Int, Mask, Real, nth, ranges
from staffmatch.engine.model.problem import Timeline
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.rosters.own_rows import OwnRows


@dataclass(frozen=True)
class AlikeBlocks:
    """``group`` is the class of each block; the first block of a class stands for it."""

    own: OwnRows
    group: Int

    @classmethod
    def single(cls, own: OwnRows) -> AlikeBlocks:
        """Each block is a class of its own."""
        return cls(own, np.arange(own.blocks))

    @classmethod
    def of(cls, tier: Tier, timeline: Timeline, own: OwnRows) -> AlikeBlocks:
        """Blocks are alike if their pairs, in order of time, have the same times, costs, links and entries in rows."""
        names: dict[tuple[bytes, ...], int] = {}
        told = _told(tier, timeline, own)
        return cls(own, np.array([names.setdefault(key, len(names)) for key in told], np.int64))

    @cached_property
    def size(self) -> Int:
        """How many blocks each class has."""
        return np.bincount(self.group)

    @cached_property
    def first(self) -> Int:
        """The block that stands for each class."""
        return np.unique(self.group, return_index=True)[1]

    @cached_property
    def members(self) -> Int:
        """All blocks, class by class."""
        return np.argsort(self.group, kind="stable")

    @cached_property
    def twin(self) -> Int:
        """The counterpart of each pair in the block that stands for its class; -1 for other columns."""
        own, twin = self.own, np.full(self.own.problem.width, -1)
        block = own.block[own.order]
        twin[own.order] = own.order[self._start[self.first[self.group[block]]] + nth(block)]
        return twin

    def classes(self, blocks: Mask) -> Mask:
        """The classes of some blocks."""
        return np.bincount(self.group[blocks], minlength=len(self.size)) > 0

    def counterparts(self, block: Int, pairs: Int) -> Int:
        """The pairs of these blocks whose counterparts are ``pairs``."""
        own = self.own
        found: Int = own.order[self._start[block] + self._place[pairs]]
        return found

    @cached_property
    def _start(self) -> Int:
        """The place of each block's first pair among all in order."""
        start: Int = np.searchsorted(self.own.block[self.own.order], np.arange(self.own.blocks))
        return start

    @cached_property
    def _place(self) -> Int:
        """The place of each pair in its block."""
        own, place = self.own, np.full(self.own.problem.pairs, -1)
        place[own.order] = nth(own.block[own.order])
        return place


# What blocks have of one kind: the block of each item, in order, and a few numbers of it.
Items = tuple[Int, tuple[Int | Real, ...]]


def _told(tier: Tier, timeline: Timeline, own: OwnRows) -> list[tuple[bytes, ...]]:
    """What the tier tells of each block, by places within it: times and costs, entries, sides of rows, and links."""
    indicators = own.problem.pairs + np.flatnonzero(own.block[own.problem.pairs :] >= 0)
    columns = np.r_[own.order, indicators]
    columns = columns[np.argsort(own.block[columns], kind="stable")]
    place = np.full(own.problem.width, -1)
    place[columns] = nth(own.block[columns])
    rows = np.argsort(own.owner, kind="stable")
    sides = own.problem.lower[own.rows[rows]], own.problem.upper[own.rows[rows]]
    parts = (
        _spans(tier, timeline, own, columns),
        _entries(tier, own, columns, place, rows),
        (own.owner[rows], sides),
        _links(own, place),
    )
    return list(zip(*(_cut(block, numbers, own.blocks) for block, numbers in parts), strict=True))


def _spans(tier: Tier, timeline: Timeline, own: OwnRows, columns: Int) -> Items:
    """Costs, and the times of pairs."""
    pairs = own.problem.pairs
    start, end = np.zeros((2, own.problem.width), np.int64)
    start[:pairs], end[:pairs] = timeline.start, timeline.end
    return own.block[columns], (start[columns], end[columns], tier.costs[columns])


def _entries(tier: Tier, own: OwnRows, columns: Int, place: Int, rows: Int) -> Items:
    """Entries in rows: shared ones by their numbers, own ones by their places among the block's, which come after."""
    height, matrix = tier.matrix.shape[0], tier.by_column
    name = np.arange(height)
    name[np.flatnonzero(own.kept)] = -1
    name[own.rows[rows]] = height + nth(own.owner[rows])
    which, entry = ranges(matrix.indptr[columns], matrix.indptr[columns + 1])
    row = name[matrix.indices[entry]]
    order = np.lexsort((row, which))
    order = order[row[order] >= 0]
    column = columns[which[order]]
    return own.block[column], (place[column], row[order], matrix.data[entry[order]])


def _links(own: OwnRows, place: Int) -> Items:
    """Pairs and their indicators."""
    pair, column = own.problem.members
    inside = (own.block[pair] >= 0) & (own.block[column] >= 0)
    pair, column = place[pair[inside]], place[column[inside]]
    block = own.block[own.problem.members[0][inside]]
    order = np.lexsort((column, pair, block))
    return block[order], (pair[order], column[order])


def _cut(owner: Int, numbers: tuple[Int | Real, ...], blocks: int) -> list[bytes]:
    """The numbers of each block, as bytes."""
    joint = np.column_stack(numbers)
    return [joint[low:high].tobytes() for low, high in pairwise(np.searchsorted(owner, np.arange(blocks + 1)).tolist())]

"""What each block of pairs decides alone: its pairs in order of time, its own indicators, and the rows over these."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask, nth, owners_of
from staffmatch.engine.model.problem import Problem, Timeline

# Activities of rows with larger sums of coefficients are not kept in 32 bits.
_LARGEST = 2**28

ABSENT, SHARED = -2, -1


@dataclass(frozen=True)
class OwnRows:
    """The pairs, indicators and rows that belong to one block each.

    ``block`` is the block of each column, `SHARED` for one that belongs to none and `ABSENT` for one that is fixed at
    0. ``order`` lists the pairs by block and time, and ``level`` gives the place of each of them: all blocks end at the
    last of ``levels``. ``rows`` are the rows with entries of one block alone that a choice of its pairs can break,
    ``owner`` their blocks; ``kept`` marks the rows that hold in any choice of rosters.
    """

    problem: Problem
    block: Int
    blocks: int
    levels: int
    order: Int
    level: Int
    free: Int
    rows: Int
    owner: Int
    kept: Mask

    @classmethod
    def of(cls, problem: Problem, timeline: Timeline, candidates: Mask) -> OwnRows:
        """Of the columns that are candidates; others are 0."""
        block, blocks = _blocks(problem, timeline, candidates)
        order, level, free, levels = _in_time(problem, timeline, block, blocks)
        owner = _owners(problem, block)
        present = np.where(block == ABSENT, 0, 1)
        most = problem.matrix.maximum(0) @ present
        least = problem.matrix.minimum(0) @ present
        binding = (most > problem.upper) | (least < problem.lower)
        small = np.maximum(most, -least) < _LARGEST
        tracked = binding & (owner >= 0) & small & ~problem.cut
        rows = np.flatnonzero(tracked)
        kept = tracked | ~binding | problem.cut
        return cls(problem, block, blocks, levels, order, level, free, rows, owner[rows], kept)

    def only(self, chosen: Int) -> OwnRows:
        """Of some blocks alone, renumbered in the order given; the columns of others count as fixed at 0."""
        number = np.full(self.blocks, ABSENT)
        number[chosen] = np.arange(len(chosen))
        block = np.where(self.block >= 0, number[self.block], self.block)
        here, rows = block[self.order] >= 0, number[self.owner] >= 0
        return replace(
            self,
            block=block,
            blocks=len(chosen),
            order=self.order[here],
            level=self.level[here],
            free=self.free[here],
            rows=self.rows[rows],
            owner=number[self.owner[rows]],
        )

    def without(self, rows: Int) -> OwnRows:
        """Without some own rows, by place, which are then kept by nobody."""
        kept, left = self.kept.copy(), np.ones(len(self.rows), bool)
        kept[self.rows[rows]] = left[rows] = False
        return replace(self, kept=kept, rows=self.rows[left], owner=self.owner[left])

    @property
    def allow_idle(self) -> Mask:
        """The blocks that may choose none of their pairs."""
        broken = (self.problem.lower[self.rows] > 0) | (self.problem.upper[self.rows] < 0)
        idle: Mask = np.bincount(self.owner[broken], minlength=self.blocks) == 0
        return idle

    @cached_property
    def spans(self) -> tuple[Int, Int]:
        """The first and the last level at which each column is decided; an indicator is with its last pair."""
        first, last = np.full(self.problem.width, self.levels), np.full(self.problem.width, -1)
        first[self.order] = last[self.order] = self.level
        pair, column = self.problem.members
        here = (last[pair] >= 0) & (self.block[column] >= 0)
        np.minimum.at(first, column[here], first[pair[here]])
        np.maximum.at(last, column[here], last[pair[here]])
        return first, last

    @cached_property
    def reach(self) -> tuple[Int, Int]:
        """The first and the last level of each own row."""
        entry, start = self.entries.indices, self.entries.indptr[:-1]
        if not len(self.rows):
            return self.rows, self.rows
        first, last = self.spans
        return np.minimum.reduceat(first[entry], start), np.maximum.reduceat(last[entry], start)

    @cached_property
    def entries(self) -> csr_array:
        """The tracked rows, without columns that are fixed at 0."""
        part = self.problem.matrix[self.rows]
        part = csr_array((part.data * (self.block[part.indices] >= 0), part.indices, part.indptr), shape=part.shape)
        part.eliminate_zeros()
        return part


def _blocks(problem: Problem, timeline: Timeline, candidates: Mask) -> tuple[Int, int]:
    """The block of each column, renumbered, and how many there are."""
    block = np.where(candidates, SHARED, ABSENT)
    pairs = np.flatnonzero(candidates[: problem.pairs])
    names, block[pairs] = np.unique(timeline.block[pairs], return_inverse=True)
    for family in problem.indicators:
        own = block[family.member]
        here = own >= 0
        least = np.full(family.count, len(names))
        most = np.full(family.count, ABSENT)
        np.minimum.at(least, family.group[here], own[here])
        np.maximum.at(most, family.group[here], own[here])
        found = np.where(least == most, most, SHARED)
        found[most == ABSENT] = ABSENT
        block[family.columns] = np.where(candidates[family.columns] | (found >= 0), found, ABSENT)
    return block, len(names)


def _in_time(problem: Problem, timeline: Timeline, block: Int, blocks: int) -> tuple[Int, Int, Int, int]:
    """Candidate pairs by block and time, their levels, the level from which a block is free again after each, and how
    many levels there are."""
    pairs = np.flatnonzero(block[: problem.pairs] >= 0)
    order = pairs[np.lexsort((timeline.end[pairs], timeline.start[pairs], block[pairs]))]
    own = block[order]
    size = np.bincount(own, minlength=blocks)
    levels = int(size.max(initial=0))
    first = levels - size
    level = nth(own) + first[own]
    begin = timeline.start[order] - timeline.start[order].min(initial=0)
    end = timeline.end[order] - timeline.start[order].min(initial=0)
    axis = int(end.max(initial=0)) + 1
    after = np.searchsorted(own * axis + begin, own * axis + end)
    start = np.searchsorted(own, own)
    free = np.minimum(after - start + first[own], levels)
    return order, level, free, levels


def _owners(problem: Problem, block: Int) -> Int:
    """The block of each row, -1 for a row with entries of several, or with shared ones."""
    row, column = owners_of(problem.matrix.indptr), problem.matrix.indices
    here = block[column] != ABSENT
    row, own = row[here], block[column[here]]
    count = problem.matrix.shape[0]
    least, most = np.full(count, np.iinfo(np.int64).max), np.full(count, SHARED)
    np.minimum.at(least, row, own)
    np.maximum.at(most, row, own)
    return np.where(least == most, most, SHARED)

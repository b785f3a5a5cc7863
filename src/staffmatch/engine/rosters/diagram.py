"""Decision diagrams of rosters: every path from a block's root to its end is a choice that keeps the block's own rows.

Level by level a pair is skipped or taken; nodes with the same state have the same future and are one. States are those
of `steps`: activities of the rows under way. All activities count as one from which a row is sure to hold, whatever
follows. Afterwards nodes with the same two successors are merged, from the last level to the first.

Sources: D. Bergman, A. Cire, W.-J. van Hoeve, J. Hooker, Decision Diagrams for Optimization (2016), chapters 2 and 4;
reduction: R. Bryant, IEEE Transactions on Computers 35 (1986).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffmatch.arrays import Int, Mask
from staffmatch.engine.rosters.steps import Steps, TooWide

# Gains and totals, in floating point or in integers.
Numbers = NDArray[Any]

# Stands for an unattainable total in integers: sums of three of them fit into 64 bits.
_FAR = 2**61


@dataclass(frozen=True)
class Level:
    """The nodes before a pair is decided, by block; ``skip`` and ``take`` are nodes of the next level, -1 for none.

    ``flipped`` says, bit by bit, which of the pair's indicators become 1 if it is taken.
    """

    block: Int
    skip: Int
    take: Int
    flipped: Int


class Diagram:
    """The diagrams of all blocks side by side; ``levels`` are those of local rows, or of all."""

    def __init__(self, steps: Steps, levels: list[Level]) -> None:
        self.steps, self.levels = steps, levels
        self.blocks = steps.pair.shape[1]

    @classmethod
    def compiled(cls, steps: Steps, most_nodes: int, over: Callable[[int], bool]) -> Diagram:
        """The diagrams of the rows whose steps are given."""
        return cls(steps, _reduced(_compiled(steps, most_nodes, over), steps.pair.shape[1]))

    @property
    def nodes(self) -> int:
        return sum(len(level.block) for level in self.levels)

    def restricted(self, values: Int, lower: Int, upper: Int, most_nodes: int, over: Callable[[int], bool]) -> Diagram:
        """With one more row for each block, ``lower <= values · x <= upper``, by column and by block.

        A node becomes one for each activity with which it is reached. From each node on, shortest and longest paths say
        what the row can still become. TooWide if there are more than ``most_nodes`` in all before nodes are merged.
        """
        total = 0
        least, most = self.ahead(values), [-table for table in self.ahead(-values)]
        node, activity, found = np.empty(0, np.int64), np.empty(0, np.int64), []
        for at, level in enumerate(self.levels):
            roots = self.roots.get(at, np.empty(0, np.int64))
            node, activity = np.r_[node, roots], np.r_[activity, np.zeros(len(roots), np.int64)]
            block, added = level.block[node], self.gain(at, values)[node]
            child, reached = np.r_[level.skip[node], level.take[node]], np.r_[activity, activity + added]
            low, high = np.r_[lower[block], lower[block]], np.r_[upper[block], upper[block]]
            low, high = low - least[at + 1][child], high - most[at + 1][child]
            alive = np.flatnonzero(
                (child >= 0)
                & (reached <= high + (most[at + 1] - least[at + 1])[child])
                & (reached >= low - (most[at + 1] - least[at + 1])[child])
            )
            sure = (reached >= low) & (reached <= high)
            reached = np.where(sure, np.clip(0, low, high), reached)
            place, first = _labels((child[alive], reached[alive] - reached[alive].min(initial=0)))
            edges = np.full(2 * len(node), -1)
            edges[alive] = place
            found.append(Level(block, edges[: len(node)], edges[len(node) :], level.flipped[node]))
            node, activity = child[alive][first], reached[alive][first]
            total += len(node)
            if over(len(node)) or total > most_nodes:
                raise TooWide(-1)
        return Diagram(self.steps, _reduced(found, self.blocks))

    def best(self, gains: Numbers) -> Numbers:
        """The least total of each block over its paths; a block without any has one that is unattainable."""
        return self.at_roots(self.ahead(gains))

    def ahead(self, gains: Numbers) -> list[Numbers]:
        """For each level, the least that follows each node; a last value is unattainable."""
        far = _unattainable(gains)
        tables = [np.r_[np.zeros(self.blocks, gains.dtype), far]]
        for at in reversed(range(len(self.levels))):
            level, after = self.levels[at], tables[-1]
            taken = np.minimum(after[level.take] + self.gain(at, gains), far)
            tables.append(np.r_[np.minimum(after[level.skip], taken), far])
        return tables[::-1]

    def gain(self, at: int, gains: Numbers) -> Numbers:
        """What taking the pair adds at each node of a level."""
        level, steps = self.levels[at], self.steps
        found: Numbers = gains[steps.pair[at, level.block]]
        for rank in range(steps.indicator.shape[2]):
            flips = np.flatnonzero(level.flipped >> rank & 1)
            if len(flips):
                found[flips] += gains[steps.indicator[at, level.block[flips], rank]]
        return found

    def at_roots(self, ahead: list[Numbers]) -> Numbers:
        found: Numbers = np.full(self.blocks, ahead[-1][-1])
        for at, nodes in self.roots.items():
            found[self.levels[at].block[nodes]] = ahead[at][nodes]
        return found

    @cached_property
    def roots(self) -> dict[int, Int]:
        """The root nodes of blocks, by the level at which these begin."""
        begins = (self.steps.pair >= 0).argmax(axis=0)
        found: dict[int, Int] = {}
        for at in np.unique(begins).tolist():
            block = self.levels[at].block
            found[at] = np.flatnonzero(begins[block] == at)
        return found


def _unattainable(gains: Numbers) -> Any:
    return np.inf if gains.dtype.kind == "f" else _FAR


def _compiled(steps: Steps, most_nodes: int, over: Callable[[int], bool]) -> list[Level]:
    """The levels from the first to the last, with nodes merged by state."""
    begins = (steps.pair >= 0).argmax(axis=0)
    block: Int = np.empty(0, np.int64)
    state: Int = np.empty((0, steps.slots), np.int32)
    levels: list[Level] = []
    for at in range(len(steps.pair)):
        new = np.flatnonzero(begins == at)
        block = np.r_[block, new]
        state = np.concatenate([state, np.zeros((len(new), steps.slots), np.int32)])
        taken, flipped = _taken(steps, at, block, state)
        after, alive = _settled(steps, at, np.r_[block, block], np.concatenate([state, taken]))
        place, first = _merged(np.r_[block, block][alive], after[alive])
        found = np.full(2 * len(block), -1)
        found[alive] = place
        levels.append(Level(block, found[: len(block)], found[len(block) :], flipped))
        block, state = np.r_[block, block][alive][first], after[alive][first]
        if over(len(block) * steps.slots) or len(block) > most_nodes:
            raise _too_wide(steps, at, block, state)
    return levels


def _taken(steps: Steps, at: int, block: Int, state: Int) -> tuple[Int, Int]:
    """The states once the pair is taken, and which of its priced indicators become 1."""
    taken = state + steps.taken[at][block]
    flipped = np.zeros(len(block), np.int64)
    for rank in range(steps.bit.shape[2]):
        bit = steps.bit[at, block, rank]
        flips = np.flatnonzero((bit >= 0) & (state[np.arange(len(block)), bit] == 0))
        taken[flips] += steps.flips[at, block[flips], rank]
        flipped[flips] |= (steps.indicator[at, block[flips], rank] >= 0).astype(np.int64) << rank
    return taken, flipped


def _settled(steps: Steps, at: int, block: Int, state: Int) -> tuple[Int, Mask]:
    """The states after a level, with rows that are sure to hold made alike, and which of them may be completed."""
    alive = ((state <= steps.highest[at][block]) & (state >= steps.lowest[at][block])).all(axis=1)
    low, high = steps.sure_low[at][block], steps.sure_high[at][block]
    state = np.where((state >= low) & (state <= high), np.clip(0, low, high), state)
    return np.where(steps.ends[at][block], 0, state), alive


def _merged(block: Int, state: Int) -> tuple[Int, Int]:
    """The distinct states, by block: the number of each state, and the first with each number."""
    draw = np.random.default_rng(len(block))
    while True:
        # A hash proposes; where two states share one, another is drawn.
        weights = draw.integers(1, 2**62, state.shape[1])
        mark = block << 44 | ((state.astype(np.int64) @ weights) >> 4 & 2**44 - 1)
        _, first, place = np.unique(mark, return_index=True, return_inverse=True)
        if (state == state[first][place]).all():
            return place, first


def _too_wide(steps: Steps, at: int, block: Int, state: Int) -> TooWide:
    """The row with most activities among the nodes of the block with most."""
    widest = int(np.bincount(block).argmax())
    values = [len(np.unique(column)) for column in state[block == widest].T]
    rows = np.where(steps.row[at, widest] >= 0, values, 0)
    return TooWide(int(steps.row[at, widest, rows.argmax()]) if rows.any() else -1)


def _reduced(levels: list[Level], blocks: int) -> list[Level]:
    """Nodes with the same successors merged, and those without any left out."""
    found, place = [], np.arange(blocks)
    for level in reversed(levels):
        skip, take = np.r_[place, -1][level.skip], np.r_[place, -1][level.take]
        alive = np.flatnonzero((skip >= 0) | (take >= 0))
        flipped = np.where(take >= 0, level.flipped, 0)
        keys = (level.block[alive], skip[alive] + 1, take[alive] + 1, flipped[alive])
        label, first = _labels(keys)
        chosen = alive[first]
        found.append(Level(level.block[chosen], skip[chosen], take[chosen], flipped[chosen]))
        place = np.full(len(level.block), -1)
        place[alive] = label
    return found[::-1]


def _labels(keys: tuple[Int, ...]) -> tuple[Int, Int]:
    """The number of each tuple of keys, in their order, and the first tuple with each number."""
    label, count = keys[0], int(keys[0].max(initial=0)) + 1
    for key in keys[1:]:
        size = int(key.max(initial=0)) + 1
        if count * size >= _FAR:
            label = np.unique(label, return_inverse=True)[1]
            count = int(label.max(initial=0)) + 1
        label, count = label * size + key, count * size
    _, first, place = np.unique(label, return_index=True, return_inverse=True)
    return place, first

"""All rosters of some blocks: the best at given gains, what forcing a pair costs, and all that are nearly as good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask, Real, nth
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.roster_params import RosterParams
from staffmatch.engine.rosters.diagram import Diagram, Numbers
from staffmatch.engine.rosters.own_rows import OwnRows
from staffmatch.engine.rosters.steps import FAR, TooWide, steps_of


@dataclass(frozen=True)
class Choice:
    """Some rosters: the block of each, its total, and its pairs as the row of a matrix."""

    block: Int
    total: Numbers
    pairs: csr_array


class Rosters:
    """The rosters of the blocks of ``own``, by the rows that these keep alone; ``keeps`` marks them."""

    def __init__(self, own: OwnRows, diagram: Diagram) -> None:
        self.own, self.diagram = own, diagram
        self.keeps = own.kept

    @property
    def blocks(self) -> int:
        return self.own.blocks

    @property
    def cells(self) -> int:
        """The work of one look at all rosters."""
        return 2 * self.diagram.nodes

    def best(self, gains: Numbers) -> Choice:
        """The best roster of each block; of equally good ones the one that skips the earlier pairs."""
        diagram, ahead = self.diagram, self.diagram.ahead(gains)
        node = np.full(self.blocks, -1)
        blocks, pairs = [], []
        for at, level in enumerate(diagram.levels):
            roots = diagram.roots.get(at, np.empty(0, np.int64))
            node[level.block[roots]] = roots
            block = np.flatnonzero(node >= 0)
            here = node[block]
            take = ahead[at + 1][level.take[here]] + diagram.gain(at, gains)[here] < ahead[at + 1][level.skip[here]]
            node[block] = np.where(take, level.take[here], level.skip[here])
            blocks.append(block[take])
            pairs.append(diagram.steps.pair[at, block[take]])
        chosen = self._matrix(np.concatenate(blocks), np.concatenate(pairs), self.blocks)
        return Choice(np.arange(self.blocks), diagram.at_roots(ahead), chosen)

    def reduced(self, gains: Numbers) -> Numbers:
        """For every pair of a block, how much the block's total rises if its roster must contain it; for others 0."""
        diagram, ahead = self.diagram, self.diagram.ahead(gains)
        far = ahead[-1][-1]
        found: Numbers = np.zeros(len(gains), gains.dtype)
        behind: Numbers = np.empty(0, gains.dtype)
        total = diagram.at_roots(ahead)
        for at, level in enumerate(diagram.levels):
            new: Numbers = np.full(len(level.block) - len(behind), far)
            start = np.concatenate([behind, new])
            start[diagram.roots.get(at, np.empty(0, np.int64))] = 0
            taken = start + diagram.gain(at, gains)
            least: Numbers = np.full(self.blocks, far)
            np.minimum.at(least, level.block, np.minimum(far, taken + ahead[at + 1][level.take]))
            here = np.flatnonzero(diagram.steps.pair[at] >= 0)
            found[diagram.steps.pair[at, here]] = least[here] - total[here]
            after: Numbers = np.full(len(ahead[at + 1]), far)
            np.minimum.at(after, level.skip, start)
            np.minimum.at(after, level.take, np.minimum(far, taken))
            behind = after[:-1]
        return found

    def near(self, gains: Real, gap: Real, most: int) -> Choice | None:
        """All rosters whose total is at most a block's best one plus its ``gap``; None if there are more than
        ``most``."""
        diagram, ahead = self.diagram, self.diagram.ahead(gains)
        limit = diagram.at_roots(ahead) + gap
        node: Int = np.empty(0, np.int64)
        owner: Int = np.empty(0, np.int64)
        cost: Real = np.empty(0)
        trail: list[tuple[Int, Mask, Int]] = []
        for at, level in enumerate(diagram.levels):
            roots = diagram.roots.get(at, np.empty(0, np.int64))
            node, cost = np.r_[node, roots], np.r_[cost, np.zeros(len(roots))]
            owner = level.block[node]
            child = np.r_[level.skip[node], level.take[node]]
            reached = np.r_[cost, cost + diagram.gain(at, gains)[node]]
            kept = np.flatnonzero(reached + ahead[at + 1][child] <= np.r_[limit[owner], limit[owner]])
            if len(kept) > most:
                return None
            trail.append((kept % len(node), kept >= len(node), diagram.steps.pair[at, owner]))
            node, cost = child[kept], reached[kept]
            owner = np.r_[owner, owner][kept]
        return self._traced(owner, cost, trail)

    def _traced(self, owner: Int, cost: Real, trail: list[tuple[Int, Mask, Int]]) -> Choice:
        """The rosters at the ends of paths, read backwards."""
        alive: Int = np.arange(len(owner))
        place: Int = np.arange(len(owner))
        rows, pairs = [], []
        for before, taken, pair in reversed(trail):
            # Whoever came from a root stands beyond the nodes of the level before.
            here = place < len(before)
            alive, place = alive[here], place[here]
            took = taken[place]
            place = before[place]
            rows.append(alive[took])
            pairs.append(pair[place[took]])
        return Choice(owner, cost, self._matrix(np.concatenate(rows), np.concatenate(pairs), len(owner)))

    def _matrix(self, row: Int, pair: Int, count: int) -> csr_array:
        shape = count, self.own.problem.pairs
        return csr_array((np.ones(len(row), np.int64), (row, pair)), shape=shape)


def rosters_of(
    problem: Problem, own: OwnRows, priced: Mask, params: RosterParams, over: Callable[[int], bool]
) -> Rosters | None:
    """The rosters of some blocks; None if even without long rows there are too many states, or it is ``over``, which is
    told of work on the way.

    ``priced`` are the columns with a cost in some tier. Short rows make the first diagrams; long ones, which count over
    most of the time, restrict these one after the other, and are left out where there would be too many nodes or it is
    over.
    """
    if own.blocks * own.levels > params.most_cells or not own.blocks:
        return None
    first, last = own.reach
    size = np.bincount(own.block[own.order], minlength=own.blocks)
    long = last - first > params.long_row * size[own.owner]
    while True:
        labelled = _labelled(problem, own, priced, np.flatnonzero(long))
        try:
            steps = steps_of(own, np.flatnonzero(~long), labelled, params.most_entries)
            diagram = Diagram.compiled(steps, params.most_nodes, over)
            break
        except TooWide as wide:
            if over(0) or wide.row < 0:
                return None
            long |= problem.row_group[own.rows] == problem.row_group[own.rows[np.flatnonzero(~long)[wide.row]]]
    left_out: list[Int] = [np.empty(0, np.int64)]
    for rows in _in_turn(own, np.flatnonzero(long)):
        try:
            diagram = _restricted(diagram, own, rows, params, over)
        except TooWide:
            left_out.append(rows)
    return Rosters(own.without(np.concatenate(left_out)), diagram)


def _labelled(problem: Problem, own: OwnRows, priced: Mask, long: Int) -> Mask:
    """Columns that take part in more than short rows: those with costs, in long rows, or in rows that no block keeps
    alone."""
    found = priced.copy()
    for rows in (np.flatnonzero(~own.kept), own.rows[long]):
        found[problem.matrix[rows].indices] = True
    return found


def _in_turn(own: OwnRows, long: Int) -> Iterator[Int]:
    """The first long row of each block, the second, and so on."""
    order = long[np.argsort(own.owner[long], kind="stable")]
    rank = nth(own.owner[order])
    for turn in range(int(rank.max(initial=-1)) + 1):
        yield order[rank == turn]


def _restricted(
    diagram: Diagram, own: OwnRows, rows: Int, params: RosterParams, over: Callable[[int], bool]
) -> Diagram:
    values, problem, blocks = np.zeros(own.problem.width, np.int64), own.problem, own.owner[rows]
    part = own.entries[rows]
    values[part.indices] = part.data
    lower, upper = np.full(own.blocks, -FAR), np.full(own.blocks, FAR)
    lower[blocks] = np.maximum(problem.lower[own.rows[rows]], -FAR)
    upper[blocks] = np.minimum(problem.upper[own.rows[rows]], FAR)
    return diagram.restricted(values, lower, upper, params.most_restricted, over)

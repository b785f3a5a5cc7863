"""Problems in which blocks fill seats at fixed times, one at a time, and nothing else: shift minimisation and its
kin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask, owners_of
from staffmatch.engine.model.problem import SEAT, Indicators, Objective, Problem, Timeline
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import ShiftMinimisationParams


@dataclass(frozen=True)
class WorkerSeatMatrix:
    """``pair[b, s]`` is the column with which block b fills seat s, -1 where it cannot.

    A choice of pairs is a plan iff no seat is filled twice and no block fills two seats whose spans ``[start, end)``
    overlap. A seat of several places has one column for each; ``label`` is its label in `Problem.seat`. Where seats are
    jobs of several shifts their spans say nothing, and ``conflicts`` says which exclude each other.
    """

    pair: Int
    label: Int
    start: Int
    end: Int
    conflicts: Mask | None = None

    @property
    def seats(self) -> int:
        return len(self.start)

    @cached_property
    def able(self) -> Mask:
        return self.pair >= 0

    @cached_property
    def overlap(self) -> Mask:
        """For every two seats, whether they exclude each other, such as every seat itself."""
        if self.conflicts is not None:
            return self.conflicts
        found: Mask = (self.start[:, None] < self.end) & (self.end[:, None] > self.start)
        return found

    def restricted(self, seats: Int) -> WorkerSeatMatrix:
        conflicts = None if self.conflicts is None else self.conflicts[np.ix_(seats, seats)]
        return WorkerSeatMatrix(self.pair[:, seats], self.label[seats], self.start[seats], self.end[seats], conflicts)

    def filled(self, chosen: Mask) -> Int:
        """The block that a choice of pairs gives each seat, -1 for none."""
        block, seat = np.nonzero(self.able)
        on = chosen[self.pair[block, seat]]
        at = np.full(self.seats, -1)
        taken: set[int] = set()
        for b, s, column in zip(
            block[on].tolist(), seat[on].tolist(), self.pair[block, seat][on].tolist(), strict=True
        ):
            if at[s] < 0 and column not in taken:
                at[s] = b
                taken.add(column)
        return at

    def weights(self, objective: Objective) -> Int | None:
        """The cost of leaving each seat empty; None if the objective contains anything else, or not every seat."""
        block = self.able.argmax(axis=0)
        weight: Int = -objective.costs[self.pair[block, np.arange(self.seats)]]
        if weight.min() <= 0 or (np.where(self.able, objective.costs[self.pair] + weight, 0) != 0).any():
            return None
        used = np.zeros(len(objective.costs), bool)
        used[self.pair[self.able]] = True
        return None if objective.costs[~used].any() else weight


def seats_of(problem: Problem, params: ShiftMinimisationParams) -> WorkerSeatMatrix | None:
    """The blocks and seats of a problem, by spans if possible, else by conflicts."""
    return matrix_of(problem, params) or conflicts_of(problem, params)


def matrix_of(problem: Problem, params: ShiftMinimisationParams = ShiftMinimisationParams()) -> WorkerSeatMatrix | None:
    """The blocks and seats of a problem; None if other rows restrict its choices, or if there are too many."""
    timeline = problem.timeline
    if timeline is None or not problem.pairs or not _plain(problem, timeline):
        return None
    count = int(problem.seat.max()) + 1
    start, end = np.zeros(count, np.int64), np.zeros(count, np.int64)
    start[problem.seat], end[problem.seat] = timeline.start, timeline.end
    if (start[problem.seat] != timeline.start).any() or (end[problem.seat] != timeline.end).any():
        return None
    return _matrix(problem, timeline, start, end, None, params) if (end > start)[problem.seat].all() else None


def conflicts_of(
    problem: Problem, params: ShiftMinimisationParams = ShiftMinimisationParams()
) -> WorkerSeatMatrix | None:
    """The blocks and seats of a problem in which some seats are jobs of several shifts, by the cliques of its rows.

    None if rows of pairs alone say anything but that a seat is full, or that pairs of one block exclude each other, or
    if other rows keep pairs out.
    """
    timeline, matrix = problem.timeline, problem.matrix
    if timeline is None or not problem.pairs or timeline.rows.any():
        return None
    count = int(problem.seat.max()) + 1
    if count > params.most_seats or count * (int(timeline.block.max()) + 1) > params.most_cells:
        return None
    filled = np.flatnonzero((np.diff(matrix.indptr) > 0) & ~problem.cut)
    mixed = np.diff(matrix[filled][:, problem.pairs :].indptr) > 0
    alone = filled[~mixed]
    plain = matrix[alone]
    if _excludes_pairs(problem, filled[mixed]):
        return None
    if not (np.isneginf(problem.lower[alone]).all() and (plain.data == 1).all()):
        return None
    cliques = np.flatnonzero(problem.side[alone] != SEAT)
    held = plain[cliques]
    row, block = owners_of(held.indptr), timeline.block[held.indices]
    if (problem.upper[alone[cliques]] != 1).any() or (block != block[held.indptr[:-1]][row]).any():
        return None
    seats = csr_array((np.ones(held.nnz, np.int64), (row, problem.seat[held.indices])), shape=(len(cliques), count))
    conflicts = (seats.T @ seats).toarray() > 0
    np.fill_diagonal(conflicts, True)
    start = np.zeros(count, np.int64)
    return _matrix(problem, timeline, start, start + 1, conflicts, params)


def _excludes_pairs(problem: Problem, rows: Int) -> bool:
    """Whether one of some rows with other columns could keep a pair out; those that integer variables make up for, and
    those that pairs only help to satisfy, do not."""
    held = problem.matrix[rows]
    made_up = abs(held) @ problem.digits > 0
    helped = np.isneginf(problem.lower[rows]) & (held[:, : problem.pairs].maximum(0).sum(axis=1) == 0)
    return not (made_up | helped).all()


def _matrix(
    problem: Problem, timeline: Timeline, start: Int, end: Int, conflicts: Mask | None, params: ShiftMinimisationParams
) -> WorkerSeatMatrix | None:
    """From what is known of the seats by label; None if there are too many, or if a block has two pairs for one."""
    count = np.bincount(problem.seat)
    label = np.repeat(np.arange(len(count)), np.minimum(count, problem.capacity))
    blocks = int(timeline.block.max()) + 1
    if blocks * len(label) > params.most_cells or len(label) > params.most_seats:
        return None
    pair = np.full((blocks, len(count)), -1)
    pair[timeline.block, problem.seat] = np.arange(problem.pairs)
    if np.count_nonzero(pair >= 0) < problem.pairs:
        return None
    between = None if conflicts is None else conflicts[np.ix_(label, label)]
    return WorkerSeatMatrix(pair[:, label], label, start[label], end[label], between)


def _plain(problem: Problem, timeline: Timeline) -> bool:
    """Whether every row bounds the pairs of one seat, forbids overlaps within a block, or is a cut."""
    seat, own = problem.side == SEAT, problem.matrix[~problem.cut]
    simple = np.isneginf(problem.lower).all() and (own.data == 1).all()
    if not ((timeline.rows | seat | problem.cut).all() and simple and (own.indices < problem.pairs).all()):
        return False
    # A seat row must contain all pairs of its seat and no others.
    held = problem.matrix[np.flatnonzero(seat & ~timeline.rows)]
    label, size = problem.seat[held.indices], np.bincount(problem.seat)
    cells = np.unique(owners_of(held.indptr) * len(size) + label)
    return bool(len(cells) == held.shape[0] == len(np.unique(label)) and held.nnz == int(size[cells % len(size)].sum()))


def worker_indicators(tier: Tier) -> Indicators | None:
    """The indicators that the tier charges, if there is one for each used block and all have the same cost.

    Nothing else may have a cost.
    """
    timeline, charged = tier.problem.timeline, tier.charged
    if timeline is None or len(charged) != 1:
        return None
    indicators = charged[0]
    own = indicators.columns
    price = tier.costs[own]
    elsewhere = np.count_nonzero(tier.costs) > np.count_nonzero(price)
    if elsewhere or price.min() <= 0 or price.min() < price.max():
        return None
    if not np.array_equal(np.sort(indicators.member), np.arange(tier.problem.pairs)):
        return None
    block = timeline.block[indicators.member]
    both = len(np.unique(block * indicators.count + indicators.group))
    return indicators if both == len(np.unique(block)) == len(np.unique(indicators.group)) else None

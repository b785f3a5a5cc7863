"""Whether the rows form a network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, owners_of
from staffmatch.engine.model.problem import SEAT, WORKER, Problem


@dataclass(frozen=True)
class Network:
    """Each pair connects a worker node and a seat node; a node that no row bounds has capacity 1.

    ``worker_row`` and ``seat_row`` are the rows that bound the nodes, -1 if there is none.
    """

    worker: Int
    seat: Int
    worker_capacity: Int
    seat_capacity: Int
    worker_row: Int
    seat_row: Int


def network(problem: Problem) -> Network | None:
    """The network that the rows describe: at most one binding row on each side of a pair, and no other rows.

    Rows that another row of the same side implies do not count. None also if a row has no entry.
    """
    pairs, matrix = problem.pairs, problem.matrix
    costed = any(objective.costs[pairs:].any() for objective in problem.objectives)
    if costed or not problem.packing.all() or not np.isin(problem.side, (SEAT, WORKER)).all():
        return None
    starts = matrix.indptr[:-1]
    if (np.diff(matrix.indptr) == 0).any():
        return None
    if matrix.nnz and (np.minimum.reduceat(matrix.data, starts) != np.maximum.reduceat(matrix.data, starts)).any():
        return None
    capacity = np.floor(problem.upper / matrix.data[starts]).astype(np.int64) if matrix.nnz else np.empty(0, np.int64)
    worker = _partition(problem, capacity, WORKER)
    seat = _partition(problem, capacity, SEAT)
    if worker is None or seat is None:
        return None
    return Network(worker[0], seat[0], worker[1], seat[1], worker[2], seat[2])


def _partition(problem: Problem, capacity: Int, side: int) -> tuple[Int, Int, Int] | None:
    """For each pair its node on one side, the nodes' capacities and rows; None if rows cross."""
    rows = np.flatnonzero(problem.side == side)
    part = problem.matrix[rows]
    entry = owners_of(part.indptr)
    node = np.full(problem.pairs, len(rows))
    node[part.indices] = entry
    # If a pair is in two rows, the later one has overwritten the other.
    if (node[part.indices] != entry).any():
        chiefs = _implying_rows(part, capacity[rows], problem.pairs)
        if chiefs is None:
            return None
        node, kept = chiefs
        rows = rows[kept]
    alone = node == len(rows)
    caps, row = capacity[rows], rows
    if alone.any():
        # Pairs without a row get a node of their own.
        count = int(alone.sum())
        node[alone] = len(rows) + np.arange(count)
        caps, row = np.r_[caps, np.ones(count, np.int64)], np.r_[row, np.full(count, -1)]
    return node, caps, row


def _implying_rows(part: csr_array, capacity: Int, pairs: int) -> tuple[Int, Int] | None:
    """For each pair the number of the row that implies all its other rows, and the rows so numbered; None if rows
    cross. A pair without a row gets the next number."""
    size = np.diff(part.indptr)
    # Only the largest row, and among those the tightest, can imply the others.
    rank = np.empty(len(size), np.int64)
    rank[np.lexsort((capacity, -size))] = np.arange(len(size))
    ranked = np.argsort(rank)
    best = np.full(pairs, len(size))
    np.minimum.at(best, part.indices, np.repeat(rank, size))
    chief = best[part.indices]
    low, high = np.minimum.reduceat(chief, part.indptr[:-1]), np.maximum.reduceat(chief, part.indptr[:-1])
    if (low != high).any() or (capacity[ranked[low]] > capacity).any():
        return None
    kept = np.zeros(len(size) + 1, bool)
    kept[low] = True
    number = np.cumsum(kept) - kept
    number[-1] = kept[:-1].sum()
    return number[best], ranked[np.flatnonzero(kept[:-1])]

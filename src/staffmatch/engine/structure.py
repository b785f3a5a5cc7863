"""What kind of problem the rows make: a network, or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int
from staffmatch.engine.problem import SEAT, WORKER, Problem


@dataclass(frozen=True)
class Network:
    """Each pair leads from one worker node to one seat node; nodes have capacities, of 1 where nothing bounds them.

    ``worker_row`` and ``seat_row`` are the rows that bound the nodes, -1 where none does.
    """

    worker: Int
    seat: Int
    worker_capacity: Int
    seat_capacity: Int
    worker_row: Int
    seat_row: Int


def network(problem: Problem) -> Network | None:
    """The network that the rows describe: at most one binding row a pair on each side, and nothing else.

    Rows that another row of the same side implies do not count.
    """
    pairs, matrix = problem.pairs, problem.matrix
    costed = any(objective.costs[pairs:].any() for objective in problem.objectives)
    if costed or not problem.packing.all() or not np.isin(problem.side, (SEAT, WORKER)).all():
        return None
    starts = matrix.indptr[:-1]
    if matrix.nnz and (np.minimum.reduceat(matrix.data, starts) != np.maximum.reduceat(matrix.data, starts)).any():
        return None
    capacity = np.floor(problem.upper / matrix.data[starts]).astype(np.int64) if matrix.nnz else np.empty(0, np.int64)
    worker = _partition(problem, capacity, WORKER)
    seat = _partition(problem, capacity, SEAT)
    if worker is None or seat is None:
        return None
    return Network(worker[0], seat[0], worker[1], seat[1], worker[2], seat[2])


def _partition(problem: Problem, capacity: Int, side: int) -> tuple[Int, Int, Int] | None:
    """For each pair its one node of a side, the nodes' capacities and rows; None where rows cross."""
    rows = np.flatnonzero(problem.side == side)
    part = problem.matrix[rows]
    size = np.diff(part.indptr)
    # The largest row, and of those the tightest, is the only candidate to imply the others.
    rank = np.empty(len(rows), np.int64)
    rank[np.lexsort((capacity[rows], -size))] = np.arange(len(rows))
    ranked = np.argsort(rank)
    best = np.full(problem.pairs, len(rows))
    np.minimum.at(best, part.indices, np.repeat(rank, size))
    if len(rows):
        chief = best[part.indices]
        low, high = np.minimum.reduceat(chief, part.indptr[:-1]), np.maximum.reduceat(chief, part.indptr[:-1])
        if (low != high).any() or (capacity[rows][ranked[low]] > capacity[rows]).any():
            return None
    used, node = np.unique(best, return_inverse=True)
    caps, row = np.append(capacity[rows][ranked], 0)[used], np.append(rows[ranked], -1)[used]
    alone = best == len(rows)
    if alone.any():
        # Pairs that no row bounds get a node of their own.
        node = node.copy()
        node[alone] = len(used) + np.arange(alone.sum())
        caps, row = np.r_[caps, np.ones(alone.sum(), np.int64)], np.r_[row, np.full(alone.sum(), -1)]
    return node, caps, row

"""Lower bounds on the number of blocks that a plan uses.

Two bounds for seats at fixed times, and a formulation that is stronger than pairwise links ``x <= u``. If an indicator
u tells whether a block is used at all, the row of the block's pairs alive at one moment,

    Σ_{p in C} x_p <= 1,    becomes    Σ_{p in C} x_p <= u.

It implies the links of its pairs. Over all moments, with 0 <= u <= 1, these rows describe the convex hull of "no
roster, or one of non-overlapping spans with u = 1", since interval matrices are totally unimodular. So the relaxation
is as strong as one over whole rosters, and its seat duals prove as much in `least_used`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, eye_array, vstack

from staffmatch.arrays import Int, Mask
from staffmatch.engine.model.problem import FREE, SEAT, Indicators, Problem, Timeline
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.shift_minimisation.worker_seat_matrix import WorkerSeatMatrix

# Prices of seats are integer multiples of 1 / SCALE of a block.
SCALE = 2**20


def least_used(matrix: WorkerSeatMatrix, price: Int, vacant: int) -> int:
    """The least number of blocks that fill all but ``vacant`` seats, by prices π >= 0 of the seats in units of 1 /
    SCALE.

    The filled seats are worth at least ``Σ_s π_s`` less the ``vacant`` highest prices, and a block b fills seats worth
    at most its best roster R_b. So the number of blocks used is at least

        Σ_s π_s - the highest of them - Σ_b max(0, R_b - 1)

    rounded up. Best rosters are longest paths over the seats by their ends, for all blocks at once, in integers.
    """
    order = np.argsort(matrix.end, kind="stable")
    before = np.searchsorted(matrix.end[order], matrix.start[order], side="right")
    gain = price[order, None] * matrix.able.T[order]
    worth = np.zeros((matrix.seats + 1, len(matrix.pair)), np.int64)
    for at, earlier in enumerate(before.tolist()):
        np.maximum(worth[at], worth[earlier] + gain[at], out=worth[at + 1])
    spared = np.sort(price)[len(price) - min(vacant, len(price)) :].sum()
    least = int(price.sum()) - int(spared) - int(np.maximum(worth[-1] - SCALE, 0).sum())
    return max(0, -(-least // SCALE))


def seat_proof(tier: Tier, matrix: WorkerSeatMatrix, price: Int, earlier: int, vacant: int) -> Proof:
    """The proof of `least_used` as duals of rows, where an ``earlier`` tier leaves at most ``vacant`` seats empty.

    Subtracting the ``vacant`` highest prices amounts to capping all prices at the least of these, t. With dual -y on
    the earlier tier's row ``-Σ_s w_s x_s <= v``, and ``π_s - y w_s <= 0`` on the row of seat s, a pair of the seat
    gains π_s, and the sides add up to ``Σ_s π_s - t vacant`` or more. The minimum is over each block's rosters, which
    pay for the block. A seat without a row has no more pairs than places: it gains y w_s, and so do its blocks.
    """
    problem = tier.problem
    if vacant:
        price = np.minimum(price, np.sort(price)[-vacant] if vacant <= len(price) else 0)
    # Only where a seat's pairs are in the row at all.
    weight = np.maximum(1, -tier.caps[earlier][np.where(matrix.able, matrix.pair, -1)].min(axis=0))
    dearest = int((-(-price // weight)).max(initial=0))
    above = np.zeros(int(problem.seat.max()) + 1, np.int64)
    above[matrix.label] = dearest * weight - price
    seats = np.flatnonzero((problem.side == SEAT) & ~problem.cut & (np.diff(problem.matrix.indptr) > 0))
    rows = np.zeros(len(problem.upper) + len(tier.earlier))
    rows[seats] = -above[problem.seat[problem.matrix.indices[problem.matrix.indptr[seats]]]] / SCALE
    rows[len(problem.upper) + earlier] = -dearest / SCALE
    return Proof(rows, rosters=True, scale=SCALE)


def seats_apart(matrix: WorkerSeatMatrix, enough: int, over: Callable[[], bool]) -> Int:
    """A large set of seats of which no block can fill two: at a price of 1 each they prove its size as a bound.

    Two seats are incompatible if their spans overlap or no block can fill both. The seats alive at one moment are; to
    these are added, moment by moment, as many as possible that are alive at another moment and incompatible with all
    before. Stops early with ``enough`` seats.
    """
    able = matrix.able.astype(np.float32)
    apart = matrix.overlap | (able.T @ able == 0)
    moments = np.unique(matrix.start)[:, None]
    alive: Mask = (matrix.start <= moments) & (matrix.end > moments)
    size = alive.sum(axis=1)
    best: Int = np.flatnonzero(alive[size.argmax()])
    for first in np.argsort(-size, kind="stable").tolist():
        if len(best) >= enough or over():
            break
        found = _extended(alive, apart, first)
        best = found if len(found) > len(best) else best
    return best


def _extended(alive: Mask, apart: Mask, first: int) -> Int:
    chosen = alive[first].copy()
    candidates = apart[chosen].all(axis=0) & ~chosen
    while candidates.any():
        new = alive[np.count_nonzero(alive & candidates, axis=1).argmax()] & candidates
        chosen |= new
        candidates &= apart[new].all(axis=0) & ~new
    return np.flatnonzero(chosen)


def lifted(problem: Problem, timeline: Timeline, indicators: Indicators, full: bool) -> Problem:
    """The problem with a row for each seat, and the rows of its timeline lifted to the indicators of workers.

    Other links are omitted. ``full`` says that every seat must be filled.
    """
    pairs, width = problem.pairs, problem.width
    seats = int(problem.seat.max()) + 1
    seat = csr_array((np.ones(pairs, np.int64), (problem.seat, np.arange(pairs))), shape=(seats, width))
    capacity = np.minimum(problem.capacity, np.bincount(problem.seat)).astype(float)
    together = problem.matrix[np.flatnonzero(timeline.rows & (np.diff(problem.matrix.indptr) > 0))]
    alone = np.ones(pairs, bool)
    alone[together.indices] = False
    moment = csr_array(vstack([together, eye_array(pairs, width, dtype=np.int64, format="csr")[alone]], format="csr"))
    indicator = np.empty(pairs, np.int64)
    indicator[indicators.member] = indicators.first + indicators.group
    rows = moment.shape[0]
    user = (np.ones(rows, np.int64), (np.arange(rows), indicator[moment.indices[moment.indptr[:-1]]]))
    return replace(
        problem,
        matrix=csr_array(vstack([seat, moment - csr_array(user, shape=moment.shape)], format="csr")),
        lower=np.r_[capacity if full else np.full(seats, -np.inf), np.full(rows, -np.inf)],
        upper=np.r_[capacity, np.zeros(rows)],
        side=np.repeat(np.array([SEAT, FREE], np.int8), [seats, rows]),
        row_group=np.repeat([0, 1], [seats, rows]),
        timeline=None,
        cuts=(),
        indicators=(),
    )

"""How many blocks a plan has to use: rows and bounds that pairwise links ``x <= u`` miss.

Where an indicator u tells whether a block is used at all, the row of pairs of that block alive at one moment,

    Σ_{p in C} x_p <= 1,    becomes    Σ_{p in C} x_p <= u.

It implies the links of its pairs. For all moments together, and 0 <= u <= 1, these rows describe the convex hull of
"no roster, or one of non-overlapping spans with u = 1", since a matrix of intervals is totally unimodular.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask
from staffmatch.engine.blocks import Blocks
from staffmatch.engine.problem import SEAT, Indicators
from staffmatch.engine.tier import Tier


def lifted(tier: Tier, family: Indicators, full: bool) -> Tier:
    """The same tier with the rows of its timeline bounded by the block's indicator instead of 1.

    ``full`` says that earlier tiers ask for every seat: then each seat's row holds with equality, and tells more than
    the one row of the earlier tier does.
    """
    problem, timeline = tier.problem, tier.problem.timeline
    strong = copy(tier)
    if timeline is None:
        return strong
    indicator = np.full(problem.pairs, -1)
    indicator[family.member] = family.first + family.group
    rows = np.flatnonzero(timeline.rows & (np.diff(problem.matrix.indptr) > 0))
    rows = rows[(problem.upper[rows] == 1) & np.isneginf(problem.lower[rows])]
    column = indicator[problem.matrix.indices[problem.matrix.indptr[rows]]]
    rows, column = rows[column >= 0], column[column >= 0]
    shape = tier.matrix.shape
    strong.matrix = csr_array(tier.matrix + csr_array((np.full(len(rows), -1), (rows, column)), shape=shape))
    strong.__dict__.pop("by_column", None)
    strong.lower, strong.upper = tier.lower.copy(), tier.upper.copy()
    strong.upper[rows] = 0
    linked = np.zeros(problem.pairs, bool)
    linked[problem.matrix[rows].indices] = True
    pair, column = problem.links
    strong.implied = linked[pair] & (column >= family.first) & (column < family.first + family.count)
    if full:
        seats = np.flatnonzero(problem.side == SEAT)
        strong.lower[seats] = strong.upper[seats]
        strong.upper[len(problem.upper) :] = np.inf
    return strong


def seats_apart(blocks: Blocks, enough: int, over: Callable[[], bool]) -> Int:
    """Seats of which no block can fill two, as many as are easily found: so many blocks a full plan needs.

    Two seats are apart if their spans overlap or no block can fill both. The seats alive at one moment are apart; to
    these come, again and again, as many as possible that are alive at one other moment and apart from all before. It
    ends early with ``enough``.
    """
    able = blocks.able.astype(np.float32)
    apart = blocks.overlap | ~((able.T @ able) > 0)
    alive = _slices(blocks)
    best: Int = np.flatnonzero(alive[alive.sum(axis=1).argmax()])
    for first in np.argsort(-alive.sum(axis=1), kind="stable").tolist():
        if len(best) >= enough or over():
            break
        found = _extended(alive, apart, first)
        best = found if len(found) > len(best) else best
    return best


def _slices(blocks: Blocks) -> Mask:
    """The seats alive at each moment at which a seat starts."""
    moments = np.unique(blocks.start)[:, None]
    alive: Mask = (blocks.start <= moments) & (blocks.end > moments)
    return alive


def _extended(alive: Mask, apart: Mask, first: int) -> Int:
    chosen = alive[first].copy()
    candidates = apart[chosen].all(axis=0) & ~chosen
    while candidates.any():
        at = int((alive & candidates).sum(axis=1).argmax())
        new = alive[at] & candidates
        chosen |= new
        candidates &= apart[new].all(axis=0) & ~new
    return np.flatnonzero(chosen)

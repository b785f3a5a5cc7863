"""Linear assignment: the cheapest matching of workers and seats that take one each, by shortest augmenting paths.

Jonker and Volgenant 1987, as in scipy, which wants each row matched: a row may also stay alone, at no cost, in a column
of its own. Its floats hold whole numbers up to 2^53, and labels are lengths of paths, so nothing is rounded.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from staffmatch.arrays import Int, Mask

_EXACT = 2**53

# Each augmentation clears arrays as long as the network: at 10,000 rows a flow takes half the time.
_ROWS = 4_000


def matching(worker: Int, seat: Int, cost: Int) -> Mask | None:
    """Pairs of least total cost, no two of one worker or seat; None where too large, or where pairs are parallel."""
    rows, columns = int(worker.max(initial=-1)) + 1, int(seat.max(initial=-1)) + 1
    if rows > columns:
        worker, seat, rows, columns = seat, worker, columns, rows
    # A weight of 0 would be no entry; the same added to all of a row's changes nothing.
    shift = 1 - int(cost.min(initial=0))
    if rows > _ROWS or (shift + int(cost.max(initial=0))) * (2 * rows + columns) >= _EXACT:
        return None
    row = np.arange(rows)
    weight = np.r_[cost + shift, np.full(rows, shift)].astype(float)
    graph = csr_array((weight, (np.r_[worker, row], np.r_[seat, columns + row])), shape=(rows, columns + rows))
    if graph.nnz < len(weight):
        return None
    matched, partner = min_weight_full_bipartite_matching(graph)
    of = np.empty(rows, np.int64)
    of[matched] = partner
    taken: Mask = of[worker] == seat
    return taken

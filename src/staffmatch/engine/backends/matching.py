"""Linear assignment: the cheapest matching of workers and seats of capacity one, by shortest augmenting paths.

Jonker and Volgenant 1987, as implemented in scipy, which matches every row. Where a smaller matching could be cheaper,
each row gets a column of its own at no cost. Floats are exact for integers up to 2^53, and labels are path lengths, so
nothing is rounded.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from staffmatch.arrays import Int, Mask
from staffmatch.engine.params import FlowParams

_EXACT = 2**53


def matching(worker: Int, seat: Int, cost: Int, most_rows: int = FlowParams.matching_rows) -> Mask | None:
    """The pairs of a cheapest matching; None if it is too large, or if there are parallel pairs."""
    rows, columns = int(worker.max(initial=-1)) + 1, int(seat.max(initial=-1)) + 1
    if rows > columns:
        worker, seat, rows, columns = seat, worker, columns, rows
    # scipy drops entries of weight 0; adding a constant to a whole row does not change the optimum.
    shift = 1 - int(cost.min(initial=0))
    if rows > most_rows or (shift + int(cost.max(initial=0))) * (2 * rows + columns) >= _EXACT:
        return None
    weight = (cost + shift).astype(float)
    graph = csr_array((weight, (worker, seat)), shape=(rows, columns))
    if graph.nnz < len(weight):
        return None
    try:
        partner = _full_matching(graph if _larger_is_cheaper(cost, rows) else _with_own_columns(graph, shift))
    except ValueError:
        partner = _full_matching(_with_own_columns(graph, shift))
    taken: Mask = partner[worker] == seat
    return taken


def _larger_is_cheaper(cost: Int, rows: int) -> bool:
    """Whether a larger matching is always cheaper than a smaller one: ``rows · max <= (rows - 1) · min``."""
    return len(cost) > 0 and rows * int(cost.max()) <= (rows - 1) * int(cost.min())


def _with_own_columns(graph: csr_array, cost: int) -> csr_array:
    """The graph with an extra column for each row, in which it can stay unmatched."""
    return csr_array(hstack([graph, cost * eye_array(graph.shape[0], format="csr")], format="csr"))


def _full_matching(graph: csr_array) -> Int:
    """The column matched to each row; ValueError if not all rows can be matched."""
    row, column = min_weight_full_bipartite_matching(graph)
    partner = np.empty(graph.shape[0], np.int64)
    partner[row] = column
    return partner

"""scipy's linear assignment: dense by shortest augmenting paths, sparse by the same on a bipartite graph.

Neither can be stopped: the time limit does not apply.
"""

from __future__ import annotations

import time

import numpy as np

from benchmarks.peers.base import Answer, tiers_of
from benchmarks.peers.model import pairs_of, plan_of
from benchmarks.run import Run
from staffmatch import Scenario
from staffmatch.arrays import Mask
from staffmatch.formulation.pairs import Pairs


def scipy_lap(scenario: Scenario, run: Run) -> Answer:
    started = time.perf_counter()
    pairs = pairs_of(scenario)
    size = len(pairs.columns.shift_ids)
    built = time.perf_counter()
    chosen = _dense(pairs, size) if len(pairs) == size * size else _sparse(pairs, size)
    phases = {"build": built - started, "solve": time.perf_counter() - built}
    if chosen is None:
        return Answer("infeasible", None, (), phases, len(pairs), "not all workers can be matched at once")
    bounds = (0, int(pairs.cost[chosen].sum()))
    plan = plan_of(pairs, chosen)
    return Answer("optimal", plan, tiers_of(scenario, plan, bounds), phases, len(pairs))


def _dense(pairs: Pairs, size: int) -> Mask:
    from scipy.optimize import linear_sum_assignment

    worker, job = linear_sum_assignment(pairs.cost.reshape(size, size))
    return _mask(pairs, worker * size + job)


def _sparse(pairs: Pairs, size: int) -> Mask | None:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    # An entry of 0 would count as missing; a constant added to all entries does not change the order of matchings.
    weight = pairs.cost - pairs.cost.min(initial=0) + 1
    graph = csr_array((weight, (pairs.worker, pairs.job)), shape=(size, size))
    try:
        worker, job = min_weight_full_bipartite_matching(graph)
    except ValueError:
        return None
    return _mask(pairs, worker * size + job)


def _mask(pairs: Pairs, place: np.ndarray) -> Mask:
    size = len(pairs.columns.shift_ids)
    return np.isin(pairs.worker * size + pairs.job, place)

"""Minimum-cost flow: the only place that touches the binding, which trusts whatever it is given."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.engine.problem import Problem
from staffmatch.engine.structure import Network
from staffmatch.errors import InternalError

_LARGEST = 2**62
_NODES = 2**31 - 1


def merged(problem: Problem, net: Network) -> Int | None:
    """One integer objective that orders plans as the tiers do; None where 64 bits can not hold it.

    Each tier is multiplied by more than the range of all later ones: ``K · max |c|`` each way for at most K pairs.
    """
    most = min(int(net.worker_capacity.sum()), int(net.seat_capacity.sum()))
    total, reach = np.zeros(problem.pairs, np.int64), 0
    for objective in reversed(problem.objectives):
        costs = objective.costs[: problem.pairs] // objective.step
        factor = 2 * reach + 1
        reach += factor * most * int(np.abs(costs).max(initial=0))
        if reach * 4 >= _LARGEST:
            return None
        total += factor * costs
    return total


def cheapest(net: Network, costs: Int) -> Mask:
    """The pairs of least total cost within the capacities of both sides; a pair of positive cost is never taken."""
    from ortools.graph.python import min_cost_flow

    workers, seats = len(net.worker_capacity), len(net.seat_capacity)
    source, sink = workers + seats, workers + seats + 1
    if sink > _NODES or int(np.abs(costs).max(initial=0)) * (sink + 1) >= _LARGEST:
        raise InternalError("The network exceeds the range of the flow solver.")
    flow = min_cost_flow.SimpleMinCostFlow()

    def arcs(tail: Int, head: Int, capacity: Int, cost: Int) -> Int:
        added = flow.add_arcs_with_capacity_and_unit_cost(
            tail.astype(np.int32), head.astype(np.int32), capacity.astype(np.int64), cost.astype(np.int64)
        )
        return np.asarray(added)

    useful = np.flatnonzero(costs < 0)
    from_source, to_sink = np.full(workers, source), np.full(seats, sink)
    arcs(from_source, np.arange(workers), net.worker_capacity, np.zeros(workers, np.int64))
    chosen = arcs(net.worker[useful], workers + net.seat[useful], np.ones(len(useful), np.int64), costs[useful])
    arcs(workers + np.arange(seats), to_sink, net.seat_capacity, np.zeros(seats, np.int64))
    supply = int(min(net.worker_capacity.sum(), net.seat_capacity.sum()))
    arcs(np.array([source]), np.array([sink]), np.array([supply]), np.zeros(1, np.int64))
    flow.set_nodes_supplies(np.array([source, sink], np.int32), np.array([supply, -supply], np.int64))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise InternalError(f"The flow solver ended with {status}.")
    found = np.zeros(len(costs), bool)
    found[useful[np.asarray(flow.flows(chosen)) > 0]] = True
    return found

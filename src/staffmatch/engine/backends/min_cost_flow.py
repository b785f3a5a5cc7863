"""The flow solver. Only this module calls the binding, which does not check its input."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int
from staffmatch.errors import InternalError


class OutOfRange(Exception):
    """Total costs could overflow in the flow solver."""


@dataclass(frozen=True)
class Arrows:
    """Arcs with capacities and costs; ``supply`` flows from the last node but one to the last."""

    tail: Int
    head: Int
    capacity: Int
    cost: Int
    supply: int


def least_cost(arrows: Arrows) -> Int:
    """The flow on each arc. The call cannot be interrupted and takes about 5 µs an arc."""
    from ortools.graph.python import min_cost_flow

    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        arrows.tail.astype(np.int32), arrows.head.astype(np.int32), arrows.capacity, arrows.cost
    )
    sink = int(arrows.head.max())
    flow.set_nodes_supplies(np.array([sink - 1, sink], np.int32), np.array([arrows.supply, -arrows.supply]))
    status = flow.solve()
    if status != flow.OPTIMAL:
        if status == flow.BAD_COST_RANGE:
            raise OutOfRange
        raise InternalError(f"The flow solver ended with {status}.")
    return np.asarray(flow.flows(np.asarray(arcs)))

"""OR-Tools' minimum-cost flow on all pairs, where a worker takes at most one job.

It has no clock to stop it: the time limit does not apply.
"""

from __future__ import annotations

import time

import numpy as np

from benchmarks.peers.base import Answer, Skipped, tiers_of
from benchmarks.peers.model import pairs_of, plan_of
from benchmarks.run import Run
from staffmatch import Scenario
from staffmatch.arrays import Int, Mask
from staffmatch.engine.model.problem import Objective
from staffmatch.formulation.integer_program import formulate
from staffmatch.formulation.pairs import Pairs


def min_cost_flow(scenario: Scenario, run: Run) -> Answer:
    started = time.perf_counter()
    pairs = pairs_of(scenario)
    columns = pairs.columns
    seats = columns.demands.headcount[columns.job_demand]
    # At most this many pairs are chosen, so a tier contributes less than one step of the tier before.
    most = min(int(seats.sum()), len(columns.workers.ids))
    objectives = formulate(pairs, scenario.tiers).objectives
    costs = _combined(objectives, most)
    built = time.perf_counter()
    chosen = _flow(pairs, seats, costs)
    phases = {"build": built - started, "solve": time.perf_counter() - built}
    plan = plan_of(pairs, chosen)
    tiers = tiers_of(scenario, plan, [objective.value(chosen) for objective in objectives])
    return Answer("optimal", plan, tiers, phases, len(pairs))


def _combined(objectives: tuple[Objective, ...], most: int) -> Int:
    """One cost for each pair, ordering plans as the tiers do."""
    total = np.zeros(len(objectives[0].costs), np.int64)
    largest = 0
    for objective in objectives:
        own = int(abs(objective.costs).max(initial=0))
        weight = 2 * most * own + 1
        largest = largest * weight + own
        # The binding overflows silently, and multiplies costs by the number of nodes.
        if largest * (len(total) + most) >= 2**62:
            raise Skipped("the tiers together exceed 64 bits")
        total = total * weight + objective.costs
    return total


def _flow(pairs: Pairs, seats: Int, costs: Int) -> Mask:
    """The chosen pairs of the flow from source to worker to job to sink; empty seats have an arc of their own."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    workers, jobs = len(pairs.columns.workers.ids), len(seats)
    source, sink, every = workers + jobs, workers + jobs + 1, int(seats.sum())
    people, places = np.arange(workers), workers + np.arange(jobs)
    flow = SimpleMinCostFlow()
    tails = np.concatenate([pairs.worker, np.full(workers, source), places, [source]])
    heads = np.concatenate([workers + pairs.job, people, np.full(jobs, sink), [sink]])
    capacities = np.concatenate([np.ones(len(pairs) + workers, np.int64), seats, [every]])
    prices = np.concatenate([costs, np.zeros(workers + jobs + 1, np.int64)])
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), capacities.astype(np.int64), prices.astype(np.int64)
    )
    flow.set_nodes_supplies(np.array([source, sink], np.int32), np.array([every, -every], np.int64))
    if (status := flow.solve()) != flow.OPTIMAL:
        raise Skipped(f"SimpleMinCostFlow ended with {status.name}")
    chosen: Mask = flow.flows(arcs[: len(pairs)]) > 0
    return chosen

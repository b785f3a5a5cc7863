"""One 0/1 variable for each pair and indicator: the model that the generic solvers get."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array, vstack

from benchmarks.peers.base import Answer, tiers_of
from benchmarks.run import Run
from staffmatch import Plan, Scenario
from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.model.problem import Problem
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulate
from staffmatch.formulation.pairs import Pairs


@dataclass(frozen=True)
class Found:
    """The best choice and a bound without the objective's constant, None if there is none; ``proven`` if optimal."""

    chosen: Mask | None
    bound: float | None
    proven: bool


class Solver(Protocol):
    def minimise(self, costs: Int, start: Mask | None, seconds: float) -> Found: ...

    def hold(self, costs: Int, most: int) -> None:
        """Add the constraint ``costs · x <= most``."""


def pairs_of(scenario: Scenario) -> Pairs:
    return eligible_pairs(columns_of(scenario), scenario.rules)


def plan_of(pairs: Pairs, chosen: Mask) -> Plan:
    """The chosen pairs by their ids."""
    picked = pairs.take(chosen[: len(pairs)])
    position, shift = picked.spans["pair", "shift"]
    ids = zip(picked.worker[position].tolist(), shift.tolist(), strict=True)
    return Plan.of((pairs.columns.workers.ids[worker], pairs.columns.shift_ids[held]) for worker, held in ids)


def rows_of(problem: Problem) -> tuple[csr_array, Real, Real]:
    """All rows with their sides, including the links ``x <= y``."""
    pair, indicator = problem.links
    row = np.arange(len(pair))
    value = np.repeat([1, -1], len(pair))
    links = csr_array((value, (np.r_[row, row], np.r_[pair, indicator])), shape=(len(pair), problem.width))
    lower = np.r_[problem.lower, np.full(len(pair), -np.inf)]
    return csr_array(vstack([problem.matrix, links], format="csr")), lower, np.r_[problem.upper, np.zeros(len(pair))]


def tier_by_tier(scenario: Scenario, run: Run, make: Callable[[Problem, Run], Solver]) -> Answer:
    """Minimise the tiers in turn within the remaining time, each over plans that are best in the earlier ones."""
    started = time.perf_counter()
    limit = math.inf if run.time_limit is None else run.time_limit
    pairs = pairs_of(scenario)
    problem = formulate(pairs, scenario.tiers)
    solver = make(problem, run)
    built = time.perf_counter()
    found = Found(None, None, proven=True)
    bounds: list[int | None] = [None] * len(problem.objectives)
    for tier, objective in enumerate(problem.objectives):
        left = limit - (time.perf_counter() - started)
        found = solver.minimise(objective.costs, found.chosen, max(0.0, left))
        bounds[tier] = None if found.bound is None else objective.constant + math.ceil(found.bound - 1e-5)
        if found.chosen is None or not found.proven:
            break
        solver.hold(objective.costs, objective.value(found.chosen) - objective.constant)
    phases = {"build": built - started, "solve": time.perf_counter() - built}
    if found.chosen is None:
        return Answer("infeasible" if found.proven else "unknown", None, (), phases, len(pairs))
    plan = plan_of(pairs, found.chosen)
    return Answer("optimal" if found.proven else "feasible", plan, tiers_of(scenario, plan, bounds), phases, len(pairs))

"""CP-SAT, tier by tier, on models that peers build from a scenario of their own accord."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.peers.base import Answer, tiers_of
from benchmarks.run import Run
from staffmatch import Plan, Scenario
from staffmatch.engine.state.control import available_threads

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# A Boolean for each worker and what the worker may take.
Chosen = dict[tuple[str, str], Any]


@dataclass(frozen=True)
class TieredModel:
    """``costs`` makes the expression of each tier once its turn has come; ``plan`` reads the chosen pairs."""

    model: cp_model.CpModel
    chosen: Chosen
    costs: Iterator[Any]
    plan: Callable[[list[tuple[str, str]]], Plan]


def cpsat_tiers(scenario: Scenario, run: Run, build: Callable[[Scenario], TieredModel]) -> Answer:
    """Minimise the tiers in turn within the remaining time, each over plans that are best in the earlier ones."""
    from ortools.sat.python import cp_model

    started = time.perf_counter()
    limit = math.inf if run.time_limit is None else run.time_limit
    built = build(scenario)
    model, chosen = built.model, built.chosen
    ready = time.perf_counter()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = run.threads or available_threads()
    solver.parameters.random_seed = run.seed
    bounds: list[int | None] = [None] * len(scenario.tiers)
    plan, proven = None, True
    for number, cost in enumerate(built.costs):
        model.minimize(cost)
        if math.isfinite(limit):
            solver.parameters.max_time_in_seconds = max(0.0, limit - (time.perf_counter() - started))
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            proven = False
            break
        bounds[number], proven = math.ceil(solver.best_objective_bound - 1e-6), status == cp_model.OPTIMAL
        plan = built.plan([pair for pair, variable in chosen.items() if solver.value(variable)])
        if not proven:
            break
        model.add(cost <= round(solver.objective_value))
        model.clear_hints()  # type: ignore[no-untyped-call]
        for variable in chosen.values():
            model.add_hint(variable, solver.value(variable))
    phases = {"build": ready - started, "solve": time.perf_counter() - ready}
    if plan is None:
        return Answer("unknown", None, (), phases, len(chosen))
    return Answer("optimal" if proven else "feasible", plan, tiers_of(scenario, plan, bounds), phases, len(chosen))

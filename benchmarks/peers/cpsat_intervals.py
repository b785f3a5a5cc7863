"""CP-SAT with an optional interval for each task and team, and "no overlap" and its cliques for each team.

Written from the scenario alone: it shares neither pairs nor rows with the library.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any

from benchmarks.peers.base import Answer, tiers_of
from benchmarks.run import Run
from staffmatch import Demand, Plan, Scenario, Term
from staffmatch.engine.state.control import available_threads
from staffmatch.objectives import Change, EmptySeats, SpreadOfHours

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Done = dict[tuple[str, str], Any]


def cpsat_intervals(scenario: Scenario, run: Run) -> Answer:
    from ortools.sat.python import cp_model

    started = time.perf_counter()
    limit = math.inf if run.time_limit is None else run.time_limit
    model, done, used = _model(scenario)
    built = time.perf_counter()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = run.threads or available_threads()
    solver.parameters.random_seed = run.seed
    bounds: list[int | None] = [None] * len(scenario.tiers)
    plan, proven = None, True
    for number, (term,) in enumerate(scenario.tiers):
        cost = _cost(scenario, term, model, done, used)
        model.minimize(cost)
        if math.isfinite(limit):
            solver.parameters.max_time_in_seconds = max(0.0, limit - (time.perf_counter() - started))
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            proven = False
            break
        bounds[number], proven = math.ceil(solver.best_objective_bound - 1e-6), status == cp_model.OPTIMAL
        plan = _plan(scenario, done, solver)
        if not proven:
            break
        model.add(cost <= round(solver.objective_value))
        model.clear_hints()  # type: ignore[no-untyped-call]
        for variable in done.values():
            model.add_hint(variable, solver.value(variable))
    phases = {"build": built - started, "solve": time.perf_counter() - built}
    if plan is None:
        return Answer("unknown", None, (), phases, len(done))
    return Answer("optimal" if proven else "feasible", plan, tiers_of(scenario, plan, bounds), phases, len(done))


def _model(scenario: Scenario) -> tuple[cp_model.CpModel, Done, dict[str, Any]]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    done: Done = {}
    used = {worker.id: model.new_bool_var(f"used {worker.id}") for worker in scenario.workers}
    able = _able(scenario)
    for worker in scenario.workers:
        tasks: list[tuple[int, int, Any]] = []
        for demand in scenario.demands:
            if (worker.id, demand.id) in able and _there(worker.availability or (), demand):
                chosen = done[worker.id, demand.id] = model.new_bool_var(f"{worker.id} {demand.id}")
                model.add_implication(chosen, used[worker.id])
                tasks += [(_minutes(shift.start), _minutes(shift.end), chosen) for shift in demand.shifts]
        model.add_no_overlap(
            model.new_optional_fixed_size_interval_var(start, end - start, chosen, "") for start, end, chosen in tasks
        )
        # What no_overlap implies, for the linear relaxation.
        for moment in {start for start, _, _ in tasks}:
            model.add_at_most_one(
                {chosen.index: chosen for start, end, chosen in tasks if start <= moment < end}.values()
            )
    for demand in scenario.demands:
        model.add_at_most_one(chosen for (_, name), chosen in done.items() if name == demand.id)
    return model, done, used


def _able(scenario: Scenario) -> set[tuple[str, str]]:
    table = scenario.pair_table
    return set() if table is None else set(zip(table.workers, table.demands or (), strict=True))


def _cost(scenario: Scenario, term: Term, model: cp_model.CpModel, done: Done, used: dict[str, Any]) -> Any:
    size = {demand.id: len(demand.shifts) for demand in scenario.demands}
    if isinstance(term, EmptySeats):
        return sum(size.values()) - sum(size[demand] * chosen for (_, demand), chosen in done.items())
    if isinstance(term, Change):
        former = set(term.plan)
        kept = {
            (worker.id, demand.id): sum((worker.id, shift.id) in former for shift in demand.shifts)
            for worker in scenario.workers
            for demand in scenario.demands
        }
        return len(former) + sum((size[pair[1]] - 2 * kept[pair]) * chosen for pair, chosen in done.items())
    if isinstance(term, SpreadOfHours):
        return _spread(scenario, model, done, used)
    return sum(used.values())


def _spread(scenario: Scenario, model: cp_model.CpModel, done: Done, used: dict[str, Any]) -> Any:
    """Minutes between the longest and the shortest time worked, among those who are used."""
    minutes = {demand.id: sum(shift.minutes for shift in demand.shifts) for demand in scenario.demands}
    most = sum(minutes.values())
    longest, shortest = model.new_int_var(0, most, "longest"), model.new_int_var(0, most, "shortest")
    for worker in scenario.workers:
        load = sum(minutes[demand] * chosen for (name, demand), chosen in done.items() if name == worker.id)
        model.add(load <= longest)
        model.add(load >= shortest).only_enforce_if(used[worker.id])
    return longest - shortest


def _there(windows: Any, demand: Demand) -> bool:
    return all(any(one.start <= shift.start and shift.end <= one.end for one in windows) for shift in demand.shifts)


def _minutes(moment: Any) -> int:
    return int(moment.timestamp()) // 60


def _plan(scenario: Scenario, done: Done, solver: cp_model.CpSolver) -> Plan:
    shifts = {demand.id: [shift.id for shift in demand.shifts] for demand in scenario.demands}
    return Plan.of(
        (w, shift) for (w, demand), chosen in done.items() if solver.value(chosen) for shift in shifts[demand]
    )

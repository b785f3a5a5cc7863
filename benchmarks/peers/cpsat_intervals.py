"""CP-SAT with an optional interval for each task and team, and "no overlap" and its cliques for each team.

Written from the scenario alone: it shares neither pairs nor rows with the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.peers.base import Answer
from benchmarks.peers.cpsat_tiers import Chosen, TieredModel, cpsat_tiers
from benchmarks.run import Run
from staffmatch import Demand, Plan, Scenario, Term
from staffmatch.objectives import Change, EmptySeats, SpreadOfHours

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


def cpsat_intervals(scenario: Scenario, run: Run) -> Answer:
    return cpsat_tiers(scenario, run, _tiered)


def _tiered(scenario: Scenario) -> TieredModel:
    model, done, used = _model(scenario)
    costs = (_cost(scenario, term, model, done, used) for (term,) in scenario.tiers)
    return TieredModel(model, done, costs, lambda chosen: _plan(scenario, chosen))


def _model(scenario: Scenario) -> tuple[cp_model.CpModel, Chosen, dict[str, Any]]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    done: Chosen = {}
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


def _cost(scenario: Scenario, term: Term, model: cp_model.CpModel, done: Chosen, used: dict[str, Any]) -> Any:
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


def _spread(scenario: Scenario, model: cp_model.CpModel, done: Chosen, used: dict[str, Any]) -> Any:
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


def _plan(scenario: Scenario, chosen: list[tuple[str, str]]) -> Plan:
    shifts = {demand.id: [shift.id for shift in demand.shifts] for demand in scenario.demands}
    return Plan.of((worker, shift) for worker, demand in chosen for shift in shifts[demand])

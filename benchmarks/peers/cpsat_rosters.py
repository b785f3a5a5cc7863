"""CP-SAT with a Boolean for each person and shift of a roster of `quickstart`, one at most in whatever excludes itself.

Written from the scenario alone, by what its records say: it shares neither pairs nor rows with the library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from benchmarks.peers.base import Answer
from benchmarks.peers.cpsat_tiers import Chosen, TieredModel, cpsat_tiers
from benchmarks.run import Run
from staffmatch import Plan, Scenario, Shift, Worker
from staffmatch.constraints import DailyRest

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


def cpsat_rosters(scenario: Scenario, run: Run) -> Answer:
    return cpsat_tiers(scenario, run, _tiered)


def _tiered(scenario: Scenario) -> TieredModel:
    model, taken = _model(scenario)
    costs = islice(_costs(scenario, model, taken), len(scenario.tiers))
    return TieredModel(model, taken, costs, Plan.of)


def _model(scenario: Scenario) -> tuple[cp_model.CpModel, Chosen]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    taken: Chosen = {}
    shifts = [(demand, shift) for demand in scenario.demands for shift in demand.shifts]
    (rest,) = (timedelta(hours=rule.hours) for rule in scenario.rules if isinstance(rule, DailyRest))
    for worker in scenario.workers:
        away = {absence.first for absence in worker.absences}
        mine = []
        for demand, shift in shifts:
            if set(demand.skills) <= set(worker.skills) and away.isdisjoint(_days(shift)):
                chosen = taken[worker.id, shift.id] = model.new_bool_var(f"{worker.id} {shift.id}")
                mine.append((shift, chosen))
        for moment in {shift.start for shift, _ in mine}:
            model.add_at_most_one(chosen for shift, chosen in mine if shift.start <= moment < shift.end + rest)
        for day in {shift.start.date() for shift, _ in mine}:
            model.add_at_most_one(chosen for shift, chosen in mine if shift.start.date() == day)
    by_shift = defaultdict[str, list[Any]](list)
    for (_, name), chosen in taken.items():
        by_shift[name].append(chosen)
    for demand, shift in shifts:
        model.add(sum(by_shift[shift.id]) <= demand.headcount)
    return model, taken


def _costs(scenario: Scenario, model: cp_model.CpModel, taken: Chosen) -> Iterator[Any]:
    """Empty seats, wishes, and the spread of numbers of shifts, in that order."""
    seats = sum(demand.headcount * len(demand.shifts) for demand in scenario.demands)
    yield seats - sum(taken.values())
    workers = {worker.id: worker for worker in scenario.workers}
    shifts = {shift.id: shift for demand in scenario.demands for shift in demand.shifts}
    yield sum(_wished(workers[person], shifts[name]) * chosen for (person, name), chosen in taken.items())
    top, bottom = (model.new_int_var(0, len(shifts), name) for name in ("most", "least"))
    for person in workers:
        lent: Any = sum(chosen for (one, _), chosen in taken.items() if one == person)
        model.add(lent <= top)
        model.add(lent >= bottom)
    yield top - bottom


def _days(shift: Shift) -> set[Any]:
    return {shift.start.date(), (shift.end - timedelta(minutes=1)).date()}


def _wished(worker: Worker, shift: Shift) -> int:
    days = _days(shift)
    return sum((1 if wish.against else -1) * wish.weight for wish in worker.wishes if days & {*wish.days})

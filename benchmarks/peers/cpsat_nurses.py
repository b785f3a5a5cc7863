"""CP-SAT on nurse rosters: a 0/1 variable for each nurse and shift, one for each nurse and day, and windows of days.

Written from the scenario's rules alone: it shares neither pairs nor rows with the library.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from benchmarks.peers.base import Answer, tiers_of
from benchmarks.run import Run
from staffmatch import Plan, Rule, Scenario, Worker
from staffmatch.constraints import ConsecutiveDays, DaysOff, HorizonHours, MaxShifts, MinHours, Successions, Weekends
from staffmatch.engine.state.control import available_threads
from staffmatch.objectives import EmptySeats, Violations

# Variables by the shift; and these by the day.
Named = list[tuple[str, Any]]
ByDay = dict[int, Named]


def cpsat_nurses(scenario: Scenario, run: Run) -> Answer:
    from ortools.sat.python import cp_model

    started = time.perf_counter()
    model = _Model(scenario)
    built = time.perf_counter()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = run.threads or available_threads()
    solver.parameters.random_seed = run.seed
    if run.time_limit is not None:
        solver.parameters.max_time_in_seconds = max(0.0, run.time_limit - (built - started))
    status = solver.solve(model.model)
    phases = {"build": built - started, "solve": time.perf_counter() - built}
    bound = math.ceil(solver.best_objective_bound - 1e-6)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer("unknown", None, (), phases, len(model.works))
    plan = Plan.of(pair for pair, variable in model.works.items() if solver.value(variable))
    # The tier counts in sixtieths, since violations may be minutes.
    tiers = tiers_of(scenario, plan, [0, bound * 60])
    return Answer("optimal" if status == cp_model.OPTIMAL else "feasible", plan, tiers, phases, len(model.works))


class _Model:
    """The second tier of the scenario, in which everybody has the hours that are due."""

    def __init__(self, scenario: Scenario) -> None:
        from ortools.sat.python import cp_model

        self.model, self._scenario = cp_model.CpModel(), scenario
        self.works: dict[tuple[str, str], Any] = {}
        self._shifts = {shift.id: (demand, shift) for demand in scenario.demands for shift in demand.shifts}
        self._first = min(shift.start for _, shift in self._shifts.values()).replace(hour=0)
        self._days = 1 + max(self._day(shift.start) for _, shift in self._shifts.values())
        for worker in scenario.workers:
            self._add(worker)
        self.model.minimize(self._penalty())

    def _day(self, moment: datetime) -> int:
        return (moment - self._first) // timedelta(days=1)

    def _add(self, worker: Worker) -> None:
        there = worker.availability or ()
        mine = {
            name: self.model.new_bool_var(f"{worker.id} {name}")
            for name, (_, shift) in self._shifts.items()
            if any(one.start <= shift.start and shift.end <= one.end for one in there)
        }
        self.works |= {(worker.id, name): variable for name, variable in mine.items()}
        by_day: ByDay = defaultdict(list)
        for name, variable in mine.items():
            by_day[self._day(self._shifts[name][1].start)].append((name, variable))
        worked = [self.model.new_bool_var(f"{worker.id} {day}") for day in range(self._days)]
        for day, variable in enumerate(worked):
            self.model.add(sum(one for _, one in by_day[day]) == variable)
        minutes = sum(self._shifts[name][1].minutes * variable for name, variable in mine.items())
        for rule in self._scenario.rules:
            if getattr(rule, "group", None) in (None, *worker.groups):
                self._limit(rule, mine, by_day, worked, minutes)

    def _limit(self, rule: Rule, mine: dict[str, Any], by_day: ByDay, worked: list[Any], minutes: Any) -> None:
        match rule:
            case HorizonHours():
                self.model.add(minutes <= round(60 * (rule.hours or 0)))
            case MinHours():
                self.model.add(minutes >= round(60 * rule.hours))
            case MaxShifts():
                kinds = rule.kinds or ()
                self.model.add(sum(v for name, v in mine.items() if self._shifts[name][1].kind in kinds) <= rule.shifts)
            case ConsecutiveDays():
                for first in range(self._days - rule.days):
                    self.model.add(sum(worked[first : first + rule.days + 1]) <= rule.days)
                self._no_short_runs(worked, rule.least or 1, worked_days=True)
            case DaysOff():
                self._no_short_runs(worked, rule.least_in_a_row, worked_days=False)
            case Weekends():
                weekends = []
                for saturday in range(5, self._days, 7):
                    some = self.model.new_bool_var("")
                    for day in worked[saturday : saturday + 2]:
                        self.model.add_implication(day, some)
                    weekends.append(some)
                self.model.add(sum(weekends) <= (rule.most or 0))
            case Successions():
                for day in range(self._days - 1):
                    for one, after in self._pairs(by_day[day], by_day[day + 1], rule.forbidden):
                        self.model.add_at_most_one(one, after)

    def _pairs(self, one: Named, after: Named, forbidden: Collection[object]) -> Iterable[tuple[Any, Any]]:
        for name, first in one:
            for other, second in after:
                if (self._shifts[name][1].kind, self._shifts[other][1].kind) in forbidden:
                    yield first, second

    def _no_short_runs(self, worked: list[Any], least: int, *, worked_days: bool) -> None:
        """No run of fewer than ``least`` days between two days of the other sort."""
        alike = [day if worked_days else day.negated() for day in worked]
        for length in range(1, least):
            for first in range(self._days - length - 1):
                inner = alike[first + 1 : first + 1 + length]
                ends = [alike[first], alike[first + length + 1]]
                self.model.add_bool_or(*ends, *(day.negated() for day in inner))

    def _penalty(self) -> Any:
        under, over = 0, 0
        for tier in self._scenario.tiers:
            for term in tier:
                under = term.weight if isinstance(term, EmptySeats) else under
                over = term.weight if isinstance(term, Violations) else over
        total: Any = 0
        for name, (demand, _) in self._shifts.items():
            there = [variable for (_, shift), variable in self.works.items() if shift == name]
            missing = self.model.new_int_var(0, demand.headcount, f"missing {name}")
            beyond = self.model.new_int_var(0, len(there), f"beyond {name}")
            self.model.add(sum(there) + missing - beyond == demand.headcount)
            total += under * missing + over * beyond
        for worker in self._scenario.workers:
            for wish in worker.wishes:
                variable = self.works.get((worker.id, wish.shift or ""))
                if variable is not None:
                    total += (1 if wish.against else -1) * wish.weight * variable
        return total

"""Plan: who has which shift, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import compress, count
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.fields import minutes_of
from staffmatch.models import Demand, Location, Scenario, Shift, Worker

_Key = TypeVar("_Key")


class Duty(NamedTuple):
    """An assignment looked up: its records, worked minutes, minutes one way to work, and cost in the pair table."""

    worker: Worker
    demand: Demand
    shift: Shift
    minutes: int
    commute: int
    pair_cost: int


@dataclass(frozen=True)
class Violation:
    """A rule that a plan breaks: by how much, where, and in words."""

    rule: str
    text: str
    amount: float
    unit: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Assignments as (worker id, shift id), sorted and without repetition."""

    assignments: tuple[tuple[str, str], ...] = ()
    _known: list[tuple[Scenario, tuple[Duty, ...]]] = field(default_factory=list, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, assignments: Iterable[tuple[str, str]]) -> Plan:
        return cls(tuple(sorted(set(assignments))))

    def __len__(self) -> int:
        return len(self.assignments)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.assignments)

    def duties(self, scenario: Scenario) -> tuple[Duty, ...]:
        """All assignments by worker and then start; KeyError where an id is unknown to the scenario."""
        if not (self._known and self._known[0][0] is scenario):
            self._known[:] = [(scenario, _duties(scenario, self))]
        return self._known[0][1]

    def rosters(self, scenario: Scenario) -> dict[str, list[Duty]]:
        """The duties of each worker who has any, in order of start."""
        return _grouped(self.duties(scenario), lambda duty: duty.worker.id)

    def crews(self, scenario: Scenario) -> dict[str, list[Duty]]:
        """The duties on each shift that has any."""
        return _grouped(self.duties(scenario), lambda duty: duty.shift.id)

    def site_days(self, scenario: Scenario) -> dict[tuple[str, Location | None, date], list[Duty]]:
        """The duties of each local day, by borrower and location; without one a demand is at the borrower's own."""
        zone = ZoneInfo(scenario.timezone)
        home = {company.id: company.location for company in scenario.companies}
        return _grouped(
            self.duties(scenario),
            lambda duty: (
                duty.demand.company,
                duty.demand.location or home[duty.demand.company],
                duty.shift.start.astimezone(zone).date(),
            ),
        )


def _grouped(duties: Iterable[Duty], key: Callable[[Duty], _Key]) -> dict[_Key, list[Duty]]:
    groups: dict[_Key, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(key(duty), []).append(duty)
    return groups


def _duties(scenario: Scenario, plan: Plan) -> tuple[Duty, ...]:
    workers = scenario.workers_named({worker for worker, _ in plan})
    shifts = {shift.id: (demand, shift) for demand in scenario.demands for shift in demand.shifts}
    listed = _listed(scenario, set(plan.assignments))
    commutes = _commutes(scenario, [(workers[worker], shifts[shift][0]) for worker, shift in plan])
    found = []
    for (worker, name), commute in zip(plan, commutes, strict=True):
        demand, shift = shifts[name]
        hours, cost = listed.get((worker, name), (None, 0))
        minutes = shift.minutes if hours is None else minutes_of(hours)
        found.append(Duty(workers[worker], demand, shift, minutes, commute, cost))
    return tuple(sorted(found, key=lambda duty: (duty.worker.id, duty.shift.start, duty.shift.id)))


def _listed(scenario: Scenario, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[float | None, int]]:
    """Hours and cost that the pair table gives to the wanted (worker, shift)."""
    table = scenario.pair_table
    if table is None:
        return {}

    def value(row: int) -> tuple[float | None, int]:
        return table.hours[row] if table.hours else None, table.costs[row] if table.costs else 0

    if table.shifts is not None:
        # A table may list all pairs there are, and a plan few of them.
        listed = map(wanted.__contains__, zip(table.workers, table.shifts, strict=True))
        return {(table.workers[row], table.shifts[row]): value(row) for row in compress(count(), listed)}
    shifts = {demand.id: [shift.id for shift in demand.shifts] for demand in scenario.demands}
    return {
        (worker, shift): value(row)
        for row, (worker, demand) in enumerate(zip(table.workers, table.demands or (), strict=False))
        for shift in shifts[demand]
        if (worker, shift) in wanted
    }


def _commutes(scenario: Scenario, trips: list[tuple[Worker, Demand]]) -> list[int]:
    """Minutes one way for each (worker, demand); 0 where a place is unknown."""
    sites = {company.id: company.location for company in scenario.companies}
    places = scenario.travel.places()

    def point(at: Location | None) -> tuple[float, float, int]:
        return (math.nan, math.nan, -1) if at is None else (at.lat, at.lon, places.get(at.place or "", -1))

    origins = np.array([point(worker.home) for worker, _ in trips], float).reshape(len(trips), 3)
    targets = np.array([point(d.location or sites[d.company]) for _, d in trips], float).reshape(len(trips), 3)
    return [int(minutes) for minutes in scenario.travel.minutes(origins, targets)]

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
Listed = dict[tuple[str, str], tuple[float | None, int]]


class Duty(NamedTuple):
    """An assignment looked up: its records, worked minutes, minutes one way to work, and cost in the pair table."""

    worker: Worker
    demand: Demand
    shift: Shift
    minutes: int
    commute: int
    pair_cost: int


class _Known(NamedTuple):
    """A plan looked up in one scenario, and in its pair table."""

    scenario: Scenario
    listed: Listed
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Violation:
    """A rule that a plan breaks: by how much, where, and in words; ``mendable`` if more work could make it good."""

    rule: str
    text: str
    amount: float
    unit: str
    ids: tuple[str, ...] = ()
    mendable: bool = False


@dataclass(frozen=True)
class Plan:
    """Assignments as (worker id, shift id), sorted and without repetition."""

    assignments: tuple[tuple[str, str], ...] = ()
    _known: list[_Known] = field(default_factory=list, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, assignments: Iterable[tuple[str, str]]) -> Plan:
        return cls(tuple(sorted(set(assignments))))

    def __len__(self) -> int:
        return len(self.assignments)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.assignments)

    def duties(self, scenario: Scenario) -> tuple[Duty, ...]:
        """All assignments by worker and then start; KeyError where an id is unknown to the scenario."""
        return self._looked_up(scenario).duties

    def listed(self, scenario: Scenario) -> Listed:
        """The assignments that the pair table lists, each with the hours that it gives, if any, and its cost."""
        return self._looked_up(scenario).listed

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

    def _looked_up(self, scenario: Scenario) -> _Known:
        """What is kept for the scenario asked about last."""
        if not (self._known and self._known[0].scenario is scenario):
            listed = _listed(scenario, self)
            self._known[:] = [_Known(scenario, listed, _duties(scenario, self, listed))]
        return self._known[0]


def _grouped(duties: Iterable[Duty], key: Callable[[Duty], _Key]) -> dict[_Key, list[Duty]]:
    groups: dict[_Key, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(key(duty), []).append(duty)
    return groups


def _duties(scenario: Scenario, plan: Plan, listed: Listed) -> tuple[Duty, ...]:
    workers = scenario.workers_named({worker for worker, _ in plan})
    shifts = {shift.id: (demand, shift) for demand in scenario.demands for shift in demand.shifts}
    commutes = _commutes(scenario, [(workers[worker], shifts[shift][0]) for worker, shift in plan])
    found = []
    for (worker, name), commute in zip(plan, commutes, strict=True):
        demand, shift = shifts[name]
        hours, cost = listed.get((worker, name), (None, 0))
        minutes = shift.minutes if hours is None else minutes_of(hours)
        found.append(Duty(workers[worker], demand, shift, minutes, commute, cost))
    return tuple(sorted(found, key=lambda duty: (duty.worker.id, duty.shift.start, duty.shift.id)))


def _listed(scenario: Scenario, plan: Plan) -> Listed:
    table = scenario.pair_table
    if table is None:
        return {}
    targets, named = table.shifts or (), {shift: shift for _, shift in plan}
    if table.demands is not None:
        targets = table.demands
        named = {shift.id: demand.id for demand in scenario.demands for shift in demand.shifts}
    wanted = {(worker, named[shift]) for worker, shift in plan}
    # A table may list all pairs there are, and a plan few of them.
    listed = map(wanted.__contains__, zip(table.workers, targets, strict=True))
    rows = {(table.workers[row], targets[row]): row for row in compress(count(), listed)}
    return {
        (worker, shift): (table.hours[row] if table.hours else None, table.costs[row] if table.costs else 0)
        for worker, shift in plan
        if (row := rows.get((worker, named[shift]))) is not None
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

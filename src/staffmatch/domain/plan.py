"""Plans: who has which shift, and nothing else."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import compress, repeat
from pathlib import Path
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Real
from staffmatch.messages.language import Names
from staffmatch.messages.message import Message
from staffmatch.models import Demand, Location, Scenario, Shift, Worker
from staffmatch.records.accessors import kept, shifts_named, workers_named
from staffmatch.records.bases import Rule
from staffmatch.records.citations import cited
from staffmatch.records.field_types import minutes_of
from staffmatch.records.pair_table import PairTable

_Key = TypeVar("_Key")
Listed = dict[tuple[str, str], tuple[float | None, int]]


class Duty(NamedTuple):
    """An assignment with its records, worked minutes, commute minutes one way, and cost in the pair table."""

    worker: Worker
    demand: Demand
    shift: Shift
    minutes: int
    commute: int
    pair_cost: int

    @property
    def counted(self) -> int:
        """Worked minutes that count as working time."""
        return self.shift.counted(self.minutes)


class _Known(NamedTuple):
    """A plan resolved against one scenario and its pair table, grouped by worker and by shift once that is asked."""

    scenario: Scenario
    listed: Listed
    duties: tuple[Duty, ...]
    groups: dict[str, dict[str, list[Duty]]]


@dataclass(frozen=True)
class Violation:
    """A rule that a plan breaks: by how much, where, and in words; ``mendable`` if more work could make it good.

    ``message`` is what to say of it, or a plain text. ``ids`` name the records involved; of a rule that refuses a
    person by `keep` or `split`, the person stands first.

    >>> by_hand = sm.Plan.of([("ana", "mon"), ("ana", "late")])
    >>> one = sm.verify(scenario, by_hand).violations[0]
    >>> one.rule, one.amount, one.unit, one.ids
    ('daily_rest', 180.0, 'min', ('ana', 'mon', 'late'))
    """

    rule: str
    message: Message | str
    amount: float
    unit: str
    ids: tuple[str, ...] = ()
    mendable: bool = False

    @property
    def text(self) -> str:
        """The message in English."""
        return str(self.message)

    def citing(self, rule: Rule) -> Violation:
        """The same of a rule that found it, with what the rule rests on."""
        said = cited(rule, self.message)
        return self if said is self.message else replace(self, message=said)

    def text_in(self, lang: str = "en", names: Names | None = None) -> str:
        """The message in a language of the catalogue, with names in place of ids where they are given."""
        return Message.of(self.message).text_in(lang, names)


@dataclass(frozen=True)
class Plan:
    """Assignments as (worker id, shift id), sorted and distinct.

    >>> plan = sm.Plan.of([("ana", "mon"), ("ben", "tue")])
    >>> sm.verify(scenario, plan).ok
    True
    """

    assignments: tuple[tuple[str, str], ...] = ()
    _known: list[_Known] = field(default_factory=list, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, assignments: Iterable[tuple[str, str]]) -> Plan:
        """The plan of these ``assignments``, each a worker's id and a shift's id, in any order."""
        return cls(tuple(sorted(set(assignments))))

    @classmethod
    def looked_up(cls, scenario: Scenario, duties: tuple[Duty, ...], listed: Listed) -> Plan:
        """The plan of duties that are already resolved, in their order, with their entries in the pair table."""
        plan = cls(tuple(sorted([(duty.worker.id, duty.shift.id) for duty in duties])))
        plan._known.append(_Known(scenario, listed, duties, {}))
        return plan

    @classmethod
    def from_columns(cls, names: Sequence[str], values: Iterable[float], scenario: Scenario) -> Plan:
        """The plan that another solver found for an exported program, from the value of each column by name.

        Names are as `Scenario.to_mps` and `to_lp` write them; missing columns are 0, and columns that are not pairs are
        ignored. InputError if a value is neither 0 nor 1, or a pair is not one of the scenario's.
        """
        from staffmatch.io.program import chosen

        return cls.of(chosen(scenario, names, values))

    @classmethod
    def load(cls, path: str | Path, scenario: Scenario) -> Plan:
        """The plan in a solution's file, in a workbook that `Solution.export` wrote and people have changed, or in JSON
        that lists its pairs; see `staffmatch.io.formats.read_plan`.

        It need not keep the rules. InputError for what names no worker or shift of the scenario, and for a workbook of
        another scenario.
        """
        from staffmatch.io.formats import read_plan

        return read_plan(path, scenario).plan

    def __len__(self) -> int:
        return len(self.assignments)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.assignments)

    def duties(self, scenario: Scenario) -> tuple[Duty, ...]:
        """All assignments by worker and start; KeyError for ids that the scenario does not have."""
        return self._looked_up(scenario).duties

    def listed(self, scenario: Scenario) -> Listed:
        """The assignments in the pair table, each with its hours, if given, and cost."""
        return self._looked_up(scenario).listed

    def rosters(self, scenario: Scenario) -> dict[str, list[Duty]]:
        """The duties of each worker with any, in order of start."""
        return self._groups(scenario, "worker", lambda duty: duty.worker.id)

    def crews(self, scenario: Scenario) -> dict[str, list[Duty]]:
        """The duties on each shift with any."""
        return self._groups(scenario, "shift", lambda duty: duty.shift.id)

    def site_days(
        self, scenario: Scenario, *, touched: bool = False
    ) -> dict[tuple[str, Location | None, date], list[Duty]]:
        """The duties by borrower, location and the local day on which they start or, ``touched``, each on which they
        have minutes; a demand without a location is at the borrower's own."""
        zone = ZoneInfo(scenario.timezone)
        found: dict[tuple[str, Location | None, date], list[Duty]] = {}
        for duty in self.duties(scenario):
            day = duty.shift.start.astimezone(zone).date()
            last = (duty.shift.end - timedelta(minutes=1)).astimezone(zone).date() if touched else day
            while day <= last:
                found.setdefault((duty.demand.company, scenario.site_of(duty.demand), day), []).append(duty)
                day += timedelta(days=1)
        return found

    def _groups(self, scenario: Scenario, name: str, key: Callable[[Duty], str]) -> dict[str, list[Duty]]:
        known = self._looked_up(scenario)
        if name not in known.groups:
            known.groups[name] = _grouped(known.duties, key)
        return known.groups[name]

    def _looked_up(self, scenario: Scenario) -> _Known:
        """The resolved plan, cached for the last scenario."""
        if not (self._known and self._known[0].scenario is scenario):
            listed = _listed(scenario, self)
            self._known[:] = [_Known(scenario, listed, _duties(scenario, self, listed), {})]
        return self._known[0]


def _grouped(duties: Iterable[Duty], key: Callable[[Duty], _Key]) -> dict[_Key, list[Duty]]:
    groups: dict[_Key, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(key(duty), []).append(duty)
    return groups


def _duties(scenario: Scenario, plan: Plan, listed: Listed) -> tuple[Duty, ...]:
    workers = workers_named(scenario, {worker for worker, _ in plan})
    shifts = shifts_named(scenario, (shift for _, shift in plan))
    homes = points(scenario, (workers[worker].home for worker, _ in plan))
    sites = points(scenario, (scenario.site_of(shifts[shift][0]) for _, shift in plan))
    commutes = scenario.travel.ways(homes, sites).tolist()
    found = []
    for (worker, name), commute in zip(plan, commutes, strict=True):
        demand, shift = shifts[name]
        hours, cost = listed.get((worker, name), (None, 0))
        minutes = shift.minutes if hours is None else minutes_of(hours)
        found.append(Duty(workers[worker], demand, shift, minutes, commute, cost))
    return tuple(sorted(found, key=_by_worker))


def _by_worker(duty: Duty) -> tuple[str, datetime, str]:
    return duty.worker.id, duty.shift.start, duty.shift.id


def _listed(scenario: Scenario, plan: Plan) -> Listed:
    if (table := scenario.pair_table) is None:
        return {}
    named = _targets(scenario, (shift for _, shift in plan))
    wanted = {(worker, named[shift]) for worker, shift in plan}
    # A table may list all pairs, and a plan only few of them.
    entries = _entries(table, map(wanted.__contains__, _pairs(table)))
    return {(w, s): entries[w, named[s]] for w, s in plan if (w, named[s]) in entries}


def listed_on(scenario: Scenario, shifts: Iterable[str]) -> Listed:
    """All entries of the pair table for some shifts, with hours and cost."""
    if (table := scenario.pair_table) is None:
        return {}
    named: dict[str, list[str]] = {}
    for shift, target in _targets(scenario, shifts).items():
        named.setdefault(target, []).append(shift)
    rows = kept(scenario, "_rows_of_targets", lambda: _rows_of_targets(table))
    return {
        (table.workers[row], shift): (table.hours[row] if table.hours else None, table.costs[row] if table.costs else 0)
        for target, shifts_of_target in named.items()
        for row in rows.get(target, ())
        for shift in shifts_of_target
    }


def _rows_of_targets(table: PairTable) -> dict[str, array[int]]:
    """The rows of the pair table for each shift, or demand, that it names."""
    found: dict[str, array[int]] = {}
    for row, (_, target) in enumerate(_pairs(table)):
        if target not in found:
            found[target] = array("q")
        found[target].append(row)
    return found


def _targets(scenario: Scenario, shifts: Iterable[str]) -> dict[str, str]:
    """The names of shifts in the pair table: their own ids, or those of their demands."""
    if scenario.pair_table is not None and scenario.pair_table.demands is not None:
        return {name: demand.id for name, (demand, _) in shifts_named(scenario, shifts).items()}
    return {shift: shift for shift in shifts}


def _pairs(table: PairTable) -> Iterator[tuple[str, str]]:
    return zip(table.workers, table.shifts or table.demands or (), strict=True)


def _entries(table: PairTable, wanted: Iterable[bool]) -> Listed:
    """The hours and costs of the wanted rows, by worker and target."""
    rows = zip(_pairs(table), table.hours or repeat(None), table.costs or repeat(0), strict=False)
    return {pair: (hours, cost) for pair, hours, cost in compress(rows, wanted)}


def points(scenario: Scenario, places: Iterable[Location | None]) -> Real:
    """Locations as rows of latitude, longitude and code for the travel model; NaN where unknown."""
    codes, nowhere = scenario.travel.places(), (math.nan, math.nan, -1)
    rows = [nowhere if at is None else (at.lat, at.lon, codes.get(at.place or "", -1)) for at in places]
    return np.array(rows, float).reshape(len(rows), 3)

"""What a scenario says, looked up: times in whole minutes, days as ordinals of the local calendar, levels, ways."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from staffmatch.models import Demand, Location, Scenario, Shift, Wish, Worker, WorkTime

EARTH_RADIUS_KM = 6371.0088
NO_WAY = 10**6


@dataclass(frozen=True)
class Span:
    """A piece of work of one person: a lent shift, or a home shift, which has no name and no borrower."""

    start: int
    end: int
    minutes: int
    day: int
    last_day: int
    at: Location | None
    name: str = ""
    borrower: str = ""
    kind: str | None = None


class Job(NamedTuple):
    """What a person takes as a whole: a shift, or all shifts of a demand with ``same_worker``."""

    demand: Demand
    shifts: tuple[Shift, ...]


def _wished_day(wish: Wish, day: date) -> bool:
    names = [name.lower() for name in calendar.day_name]
    if wish.weekdays and names[day.weekday()] not in wish.weekdays:
        return False
    if wish.until:
        return wish.days[0] <= day <= wish.until
    return not wish.days or day in wish.days


class Facts:
    """One scenario, read once."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.zone = ZoneInfo(scenario.timezone)
        self.company = {company.id: company for company in scenario.companies}
        self.worker = {worker.id: worker for worker in scenario.workers}
        self.jobs = [Job(*job) for demand in scenario.demands for job in _jobs(demand)]
        self._levels = {worker.id: self._held(worker.skills) for worker in scenario.workers}
        self._home = {worker.id: [self._span(worker, shift) for shift in worker.home_shifts] for worker in self.workers}

    @property
    def workers(self) -> tuple[Worker, ...]:
        return tuple(self.scenario.workers)

    # Times

    def minute(self, moment: datetime) -> int:
        return int(moment.timestamp()) // 60

    def day(self, moment: datetime) -> int:
        """The local day, as an ordinal: 1 is a Monday."""
        return moment.astimezone(self.zone).toordinal()

    def last_day(self, end: datetime) -> int:
        """The local day of the minute before."""
        return datetime.fromtimestamp(60 * (self.minute(end) - 1), self.zone).toordinal()

    def clock(self, day: int, hour: int = 0, minute: int = 0) -> int:
        """When the local clocks show a time on a day."""
        return self.minute(datetime.combine(date.fromordinal(day), time(hour, minute), self.zone))

    def month(self, minute: int) -> tuple[int, int]:
        local = datetime.fromtimestamp(60 * minute, self.zone)
        return local.year, local.month

    def wished(self, wish: Wish, job: Job, shift: Shift) -> bool:
        """Whether a wish is about a shift of a job: on one of its days at its hours, and what else it names."""
        if wish.shift not in (None, shift.id) or wish.demand not in (None, job.demand.id):
            return False
        if wish.kind not in (None, shift.kind):
            return False
        begins, ends = self.minute(shift.start), self.minute(shift.end)
        opens, closes = ([*map(int, (said or "00:00").split(":"))] for said in (wish.start, wish.end))
        for day in range(self.day(shift.start) - 1, self.last_day(shift.end) + 1):
            first, last = self.clock(day, *opens), self.clock(day + (closes <= opens), *closes)
            if _wished_day(wish, date.fromordinal(day)) and max(first, begins) < min(last, ends):
                return True
        return False

    # Work

    def home(self, worker: Worker) -> list[Span]:
        return self._home[worker.id]

    def lent(self, worker: Worker, job: Job) -> list[Span]:
        """The shifts of a job as this worker would work them."""
        return [self._span(worker, shift, job.demand) for shift in job.shifts]

    def _span(self, worker: Worker, work: WorkTime, demand: Demand | None = None) -> Span:
        start, end, day = self.minute(work.start), self.minute(work.end), self.day(work.start)
        last = self.last_day(work.end)
        minutes = end - start - work.unpaid_break_minutes
        if demand is None or not isinstance(work, Shift):
            return Span(start, end, minutes, day, last, self.company[worker.company].location, kind=work.kind)
        hours, _ = self.listed.get((worker.id, work.id), (None, 0))
        minutes = minutes if hours is None else round(hours * 60)
        return Span(start, end, minutes, day, last, self.site(demand), work.id, demand.company, work.kind)

    def demand_of(self, shift: str) -> str:
        return next(demand.id for demand in self.scenario.demands for one in demand.shifts if one.id == shift)

    @cached_property
    def listed(self) -> dict[tuple[str, str], tuple[float | None, int]]:
        """Hours and cost of each (worker, shift) in the pair table."""
        if (table := self.scenario.pair_table) is None:
            return {}
        of = {demand.id: [shift.id for shift in demand.shifts] for demand in self.scenario.demands}
        named = [[shift] for shift in table.shifts or ()] or [of[name] for name in table.demands or ()]
        nothing = [None] * len(named)
        rows = zip(table.workers, named, table.hours or nothing, table.costs or [0] * len(named), strict=True)
        return {(worker, shift): (hours, cost) for worker, shifts, hours, cost in rows for shift in shifts}

    # Places

    def site(self, demand: Demand) -> Location | None:
        return demand.location or self.company[demand.company].location

    def way(self, one: Location | None, other: Location | None) -> int:
        """Whole minutes by the travel model; next door where a place is not known."""
        travel: Any = self.scenario.travel
        if one is None or other is None:
            return 0
        if travel.kind == "matrix":
            names = list(travel.names)
            listed: int | None = travel.table[names.index(one.place)][names.index(other.place)]
            return NO_WAY if listed is None else min(listed, NO_WAY)
        assert travel.kind == "great_circle"
        minutes: float = travel.access_minutes + 60 * kilometres(one, other) * travel.detour / travel.kmh
        # Less a hair of rounding, which is no minute.
        return math.ceil(minutes - 1e-9)

    def commute(self, worker: Worker, demand: Demand) -> int:
        return self.way(worker.home, self.site(demand))

    def trips(self, job: Job) -> int:
        """The local days of a job, on each of which its people go there and back."""
        return len({self.day(shift.start) for shift in job.shifts})

    # People

    def level(self, worker: Worker, skill: str) -> int:
        """The level that counts once skills stand in for others; 0 for none."""
        return self._levels[worker.id].get(skill, 0)

    def granted(self, job: Job, skill: str) -> int:
        """The level that a job leaves its people with, by itself or by what stands in for it."""
        return self._held(job.demand.grants).get(skill, 0)

    def needed(self, demand: Demand) -> int:
        """How many people a shift of a demand lacks while nobody is there: on trainings nobody is missed."""
        return 0 if demand.grants else demand.headcount

    def _held(self, levels: Mapping[str, int]) -> dict[str, int]:
        implies = {skill.id: skill.implies for skill in self.scenario.skills}
        best: dict[str, int] = {}

        def hold(skill: str, level: int) -> None:
            if level > best.get(skill, 0):
                best[skill] = level
                for other, loss in implies.get(skill, {}).items():
                    hold(other, level - loss)

        for skill, level in levels.items():
            hold(skill, level)
        return best

    def placed(self, rule: Any, company: str, demand: str | None, day: int | None) -> bool:
        """Whether work at a company, for a demand or at home, from a day on, is where and when a rule is about."""
        on = None if day is None else date.fromordinal(day)
        return (
            rule.borrower in (None, company)
            and rule.demand in (None, demand)
            and rule.sector in (None, self.company[company].sector)
            and (on is None or ((rule.since is None or rule.since <= on) and (rule.until is None or on <= rule.until)))
        )

    def concerns(self, record: Any, worker: Worker) -> bool:
        """Whether a rule or term with a scope is about the worker."""
        mine = record.lender in (None, worker.company) and record.worker in (None, worker.id)
        return mine and (record.skill is None or self.level(worker, record.skill) > 0)


def _jobs(demand: Demand) -> Iterator[tuple[Demand, tuple[Shift, ...]]]:
    if demand.same_worker:
        yield demand, demand.shifts
    else:
        yield from ((demand, (shift,)) for shift in demand.shifts)


def kilometres(one: Location, other: Location) -> float:
    """In a straight line, on a sphere."""
    a, b, c, d = (math.radians(angle) for angle in (one.lat, other.lat, one.lon, other.lon))
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin((d - c) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))

"""The scenario's facts as numpy columns. Here ids become indices, and nowhere else.

Instants are whole minutes since 1970 in UTC; a day is the proleptic ordinal of the local date; an absent limit is
`UNLIMITED`; an absent place is NaN.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from staffmatch.arrays import Int, Real
from staffmatch.fields import minutes_of
from staffmatch.models import Consent, Demand, Location, PairTable, Scenario, TimeWindow, Worker, WorkTime
from staffmatch.ragged import Lists, Partners, Scores, Spans, merged
from staffmatch.skills import effective, implied

UNLIMITED = 10**15
CONSENTS = tuple(Consent)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class WorkerColumns:
    ids: tuple[str, ...]
    company: Int
    home: Real
    consent: Int
    pay: Int
    max_commute_minutes: Int
    max_commute_km: Real
    max_day: Int
    max_week: Int
    max_total: Int
    levels: NDArray[np.int8]
    partners: Partners
    preferences: Scores
    available: Spans
    rostered: Spans
    ledger: Spans


@dataclass(frozen=True)
class DemandColumns:
    ids: tuple[str, ...]
    company: Int
    site: Real
    needs: NDArray[np.int8]
    headcount: Int
    min_crew: Int
    priority: Int
    pay: Int
    partners: Partners


@dataclass(frozen=True)
class Table:
    """The pair table by (worker, shift), sorted by ``key = worker * shifts + shift``; minutes -1 = the shift's own."""

    key: Int
    cost: Int
    minutes: Int
    shifts: int

    @cached_property
    def listed(self) -> Lists:
        """The workers listed for each shift, in order."""
        worker, shift = np.divmod(self.key, self.shifts)
        by_shift = Lists.grouped(shift, self.shifts)
        return Lists(by_shift.start, worker[by_shift.items])


@dataclass(frozen=True)
class Columns:
    """Everything above for one scenario; a job is one shift, or all shifts of a demand with ``same_worker``."""

    scenario: Scenario
    company_ids: tuple[str, ...]
    agreements: Int
    skills: tuple[str, ...]
    workers: WorkerColumns
    demands: DemandColumns
    shift_ids: tuple[str, ...]
    shifts: Spans
    job_demand: Int
    job_shifts: Lists
    table: Table | None

    @property
    def jobs(self) -> int:
        return len(self.job_demand)

    @property
    def job_company(self) -> Int:
        return self.demands.company[self.job_demand]

    @property
    def job_minutes(self) -> Int:
        """Worked minutes of each job."""
        return np.add.reduceat(self.shifts.minutes[self.job_shifts.items], self.job_shifts.start[:-1])

    @cached_property
    def company_sites(self) -> Real:
        """Where each company is."""
        scenario = self.scenario
        return _points([company.location for company in scenario.companies], scenario.travel.places())

    @property
    def job_of_shift(self) -> Int:
        found = np.empty(len(self.shift_ids), np.int64)
        found[self.job_shifts.items] = self.job_shifts.owners
        return found

    def partnership(self, lender: Int, borrower: Int) -> Int:
        """One code for each ordered pair of companies."""
        return lender * len(self.company_ids) + borrower


def columns_of(scenario: Scenario) -> Columns:
    """Read a scenario once, its records in order of their ids; later rooms look at columns only."""
    scenario = scenario.in_order()
    zone = ZoneInfo(scenario.timezone)
    companies = {company.id: place for place, company in enumerate(scenario.companies)}
    named = {skill for rule in scenario.rules for skill in rule.skills_named}
    named.update(skill for tier in scenario.tiers for term in tier for skill in term.skills_named)
    skills = tuple(sorted(named.union(*(demand.skills for demand in scenario.demands))))
    shifts = [shift for demand in scenario.demands for shift in demand.shifts]
    demand_shifts = Lists.of(_runs([len(demand.shifts) for demand in scenario.demands]))
    together = [demand.same_worker for demand in scenario.demands]
    jobs = [list(demand_shifts[d]) if t else s for d, t in enumerate(together) for s in _parts(demand_shifts[d], t)]
    job_demand = np.repeat(
        np.arange(len(together)), [1 if t else len(demand_shifts[d]) for d, t in enumerate(together)]
    )
    shift_columns = _spans(demand_shifts.owners, shifts, zone)
    return Columns(
        scenario=scenario,
        company_ids=tuple(companies),
        agreements=_agreements(scenario, companies),
        skills=skills,
        workers=_workers(scenario, companies, skills, zone),
        demands=_demands(scenario, companies, skills),
        shift_ids=tuple(shift.id for shift in shifts),
        shifts=shift_columns,
        job_demand=job_demand.astype(np.int64),
        job_shifts=Lists.of(jobs),
        table=_table(scenario.pair_table, scenario, [shift.id for shift in shifts], demand_shifts),
    )


def _runs(lengths: Sequence[int]) -> list[range]:
    ends = np.cumsum(lengths, dtype=np.int64).tolist()
    return [range(end - length, end) for end, length in zip(ends, lengths, strict=True)]


def _parts(shifts: Int, together: bool) -> list[list[int]]:
    return [shifts.tolist()] if together else [[shift] for shift in shifts.tolist()]


def _agreements(scenario: Scenario, companies: Mapping[str, int]) -> Int:
    known = [(companies[c.id], companies[other]) for c in scenario.companies for other in c.agreements]
    codes = [a * len(companies) + b for pair in known for a, b in (pair, pair[::-1])]
    return np.unique(np.array(codes, np.int64))


def _partners(owners: Sequence[Worker] | Sequence[Demand], companies: Mapping[str, int]) -> Partners:
    accepted = [o.accepted_companies if isinstance(o, Worker) else o.accepted_lenders for o in owners]
    declined = [o.declined_companies if isinstance(o, Worker) else o.declined_lenders for o in owners]

    def codes(lists: Iterable[Sequence[str] | None]) -> Int:
        found = [place * len(companies) + companies[c] for place, names in enumerate(lists) for c in names or ()]
        return np.unique(np.array(found, np.int64))

    choosy = np.array([names is not None for names in accepted], bool)
    restricts = choosy | np.array([bool(names) for names in declined], bool)
    return Partners(choosy, restricts, codes(accepted), codes(declined))


def _preferences(workers: Sequence[Worker], companies: Mapping[str, int]) -> Scores:
    entries = [(p * len(companies) + companies[c], n) for p, w in enumerate(workers) for c, n in w.preferences.items()]
    key, points = np.array(sorted(entries), np.int64).reshape(len(entries), 2).T
    return Scores(key, points, len(companies))


def _workers(scenario: Scenario, companies: Mapping[str, int], skills: tuple[str, ...], zone: tzinfo) -> WorkerColumns:
    workers = scenario.workers
    reach = implied(scenario.skills)
    index = {skill: place for place, skill in enumerate(skills)}
    levels = np.zeros((len(workers), len(skills)), np.int8)
    for place, worker in enumerate(workers):
        for skill, level in effective(worker.skills, reach).items():
            if skill in index:
                levels[place, index[skill]] = level
    minutes = [None if w.max_commute_minutes is None else w.max_commute_minutes / 60 for w in workers]
    windows = Lists.of([range(len(w.availability)) for w in workers])
    home = [shift for worker in workers for shift in worker.home_shifts]
    return WorkerColumns(
        ids=tuple(worker.id for worker in workers),
        company=np.array([companies[worker.company] for worker in workers], np.int64),
        home=_points([worker.home for worker in workers], scenario.travel.places()),
        consent=np.array([CONSENTS.index(worker.consent) for worker in workers], np.int64),
        pay=np.array([worker.pay_cents_per_hour for worker in workers], np.int64),
        max_commute_minutes=_limits(minutes),
        max_commute_km=np.array([np.inf if w.max_commute_km is None else w.max_commute_km for w in workers], float),
        max_day=_limits([w.max_hours_per_day for w in workers]),
        max_week=_limits([w.max_hours_per_week for w in workers]),
        max_total=_limits([w.max_hours for w in workers]),
        levels=levels,
        partners=_partners(workers, companies),
        preferences=_preferences(workers, companies),
        available=_merged(windows.owners, [window for worker in workers for window in worker.availability]),
        rostered=_spans(Lists.of([range(len(w.home_shifts)) for w in workers]).owners, home, zone),
        ledger=_ledger(workers),
    )


def _demands(scenario: Scenario, companies: Mapping[str, int], skills: tuple[str, ...]) -> DemandColumns:
    demands = scenario.demands
    location = {company.id: company.location for company in scenario.companies}
    return DemandColumns(
        ids=tuple(demand.id for demand in demands),
        company=np.array([companies[demand.company] for demand in demands], np.int64),
        site=_points([demand.location or location[demand.company] for demand in demands], scenario.travel.places()),
        needs=np.array([[d.skills.get(skill, 0) for skill in skills] for d in demands], np.int8).reshape(
            len(demands), len(skills)
        ),
        headcount=np.array([demand.headcount for demand in demands], np.int64),
        min_crew=np.array([demand.min_crew for demand in demands], np.int64),
        priority=np.array([demand.priority for demand in demands], np.int64),
        pay=np.array([demand.pay_cents_per_hour for demand in demands], np.int64),
        partners=_partners(demands, companies),
    )


def _points(locations: Sequence[Location | None], places: Mapping[str, int]) -> Real:
    nowhere = (np.nan, np.nan, -1.0)
    rows = [nowhere if at is None else (at.lat, at.lon, places.get(at.place or "", -1)) for at in locations]
    return np.array(rows, float).reshape(len(rows), 3)


def _limits(hours: Sequence[float | None]) -> Int:
    return np.array([UNLIMITED if limit is None else minutes_of(limit) for limit in hours], np.int64)


def _minute(instant: datetime) -> int:
    return int((instant - _EPOCH).total_seconds()) // 60


def _spans(owner: Int, windows: Sequence[WorkTime], zone: tzinfo) -> Spans:
    count = len(windows)
    return Spans(
        owner=owner,
        start=np.fromiter((_minute(w.start) for w in windows), np.int64, count),
        end=np.fromiter((_minute(w.end) for w in windows), np.int64, count),
        day=np.fromiter((w.start.astimezone(zone).toordinal() for w in windows), np.int64, count),
        minutes=np.fromiter((w.minutes for w in windows), np.int64, count),
    )


def _merged(owner: Int, windows: Sequence[TimeWindow]) -> Spans:
    """Availability with touching and overlapping windows of one owner made one."""
    start = np.fromiter((_minute(w.start) for w in windows), np.int64, len(windows))
    end = np.fromiter((_minute(w.end) for w in windows), np.int64, len(windows))
    who, opens, closes = merged(owner, start, end)
    return Spans(who, opens, closes, opens, closes - opens)


def _ledger(workers: Sequence[Worker]) -> Spans:
    entries = [
        (p, day.toordinal(), minutes_of(h)) for p, w in enumerate(workers) for day, h in sorted(w.ledger.items())
    ]
    owner, day, minutes = np.array(entries, np.int64).reshape(len(entries), 3).T
    return Spans(owner, day, day, day, minutes)


def _table(table: PairTable | None, scenario: Scenario, shift_ids: Sequence[str], demand_shifts: Lists) -> Table | None:
    if table is None:
        return None
    workers = {worker.id: place for place, worker in enumerate(scenario.workers)}
    rows: Int = np.arange(len(table.workers))
    if table.shifts is not None:
        index = {name: place for place, name in enumerate(shift_ids)}
        shift: Int = np.array([index[name] for name in table.shifts], np.int64)
    else:
        index = {demand.id: place for place, demand in enumerate(scenario.demands)}
        named = np.array([index[name] for name in table.demands or ()], np.int64)
        rows, shift = demand_shifts.expand(named)
    worker = np.array([workers[name] for name in table.workers], np.int64)[rows]
    cost = np.zeros(len(rows), np.int64) if table.costs is None else np.array(table.costs, np.int64)[rows]
    hours = table.hours
    minutes = np.full(len(rows), -1) if hours is None else np.array([minutes_of(h) for h in hours], np.int64)[rows]
    key = worker * len(shift_ids) + shift
    order = np.argsort(key, kind="stable")
    return Table(key[order], cost[order], minutes[order], len(shift_ids))

"""Who is there and what is needed: people, hours, shifts that nobody can take, markets apart from each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from staffmatch.arrays import Int, Mask
from staffmatch.constraints import ConsentRule
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.elimination import elimination_counts
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message
from staffmatch.records.bases import Rule
from staffmatch.records.ragged import Spans, merged
from staffmatch.result.shortage import ShortageReason

# Jobs looked at together: one batch holds all their candidates in memory.
_BATCH = 200


@dataclass(frozen=True)
class People:
    """How many there are of a sector, with a skill or (None) in all, and how many of them would go."""

    sector: str | None
    skill: str | None
    people: int
    willing: int


@dataclass(frozen=True)
class Day:
    """Hours on a local day: idle are those of the willing who are available and not rostered at home."""

    day: date
    idle_hours: float
    needed_hours: float


@dataclass(frozen=True)
class Nobody:
    """A shift that nobody is eligible for, and the first rule that leaves nobody."""

    demand: str
    shift: str
    seats: int
    hours: float
    rule: str
    reason: Message


@dataclass(frozen=True)
class Market:
    """People and jobs that eligible pairs connect: what happens in one has no effect on another, but through rules."""

    people: int
    jobs: int
    seats: int
    hours: float
    pairs: int
    lenders: tuple[str, ...]
    borrowers: tuple[str, ...]


def willing(columns: Columns) -> Mask:
    """Who passes every rule about consent, if only for some borrower."""
    found = np.ones(len(columns.workers.ids), bool)
    for rule in columns.scenario.rules:
        # What is about some work alone keeps nobody from all other work.
        if isinstance(rule, ConsentRule) and not rule.placed:
            passing = ~rule.chosen_people(columns)
            for one in (rule, *rule.exceptions(columns.scenario)):
                if isinstance(one, ConsentRule):
                    passing |= columns.workers.consent.anywhere(one.states, one.now)
            found &= passing
    return found


def seats(columns: Columns) -> Int:
    """Of each job: people times shifts."""
    return columns.demands.needed[columns.job_demand] * columns.job_shifts.lengths


def people(columns: Columns, willing: Mask) -> Iterator[People]:
    sectors = {company.id: company.sector for company in columns.scenario.companies}
    count: Counter[tuple[str | None, str | None]] = Counter()
    would: Counter[tuple[str | None, str | None]] = Counter()
    for worker, goes in zip(columns.scenario.workers, willing.tolist(), strict=True):
        for skill in (None, *worker.skills):
            count[sectors[worker.company], skill] += 1
            would[sectors[worker.company], skill] += goes
    for sector, skill in sorted(count, key=lambda pair: (pair[0] or "~", pair[1] or "")):
        yield People(sector, skill, count[sector, skill], would[sector, skill])


def days(columns: Columns, willing: Mask) -> Iterator[Day]:
    """From the first day of a shift to the last, those with anything."""
    shifts, demand = columns.shifts, columns.job_demand[columns.job_of_shift]
    if not len(shifts.day):
        return
    first, count = int(shifts.day.min()), int(np.ptp(shifts.day)) + 1
    needed = np.bincount(shifts.day - first, columns.demands.needed[demand] * shifts.minutes, count)
    zone = ZoneInfo(columns.scenario.timezone)
    midnights = np.array([_midnight(first + n, zone) for n in range(count + 1)], np.int64)
    workers = columns.workers
    free, busy = (_of(spans, willing) for spans in (workers.available, workers.home_shifts))
    either = [np.r_[one, other] for one, other in zip(free, busy, strict=True)]
    # Minutes in one set and not in the other are those in either less those in the other.
    idle = _minutes(*merged(*either), midnights) - _minutes(*merged(*busy), midnights)
    for place in np.flatnonzero((idle > 0) | (needed > 0)).tolist():
        yield Day(date.fromordinal(first + place), float(idle[place] / 60), float(needed[place] / 60))


def _of(spans: Spans, wanted: Mask) -> tuple[Int, Int, Int]:
    mine = wanted[spans.owner]
    return spans.owner[mine], spans.start[mine], spans.end[mine]


def _midnight(day: int, zone: ZoneInfo) -> int:
    return int(datetime.combine(date.fromordinal(day), time(), zone).astimezone(UTC).timestamp()) // 60


def _minutes(_: Int, start: Int, end: Int, marks: Int) -> Int:
    """How much of all windows, whose owners do not matter, lies between each mark and the next."""
    return np.diff(_since(start, marks) - _since(end, marks))


def _since(moments: Int, marks: Int) -> Int:
    """For each mark the minutes since all moments before it, added up."""
    ordered = np.sort(moments)
    total = np.r_[0, np.cumsum(ordered)]
    before = np.searchsorted(ordered, marks)
    found: Int = before * marks - total[before]
    return found


def nobody(pairs: Pairs) -> Iterator[Nobody]:
    columns = pairs.columns
    lonely = np.flatnonzero(
        (np.bincount(pairs.job, minlength=columns.jobs) == 0) & (columns.demands.needed[columns.job_demand] > 0)
    )
    demands = [(demand, shift) for demand in columns.scenario.demands for shift in demand.shifts]
    for first in range(0, len(lonely), _BATCH):
        jobs = lonely[first : first + _BATCH]
        for job, (rule, before) in zip(jobs.tolist(), _excluding(pairs, jobs), strict=True):
            for number in columns.job_shifts[job].tolist():
                demand, shift = demands[number]
                reason = ShortageReason.of(columns.scenario, demand, shift, rule, before, 0)
                hours = demand.headcount * shift.minutes / 60
                yield Nobody(demand.id, shift.id, demand.headcount, hours, reason.rule, reason.message)


def _excluding(pairs: Pairs, jobs: Int) -> list[tuple[Rule | None, int]]:
    """For each job the first rule that leaves nobody, and how many there were before it."""
    everybody = len(pairs.columns.workers.ids)
    found: list[tuple[Rule | None, int]] = [(None, everybody)] * len(jobs)
    before = [everybody] * len(jobs)
    for rule, left in elimination_counts(pairs.columns, pairs.rules, jobs):
        for place, (had, has) in enumerate(zip(before, left.tolist(), strict=True)):
            if had and not has:
                found[place] = (rule, had)
        before = left.tolist()
    return found


def markets(pairs: Pairs) -> Iterator[Market]:
    """The components of the graph of people and jobs, the one with most pairs first."""
    columns, people = pairs.columns, len(pairs.columns.workers.ids)
    nodes = people + columns.jobs
    graph = csr_array((np.ones(len(pairs), np.int8), (pairs.worker, people + pairs.job)), (nodes, nodes))
    label = connected_components(graph, directed=False)[1]
    of_pair = label[pairs.worker]
    order, number = np.unique(of_pair, return_inverse=True)
    count = len(order)
    sizes = np.bincount(number, minlength=count)
    workers, jobs = (_parts(number, part, count) for part in (pairs.worker, pairs.job))
    lenders, borrowers = (_parts(number, part, count) for part in (pairs.lender, pairs.borrower))
    of_job, minutes = seats(columns), columns.demands.needed[columns.job_demand] * columns.job_minutes
    for place in np.argsort(-sizes, kind="stable").tolist():
        yield Market(
            people=len(workers[place]),
            jobs=len(jobs[place]),
            seats=int(of_job[jobs[place]].sum()),
            hours=float(minutes[jobs[place]].sum() / 60),
            pairs=int(sizes[place]),
            lenders=tuple(columns.company_ids[company] for company in lenders[place].tolist()),
            borrowers=tuple(columns.company_ids[company] for company in borrowers[place].tolist()),
        )


def _parts(number: Int, part: Int, count: int) -> Sequence[Int]:
    """What of ``part`` each market holds, once each."""
    held = np.unique(np.c_[number, part], axis=0)
    return np.split(held[:, 1], np.searchsorted(held[:, 0], np.arange(1, count)))

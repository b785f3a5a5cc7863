"""What is in a scenario, before anybody solves it: people, hours, who could do what, and what nobody can do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from staffmatch.arrays import Int, Mask
from staffmatch.constraints import ConsentRule
from staffmatch.errors import InputError, InputIssue, require_type
from staffmatch.formulation.columns import CONSENTS, Columns
from staffmatch.formulation.eligibility import eligible_pairs, elimination_counts
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message
from staffmatch.messages.names import names_of
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule
from staffmatch.records.ragged import Spans, merged
from staffmatch.result.contents import PreexistingViolation
from staffmatch.result.shortage import ShortageReason

Table = Literal["people", "days", "nobody", "markets", "preexisting_violations"]

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


@dataclass(frozen=True, repr=False)
class Inspection:
    """Counts, and tables that `to_frame` gives; ``idle_people`` are in no eligible pair, ``pairs`` of people and jobs.

    A job is a shift, or all shifts of a demand that wants the same person throughout.
    """

    companies: int
    workers: int
    willing: int
    demands: int
    shifts: int
    seats: int
    pairs: int
    idle_people: int
    people: tuple[People, ...]
    days: tuple[Day, ...]
    nobody: tuple[Nobody, ...]
    markets: tuple[Market, ...]
    preexisting_violations: tuple[PreexistingViolation, ...]

    def __repr__(self) -> str:
        counts = ("companies", "workers", "willing", "demands", "shifts", "seats", "pairs", "idle_people")
        listed = ("nobody", "markets", "preexisting_violations")
        told = {name: getattr(self, name) for name in counts} | {name: len(getattr(self, name)) for name in listed}
        return f"Inspection({', '.join(f'{name}={number}' for name, number in told.items())})"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from staffmatch.reports.notebook import inspection_html

        return inspection_html(self, vars(self).get("_names", {}))

    def to_frame(self, table: Table = "people", backend: str | None = None, lang: str = "en") -> Any:
        """One table as a data frame of pandas, polars or pyarrow; None takes the first that is installed.

        Sentences are in ``lang``.
        """
        from staffmatch.io.tables import frame_of

        kinds = {"people": People, "days": Day, "nobody": Nobody, "markets": Market}
        if table not in get_args(Table):
            text = f"there is no table {table!r}."
            raise InputError(
                [InputIssue("unknown_table", "table", text, f"Choose among {', '.join(get_args(Table))}.")]
            )
        names = (
            tuple(PreexistingViolation.model_fields)
            if table == "preexisting_violations"
            else tuple(f.name for f in fields(kinds[table]))
        )
        rows = [tuple(_cell(getattr(row, name), lang) for name in names) for row in getattr(self, table)]
        return frame_of(["text" if name == "message" else name for name in names], rows, backend)


def inspect(scenario: Scenario) -> Inspection:
    """Look at all people and all demands: who could do what, which shifts nobody can take, and why. No plan is made."""
    require_type(scenario, Scenario)
    columns = columns_of(scenario)
    pairs = eligible_pairs(columns, scenario.rules)
    willing = _willing(columns)
    found = Inspection(
        companies=len(scenario.companies),
        workers=len(scenario.workers),
        willing=int(willing.sum()),
        demands=len(scenario.demands),
        shifts=len(columns.shift_ids),
        seats=int(_seats(columns).sum()),
        pairs=len(pairs),
        idle_people=len(scenario.workers) - len(np.unique(pairs.worker)),
        people=tuple(_people(columns, willing)),
        days=tuple(_days(columns, willing)),
        nobody=tuple(_nobody(pairs)),
        markets=tuple(_markets(pairs)),
        preexisting_violations=PreexistingViolation.of(scenario),
    )
    # For notebooks alone; no comparison or repr has them.
    vars(found)["_names"] = names_of(scenario)
    return found


def _cell(value: Any, lang: str) -> Any:
    if isinstance(value, Message):
        return value.text_in(lang)
    return "; ".join(value) if isinstance(value, tuple) else value


def _willing(columns: Columns) -> Mask:
    """Who passes every rule about consent."""
    found = np.ones(len(columns.workers.ids), bool)
    for rule in columns.scenario.rules:
        if isinstance(rule, ConsentRule):
            found &= np.isin(columns.workers.consent, [CONSENTS.index(state) for state in rule.states])
    return found


def _seats(columns: Columns) -> Int:
    """Of each job: people times shifts."""
    return columns.demands.headcount[columns.job_demand] * columns.job_shifts.lengths


def _people(columns: Columns, willing: Mask) -> Iterator[People]:
    sectors = {company.id: company.sector for company in columns.scenario.companies}
    count: Counter[tuple[str | None, str | None]] = Counter()
    would: Counter[tuple[str | None, str | None]] = Counter()
    for worker, goes in zip(columns.scenario.workers, willing.tolist(), strict=True):
        for skill in (None, *worker.skills):
            count[sectors[worker.company], skill] += 1
            would[sectors[worker.company], skill] += goes
    for sector, skill in sorted(count, key=lambda pair: (pair[0] or "~", pair[1] or "")):
        yield People(sector, skill, count[sector, skill], would[sector, skill])


def _days(columns: Columns, willing: Mask) -> Iterator[Day]:
    """From the first day of a shift to the last, those with anything."""
    shifts, demand = columns.shifts, columns.job_demand[columns.job_of_shift]
    if not len(shifts.day):
        return
    first, count = int(shifts.day.min()), int(np.ptp(shifts.day)) + 1
    needed = np.bincount(shifts.day - first, columns.demands.headcount[demand] * shifts.minutes, count)
    zone = ZoneInfo(columns.scenario.timezone)
    midnights = np.array([_midnight(first + n, zone) for n in range(count + 1)], np.int64)
    workers = columns.workers
    free, busy = (_of(spans, willing) for spans in (workers.available, workers.rostered))
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


def _nobody(pairs: Pairs) -> Iterator[Nobody]:
    columns = pairs.columns
    lonely = np.flatnonzero(np.bincount(pairs.job, minlength=columns.jobs) == 0)
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


def _markets(pairs: Pairs) -> Iterator[Market]:
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
    seats, minutes = _seats(columns), columns.demands.headcount[columns.job_demand] * columns.job_minutes
    for place in np.argsort(-sizes, kind="stable").tolist():
        yield Market(
            people=len(workers[place]),
            jobs=len(jobs[place]),
            seats=int(seats[jobs[place]].sum()),
            hours=float(minutes[jobs[place]].sum() / 60),
            pairs=int(sizes[place]),
            lenders=tuple(columns.company_ids[company] for company in lenders[place].tolist()),
            borrowers=tuple(columns.company_ids[company] for company in borrowers[place].tolist()),
        )


def _parts(number: Int, part: Int, count: int) -> Sequence[Int]:
    """What of ``part`` each market holds, once each."""
    held = np.unique(np.c_[number, part], axis=0)
    return np.split(held[:, 1], np.searchsorted(held[:, 0], np.arange(1, count)))

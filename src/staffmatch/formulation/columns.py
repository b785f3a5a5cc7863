"""A scenario as numpy columns, with indices in place of ids.

Instants are integer minutes since 1970 in UTC; a day is the proleptic ordinal of the local date; a missing limit is
`UNLIMITED`; a missing place is NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from staffmatch.arrays import Int, Mask, Real
from staffmatch.models import Consent, Location, Scenario
from staffmatch.records.ragged import Lists, Partners, Scores, SharedSpans, Spans, factorize

_T = TypeVar("_T")

UNLIMITED = 10**15
# The last day of a certificate that does not expire.
FOREVER = 2**31 - 1
CONSENTS = tuple(Consent)


def counted(minutes: Int, share: Int) -> Int:
    """So many thousandths of minutes, rounded up."""
    return -(-minutes * share // 1000)


@dataclass(frozen=True)
class Consents:
    """What workers say of being lent, as places in `CONSENTS`: ``general``, and ``state`` of single companies.

    These are sorted by ``key = worker * companies + company``, with the instant by which an answer is due.
    """

    general: Int
    key: Int
    state: Int
    answer_by: Int
    companies: int

    def of(self, worker: Int, company: Int, as_of: int | None = None) -> Int:
        """The state of each worker for a company, at an instant."""
        if not len(self.key):
            return self.general[worker]
        key = worker * self.companies + company
        at = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        return np.where(self.key[at] == key, self.states(as_of)[at], self.general[worker])

    def anywhere(self, states: Iterable[Consent], as_of: int | None = None) -> Mask:
        """Who has one of the states in general, or for some company."""
        wanted = [CONSENTS.index(state) for state in states]
        found: Mask = np.isin(self.general, wanted)
        found[self.key[np.isin(self.states(as_of), wanted)] // self.companies] = True
        return found

    def states(self, as_of: int | None) -> Int:
        """``state``, declined where it is still open after the last instant for an answer."""
        late = (self.state == CONSENTS.index(Consent.OFFERED)) & (
            self.answer_by < (-UNLIMITED if as_of is None else as_of)
        )
        return np.where(late, CONSENTS.index(Consent.DECLINED), self.state)


@dataclass(frozen=True)
class WorkerColumns:
    """``home_shifts`` are those on no day of absence; ``rostered`` are these and past shifts, each at
    ``rostered_company``, with the minutes that count as working time: thousandths ``rostered_share`` of all
    ``rostered_minutes``. ``rostered_rest`` tells which are rest and ``rostered_kind`` their kinds, as
    places in `Columns.kinds`, -1 for none.
    ``absent`` are whole days as ordinals, merged, the end not included.
    """

    ids: tuple[str, ...]
    company: Int
    home: Real
    consent: Consents
    pay: Int
    # Minutes of short time.
    short_time: Int
    max_commute_minutes: Int
    max_commute_km: Real
    max_day: Int
    max_week: Int
    max_total: Int
    levels: NDArray[np.int8]
    # By asked certificate the last day on which one is valid; 0 for none.
    valid_until: NDArray[np.int32]
    groups: Mapping[str, Int]
    partners: Partners
    preferences: Scores
    available: Spans
    home_shifts: Spans
    rostered: Spans
    rostered_company: Int
    rostered_minutes: Int
    rostered_share: Int
    rostered_rest: Mask
    rostered_kind: Int
    ledger: Spans
    absent: Spans

    @cached_property
    def free(self) -> SharedSpans:
        return SharedSpans.of(self.available, len(self.ids))

    @cached_property
    def at_home(self) -> SharedSpans:
        return SharedSpans.of(self.rostered, len(self.ids))

    @cached_property
    def worked(self) -> Spans:
        """What of ``rostered`` is no rest."""
        return self.rostered.where(~self.rostered_rest) if self.rostered_rest.any() else self.rostered

    @cached_property
    def at_work(self) -> SharedSpans:
        return SharedSpans.of(self.worked, len(self.ids)) if self.rostered_rest.any() else self.at_home


@dataclass(frozen=True)
class DemandColumns:
    ids: tuple[str, ...]
    company: Int
    site: Real
    needs: NDArray[np.int8]
    certificates: Mask
    headcount: Int
    min_crew: Int
    priority: Int
    pay: Int
    comparable_pay: Int
    # Its levels as a training, by skill asked for; 0 of all where it is none.
    grants: NDArray[np.int8]
    training: Mask
    # How many people each shift lacks while nobody is on it.
    needed: Int
    cents_per_person: Int
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
    """All columns of one scenario; a job is one shift, or all shifts of a demand with ``same_worker``.

    ``shift_share`` is how many thousandths of a shift's minutes count as working time, ``shift_rest`` whether it is
    standby that is rest, ``shift_kind`` its kind, as a place in ``kinds``, -1 for none.
    """

    scenario: Scenario
    company_ids: tuple[str, ...]
    company_sites: Real
    agreements: Int
    skills: tuple[str, ...]
    certificates: tuple[str, ...]
    workers: WorkerColumns
    demands: DemandColumns
    shift_ids: tuple[str, ...]
    shifts: Spans
    shift_share: Int
    shift_rest: Mask
    shift_kind: Int
    kinds: tuple[str, ...]
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
    def shift_counted(self) -> Int:
        """The minutes of each shift that count as working time."""
        return counted(self.shifts.minutes, self.shift_share)

    @cached_property
    def job_times(self) -> Int:
        """A code for each job, equal for jobs whose shifts are at the same times."""
        shifts, known = self.shifts, dict[tuple[tuple[int, ...], ...], int]()
        told = np.c_[shifts.start, shifts.end, shifts.minutes, self.shift_share, self.shift_rest]
        told = told[self.job_shifts.items]
        when = [tuple(row) for row in told.tolist()]
        each = pairwise(self.job_shifts.start.tolist())
        return np.array([known.setdefault(tuple(when[a:b]), len(known)) for a, b in each], np.int64)

    def simultaneous(self, jobs: Int) -> Iterator[Int]:
        """The jobs, grouped by equal times of their shifts."""
        times = self.job_times[jobs]
        if (times == times[:1]).all():
            return iter([jobs][: len(jobs)])
        number = factorize(times)
        groups = Lists.grouped(number, int(number.max()) + 1)
        return (jobs[groups[group]] for group in range(len(groups.lengths)))

    def once(self, asker: object, make: Callable[[], _T]) -> _T:
        """The result of ``make``, computed once for each asker: rules are asked block by block."""
        # Keeping the asker ensures that its id is not reused.
        if id(asker) not in self._found:
            self._found[id(asker)] = asker, make()
        found: _T = self._found[id(asker)][1]
        return found

    @cached_property
    def shift_demand(self) -> Int:
        """The demand of each shift."""
        return self.job_demand[self.job_shifts.owners]

    @cached_property
    def demand_site(self) -> Int:
        """A code for each combination of borrower and location, by demand; a demand without a location is at the
        borrower's own."""
        home = {company.id: company.location for company in self.scenario.companies}
        known: dict[tuple[str, Location | None], int] = {}
        found = [(demand.company, demand.location or home[demand.company]) for demand in self.scenario.demands]
        return np.array([known.setdefault(place, len(known)) for place in found], np.int64)

    @cached_property
    def _found(self) -> dict[int, tuple[object, Any]]:
        return {}

    @cached_property
    def shift_clock(self) -> Int:
        """The local time at which each shift starts, in minutes since midnight."""
        local = (self.scenario.local(datetime.fromtimestamp(start * 60, UTC)) for start in self.shifts.start.tolist())
        return np.fromiter((time.hour * 60 + time.minute for time in local), np.int64, len(self.shift_ids))

    @cached_property
    def job_of_shift(self) -> Int:
        found = np.empty(len(self.shift_ids), np.int64)
        found[self.job_shifts.items] = self.job_shifts.owners
        return found

    @cached_property
    def worker_places(self) -> dict[str, int]:
        """The index of each worker."""
        return {name: place for place, name in enumerate(self.workers.ids)}

    @cached_property
    def shift_places(self) -> dict[str, int]:
        """The index of each shift."""
        return {name: place for place, name in enumerate(self.shift_ids)}

    @property
    def own_minutes(self) -> bool:
        """Whether the minutes of a shift differ between workers."""
        return self.table is not None and bool((self.table.minutes >= 0).any())

    def partnership(self, lender: Int, borrower: Int) -> Int:
        """One code for each ordered pair of companies."""
        return lender * len(self.company_ids) + borrower

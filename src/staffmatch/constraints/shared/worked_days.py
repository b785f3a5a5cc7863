"""What rules that count days, or nights, with work have in common: sets of days of which some may be worked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.day_sets import DaySets
from staffmatch.constraints.shared.presence import PresenceRule
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.standby import worked
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import UNLIMITED
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario, Worker, WorkTime
from staffmatch.records.digest import once
from staffmatch.records.ragged import Lists, Spans


class Days(NamedTuple):
    """A set of days of which at most ``limit`` may be worked, from ``first`` to ``last``; ``kind`` says why."""

    kind: str
    first: date
    last: date
    days: frozenset[date]
    limit: int


_AT_HOME = Sentence("days.at_home", ", {n:count} of them at home")


class DayRule(ScopedRule, PresenceRule):
    """For every worker w in scope and set D of days with a limit c: ``Σ_{t in D} v_wt <= max(0, c - days at home)``.

    v_wt = 1 iff w is lent on day t and does not work at home on it as well, ``x_wj <= v_wt``.
    """

    @property
    def _counts_standby(self) -> bool:
        """Whether standby that is rest counts as work."""
        return False

    def _work(self, pairs: Pairs, spans: Relation) -> Relation:
        """Those of some spans that count as work."""
        return spans if self._counts_standby else worked(pairs, spans)

    @abstractmethod
    def _worked(self, pairs: Pairs, spans: Spans, which: Int) -> tuple[Int, Int]:
        """The ordinal days that each of the given windows counts on, as (position in ``which``, day)."""

    @abstractmethod
    def _sets(self, first: int, last: int, known: tuple[int, int]) -> Iterator[tuple[Int, int]]:
        """Sets of ordinal days with their limits, such as have a day from ``first`` to ``last``.

        No day counts, for anybody, that is not among those ``known``.
        """

    @abstractmethod
    def _dates(self, work: WorkTime, zone: ZoneInfo) -> set[date]:
        """The days that a shift counts on."""

    @abstractmethod
    def _date_sets(self, worked: list[date], known: tuple[date, date]) -> Iterator[Days]:
        """The sets that days with work may exceed, all days of the scenario being among those ``known``."""

    @abstractmethod
    def _exceeded(self, name: str, days: Days, lent: int, home: int) -> Message:
        """What it means that more days are worked than may be."""

    def _ledger(self, pairs: Pairs) -> tuple[Int, Int]:
        """Days before the plan that count, as (worker, day)."""
        return np.empty(0, np.int64), np.empty(0, np.int64)

    def _ledger_dates(self, worker: Worker) -> set[date]:
        return set()

    def keep(self, pairs: Pairs) -> Mask:
        sets, days, chosen = self._lent(pairs)
        return sets.keep(pairs, days, chosen)

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        sets, days, chosen = self._lent(pairs)
        yield from sets.rows(days, lambda cells: self._present(pairs, variables, cells), variables, chosen)

    def _lent(self, pairs: Pairs) -> tuple[DaySets, Relation, Relation | None]:
        """The sets, the days, ``date``, on which spans in scope count that are not worked at home, and those of
        selected spans, if not all are."""
        columns, spans = pairs.columns, self.of_members(pairs, self._work(pairs, pairs.spans))
        at, date = self._worked(pairs, columns.shifts, spans["shift"])
        days, chosen = self.told(pairs, spans.where(at).assign(date=date))
        home = columns.workers.rostered if self._counts_standby else columns.workers.worked
        at, off = self._worked(pairs, home, np.arange(len(home.owner)))
        past, before = self._ledger(pairs)
        owner, off = np.unique(np.c_[np.r_[home.owner[at], past], np.r_[off, before]], axis=0).T
        inside = self.within(columns)[owner]
        owner, off = owner[inside], off[inside]
        _, every = self._worked(pairs, columns.shifts, np.flatnonzero(self._counts_standby | ~columns.shift_rest))
        every = np.r_[every, off]
        known = int(every.min(initial=UNLIMITED)), int(every.max(initial=0))
        sets = list(self._sets(int(date.min()), int(date.max()), known)) if len(date) else []
        days = days.where(~days.agrees(worker=owner, date=off)) if sets else days.where(date[:0])
        return _listed(sets, owner, off), days, chosen

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        members, known = self.planned(scenario, plan), self._known(scenario)
        zone, selects = ZoneInfo(scenario.timezone), self.selects_duty(scenario)
        for name, roster in plan.rosters(scenario).items():
            if name in members:
                home = self._home_dates(members[name], zone)
                if lent := {day for duty in roster for day in self._days_of(duty.shift, zone)} - home:
                    told = {day for duty in roster if selects(duty) for day in self._days_of(duty.shift, zone)}
                    yield from self._worst(name, lent, home, known, told)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone, known = ZoneInfo(scenario.timezone), self._known(scenario)

        def found(worker: Worker) -> Iterator[Violation]:
            return self._worst(worker.id, set(), self._home_dates(worker, zone), known)

        return self.each_at_home(scenario, found, *ROSTERED, "ledger")

    def _known(self, scenario: Scenario) -> tuple[date, date]:
        """The first and the last day that count, for anybody it is about, at home or elsewhere."""
        return once(scenario, self, lambda: self._first_and_last(scenario))

    def _first_and_last(self, scenario: Scenario) -> tuple[date, date]:
        zone = ZoneInfo(scenario.timezone)
        lent = (self._days_of(shift, zone) for demand in scenario.demands for shift in demand.shifts)
        examples, _ = self.representatives(scenario, *ROSTERED, "ledger")
        home = (self._home_dates(worker, zone) for worker in examples.values())
        days: set[date] = set().union(*lent, *home)
        return min(days, default=date.min), max(days, default=date.min)

    def _home_dates(self, worker: Worker, zone: ZoneInfo) -> set[date]:
        return self._ledger_dates(worker).union(*(self._days_of(shift, zone) for shift in worker.rostered(zone)))

    def _days_of(self, work: WorkTime, zone: ZoneInfo) -> set[date]:
        """The days that it counts on, none if it is rest."""
        return set() if work.is_rest and not self._counts_standby else self._dates(work, zone)

    def _worst(
        self, name: str, lent: set[date], home: set[date], known: tuple[date, date], told: set[date] | None = None
    ) -> Iterator[Violation]:
        """The set of each kind that is exceeded by most, of those with one of the days ``told``; without lent days, by
        those at home alone."""
        found: dict[str, tuple[int, Days, int, int]] = {}
        for days in self._date_sets(sorted(lent | home), known):
            if told is not None and told.isdisjoint(days.days):
                continue
            new, old = len(lent & days.days), len(home & days.days)
            excess = new - max(0, days.limit - old) if lent else old - days.limit
            if excess > max(0, found[days.kind][0] if days.kind in found else 0):
                found[days.kind] = excess, days, new, old
        for excess, days, new, old in found.values():
            yield Violation(self.kind, self._exceeded(name, days, new, old), excess, "days", (name,))


def _listed(sets: Sequence[tuple[Int, int]], worker: Int, date: Int) -> DaySets:
    """Sets that are listed, with their limits."""
    number = np.repeat(np.arange(len(sets)), [len(days) for days, _ in sets])
    listed = np.concatenate([np.empty(0, np.int64), *(days for days, _ in sets)])
    limit = np.array([limit for _, limit in sets], np.int64)

    def of(day: Int) -> tuple[Int, Int]:
        first = int(min(listed.min(initial=UNLIMITED), day.min(initial=UNLIMITED)))
        last = int(max(listed.max(initial=0), day.max(initial=0)))
        by_day = Lists.grouped(listed - first, max(0, last - first + 1))
        at, place = by_day.expand(day - first)
        return at, number[place]

    return DaySets(of, lambda which: limit[which], worker, date)


def at_home(count: int) -> Message | str:
    """How many of those just counted, as the end of a sentence."""
    return _AT_HOME(n=count) if count else ""


def clock_times(day: Int, clock: time, zone: ZoneInfo) -> Int:
    """The minutes since 1970 in UTC at which each ordinal day has a local time; the first of two."""
    instants = (datetime.combine(date.fromordinal(one), clock, zone) for one in day.tolist())
    return np.fromiter((int(instant.timestamp()) // 60 for instant in instants), np.int64, len(day))


def overlap(work: WorkTime, first: datetime, last: datetime) -> float:
    """Minutes of the work between two instants, in real time also where the clock is changed."""
    start, end = max(work.start, first.astimezone(UTC)), min(work.end, last.astimezone(UTC))
    return max(0.0, (end - start).total_seconds() / 60)

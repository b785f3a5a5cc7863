"""DaysWorked: at most, or at least, so many days of work in a week, a month, the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Mask
from staffmatch.constraints.shared.day_sets import DaySets
from staffmatch.constraints.shared.period_rule import CountingRule, Held
from staffmatch.constraints.shared.periods import EACH, beside, period_said, period_start, periods_of
from staffmatch.constraints.shared.presence import PresenceRule
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.standby import worked
from staffmatch.domain.plan import Duty, Violation
from staffmatch.formulation.columns import UNLIMITED, Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.field_types import Whole

_MANY = Sentence(
    "days_worked",
    "Worker {worker:worker} works on {n:count} day {period}{home}; the limit is {limit:count}.",
    "Worker {worker:worker} works on {n:count} days {period}{home}; the limit is {limit:count}.",
)
_FEW = Sentence(
    "days_worked.least",
    "Worker {worker:worker} works on {n:count} day {period}{home}; the minimum is {limit:count}.",
    "Worker {worker:worker} works on {n:count} days {period}{home}; the minimum is {limit:count}.",
)
_NO_MORE = Sentence(
    "days_worked.wants",
    "works on no more than {days} days {each} with it",
    "work on no more than {days} days {each} with it",
)


class DaysWorked(CountingRule, PresenceRule):
    """At most ``days`` local days in a week, a month or the plan on which a shift starts, and at least ``least``; home
    and past shifts and hours in the ledger count.

    For every worker w in scope and period t: ``Σ_{d in t} v_wd <= max(0, days - days at home)`` with v_wd = 1 iff w
    starts a lent shift on day d and does not work at home on it as well, ``x_wj <= v_wd``. With ``least``,
    ``Σ_{d in t} v_wd + days at home >= least`` where w has any lent shift in t. The plan, as a period, begins with the
    first day of its shifts; days before do not count. A day of standby that is rest is no working day.

    Source: the five-day week of agreements; days of work in a roster of four weeks.

    Example: "Worker 'w' works on 4 days in week 15 of 2020; the limit is 3."
    """

    kind: Literal["days_worked"] = "days_worked"
    amounts = "days"
    days: Annotated[Whole, Field(ge=0, le=366, description="days with work")]
    least: Annotated[
        Annotated[Whole, Field(ge=1, le=366)] | None, Field(description="days with work of whoever is used at all")
    ] = None
    per: Annotated[Literal["week", "month", "horizon"], Field(description="the period that it counts in")] = "week"

    @property
    def most(self) -> int:
        return self.days

    def keep(self, pairs: Pairs) -> Mask:
        days, chosen = self._lent(pairs)
        return self._sets(pairs.columns).keep(pairs, days, chosen)

    def at_most(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        days, chosen = self._lent(pairs)
        sets = self._sets(pairs.columns)
        yield from sets.rows(days, lambda cells: self._present(pairs, variables, cells), variables, chosen)

    def _sets(self, columns: Columns) -> DaySets:
        """The periods."""
        owner, day, _ = self.at_home(columns)
        if self.per == "horizon":
            within = day >= columns.shifts.day.min(initial=UNLIMITED)
            owner, day = owner[within], day[within]
        return DaySets(
            lambda days: (np.arange(len(days)), periods_of(days, self.per)),
            lambda period: np.full(len(period), self.days),
            owner,
            day,
        )

    def _lent(self, pairs: Pairs) -> tuple[Relation, Relation | None]:
        """The spans of people in scope on days that are not worked at home, and those selected, if not all are."""
        spans = worked(pairs, pairs.spans)
        spans, chosen = self.told(pairs, self.of_members(pairs, spans.assign(date=spans["day"])))
        owner, day, _ = self.at_home(pairs.columns)
        return spans.where(~spans.agrees(worker=owner, date=day)), chosen

    def counted(self, pairs: Pairs, variables: VariableRegistry) -> Relation:
        days, _ = self._lent(pairs)
        present = self._present(pairs, variables, days.by("worker", "date"))
        ones = np.ones(len(present), np.int64)
        return present.assign(period=periods_of(present["date"], self.per), amount=ones)

    def at_home(self, columns: Columns) -> Held:
        workers = columns.workers
        ledger = workers.ledger.minutes > 0
        owner = np.r_[workers.worked.owner, workers.ledger.owner[ledger]]
        days = np.unique(np.c_[owner, np.r_[workers.worked.day, workers.ledger.day[ledger]]], axis=0)
        return days[:, 0], days[:, 1], np.ones(len(days), np.int64)

    def lent_told(self, scenario: Scenario, worker: Worker, roster: Sequence[Duty]) -> Mapping[date, int]:
        zone, home = ZoneInfo(scenario.timezone), self._days_at_home(scenario, worker)
        days = {duty.shift.start.astimezone(zone).date() for duty in roster if not duty.shift.is_rest}
        return Counter(period_start(day, self.per) for day in days - home)

    def home_told(self, scenario: Scenario, worker: Worker) -> Iterator[tuple[date, int]]:
        return ((day, 1) for day in self._days_at_home(scenario, worker))

    def _days_at_home(self, scenario: Scenario, worker: Worker) -> set[date]:
        zone = ZoneInfo(scenario.timezone)
        work = {one.start.astimezone(zone).date() for one in worker.rostered(zone) if not one.is_rest}
        return work | {day for day, hours in worker.ledger.items() if hours}

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        return self.each_at_home(scenario, lambda worker: self.preexisting_of(scenario, worker), *ROSTERED, "ledger")

    def said(self, who: str, period: date, lent: int, home: int, limit: int, *, least: bool) -> Message:
        said, when = _FEW if least else _MANY, period_said(period, self.per)
        return said(worker=who, n=lent + home, period=when, home=beside(home), limit=limit)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _NO_MORE(days=self.days, each=EACH[self.per]())

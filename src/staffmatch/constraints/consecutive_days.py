"""ConsecutiveDays: a cap on the working days in a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.hours import sliding
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import Whole

_IN_A_ROW = Sentence(
    "consecutive_days",
    "Worker {worker:worker} works {n:count} days in a row from {day:day}; the limit is {limit:count}.",
)
_AT_HOME = Sentence(
    "consecutive_days.at_home",
    "Worker {worker:worker} works {n:count} days in a row at home from {day:day}; the limit is {limit:count}.",
)
_NO_MORE = Sentence(
    "consecutive_days.wants",
    "works no more than {days} in a row with it",
    "work no more than {days} in a row with it",
)
_DAYS = Sentence("consecutive_days.days", "{n:count} day", "{n:count} days")


class ConsecutiveDays(Scoped, Rule):
    """At most ``days`` local days in a row on which a shift starts; home shifts and hours in the ledger count.

    For every worker w and days + 1 days in a row, of which those not worked at home are T:
    ``Σ_{t in T} v_wt <= |T| - 1`` with v_wt = 1 iff w starts a shift on day t, ``Σ_{j in C} x_wj <= v_wt`` for shifts C
    of the day that exclude each other. A lent shift on a day that is worked at home anyway adds none.

    Source: a day of rest in seven, ILO Convention 14 art. 2; Directive 2003/88/EC art. 5.

    Example: "Worker 'w' works 7 days in a row from 2020-04-06; the limit is 6."
    """

    kind: Literal["consecutive_days"] = "consecutive_days"
    tied_by = "worker"
    days: Annotated[Whole, Field(ge=1, le=60, description="days in a row")] = 6

    def keep(self, pairs: Pairs) -> Mask:
        pair, code, home = self._worked(pairs)
        keep = np.ones(len(pairs), bool)
        if not len(pair):
            return keep
        order = np.lexsort((code, pair))
        pair, code = pair[order], code[order]
        first, last = _with_home(home, code)
        run = np.cumsum(np.r_[True, (pair[1:] != pair[:-1]) | (first[1:] > last[:-1] + 1)]) - 1
        begin, end = np.searchsorted(run, np.arange(run[-1] + 1)), np.searchsorted(run, np.arange(run[-1] + 1), "right")
        length = last[end - 1] - first[begin] + 1
        new = np.bincount(run, ~np.isin(code, home)) > 0
        keep[pair[begin[new & (length > self.days)]]] = False
        return keep | ~self.within(pairs.columns)[pairs.worker]

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        pair, code, home = self._worked(pairs)
        mine = self.within(pairs.columns)[pairs.worker[pair]] & ~np.isin(code, home)
        pair, code = pair[mine], code[mine]
        days = np.unique(code)
        day, window = sliding(days, self.days + 1)
        windows, row, count = np.unique(window, return_inverse=True, return_counts=True)
        at_home = np.searchsorted(home, windows + self.days + 1) - np.searchsorted(home, windows)
        full = count + at_home > self.days
        asked = np.zeros(len(days), bool)
        asked[day[full[row]]] = True
        kept = asked[np.searchsorted(days, code)]
        column, code = variables.any_of(f"{self.kind} {self.days}{self.whose}", pair[kept], code[kept])
        entry, window = sliding(code, self.days + 1)
        row = np.searchsorted(windows, window)
        entry, row = entry[full[row]], row[full[row]]
        number = np.cumsum(full) - 1
        one = np.ones(len(row), np.int64)
        yield RowBlock.at_most(number[row], column[entry], one, count[full] - 1, side="worker")

    def _worked(self, pairs: Pairs) -> tuple[Int, Int, Int]:
        """The days of every pair, as (pair, code of worker and day), and in order the codes of those worked at home.

        Codes of one worker's days in a row follow each other; those of two workers are farther apart than the limit.
        """
        workers, shifts = pairs.columns.workers, pairs.columns.shifts
        owner = np.r_[workers.rostered.owner, workers.ledger.owner[workers.ledger.minutes > 0]]
        at_home = np.r_[workers.rostered.day, workers.ledger.day[workers.ledger.minutes > 0]]
        pair, shift = pairs.spans["pair", "shift"]
        both = np.r_[at_home, shifts.day[shift]]
        origin = both.min(initial=10**7)
        axis = int(both.max(initial=0) - origin) + self.days + 2
        home = np.unique(owner * axis + at_home - origin)
        return pair, pairs.worker[pair] * axis + shifts.day[shift] - origin, home

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        for name, roster in plan.rosters(scenario).items():
            if name in members:
                home = self._at_home(roster[0].worker, zone)
                lent = {duty.shift.start.astimezone(zone).toordinal() for duty in roster} - home
                for run in _runs(home | lent):
                    # So many times in a row a day more than allowed, lent work among them.
                    excess = sum(not lent.isdisjoint(run[n : n + self.days + 1]) for n in range(len(run) - self.days))
                    if excess:
                        yield Violation(self.kind, self._said(name, run, _IN_A_ROW), excess, "days", (name,))

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            for run in _runs(self._at_home(worker, zone)):
                if (excess := len(run) - self.days) > 0:
                    yield Violation(self.kind, self._said(worker.id, run, _AT_HOME), excess, "days", (worker.id,))

        return self.each(scenario, found, "home_shifts", "ledger")

    def _at_home(self, worker: Worker, zone: ZoneInfo) -> set[int]:
        ledger = {day.toordinal() for day, hours in worker.ledger.items() if hours}
        return ledger | {shift.start.astimezone(zone).toordinal() for shift in worker.home_shifts}

    def _said(self, name: str, run: list[int], sentence: Sentence) -> Message:
        return sentence(worker=name, n=len(run), day=date.fromordinal(run[0]).isoformat(), limit=self.days)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _NO_MORE(days=_DAYS(n=self.days))


def _with_home(home: Int, code: Int) -> tuple[Int, Int]:
    """The first and the last of the days in a row that each day makes with those at home around it."""
    if not len(home):
        return code, code
    begins = np.r_[True, np.diff(home) > 1]
    begin, end = np.flatnonzero(begins), np.flatnonzero(np.r_[begins[1:], True])
    chain = np.cumsum(begins) - 1
    before = np.searchsorted(home, code) - 1
    after = np.minimum(np.searchsorted(home, code, side="right"), len(home) - 1)
    first = np.where((before >= 0) & (home[before] == code - 1), home[begin[chain[before]]], code)
    return first, np.where(home[after] == code + 1, home[end[chain[after]]], code)


def _runs(days: set[int]) -> list[list[int]]:
    """Days in a row, longest possible."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs

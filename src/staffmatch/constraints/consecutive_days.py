"""ConsecutiveDays: a cap on the working days in a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Mask, sliding
from staffmatch.constraints.shared.day_sets import DaySets
from staffmatch.constraints.shared.home_minutes import days_before
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.standby import worked
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.field_types import Whole

_IN_A_ROW = Sentence(
    "consecutive_days",
    "Worker {worker:worker} works {n:count} days in a row from {day:day}; the limit is {limit:count}.",
)
_AT_HOME = Sentence(
    "consecutive_days.at_home",
    "Worker {worker:worker} works {n:count} days in a row at home from {day:day}; the limit is {limit:count}.",
)
_BEFORE = Sentence(
    "consecutive_days.before",
    "Worker {worker:worker} works {n:count} days in a row before the plan or at home from {day:day}; the limit is "
    "{limit:count}.",
)
_NO_MORE = Sentence(
    "consecutive_days.wants",
    "works no more than {days} in a row with it",
    "work no more than {days} in a row with it",
)
_DAYS = Sentence("consecutive_days.days", "{n:count} day", "{n:count} days")


class ConsecutiveDays(ScopedRule):
    """At most ``days`` local days in a row on which a shift starts; home and past shifts and hours in the ledger count.

    For every worker w and days + 1 days in a row, of which those not worked at home are T:
    ``Σ_{t in T} v_wt <= |T| - 1`` with v_wt = 1 iff w starts a shift on day t, ``Σ_{j in C} x_wj <= v_wt`` for shifts C
    of the day that exclude each other. A lent shift on a day that is worked at home anyway adds none. A day of standby
    that is rest is no working day.

    Source: agreements, and a day of rest in seven, ILO Convention 14 art. 2. Directive 2003/88/EC art. 5 asks for a
    rest in each seven days, not after six: twelve days in a row may be worked between two of them, CJEU C-306/16 (Maio
    Marques da Rosa), which `WeeklyRest` says.

    Example: "Worker 'w' works 7 days in a row from 2020-04-06; the limit is 6."
    """

    kind: Literal["consecutive_days"] = "consecutive_days"
    tied_by = "worker"
    days: Annotated[Whole, Field(ge=1, le=60, description="days in a row")] = 6

    def keep(self, pairs: Pairs) -> Mask:
        sets, spans, chosen = self._days(pairs)
        # Others have too few days in all, at home and of the job.
        at_home = np.bincount(sets.worker, minlength=len(pairs.columns.workers.ids))
        many = at_home[spans["worker"]] + pairs.columns.job_shifts.lengths[spans["job"]] > self.days
        return sets.keep(pairs, spans.where(many), chosen)

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        sets, spans, chosen = self._days(pairs)
        yield from sets.rows(spans, lambda days: days.any(variables, alone=True), variables, chosen)

    def _days(self, pairs: Pairs) -> tuple[DaySets, Relation, Relation | None]:
        """Each days + 1 days in a row, the spans in scope on days that are not worked at home, and those selected, if
        not all are."""
        workers, spans = pairs.columns.workers, worked(pairs, pairs.spans)
        ledger = workers.ledger.minutes > 0
        owner = np.r_[workers.worked.owner, workers.ledger.owner[ledger]]
        home = np.unique(np.c_[owner, np.r_[workers.worked.day, workers.ledger.day[ledger]]], axis=0)
        spans, chosen = self.told(pairs, self.of_members(pairs, spans.assign(date=spans["day"])))
        spans = spans.where(~spans.agrees(worker=home[:, 0], date=home[:, 1]))
        length = self.days + 1
        return (
            DaySets(lambda day: sliding(day, length), lambda start: np.full(len(start), self.days), *home.T),
            spans,
            chosen,
        )

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        selects = self.selects_duty(scenario)
        for name, roster in plan.rosters(scenario).items():
            if name in members:
                home = self._at_home(roster[0].worker, zone)
                days = [
                    (duty.shift.start.astimezone(zone).toordinal(), selects(duty))
                    for duty in roster
                    if not duty.shift.is_rest
                ]
                lent, told = {day for day, _ in days} - home, {day for day, selected in days if selected}
                for run in _runs(home | lent):
                    # The windows of one day more than allowed in which there is lent work, and such as is selected.
                    windows = [run[n : n + self.days + 1] for n in range(len(run) - self.days)]
                    excess = sum(not (lent.isdisjoint(one) or told.isdisjoint(one)) for one in windows)
                    if excess:
                        yield Violation(self.kind, self._said(name, run, _IN_A_ROW), excess, "days", (name,))

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            past = {day.toordinal() for day in days_before(worker, zone)}
            for run in _runs(self._at_home(worker, zone)):
                if (excess := len(run) - self.days) > 0:
                    said = self._said(worker.id, run, _AT_HOME if past.isdisjoint(run) else _BEFORE)
                    yield Violation(self.kind, said, excess, "days", (worker.id,))

        return self.each_at_home(scenario, found, *ROSTERED, "ledger")

    def _at_home(self, worker: Worker, zone: ZoneInfo) -> set[int]:
        ledger = {day.toordinal() for day, hours in worker.ledger.items() if hours}
        work = (shift for shift in worker.rostered(zone) if not shift.is_rest)
        return ledger | {shift.start.astimezone(zone).toordinal() for shift in work}

    def _said(self, name: str, run: list[int], sentence: Sentence) -> Message:
        return sentence(worker=name, n=len(run), day=date.fromordinal(run[0]).isoformat(), limit=self.days)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _NO_MORE(days=_DAYS(n=self.days))


def _runs(days: set[int]) -> list[list[int]]:
    """The longest runs of days in a row."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs

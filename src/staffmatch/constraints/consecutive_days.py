"""ConsecutiveDays: the most, and the least, working days in a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Mask, sliding
from staffmatch.constraints.shared.day_patterns import Blocks, DayPatterns
from staffmatch.constraints.shared.day_sets import DaySets
from staffmatch.constraints.shared.home_minutes import days_before
from staffmatch.constraints.shared.rhythm import RhythmRule
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import UNLIMITED
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
_SHORT = Sentence(
    "consecutive_days.short",
    "Worker {worker:worker} works {n:count} day in a row from {day:day}; the minimum is {least:count}.",
    "Worker {worker:worker} works {n:count} days in a row from {day:day}; the minimum is {least:count}.",
)
_SHORT_AT_HOME = Sentence(
    "consecutive_days.short_at_home",
    "Worker {worker:worker} works {n:count} day in a row at home or before the plan from {day:day}; the minimum is "
    "{least:count}.",
    "Worker {worker:worker} works {n:count} days in a row at home or before the plan from {day:day}; the minimum is "
    "{least:count}.",
)
_NO_MORE = Sentence(
    "consecutive_days.wants",
    "works no more than {days} in a row with it",
    "work no more than {days} in a row with it",
)
_DAYS = Sentence("consecutive_days.days", "{n:count} day", "{n:count} days")


class ConsecutiveDays(RhythmRule):
    """At most ``days`` local days in a row on which a shift starts; home and past shifts and hours in the ledger count.
    With ``least`` no run of days with lent work is shorter.

    For every worker w and days + 1 days in a row, of which those not worked at home are T:
    ``Σ_{t in T} v_wt <= |T| - 1`` with v_wt = 1 iff w starts a shift on day t: the sum of the day's x_wj where all of
    its shifts exclude each other, else an indicator, ``Σ_{j in C} x_wj <= v_wt`` for such C. A lent shift on a day that
    is worked at home anyway adds none. A day of standby that is rest is no working day.

    For ``least`` days L, every day s and k < L: ``v_ws <= v_w(s-1) + v_w(s+k)``, and where the run begins with work at
    home ``Σ_{t in T} v_wt - v_w(s-1) - v_w(s+k) <= |T| - 1``, T the days of s to s+k-1 that are not worked at home. A
    run on the last day of the plan may go on, and is not too short; nor is one on its first day of a person of whom
    no work before the plan is known. The amount is the number of windows of days + 1 days that are worked, and of days
    that a run lacks; more work could make these good.

    Source: agreements, and a day of rest in seven, ILO Convention 14 art. 2. Directive 2003/88/EC art. 5 asks for a
    rest in each seven days, not after six: twelve days in a row may be worked between two of them, CJEU C-306/16 (Maio
    Marques da Rosa), which `WeeklyRest` says. The least: Curtois and Qu (2014), Computational results on new staff
    scheduling benchmark instances, minimum consecutive shifts; the rows are alternating inequalities, Lee, Leung and
    Margot (2004), Min-up/min-down polytopes.

    Example: "Worker 'w' works 7 days in a row from 2020-04-06; the limit is 6."
    """

    kind: Literal["consecutive_days"] = "consecutive_days"
    tied_by = "worker"
    days: Annotated[Whole, Field(ge=1, le=60, description="days in a row")] = 6
    least: Annotated[
        Annotated[Whole, Field(ge=2, le=60)] | None, Field(description="days in a row that a run of work has at least")
    ] = None

    @model_validator(mode="after")
    def _room_for_runs(self) -> Self:
        if self.least is not None and self.least > self.days:
            text = "asks for at least {least} days in a row and allows {days}; lower least, or raise days"
            raise PydanticCustomError("least_above_most", text, {"least": self.least, "days": self.days})
        return self

    def keep(self, pairs: Pairs) -> Mask:
        sets, spans, chosen = self._days(pairs)
        # Others have too few days in all, at home and of the job.
        at_home = np.bincount(sets.worker, minlength=len(pairs.columns.workers.ids))
        many = at_home[spans["worker"]] + pairs.columns.job_shifts.lengths[spans["job"]] > self.days
        return sets.keep(pairs, spans.where(many), chosen)

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        if self.narrowed(pairs.columns.scenario):
            yield from self.overruns(pairs, variables)
            return
        yield from self._windows(pairs, variables)
        if self.least is not None:
            yield from self._patterns(pairs, variables, self.lent(pairs), self.least).tight()

    def overruns(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        yield from self._windows(pairs, variables)
        if self.least is not None:
            lent, chosen = self.told(pairs, self.lent(pairs))
            yield from self._patterns(pairs, variables, lent, self.least).amounts(variables, chosen)

    def _windows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        sets, spans, chosen = self._days(pairs)
        yield from sets.rows(spans, lambda days: self._present(pairs, variables, days), variables, chosen)

    def _days(self, pairs: Pairs) -> tuple[DaySets, Relation, Relation | None]:
        """Each days + 1 days in a row, the spans in scope on days that are not worked at home, and those selected, if
        not all are."""
        lent, home = self.lent(pairs), self.home(pairs)
        spans, chosen = self.told(pairs, lent.assign(date=lent["day"]))
        length = self.days + 1
        return (
            DaySets(lambda day: sliding(day, length), lambda start: np.full(len(start), self.days), *home.T),
            spans,
            chosen,
        )

    def _patterns(self, pairs: Pairs, variables: VariableRegistry, lent: Relation, least: int) -> DayPatterns:
        day, home = pairs.columns.shifts.day, self.home(pairs)
        first, last = int(day.min(initial=UNLIMITED)), int(day.max(initial=0))
        known = np.zeros(len(pairs.columns.workers.ids), bool)
        known[home[home[:, 1] < first, 0]] = True

        def bound(blocks: Blocks) -> Mask:
            inside: Mask = ((blocks.first != first) | known[blocks.worker]) & (blocks.first + blocks.length <= last)
            return inside

        present = lambda cells: self._present(pairs, variables, cells)  # noqa: E731
        return DayPatterns(lent, home, least, off=False, bound=bound, present=present)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for name, (lent, told, home) in self.days_by_worker(scenario, plan).items():
            for run in _runs(home | lent):
                # The windows of one day more than allowed in which there is lent work, and such as is selected.
                windows = [run[n : n + self.days + 1] for n in range(len(run) - self.days)]
                excess = sum(not (lent.isdisjoint(one) or told.isdisjoint(one)) for one in windows)
                if excess:
                    yield Violation(self.kind, self._said(name, run, _IN_A_ROW), excess, "days", (name,))
                if self._short(scenario, run, home) and not told.isdisjoint(run):
                    yield self._too_short(name, run, _SHORT)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            past = {day.toordinal() for day in days_before(worker, zone)}
            home = self.at_home(worker, zone)
            for run in _runs(home):
                if (excess := len(run) - self.days) > 0:
                    said = self._said(worker.id, run, _AT_HOME if past.isdisjoint(run) else _BEFORE)
                    yield Violation(self.kind, said, excess, "days", (worker.id,))
                if run[-1] >= self.plan_days(scenario)[0] and self._short(scenario, run, home):
                    yield self._too_short(worker.id, run, _SHORT_AT_HOME)

        return self.each_at_home(scenario, found, *ROSTERED, "ledger")

    def _short(self, scenario: Scenario, run: list[int], home: set[int]) -> bool:
        """Whether a run is too short, in or before the plan, and does not touch an edge beyond which nothing is
        known."""
        first, last = self.plan_days(scenario)
        begun = run[0] == first and min(home, default=first) >= first
        return self.least is not None and len(run) < self.least and not begun and run[-1] < last

    def _too_short(self, name: str, run: list[int], said: Sentence) -> Violation:
        least = self.least or 0
        text = said(worker=name, n=len(run), day=date.fromordinal(run[0]).isoformat(), least=least)
        return Violation(self.kind, text, least - len(run), "days", (name,), mendable=True)

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

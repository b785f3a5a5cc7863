"""DaysOff: no single days off between two runs of work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.constraints.shared.day_patterns import DayPatterns
from staffmatch.constraints.shared.rhythm import RhythmRule
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.field_types import Whole

_SHORT = Sentence(
    "days_off",
    "Worker {worker:worker} has {n:count} day off from {day:day}; the minimum is {least:count} in a row.",
    "Worker {worker:worker} has {n:count} days off from {day:day}; the minimum is {least:count} in a row.",
)
_AT_HOME = Sentence(
    "days_off.at_home",
    "Worker {worker:worker} has {n:count} day off from {day:day} between work at home or before the plan; the minimum "
    "is {least:count} in a row.",
    "Worker {worker:worker} has {n:count} days off from {day:day} between work at home or before the plan; the minimum "
    "is {least:count} in a row.",
)
_WANTS = Sentence(
    "days_off.wants",
    "has {days} off in a row before it and after it, unless work goes on",
    "have {days} off in a row before it and after it, unless work goes on",
)
_DAYS = Sentence("days_off.days", "{n:count} day", "{n:count} days")


class DaysOff(RhythmRule):
    """Between two runs of working days there are at least ``least_in_a_row`` days off, or none.

    For every worker w and every block of k < L days off from day s: ``y_w(s-1) + y_w(s+k) - y_ws <= 1``, y_wt = 1 iff
    w works on day t, lent, at home or before the plan: a local day on which a shift starts. Days off
    before all known work and after it may have begun earlier, or go on, so they are never too few. Two days with work
    at home, and what is between them, are nothing that the plan could change. The amount is the number of days that a
    block lacks; more work could fill it.

    Source: minimum number of consecutive days off, Curtois and Qu (2014), Computational results on new staff scheduling
    benchmark instances.

    Example: "Worker 'w' has 1 day off from 2020-04-07; the minimum is 2 in a row."
    """

    kind: Literal["days_off"] = "days_off"
    tied_by = "worker"
    least_in_a_row: Annotated[Whole, Field(ge=2, le=60, description="days off in a row")]

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        if self.narrowed(pairs.columns.scenario):
            yield from self.overruns(pairs, variables)
        else:
            yield from self._patterns(pairs, variables, self.lent(pairs)).tight()

    def overruns(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        lent, chosen = self.told(pairs, self.lent(pairs))
        yield from self._patterns(pairs, variables, lent).amounts(variables, chosen)

    def _patterns(self, pairs: Pairs, variables: VariableRegistry, lent: Relation) -> DayPatterns:
        return DayPatterns(
            lent,
            self.home(pairs),
            self.least_in_a_row,
            off=True,
            bound=lambda blocks: np.ones(len(blocks.first), bool),
            present=lambda cells: self._present(pairs, variables, cells),
        )

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for name, (lent, told, home) in self.days_by_worker(scenario, plan).items():
            for before, after in pairwise(sorted(lent | home)):
                if 0 < after - before - 1 < self.least_in_a_row and not told.isdisjoint((before, after)):
                    yield self._short(_SHORT, name, before, after)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            for before, after in pairwise(sorted(self.at_home(worker, zone))):
                here = after >= self.plan_days(scenario)[0]
                if here and 0 < after - before - 1 < self.least_in_a_row:
                    yield self._short(_AT_HOME, worker.id, before, after)

        return self.each_at_home(scenario, found, *ROSTERED, "ledger")

    def _short(self, said: Sentence, name: str, before: int, after: int) -> Violation:
        free, day = after - before - 1, date.fromordinal(before + 1).isoformat()
        text = said(worker=name, n=free, day=day, least=self.least_in_a_row)
        return Violation(self.kind, text, self.least_in_a_row - free, self.amounts, (name,), mendable=True)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _WANTS(days=_DAYS(n=self.least_in_a_row))

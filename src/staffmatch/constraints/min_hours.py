"""MinHours: at least so many hours in a week, a month, the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from staffmatch.constraints.shared.home_minutes import minutes_at_home, minutes_told
from staffmatch.constraints.shared.period_rule import Held, PeriodRule
from staffmatch.constraints.shared.periods import EACH, period_said, period_start
from staffmatch.domain.plan import Duty
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.field_types import Hours, minutes_of

_FEW = Sentence(
    "min_hours",
    "Worker {worker:worker} has {hours:number} h {period}{home}; the minimum is {limit:amount} h.",
)
_AT_HOME = Sentence("min_hours.at_home", ", {hours:number} h of them at home or before the plan")
_REACHES = Sentence("min_hours.wants", "has {hours:amount} h {each} with it", "have {hours:amount} h {each} with it")


class MinHours(PeriodRule):
    """At least ``hours`` in a week, a month or the plan; hours of home and past shifts and of the ledger count.

    For every worker w in scope and period t with any lent shift: ``Σ_j h_jt x_wj + hours at home >= hours``, in minutes
    of working time. The plan, as a period, begins with the first day of its shifts; hours before do not count.

    Source: contracts of employment, which promise hours: § 12 (1) TzBfG takes 20 a week for agreed where none are.

    Example: "Worker 'w' has 8 h in week 15 of 2020; the minimum is 16 h."
    """

    kind: Literal["min_hours"] = "min_hours"
    hours: Hours
    per: Annotated[Literal["week", "month", "horizon"], Field(description="the period that it counts in")] = "week"

    @property
    def fewest(self) -> int:
        return minutes_of(self.hours)

    def at_most(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        return iter(())

    def counted(self, pairs: Pairs, variables: VariableRegistry) -> Relation:
        spans = self.in_periods(self.of_members(pairs, pairs.spans))
        return spans.assign(amount=spans["counted"])

    def at_home(self, columns: Columns) -> Held:
        return minutes_at_home(columns, past=True, ways=False)

    def lent_told(self, scenario: Scenario, worker: Worker, roster: Sequence[Duty]) -> Mapping[date, int]:
        zone, found = ZoneInfo(scenario.timezone), Counter[date]()
        for duty in roster:
            found[period_start(duty.shift.start.astimezone(zone).date(), self.per)] += duty.counted
        return found

    def home_told(self, scenario: Scenario, worker: Worker) -> Iterator[tuple[date, int]]:
        zone = ZoneInfo(scenario.timezone)
        yield from minutes_told(scenario, worker, worker.rostered(zone), worker.ledger, ways=False)

    def said(self, who: str, period: date, lent: int, home: int, limit: int, *, least: bool) -> Message:
        return _FEW(
            worker=who,
            hours=(lent + home) / 60,
            period=period_said(period, self.per),
            home=_AT_HOME(hours=home / 60) if home else "",
            limit=limit / 60,
        )

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _REACHES(hours=self.hours, each=EACH[self.per]())

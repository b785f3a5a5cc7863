"""Breaks: nobody works long without a break."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, Unpack
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import BeforeValidator, Field

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker, WorkTime
from staffmatch.records.field_types import Hours, Sorted, Whole, minutes_of

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures


def _number(key: Any) -> Any:
    """JSON has its keys as text."""
    try:
        return float(key) if isinstance(key, str) else key
    except ValueError:
        return key


_LACKING = Sentence(
    "breaks",
    "Worker {worker:worker} has {n:count} min of breaks in {hours:number} h of shift {shift:shift}; {due:count} min "
    "are due.",
)
_LACKING_AT_HOME = Sentence(
    "breaks.at_home",
    "Worker {worker:worker} has {n:count} min of breaks in the {hours:number} h of the home shift on {day:day}; "
    "{due:count} min are due.",
)
_MAY = Sentence("breaks.wants", "may work that long with such a break", "may work that long with such a break")

_BY_LAW = {6.0: 30, 9.0: 45}
_MinutesOver = Sorted[
    Annotated[Hours, BeforeValidator(_number)], Annotated[Whole, Field(ge=1, le=24 * 60, description="minutes")]
]


class Breaks(ScopedRule):
    """Only shifts with ``unpaid_break_j >= b`` for every entry h: b of ``over`` with more than h hours of work, in
    minutes.

    Hours of work are those of the shift less its unpaid break, as far as they count as working time. Only unpaid breaks
    are stated, so that paid ones count as work; when a break lies is not stated either. Home shifts with too short a
    break are reported.

    Source: 30 minutes over six hours, 45 over nine, § 4 ArbZG; for those under 18, 30 minutes over four and a half
    hours, 60 over six, § 11 (1) JArbSchG: ``Breaks(over={4.5: 30, 6: 60}, group="youth")``.

    Example: "Worker 'w' has 0 min of breaks in 10 h of shift 's'; 45 min are due."
    """

    kind: Literal["breaks"] = "breaks"
    law = "§ 4 ArbZG"
    over: Annotated[_MinutesOver, Field(min_length=1, description="minutes of breaks over so many hours of work")] = (
        _BY_LAW
    )

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[rule_signatures.BreaksOptions]) -> None: ...

    def keep(self, pairs: Pairs) -> Mask:
        jobs, shifts = pairs.columns.job_shifts, pairs.columns.shifts
        lacking = shifts.end - shifts.start - shifts.minutes < self._due(pairs.columns.shift_counted)
        short = np.zeros(pairs.columns.jobs, bool)
        short[jobs.owners[lacking[jobs.items]]] = True
        return pairs.without(self.in_scope(pairs, pairs.where(short[pairs.job])))

    def _due(self, worked: Int) -> Int:
        due = np.zeros(len(worked), np.int64)
        for hours, minutes in self.over.items():
            due = np.maximum(due, np.where(worked > minutes_of(hours), minutes, 0))
        return due

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for duty in self.selected(scenario, plan).duties(scenario):
            shift = duty.shift
            if lacking := self._lacking(shift):
                said = _LACKING(
                    worker=duty.worker.id,
                    n=shift.unpaid_break_minutes,
                    hours=shift.minutes / 60,
                    shift=shift.id,
                    due=shift.unpaid_break_minutes + lacking,
                )
                yield Violation(self.kind, said, lacking, "min", (duty.worker.id, shift.id))

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            for shift in worker.at_home(zone):
                if lacking := self._lacking(shift):
                    said = _LACKING_AT_HOME(
                        worker=worker.id,
                        n=shift.unpaid_break_minutes,
                        hours=shift.minutes / 60,
                        day=scenario.local(shift.start).date().isoformat(),
                        due=shift.unpaid_break_minutes + lacking,
                    )
                    yield Violation(self.kind, said, lacking, "min", (worker.id,))

        return iter(()) if self.placed else self.each(scenario, found, *ROSTERED)

    def _lacking(self, shift: WorkTime) -> int:
        """Minutes of breaks that a shift lacks."""
        due = [minutes for hours, minutes in self.over.items() if shift.counted_minutes > minutes_of(hours)]
        return max(0, max(due, default=0) - shift.unpaid_break_minutes)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _MAY()

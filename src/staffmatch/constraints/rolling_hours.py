"""RollingHours: a cap on the hours of every few days in a row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from staffmatch.arrays import Int, sliding
from staffmatch.constraints.shared.hours import WindowedHours
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.field_types import Hours, Whole

_WINDOW = Sentence(
    "rolling_hours.window", "in the {n:count} day from {day:day}", "in the {n:count} days from {day:day}"
)
_LEFT = Sentence("rolling_hours.wants", "has {hours} left in any {window}", "have {hours} left in any {window}")
_DAYS = Sentence("rolling_hours.days", "day", "{n:count} days")


class RollingHours(WindowedHours):
    """At most ``hours`` in any ``days`` days in a row, home included; a shift counts on the day it starts.

    ``Σ_j h_j x_wj <= max(0, H - hours at home)`` over the shifts of days t, …, t + days - 1, for every t.

    Source: agreements. Directive 2003/88/EC art. 6 (b) has 48 h for each seven days only on average, of four months by
    art. 16 (b), which `AverageHours` says; a cap on every seven days is stricter.

    Example: "Worker 'w' is lent for 50 h in the 7 days from 2020-04-09 where 48 h are left of 48 h."
    """

    kind: Literal["rolling_hours"] = "rolling_hours"
    selects = ("days",)
    days: Annotated[Whole, Field(ge=1, le=366, description="days of a window")] = 7
    hours: Hours = 48

    @property
    def span_days(self) -> int:
        return self.days

    def windows(self, day: Int) -> tuple[Int, Int]:
        return sliding(day, self.days)

    def window_starts(self, day: date) -> list[date]:
        return [day - timedelta(days=back) for back in reversed(range(self.days))]

    def window_said(self, start: date) -> Message:
        return _WINDOW(n=self.days, day=start.isoformat())

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _LEFT(hours=self._asked(scenario, demand, shift), window=_DAYS(n=self.days))

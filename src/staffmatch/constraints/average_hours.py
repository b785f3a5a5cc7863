"""AverageHours: a cap on the mean hours of the week over several weeks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from staffmatch.arrays import Int
from staffmatch.constraints.shared.hours import WindowedHours, sliding
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.field_types import Hours, Whole

_WINDOW = Sentence(
    "average_hours.window", "in the {n:count} week from {day:day}", "in the {n:count} weeks from {day:day}"
)
_LEFT = Sentence("average_hours.wants", "has {hours} left in any {window}", "have {hours} left in any {window}")
_WEEKS = Sentence("average_hours.weeks", "week", "{n:count} weeks")


class AverageHours(WindowedHours):
    """At most ``hours`` a week on average over any ``weeks`` calendar weeks in a row, home and ledger included.

    ``Σ_j h_j x_wj <= max(0, weeks · H - hours at home)`` over the shifts of weeks t, …, t + weeks - 1, for every t.
    Weeks go from Monday to Sunday; of those before the plan, home shifts and ledger tell the hours.

    Source: 48 h on average over four months, Directive 2003/88/EC art. 6 (b) and 16 (b); over 24 weeks, § 3 ArbZG.

    Example: "Worker 'w' is lent for 50 h in the 2 weeks from 2020-04-06 where 40 h are left of 80 h."
    """

    kind: Literal["average_hours"] = "average_hours"
    selects = ("weeks",)
    law = "§ 3 ArbZG"
    weeks: Annotated[Whole, Field(ge=1, le=52, description="calendar weeks of a window")] = 24
    hours: Hours = 48

    @property
    def limit(self) -> float:
        return self.weeks * self.hours

    @property
    def span_days(self) -> int:
        return 7

    def windows(self, day: Int) -> tuple[Int, Int]:
        return sliding((day - 1) // 7, self.weeks)  # ordinal day 1 is a Monday

    def window_starts(self, day: date) -> list[date]:
        monday = day - timedelta(days=day.weekday())
        return [monday - timedelta(weeks=back) for back in reversed(range(self.weeks))]

    def window_said(self, start: date) -> Message:
        return _WINDOW(n=self.weeks, day=start.isoformat())

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _LEFT(hours=self._asked(scenario, demand, shift), window=_WEEKS(n=self.weeks))

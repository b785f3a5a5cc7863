"""RollingHours: a cap on the hours of any so many days in a row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from staffmatch.arrays import Int
from staffmatch.constraints.shared.hours import WindowedHours, sliding
from staffmatch.errors import agreeing, counted
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.field_types import Hours, Whole


class RollingHours(WindowedHours):
    """At most ``hours`` in any ``days`` days in a row, home included; a shift counts on the day it starts.

    ``Σ_j h_j x_wj <= max(0, H - hours at home)`` over the shifts of days t, …, t + days - 1, for every t.

    Source: 48 h in each seven-day period, Directive 2003/88/EC art. 6 (b), without waiting for Monday.

    Example: "Worker 'w' is lent for 50 h in the 7 days from 2020-04-09 where 48 h are left of 48 h."
    """

    kind: Literal["rolling_hours"] = "rolling_hours"
    days: Annotated[Whole, Field(ge=1, le=366, description="days of a window")] = 7
    hours: Hours = 48

    @property
    def span_days(self) -> int:
        return self.days

    def windows(self, day: Int) -> tuple[Int, Int]:
        return sliding(day, self.days)

    def window_names(self, day: date) -> list[str]:
        first = (day - timedelta(days=back) for back in reversed(range(self.days)))
        return [f"in the {counted(self.days, 'day')} from {start.isoformat()}" for start in first]

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> tuple[str, str]:
        window = counted(self.days, "day") if self.days > 1 else "day"
        return agreeing("has", "have", f"{self._asked(scenario, demand, shift)} left in any {window}")

"""AverageHours: a cap on the mean hours of the week over several weeks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from staffmatch.arrays import Int
from staffmatch.constraints.shared.hours import WindowedHours, sliding
from staffmatch.errors import agreeing, counted
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.field_types import Hours, Whole


class AverageHours(WindowedHours):
    """At most ``hours`` a week on average over any ``weeks`` calendar weeks in a row, home and ledger included.

    ``Σ_j h_j x_wj <= max(0, weeks · H - hours at home)`` over the shifts of weeks t, …, t + weeks - 1, for every t.
    Weeks go from Monday to Sunday; of those before the plan, home shifts and ledger tell the hours.

    Source: 48 h on average over four months, Directive 2003/88/EC art. 6 (b) and 16 (b); over 24 weeks, § 3 ArbZG.

    Example: "Worker 'w' is lent for 50 h in the 2 weeks from 2020-04-06 where 40 h are left of 80 h."
    """

    kind: Literal["average_hours"] = "average_hours"
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

    def window_names(self, day: date) -> list[str]:
        monday = day - timedelta(days=day.weekday())
        first = (monday - timedelta(weeks=back) for back in reversed(range(self.weeks)))
        return [f"in the {counted(self.weeks, 'week')} from {start.isoformat()}" for start in first]

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> tuple[str, str]:
        window = counted(self.weeks, "week") if self.weeks > 1 else "week"
        return agreeing("has", "have", f"{self._asked(scenario, demand, shift)} left in any {window}")

"""DailyHours: a cap on the hours of one day."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.hours import WindowedHours
from staffmatch.formulation.columns import WorkerColumns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.field_types import Hours

_WINDOW = Sentence("daily_hours.window", "on {day:day}")
_LEFT = Sentence("daily_hours.wants", "has {hours} left on the day", "have {hours} left on the day")
_LEFT_OF = Sentence(
    "daily_hours.wants_of",
    "has {hours} left on the day (the rule allows {limit:amount} h at most)",
    "have {hours} left on the day (the rule allows {limit:amount} h at most)",
)


class DailyHours(WindowedHours):
    """At most ``hours`` on a local day, or the worker's own limit if lower; a shift counts on the day it starts.

    Source: 8 h, or 10 h where made up for, § 3 ArbZG.

    Example: "Worker 'w' is lent for 10.02 h on 2020-04-06 where 10 h are left of 10 h."
    """

    kind: Literal["daily_hours"] = "daily_hours"
    own = "max_hours_per_day"
    hours: Hours | None = 10

    @property
    def span_days(self) -> int:
        return 1

    def windows(self, day: Int) -> tuple[Int, Int]:
        return np.arange(len(day)), day

    def own_limits(self, workers: WorkerColumns) -> Int:
        return workers.max_day

    def window_starts(self, day: date) -> list[date]:
        return [day]

    def window_said(self, start: date) -> Message:
        return _WINDOW(day=start.isoformat())

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        asked = self._asked(scenario, demand, shift)
        return _LEFT(hours=asked) if self.hours is None else _LEFT_OF(hours=asked, limit=self.hours)

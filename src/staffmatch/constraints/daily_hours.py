"""DailyHours: a cap on the hours of one day."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.hours import WindowedHours
from staffmatch.errors import agreeing
from staffmatch.formulation.columns import WorkerColumns
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.field_types import Hours


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

    def window_names(self, day: date) -> list[str]:
        return [f"on {day.isoformat()}"]

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> tuple[str, str]:
        return agreeing("has", "have", f"{self._asked(scenario, demand, shift)} left on the day")

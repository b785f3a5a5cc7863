"""HorizonHours: a cap on all hours of the plan."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.hours import WindowedHours
from staffmatch.errors import agreeing
from staffmatch.formulation.columns import WorkerColumns
from staffmatch.models import Demand, Scenario, Shift


class HorizonHours(WindowedHours):
    """At most ``hours`` in the whole plan, or the worker's own ``max_hours`` if lower; the ledger lies before it.

    Example: "Worker 'w' is lent for 16 h in the plan where 15.5 h are left of 15.5 h."
    """

    kind: Literal["horizon_hours"] = "horizon_hours"
    own = "max_hours"
    counts_ledger: ClassVar[bool] = False

    def windows(self, day: Int) -> tuple[Int, Int]:
        return np.arange(len(day)), np.zeros_like(day)

    def own_limits(self, workers: WorkerColumns) -> Int:
        return workers.max_total

    def window_names(self, day: date) -> list[str]:
        return ["in the plan"]

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> tuple[str, str]:
        return agreeing("has", "have", f"{self._asked(scenario, demand, shift)} left in the plan")

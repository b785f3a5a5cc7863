"""HorizonHours: a cap on all hours of the plan."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.hours import WindowedHours
from staffmatch.formulation.columns import WorkerColumns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift

_WINDOW = Sentence("horizon_hours.window", "in the plan")
_LEFT = Sentence("horizon_hours.wants", "has {hours} left in the plan", "have {hours} left in the plan")


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

    def window_starts(self, day: date) -> list[date]:
        return [date.min]

    def window_said(self, start: date) -> Message:
        return _WINDOW()

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _LEFT(hours=self._asked(scenario, demand, shift))

"""HorizonHours: a cap on all hours of the plan."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.bending_hours import BendingHours
from staffmatch.formulation.columns import UNLIMITED, Columns, WorkerColumns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.digest import once

_WINDOW = Sentence("horizon_hours.window", "in the plan")
_LEFT = Sentence("horizon_hours.wants", "has {hours} left in the plan", "have {hours} left in the plan")


class HorizonHours(BendingHours):
    """At most ``hours`` in the whole plan, or the worker's own ``max_hours`` if lower, home shifts counted.

    For every worker w in scope: ``Σ_j h_j x_wj <= max(0, H_w - hours at home)``, in minutes. h_j are the minutes of job
    j that count as working time, H_w is 60 times the lower of ``hours`` and the worker's limit, and hours at home are
    the minutes of home shifts in the plan.

    The plan begins with the first local day on which any of its shifts does. What lies before it does not count: no
    ledger, no past shift, even one that ends on that day, and no home shift that starts before it; the hours of a shift
    count on the day on which it starts, here too. `RollingHours` and `AverageHours` look back.

    Example: "Worker 'w' is lent for 16 h in the plan where 15.5 h are left of 15.5 h."
    """

    kind: Literal["horizon_hours"] = "horizon_hours"
    own = "max_hours"
    counts_past: ClassVar[bool] = False

    def windows(self, day: Int) -> tuple[Int, Int]:
        return np.arange(len(day)), np.zeros_like(day)

    def _at_home(self, columns: Columns) -> tuple[Int, Int, Int]:
        owner, day, minutes = super()._at_home(columns)
        within = day >= columns.shifts.day.min(initial=UNLIMITED)
        return owner[within], day[within], minutes[within]

    def _home(self, scenario: Scenario, worker: Worker) -> list[tuple[date, int]]:
        if not worker.home_shifts:
            return []
        first = once(scenario, self, lambda: _first_day(scenario))
        return [(day, minutes) for day, minutes in super()._home(scenario, worker) if first is None or day >= first]

    def most_minutes(self, scenario: Scenario, worker: Worker) -> int | None:
        return self._most_in_all(scenario, worker)

    def own_limits(self, workers: WorkerColumns) -> Int:
        return workers.max_total

    def window_starts(self, day: date) -> list[date]:
        return [date.min]

    def window_said(self, start: date) -> Message:
        return _WINDOW()

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _LEFT(hours=self._asked(scenario, demand, shift))


def _first_day(scenario: Scenario) -> date | None:
    """The local day on which the first shift of the plan starts."""
    starts = (shift.start for demand in scenario.demands for shift in demand.shifts)
    first = min(starts, default=None)
    return None if first is None else first.astimezone(ZoneInfo(scenario.timezone)).date()

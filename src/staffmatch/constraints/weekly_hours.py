"""WeeklyHours: a cap on the hours of one ISO week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.bending_hours import BendingHours
from staffmatch.formulation.columns import WorkerColumns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.field_types import Hours

_WINDOW = Sentence("weekly_hours.window", "in week {week} of {year}")
_LEFT = Sentence("weekly_hours.wants", "has {hours} left in the week", "have {hours} left in the week")
_LEFT_OF = Sentence(
    "weekly_hours.wants_of",
    "has {hours} left in the week (the rule allows {limit:amount} h at most)",
    "have {hours} left in the week (the rule allows {limit:amount} h at most)",
)


class WeeklyHours(BendingHours):
    """At most ``hours`` from Monday to Sunday, or the worker's own limit, ``Worker.max_hours_per_week``, if
    lower; a shift counts on its first day.

    For every worker w in scope and week: ``Σ_j h_j x_wj <= max(0, H_w - hours at home)``, in minutes. h_j are the
    minutes of job j's shifts that start in the week and count as working time, H_w is 60 times the lower of ``hours``
    and the worker's limit, and hours at home are the minutes of home and past shifts in the week or, for days of
    which it says more, of the ledger.

    Source: six working days of 8 h, § 3 ArbZG, which allows 60 h in a week where they are made up for in six months or
    24 weeks; likewise 48 h on average, Directive 2003/88/EC art. 6 (b) and 16 (b). With `AverageHours` beside it,
    ``hours=60`` says what the law does.

    Example: "Worker 'w' is lent for 56 h in week 15 of 2020 where 48 h are left of 48 h."
    """

    kind: Literal["weekly_hours"] = "weekly_hours"
    own = "max_hours_per_week"
    hours: Hours | None = 48

    @property
    def span_days(self) -> int:
        return 7

    def windows(self, day: Int) -> tuple[Int, Int]:
        return np.arange(len(day)), (day - 1) // 7  # ordinal day 1 is a Monday

    def most_minutes(self, scenario: Scenario, worker: Worker) -> int | None:
        return self._most_in_all(scenario, worker)

    def own_limits(self, workers: WorkerColumns) -> Int:
        return workers.max_week

    def window_starts(self, day: date) -> list[date]:
        return [day - timedelta(days=day.weekday())]

    def window_said(self, start: date) -> Message:
        year, week, _ = start.isocalendar()
        return _WINDOW(week=week, year=year)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        asked = self._asked(scenario, demand, shift)
        return _LEFT(hours=asked) if self.hours is None else _LEFT_OF(hours=asked, limit=self.hours)

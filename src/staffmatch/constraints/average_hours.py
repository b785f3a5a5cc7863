"""AverageHours: a cap on the mean hours of the week over several weeks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, ranges, sliding
from staffmatch.constraints.shared.hours import WindowedHours
from staffmatch.formulation.columns import UNLIMITED, Columns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.digest import once
from staffmatch.records.field_types import Hours, Whole, minutes_of

_WINDOW = Sentence(
    "average_hours.window", "in the {n:count} week from {day:day}", "in the {n:count} weeks from {day:day}"
)
_LEFT = Sentence("average_hours.wants", "has {hours} left in any {window}", "have {hours} left in any {window}")
_WEEKS = Sentence("average_hours.weeks", "week", "{n:count} weeks")


class AverageHours(WindowedHours):
    """At most ``hours`` a week on average over any ``weeks`` calendar weeks in a row, home and ledger included.

    ``Σ_j h_j x_wj <= max(0, weeks · H - hours at home)`` over the shifts of weeks t, …, t + weeks - 1, for every t.
    Weeks go from Monday to Sunday; of those before the plan, past shifts, home shifts and ledger tell the hours. Days
    of `Worker.absences` are neutral: each from Monday to Saturday counts as a sixth of ``hours``, in whole minutes,
    and what was worked on it comes on top.

    Source: 48 h on average over four months, Directive 2003/88/EC art. 6 (b) and 16 (b), where leave and illness are
    not included or are neutral; over 24 weeks, § 3 ArbZG, of whose working days those of leave balance no others,
    BVerwG 8 C 13.17.

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

    def _at_home(self, columns: Columns) -> tuple[Int, Int, Int]:
        owner, day, minutes = super()._at_home(columns)
        absent, starts = columns.workers.absent, columns.shifts.day
        reach = 7 * self.weeks
        low, high = int(starts.min(initial=UNLIMITED)) - reach, int(starts.max(initial=0)) + reach
        first = np.maximum(absent.start, low)
        at, off = ranges(first, np.maximum(first, np.minimum(absent.end, high + 1)))
        at, off = at[off % 7 != 0], off[off % 7 != 0]  # ordinal day 7 is a Sunday
        neutral = np.full(len(off), self._neutral)
        return np.r_[owner, absent.owner[at]], np.r_[day, off], np.r_[minutes, neutral]

    def _home(self, scenario: Scenario, worker: Worker) -> list[tuple[date, int]]:
        found = super()._home(scenario, worker)
        if not worker.absences:
            return found
        if (ends := once(scenario, self, lambda: _first_and_last(scenario))) is None:
            return found
        (low, high), reach, off = ends, timedelta(weeks=self.weeks), set[date]()
        for absence in worker.absences:
            day, last = max(absence.first, low - reach), min(absence.last, high + reach)
            off.update(day + timedelta(days=after) for after in range((last - day).days + 1))
        return found + [(day, self._neutral) for day in sorted(off) if day.isoweekday() < 7]

    @property
    def _neutral(self) -> int:
        """Minutes that a day of absence counts for."""
        return minutes_of(self.hours) // 6

    def window_said(self, start: date) -> Message:
        return _WINDOW(n=self.weeks, day=start.isoformat())

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _LEFT(hours=self._asked(scenario, demand, shift), window=_WEEKS(n=self.weeks))


def _first_and_last(scenario: Scenario) -> tuple[date, date] | None:
    """The local days on which the first and the last shift of the plan start."""
    starts = [shift.start for demand in scenario.demands for shift in demand.shifts]
    return (scenario.local(min(starts)).date(), scenario.local(max(starts)).date()) if starts else None

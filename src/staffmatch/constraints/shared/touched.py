"""The local days on which shifts have minutes."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int, ranges
from staffmatch.constraints.shared.worked_days import clock_times
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.relations import Relation
from staffmatch.models import WorkTime
from staffmatch.records.ragged import Spans


def last_days(spans: Spans, zone: ZoneInfo) -> Int:
    """The ordinal day of the last minute of each window."""
    if not len(spans.end):
        return spans.day
    longest = int((spans.end - spans.start).max()) // 1440
    days = np.arange(int(spans.day.min()), int(spans.day.max()) + longest + 3)
    last: Int = days[np.searchsorted(clock_times(days, time(), zone), spans.end - 1, side="right") - 1]
    return last


def on_each_day(columns: Columns, spans: Relation) -> Relation:
    """The spans once for each local day on which they have minutes, their ``day``."""
    first = spans["day"]
    last = last_days(columns.shifts, ZoneInfo(columns.scenario.timezone))[spans["shift"]]
    if (first == last).all():
        return spans
    at, day = ranges(first, last + 1)
    return spans.where(at).assign(day=day)


def days_of(work: WorkTime, zone: ZoneInfo) -> list[date]:
    """All days from the first minute to the last, from the user's own words."""
    first, last = (one.astimezone(zone).date() for one in (work.start, work.end - timedelta(minutes=1)))
    return [first + timedelta(days=after) for after in range((last - first).days + 1)]

"""Days, ISO weeks, calendar months and the whole plan, as that in which a rule counts: columns, dates and words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.messages.message import Message, Sentence

Period = Literal["day", "week", "month", "horizon"]

_DAY = Sentence("period.day", "on {day:day}")
_WEEK = Sentence("period.week", "in week {week} of {year}")
_MONTH = Sentence("period.month", "in month {month} of {year}")
_PLAN = Sentence("period.horizon", "in the plan")
# What a limit is for.
EACH = {
    "day": Sentence("period.each_day", "on a day"),
    "week": Sentence("period.each_week", "in a week"),
    "month": Sentence("period.each_month", "in a month"),
    "horizon": Sentence("period.each_plan", "in the plan"),
}
_BESIDE = Sentence("period.beside", ", {n:count} of them at home or before the plan")
_EPOCH = date(1970, 1, 1).toordinal()


def periods_of(day: Int, per: Period) -> Int:
    """The period that each ordinal day lies in."""
    if per == "week":
        return (day - 1) // 7  # ordinal day 1 is a Monday
    if per == "month":
        months: Int = (day - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        return months
    return day if per == "day" else np.zeros_like(day)


def period_start(day: date, per: Period) -> date:
    """The first day of the period that a day lies in; of the whole plan, the first of all days."""
    if per == "week":
        return day - timedelta(days=day.weekday())
    return {"day": day, "month": day.replace(day=1), "horizon": date.min}[per]


def period_said(start: date, per: Period) -> Message:
    """The period that begins on a day, in words."""
    if per == "week":
        year, week, _ = start.isocalendar()
        return _WEEK(week=week, year=year)
    if per == "month":
        return _MONTH(month=start.month, year=start.year)
    return _DAY(day=start.isoformat()) if per == "day" else _PLAN()


def beside(count: int) -> Message | str:
    """How many of those just counted are not of the plan, as the end of a sentence."""
    return _BESIDE(n=count) if count else ""

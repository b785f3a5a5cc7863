"""Windows of time as columns: work, with the minutes that count, and when people may be lent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, tzinfo

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.columns import counted
from staffmatch.models import DutyKind, TimeWindow, Worker, WorkTime
from staffmatch.records.field_types import minutes_of
from staffmatch.records.ragged import Spans, merged
from staffmatch.records.sequence import Records


def spans_of(owner: Int, windows: Records[WorkTime], zone: tzinfo) -> Spans:
    start, end = windows.number("start"), windows.number("end")
    day = windows.read("start", lambda instant: instant.astimezone(zone).toordinal())
    return Spans(owner, start, end, day, end - start - windows.number("unpaid_break_minutes"))


def shares_of(windows: Records[WorkTime]) -> Int:
    """The thousandths of worked minutes that count as working time."""
    usual = windows.read("duty", lambda duty: 0 if duty == DutyKind.STANDBY else 1000)
    own = windows.read("duty_factor", lambda factor: -1 if factor is None else round(1000 * factor))
    return np.where(own < 0, usual, own)


def rests_of(windows: Records[WorkTime]) -> Mask:
    """Which are standby that counts no hours."""
    standby: Mask = windows.read("duty", lambda duty: duty == DutyKind.STANDBY, bool)
    found: Mask = standby & (shares_of(windows) == 0)
    return found


def kinds_of(windows: Records[WorkTime], kinds: Mapping[str, int]) -> Int:
    """The places of their kinds, -1 for none."""
    return windows.read("kind", lambda kind: -1 if kind is None else kinds[kind])


def counting(spans: Spans, share: Int) -> Spans:
    """The same with the minutes that count as working time."""
    return replace(spans, minutes=counted(spans.minutes, share))


def joined(one: Spans, other: Spans) -> tuple[Int, Spans]:
    """The windows of both, sorted by owner and start, and the order in which they are taken."""
    owner, start, end, day, minutes = (
        np.r_[getattr(one, name), getattr(other, name)] for name in ("owner", "start", "end", "day", "minutes")
    )
    order = np.lexsort((start, owner))
    return order, Spans(owner[order], start[order], end[order], day[order], minutes[order])


def absent_days(workers: Records[Worker]) -> Spans:
    """Absences as ordinal days, those of an owner that touch or overlap merged."""
    days = workers.inner("absences")
    first, last = (days.read(name, date.toordinal) for name in ("first", "last"))
    who, opens, closes = merged(workers.several("absences").owners, first, last + 1)
    return Spans(who, opens, closes, opens, closes - opens)


def present(spans: Spans, absent: Spans) -> Mask:
    """Which shifts start on no day of absence."""
    if not len(absent.owner):
        return np.ones(len(spans.owner), bool)
    axis = int(max(absent.end.max(), spans.day.max(initial=0))) + 1
    at = np.searchsorted(absent.owner * axis + absent.start, spans.owner * axis + spans.day, side="right") - 1
    off: Mask = (at >= 0) & (absent.owner[at] == spans.owner) & (spans.day < absent.end[at])
    return ~off


def available_spans(owner: Int, windows: Records[TimeWindow], absent: Spans, zone: tzinfo) -> Spans:
    """Availability less days of absence, with touching and overlapping windows of an owner merged."""
    who, opens, closes = merged(owner, windows.number("start"), windows.number("end"))
    if len(absent.owner) and len(who):
        begins, ends = (moments(days, time(), zone) for days in (absent.start, absent.end))
        who, opens, closes = _less(who, opens, closes, absent.owner, begins, ends)
    return Spans(who, opens, closes, opens, closes - opens)


def _less(who: Int, opens: Int, closes: Int, owner: Int, start: Int, end: Int) -> tuple[Int, Int, Int]:
    """Windows, merged, less others, merged too; all sorted by owner and start."""
    people, moments = np.r_[who, who, owner, owner], np.r_[opens, closes, start, end]
    free = np.repeat([1, -1, 0, 0], [len(who), len(who), len(owner), len(owner)])
    away = np.repeat([0, 0, 1, -1], [len(who), len(who), len(owner), len(owner)])
    order = np.lexsort((moments, people))
    people, moments = people[order], moments[order]
    kept = (np.cumsum(free[order]) > 0) & (np.cumsum(away[order]) == 0)
    left = np.flatnonzero(kept[:-1] & (moments[:-1] < moments[1:]))
    # What touches is one window: between two moments more of others may end or begin.
    return merged(people[left], moments[left], moments[left + 1])


def moments(days: Int, clock: time, zone: tzinfo) -> Int:
    """The minutes since 1970 in UTC at which ordinal days have a local time; the first of two."""
    known, at = np.unique(days, return_inverse=True)
    instants = (datetime.combine(date.fromordinal(day), clock, zone) for day in known.tolist())
    return np.fromiter((int(instant.timestamp()) // 60 for instant in instants), np.int64, len(known))[at]


def ledger_of(workers: Records[Worker]) -> Spans:
    column = workers.entries("ledger")
    day = column.keys.map(date.toordinal, 0)
    return Spans(column.owners, day, day, day, column.values.map(minutes_of, 0))

"""The days of one row and the times of each: from its days, weekdays, ranges, times and shift code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.times import told
from staffmatch.io.sheets.times.clocks import Clock, of_day
from staffmatch.io.sheets.times.days import Code, Daily, Days, Span, days_between
from staffmatch.io.sheets.times.period import Period
from staffmatch.io.sheets.times.shift_kinds import ShiftKind, ShiftKinds
from staffmatch.messages.message import Message

_DAY = 24 * 60


class Misread(Exception):
    """What is wrong, and in which column."""

    def __init__(self, column: str, wrong: Wrong) -> None:
        super().__init__(column, wrong)
        self.column, self.wrong = column, wrong


class UnknownCode(Exception):
    """A shift code alone, in a column, that no table explains."""

    def __init__(self, column: str, code: str, wrong: Wrong | None) -> None:
        super().__init__(column, code)
        self.column, self.code, self.wrong = column, code, wrong


@dataclass(frozen=True)
class Part:
    """One of the rows that take the place of a row."""

    date: date | None
    start: Clock | None
    end: Clock | None
    pause: int | None = None


@dataclass
class _Row:
    """What a row says of days and times: each range or day with its column, weekdays, and spans of times."""

    dated: list[tuple[str, Days]]
    weekdays: list[Days]
    spans: list[Span]
    column: str = "hours"


class RowDays:
    """Reads rows; ``longest`` are the minutes of a shift that needs no question, ``windows`` may have any length."""

    def __init__(self, kinds: ShiftKinds, period: Period, longest: int, *, windows: bool) -> None:
        self.kinds, self.period, self.longest, self.windows = kinds, period, longest, windows

    def parts(self, said: Mapping[str, Any], causes: list[Message]) -> list[Part]:
        """The rows in place of one; adds what was assumed. Misread or UnknownCode if that is not clear."""
        row = _read(said)
        pause = self._code(said, row, causes)
        if not row.spans:
            self._require_times(row)
        if any(span[0].day for span in row.spans):
            return list(self._moments(row, pause, causes))
        days = self._days(row, causes)
        for span in row.spans:
            self._require_short(row.column, *span)
        return [Part(day, opens, closes, pause) for day in days for opens, closes in row.spans]

    def _require_times(self, row: _Row) -> None:
        """A row with days alone is free on all of each; work needs times."""
        if self.windows:
            row.spans.append((Clock(), None))
            return
        column, days = next(iter(row.dated), ("weekday", next(iter(row.weekdays), Days())))
        raise Misread(column, Wrong("no_time", told.NO_TIMES(days=days.message), told.TIMES_OF_EACH_DAY))

    def _code(self, said: Mapping[str, Any], row: _Row, causes: list[Message]) -> int | None:
        """The times of the shift code where the row says none; its break where the row says none."""
        hours = said.get("hours")
        column = "shift_kind" if "shift_kind" in said else "hours"
        text = said["shift_kind"] if column == "shift_kind" else hours.text if isinstance(hours, Code) else None
        if text is None:
            return None
        kind = self._kind(column, text)
        if kind is None:
            if not row.spans:
                raise UnknownCode(column, text, hours.wrong if isinstance(hours, Code) else None)
            causes.append(told.TIMES_BESIDE_CODES)
            return None
        _require_agreement(column, kind, row.spans)
        if not row.spans:
            if kind.start is None:
                raise Misread(column, Wrong("no_time", told.NO_TIMES_OF_CODE(code=text), told.TIMES_OR_DROP))
            row.spans.append((kind.start, kind.end))
        return None if "unpaid_break_minutes" in said else kind.pause

    def _kind(self, column: str, text: str) -> ShiftKind | None:
        try:
            return self.kinds.find(text)
        except Wrong as wrong:
            raise Misread(column, wrong) from None

    def _moments(self, row: _Row, pause: int | None, causes: list[Message]) -> Iterator[Part]:
        """Spans that say their own days; several days of work are read as daily only if that is the one way to read."""
        for opens, closes in row.spans:
            if row.dated:
                text = told.DAY_TOLD_TWICE(day=None if opens.day is None else opens.day.isoformat())
                raise Misread(row.column, Wrong("told_twice", text, refusals.KEEP_ONE_ADVICE()))
            _require_weekdays(row.weekdays, opens.day)
            long = not self.windows and closes is not None and _minutes(opens, closes) > self.longest
            if not long or closes is None or closes.day is None or opens.day is None:
                self._require_short(row.column, opens, closes)
                yield Part(None, opens, closes, pause)
            elif opens.minute is not None and closes.minute is not None and closes.minute > opens.minute:
                causes.append(told.DAILY_NOT_LONG)
                for day in self._try("start", lambda a=opens.day, b=closes.day: days_between(a, b)).within(*_EVER):
                    yield Part(
                        day, Clock(None, opens.minute, opens.offset), Clock(None, closes.minute, closes.offset), pause
                    )
            else:
                self._require_short(row.column, opens, closes)

    def _days(self, row: _Row, causes: list[Message]) -> list[date | None]:
        if len(row.dated) > 1:
            column, days = row.dated[1]
            text = told.DAYS_TOLD_TWICE(days=days.message, column=row.dated[0][0])
            raise Misread(column, Wrong("told_twice", text, refusals.KEEP_ONE_ADVICE()))
        column, days = row.dated[0] if row.dated else ("weekday", Days())
        if not row.dated and not row.weekdays:
            return [None]
        if days.single:
            _require_weekdays(row.weekdays, days.single)
            return [days.single]
        weekdays = days.weekdays.intersection(*(one.weekdays for one in row.weekdays))
        within = self.period.free_days if self.windows else self.period.days
        period = _EVER if days.ranges else self._try("date", within)
        found: list[date | None] = [*Days(days.ranges, weekdays).within(*period)]
        if not found:
            ends = {"first": period[0].isoformat(), "last": period[1].isoformat()}
            text = told.NONE_OF_ITS_DAYS() if days.ranges else told.NONE_OF_THESE(**ends)
            raise Misread(column, Wrong("empty_window", text, told.CORRECT_DAYS))
        each = told.FREE_EACH_DAY if self.windows else told.SHIFT_EACH_DAY
        causes.append(each if days.ranges else told.WEEKDAYS_OF_PERIOD)
        return found

    def _require_short(self, column: str, opens: Clock, closes: Clock | None) -> None:
        if self.windows or closes is None or opens.minute is None or closes.minute is None:
            return
        if (length := _minutes(opens, closes)) > self.longest:
            text = told.LONG_SHIFT(hours=length / 60, start=_said(opens), end=_said(closes))
            raise Misread(column, Wrong("long_shift", text, told.EACH_DAY_OR_LONGEST(hours=length / 60)))

    def _try(self, column: str, read: Any) -> Any:
        try:
            return read()
        except Wrong as wrong:
            raise Misread(column, wrong) from None


_EVER = (date(1900, 1, 1), date(1900, 1, 1))


def _read(said: Mapping[str, Any]) -> _Row:
    """Sorts what the columns say."""
    row = _Row([], [], [])
    for column in ("date", "weekday"):
        if column in said:
            _add(row, column, said[column])
    if "first_day" in said or "last_day" in said:
        if not ("first_day" in said and "last_day" in said):
            column = "first_day" if "first_day" in said else "last_day"
            raise Misread(column, Wrong("half_a_span", told.ONE_END_OF_DAYS(), told.OTHER_END))
        _add_range(row, "first_day", said["first_day"], said["last_day"])
    hours = said.get("hours")
    if isinstance(hours, Daily):
        if hours.days:
            _add(row, "hours", hours.days)
        row.spans += hours.times
    elif hours is not None and not isinstance(hours, Code):
        opens, closes = hours
        if opens.day is not None and _whole(opens, closes):
            _add_range(row, "hours", opens.day, (closes and closes.day) or opens.day)
        else:
            row.spans.append(hours)
    if "start" in said or "end" in said:
        _add_ends(row, said.get("start"), said.get("end"), "shift_kind" in said or isinstance(hours, Code))
    return row


def _add_ends(row: _Row, start: Clock | None, end: Clock | None, coded: bool) -> None:
    """The columns of start and end: days, if the times are said elsewhere."""
    if start and end and start.day and end.day and _whole(start, end) and (row.spans or coded or row.weekdays):
        _add_range(row, "start", start.day, end.day)
        return
    if row.spans:
        raise Misread("hours", Wrong("told_twice", told.TIMES_TOLD_TWICE(), refusals.KEEP_ONE_ADVICE()))
    row.column = "start" if start else "end"
    if start is None or end is None:
        missing = told.NO_START() if start is None else told.NO_END()
        raise Misread(row.column, Wrong("missing_time", missing, told.FILL_TIMES))
    row.spans.append((start, end))


def _whole(opens: Clock, closes: Clock | None) -> bool:
    """Whether these are days without times."""
    return opens.minute is None and (closes is None or closes.minute is None)


def _add(row: _Row, column: str, days: date | Days) -> None:
    if isinstance(days, date):
        row.dated.append((column, Days(((days, days),))))
    elif days.open:
        row.weekdays.append(days)
    else:
        row.dated.append((column, days))


def _add_range(row: _Row, column: str, first: date, last: date) -> None:
    try:
        row.dated.append((column, days_between(first, last)))
    except Wrong as wrong:
        raise Misread(column, wrong) from None


def _require_weekdays(weekdays: list[Days], day: date | None) -> None:
    if day and any(day.weekday() not in one.weekdays for one in weekdays):
        text = told.NOT_THAT_WEEKDAY(day=day.isoformat(), weekday=told.WEEKDAYS[day.weekday()])
        raise Misread("weekday", Wrong("weekday_differs", text, told.CORRECT_WEEKDAY))


def _require_agreement(column: str, kind: ShiftKind, spans: list[Span]) -> None:
    """Times beside a code are those of its table."""
    for opens, closes in spans:
        if kind.start is None or kind.end is None or opens.minute is None or closes is None or closes.minute is None:
            continue
        if (opens.minute % _DAY, closes.minute % _DAY) != (kind.start.minute or 0, (kind.end.minute or 0) % _DAY):
            here = f"{of_day(opens.minute)}-{of_day(closes.minute)}"
            text = told.OTHER_TIMES(code=kind.code, table=str(kind), here=here)
            raise Misread(column, Wrong("shift_code_differs", text, told.CORRECT_OR_EMPTY))


def _minutes(opens: Clock, closes: Clock) -> int:
    """The length by the clock; at most a day where the end has no day and is before the start."""
    days = (closes.day - opens.day).days if opens.day and closes.day else 0
    return days * _DAY + (closes.minute or 0) - (opens.minute or 0)


def _said(held: Clock) -> str | Message:
    time = of_day(held.minute or 0)
    return told.AT_TIME(day=held.day.isoformat(), time=time) if held.day else time

"""Values composed of several cells of a row, such as a time or a place; computed once for each combination."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int
from staffmatch.errors import Cell, InputIssue
from staffmatch.io.sheets import refusals, values
from staffmatch.io.sheets.cells import Wrong, blank
from staffmatch.io.sheets.meaning import places
from staffmatch.io.sheets.table import Row, Table
from staffmatch.io.sheets.times import clocks, told
from staffmatch.io.sheets.times.clocks import Clock
from staffmatch.io.sheets.times.days import Daily, Days, Span
from staffmatch.io.sheets.times.period import Period
from staffmatch.messages.message import Message
from staffmatch.records.dictionary_columns import DictionaryColumn, combine_codes

Record = dict[str, Any]

POINT = ("lat", "lon", "place")
ENDS = ("available_from", "available_to")
_NO_PERIOD = (date.min, date.min)
PAUSE = ("unpaid_break_minutes", "duty", "duty_factor", "kind")
TIMES = ("date", "start", "end", "hours", "shift_kind")


class Together:
    """Sheets by name, and the problems of their rows; the base of `Records`."""

    def __init__(self, tables: dict[str, Table], zone: ZoneInfo, period: Period | None = None) -> None:
        self.tables, self.zone, self.period = tables, zone, period or Period()
        self.problems: list[InputIssue] = []
        self.notes: list[Message] = []

    def _held(self, name: str) -> Table:
        return self.tables.get(name, Table(name, Cell("")))

    def _tell(self, row: Row, column: str | None, wrong: Wrong) -> None:
        self.problems.append(row.wrong(column, wrong))

    def _try(self, row: Row, column: str | None, read: Callable[[], Any]) -> Any:
        """The result of ``read``; None, with a problem, if it fails."""
        try:
            return read()
        except Wrong as wrong:
            self._tell(row, column, wrong)
            return None

    def _once(
        self, table: Table, names: Iterable[str], read: Callable[[Row], Any], places: Int | None = None
    ) -> DictionaryColumn:
        """The value composed of some cells of a row, computed once for each combination.

        If that gives a problem, every row with these cells is read and reported.
        """
        at = np.arange(len(table)) if places is None else places
        known = [name for name in names if name in table.raw]
        key = combine_codes(table.flawed[at], *(table.raw[name].code[at] for name in known))
        _, first, group = np.unique(key, return_index=True, return_inverse=True)
        found, wrong = [], np.zeros(len(first), bool)
        for number, row in enumerate(table.rows(at[first], known)):
            told = len(self.problems)
            found.append(read(row))
            wrong[number] = len(self.problems) > told
        rest = wrong[group]
        rest[first] = False
        for row in table.rows(at[rest], known):
            read(row)
        return column_of(found).take(group)

    def _repeats(self, row: Row, column: str, first: Row) -> None:
        text = _seen_from(row, first)
        self._tell(row, column, Wrong("duplicate_id", text, refusals.DUPLICATE_ID_ADVICE()))

    def _unique(self, table: Table, *names: str) -> None:
        """Report rows that repeat another in all of the columns."""
        codes = [by_value(table.column(name)) for name in names]
        rows = np.flatnonzero(np.all([code >= 0 for code in codes], axis=0))
        again, before = repeated(combine_codes(*(code[rows] for code in codes)))
        for row, first in zip(table.rows(rows[again], ()), table.rows(rows[before], ()), strict=True):
            self._repeats(row, names[0], first)

    def _free(self, row: Row) -> list[Record]:
        said = row.said
        listed: list[Span | Daily] = said.get("availability", [])
        column, bounds = "availability", None
        windows: list[tuple[Clock, Clock | None, date | None]] = []
        if ends := [name for name in ENDS if name in said]:
            column = ends[0]
            if len(ends) < 2:
                # An end that could not be read has already been reported.
                if any(blank(row.raw(name)) for name in ENDS):
                    wrong = Wrong("half_a_span", told.ONE_END(), told.OTHER_END)
                    self._tell(row, column, wrong)
                return []
            first, last = said["available_from"], said["available_to"]
            if first.day and last.day and first.minute is last.minute is None and any(map(_undated, listed)):
                bounds = first.day, last.day
            else:
                windows.append((first, last, None))

        def daily(one: Span | Daily) -> list[tuple[Clock, Clock | None, date | None]]:
            if isinstance(one, tuple) and not (bounds and _undated(one)):
                return [(*one, None)]
            days, times = (one.days, one.times) if isinstance(one, Daily) else (None, (one,))
            if days is None and bounds is None:
                return [(*span, None) for span in times]
            known = days or Days()
            within = bounds or (self.period.free_days() if known.open else _NO_PERIOD)
            return [(*span, day) for day in known.within(*within) for span in times or ((Clock(), None),)]

        for one in listed:
            windows += self._try(row, "availability", partial(daily, one)) or []
        made: list[Record] = []
        for window in windows:
            # One problem is enough for a cell of many windows.
            if (one := self._try(row, column, partial(clocks.between, *window, self.zone))) is None:
                break
            made.append(one)
        return made

    def _times(self, row: Row, whole_days: bool = False) -> dict[str, datetime] | None:
        """Start and end of a row with times; None, with a problem, if they are invalid."""
        said = row.said
        if "hours" in said and ("start" in said or "end" in said):
            wrong = Wrong("told_twice", told.TIMES_TOLD_TWICE(), refusals.KEEP_ONE_ADVICE())
            self._tell(row, "hours", wrong)
            return None
        column = "hours" if "hours" in said else "start" if "start" in said else "end" if "end" in said else "date"
        if row.flawed:
            return None
        opens, closes = said["hours"] if "hours" in said else (said.get("start"), said.get("end"))
        if whole_days and opens is None and closes is None and "date" in said:
            opens = Clock()
        if opens is None or (closes is None and not whole_days and opens != Clock()):
            missing = told.NO_START() if opens is None else told.NO_END()
            self._tell(row, column, Wrong("missing_time", missing, told.FILL_TIMES))
            return None
        if not whole_days and (opens.minute is None or (closes is not None and closes.minute is None)):
            text = refusals.NO_TIME() if opens == Clock() else refusals.NO_TIME_DAY_TIME()
            self._tell(row, column, Wrong("no_time", text, refusals.NO_TIME_ADVICE()))
            return None
        on: date | None = said.get("date")
        if on is not None and (stray := next((c.day for c in (opens, closes) if c and c.day), None)):
            wrong = Wrong("told_twice", told.DAY_TOLD_TWICE(day=stray.isoformat()), refusals.KEEP_ONE_ADVICE())
            self._tell(row, column, wrong)
            return None
        made: dict[str, datetime] | None = self._try(row, column, lambda: clocks.between(opens, closes, on, self.zone))
        return made

    def _point(self, row: Row, private: bool) -> Record | None:
        """The location of a row."""
        said = row.said
        ways = [name for name in ("lat", "quarter", "postal_code") if name in said]
        if len(ways) > 1:
            self._tell(
                row, ways[1], Wrong("told_twice", refusals.TOLD_TWICE_OTHER_COLUMNS(), refusals.KEEP_ONE_ADVICE())
            )
            return None
        if ways in (["quarter"], ["postal_code"]):
            if said[ways[0]] == values.UNKNOWN[0]:
                return None
            find = places.quarter if ways == ["quarter"] else places.postal_code
            found: Record | None = self._try(row, ways[0], lambda: find(said[ways[0]], private))
            return found
        point = {name: said[name] for name in POINT if name in said}
        if not point or {"lat", "lon"} <= point.keys():
            return point or None
        if not row.flawed:
            wrong = Wrong("half_a_place", refusals.HALF_A_PLACE(), refusals.HALF_A_PLACE_ADVICE())
            self._tell(row, next(iter(point)), wrong)
        return None


def _undated(one: Span | Daily) -> bool:
    """Times, or weekdays, of a period that is said elsewhere."""
    return (one.days is None or one.days.open) if isinstance(one, Daily) else one[0].day is None


def column_of(values: Sequence[Any]) -> DictionaryColumn:
    """A column of values, None where there are none."""
    given = np.array([value is not None for value in values], bool)
    return DictionaryColumn(values, np.where(given, np.arange(len(given)), -1))


def by_value(column: DictionaryColumn) -> Int:
    """A code for each row, equal for equal values; -1 for none."""
    numbers: dict[Any, int] = {}
    return column.map(lambda value: numbers.setdefault(value, len(numbers)), -1)


def repeated(key: Int) -> tuple[Int, Int]:
    """The indices whose code occurred before, and for each the first index with that code."""
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    before = first[group]
    again = np.flatnonzero(before < np.arange(len(key)))
    return again, before[again]


def _seen_from(row: Row, other: Row) -> Message:
    """That something stands in another row too, with the sheet where that is another one."""
    at, number, _ = other.origin
    if at == row.origin[0]:
        return refusals.DUPLICATE_ID(number=number)
    return refusals.DUPLICATE_ID_ELSEWHERE(number=number, at=at.message)


def said(row: Row, apart: Collection[str]) -> Record:
    """The row's values by the model's fields, without those composed separately."""
    columns = row.table.layout.columns
    return {columns[name].field or name: value for name, value in row.said.items() if name not in apart}


def shift_id(row: Row) -> str | None:
    name: str | None = row.said.get("shift" if row.table.name == "demands" else "id")
    return name


def pause(row: Row) -> Record:
    return {name: row.said[name] for name in PAUSE if name in row.said}


def either(one: DictionaryColumn, other: DictionaryColumn) -> DictionaryColumn:
    """A field with two columns in a sheet: one fills the gaps of the other."""
    code = np.where(other.given, other.code + len(one.values), one.code)
    return DictionaryColumn([*one.values, *other.values], code)

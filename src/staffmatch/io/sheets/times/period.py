"""The period of the plan, from the settings or from the days in the sheets; it completes what lacks a year or a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.errors import Cell, InputIssue
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.noted import note, row_list
from staffmatch.io.sheets.table import Table
from staffmatch.io.sheets.times import readers as times
from staffmatch.io.sheets.times import spellings, told
from staffmatch.io.sheets.times.clocks import Clock
from staffmatch.io.sheets.times.days import LONGEST_PERIOD, Daily, Days
from staffmatch.io.sheets.values import real
from staffmatch.messages.message import Message
from staffmatch.records.dictionary_columns import DictionaryColumn, combine_codes

_DATED = {
    "workers": ("available_from", "available_to", "availability"),
    **dict.fromkeys(
        ("demands", "shifts", "availability", "home_shifts"), ("date", "first_day", "last_day", "start", "end", "hours")
    ),
}
_LONGEST_TOLD, _DAY = 732, 24 * 60


@dataclass
class Period:
    """First and last day; ``told`` if by the settings. ``used`` once something was read by it.

    ``overnight`` if a shift that begins on the last day ends on the next: weekdays of availability count on that day
    too, and ``morning_used`` is set once any were read.
    """

    first: date | None = None
    last: date | None = None
    told: bool = False
    used: bool = field(default=False, compare=False)
    overnight: bool = field(default=False, compare=False)
    morning_used: bool = field(default=False, compare=False)

    def free_days(self) -> tuple[date, date]:
        """The days in which weekdays of availability are looked for; Wrong as of ``days``."""
        first, last = self.days()
        self.morning_used = self.overnight
        return first, last + timedelta(days=int(self.overnight))

    def days(self) -> tuple[date, date]:
        """Wrong if there is no period, or only one that the sheets happen to span and that is too long."""
        if self.first is None or self.last is None:
            raise Wrong("no_period", told.NO_PERIOD(), told.SAY_PERIOD)
        if not self.told and (length := (self.last - self.first).days + 1) > LONGEST_PERIOD:
            ends = {"first": self.first.isoformat(), "last": self.last.isoformat()}
            raise Wrong("no_period", told.PERIOD_TOO_LONG(n=length, **ends), told.SAY_PERIOD)
        self.used = True
        return self.first, self.last


def read_period(settings: Mapping[str, Any]) -> Period | None:
    """The period of the settings ``period``, or ``first_day`` and ``last_day``; None if they say none."""
    ends = (
        list(settings["period"])
        if "period" in settings
        else [settings[name] for name in ("first_day", "last_day") if name in settings]
    )
    if not ends:
        return None
    if len(ends) == 1:
        raise Wrong("half_a_span", told.ONE_END_OF_PERIOD(), told.OTHER_END_ROW)
    said = {"first": ends[0].isoformat(), "last": ends[1].isoformat()}
    if ends[1] < ends[0]:
        raise Wrong("empty_window", told.BACKWARDS(**said), told.CORRECT_DAY)
    if (length := (ends[1] - ends[0]).days + 1) > _LONGEST_TOLD:
        raise Wrong("long_range", told.LONG_PERIOD(n=length, most=_LONGEST_TOLD, **said), told.SHORTEN)
    return Period(ends[0], ends[1], told=True)


def read_span(said: str) -> tuple[date, date]:
    """The value of the setting ``period``."""
    held = times.hours(said)
    if isinstance(held, Daily) and held.days and len(held.days.ranges) == 1 and not held.times:
        return held.days.ranges[0]
    if isinstance(held, tuple) and held[1] and held[0].day and held[1].day and held[0].day <= held[1].day:
        return held[0].day, held[1].day
    raise Wrong("not_a_span", told.NO_PERIOD_CELL(cell=said), told.AS_PERIOD)


def read_longest(said: str) -> int:
    """A length in hours, as minutes."""
    hours = real(said)
    if not 0 < hours <= 24 * 366:
        raise Wrong("out_of_range", told.NO_LENGTH(cell=said), told.AS_HOURS)
    return round(hours * 60)


def spanned(tables: Mapping[str, Table]) -> Period:
    """From the first to the last day in the sheets."""
    days = list(_days(tables))
    return Period(min(days), max(days)) if days else Period()


def runs_over(table: Table, last: date | None) -> bool:
    """Whether a shift that begins on the day ends on a later one."""
    if last is None:
        return False
    columns = [table.column(name) for name in ("date", "start", "end", "hours")]
    _, rows = np.unique(combine_codes(*(column.code for column in columns)), return_index=True)
    return any(_ends_after(last, *said) for said in zip(*(one.take(rows).listed() for one in columns), strict=True))


def _ends_after(last: date, day: Any, start: Any, end: Any, hours: Any) -> bool:
    if isinstance(hours, tuple):
        start, end = hours
    if not (isinstance(start, Clock) and isinstance(end, Clock)) or (start.day or day) != last:
        return False
    if end.day is not None:
        return end.day > last and end.minute != 0
    return (end.minute or 0) > _DAY or 0 < (end.minute or 0) < (start.minute or 0)


def _days(tables: Mapping[str, Table]) -> Iterator[date]:
    for name, columns in _DATED.items():
        if name in tables:
            for column in columns:
                for value in tables[name].column(column).values:
                    yield from (day for day in _of(value) if 1900 <= day.year <= 2200)


def _of(value: Any) -> Iterator[date]:
    """The days in a cell's value."""
    if isinstance(value, date):
        yield value
    elif isinstance(value, Clock):
        yield from () if value.day is None else (value.day,)
    elif isinstance(value, Days):
        yield from (day for ends in value.ranges for day in ends)
    elif isinstance(value, Daily):
        yield from _of(value.days)
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _of(one)


def complete_years(
    tables: Mapping[str, Table], problems: list[InputIssue], stated: Period | None
) -> tuple[list[InputIssue], list[Message]]:
    """Days without a year, read again with the only year that fits; remaining problems, and notes."""
    if not any(problem.code == "missing_year" for problem in problems):
        return problems, []
    period = stated or spanned(tables)
    notes: list[Message] = []
    for table in tables.values():
        mine = [one for one in problems if one.code == "missing_year" and one.cell and _in(table, one.cell)]
        if not mine:
            continue
        left, read = _reread(table, mine, period)
        problems = [one for one in problems if not any(one is other for other in mine)] + left
        table.flawed = _in_rows(table, [one for one in problems if one.cell and _in(table, one.cell)])
        table.flawed |= _in_rows(table, mine) & ~np.isin(table.numbers, read)
        if read:
            notes.append(note(table.at, (told.YEAR_OF_PERIOD if stated else told.YEAR_OF_SHEETS)(), read))
    return problems, notes


def _in_rows(table: Table, issues: Iterable[InputIssue]) -> Mask:
    found: Mask = np.isin(table.numbers, [one.cell.row or 0 for one in issues if one.cell])
    return found


def _in(table: Table, cell: Cell) -> bool:
    return (cell.file, cell.sheet) == (table.at.file, table.at.sheet)


def _reread(table: Table, mine: Iterable[InputIssue], period: Period) -> tuple[list[InputIssue], list[int]]:
    """Problems that stay, one for each column, and the rows that could be read."""
    by_column: dict[str, list[InputIssue]] = {}
    for one in mine:
        by_column.setdefault(one.path.partition(".")[2], []).append(one)
    left: list[InputIssue] = []
    rows: list[int] = []
    for name, issues in by_column.items():
        cells, values = table.raw[name], list(table.said[name].values)
        code = table.said[name].code.copy()
        still: dict[int, Wrong] = {}
        read = table.layout.columns[name].read
        for place in np.unique(cells.code[_in_rows(table, issues)]).tolist():
            try:
                values[place] = read(spellings.with_years(str(cells.values[place]), lambda m, d: _year(period, m, d)))
                code[cells.code == place] = place
                rows += table.numbers[cells.code == place].tolist()
            except Wrong as wrong:
                still[place] = wrong
        table.said[name] = DictionaryColumn(values, code)
        wrong_at = {
            int(number): still[at] for number, at in zip(table.numbers, cells.code.tolist(), strict=True) if at in still
        }
        left += _one_line([(one, wrong_at[one.cell.row]) for one in issues if one.cell and one.cell.row in wrong_at])
    return left, rows


def _one_line(found: list[tuple[InputIssue, Wrong]]) -> Iterator[InputIssue]:
    """Days whose year is unknown are one problem; others stay as they are."""
    unknown = [one for one, wrong in found if wrong.code == "missing_year"]
    if unknown:
        rows = row_list(one.cell.row for one in unknown if one.cell and one.cell.row)
        message = told.NO_YEAR_KNOWN(what=unknown[0].message, rows=rows)
        yield replace(unknown[0], message=message, remedy=told.BOTH(one=unknown[0].remedy, other=told.SAY_PERIOD))
    yield from (
        replace(one, code=w.code, message=w.message, remedy=w.remedy) for one, w in found if w.code != "missing_year"
    )


def _year(period: Period, month: int, day: int) -> int | None:
    """The only year in which the day is in the period, else the only one in which it is near to it."""
    if period.first is None or period.last is None:
        return None
    away: dict[int, int] = {}
    for year in range(period.first.year - 1, period.last.year + 2):
        with suppress(ValueError):
            on = date(year, month, day)
            away[year] = max((period.first - on).days, (on - period.last).days, 0)
    fit = [year for year, days in away.items() if days == 0] or [
        y for y, days in away.items() if days <= LONGEST_PERIOD
    ]
    return fit[0] if len(fit) == 1 else None

"""What the sheets say of days and times, settled before records are made: years, whole days, shift codes, weekdays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from staffmatch.errors import InputIssue
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.noted import note, row_list
from staffmatch.io.sheets.table import Table
from staffmatch.io.sheets.times import readers as times
from staffmatch.io.sheets.times import told
from staffmatch.io.sheets.times.clocks import Clock
from staffmatch.io.sheets.times.days import Daily
from staffmatch.io.sheets.times.period import (
    Period,
    complete_years,
    read_longest,
    read_period,
    read_span,
    runs_over,
    spanned,
)
from staffmatch.io.sheets.times.row_days import RowDays
from staffmatch.io.sheets.times.shift_kinds import ShiftKinds, missing_shift_kinds, read_shift_kinds
from staffmatch.io.sheets.times.spreading import Spreading
from staffmatch.messages.message import Message
from staffmatch.records.dictionary_columns import DictionaryColumn

SETTING_READERS: dict[str, Callable[[str], Any]] = {
    "period": read_span, "first_day": times.day, "last_day": times.day, "longest_shift": read_longest,
}  # fmt: skip
_DAY = 24 * 60
_ROWS = ("demands", "shifts", "availability", "home_shifts", "absences", "past_shifts")
_ENDS = {"workers": ("available_from", "available_to"), **dict.fromkeys(_ROWS, ("start", "end"))}
_BARE = re.compile(r"(?:.*[^\d.:\-–—−])?\d{1,2}\s?(?:[-–—−]|bis|to)\s?\d{1,2}", re.IGNORECASE)


@dataclass(frozen=True)
class Settled:
    """The period, the problems so far, and what was assumed."""

    period: Period
    problems: list[InputIssue]
    notes: list[Message]


def settle(tables: dict[str, Table], settings: dict[str, Any], problems: list[InputIssue]) -> Settled:
    """Complete the tables in place; the settings of times are taken out of ``settings``."""
    own = {name: settings.pop(name) for name in SETTING_READERS if name in settings}
    stated: Period | None = None
    try:
        stated = read_period(own)
    except Wrong as wrong:
        at = tables["settings"].at
        problems = [*problems, InputIssue(wrong.code, "settings", wrong.message, wrong.remedy, (), at)]
    problems, notes = complete_years(tables, problems, stated)
    for name, ends in _ENDS.items():
        if name in tables:
            notes += _whole_days(tables[name], *ends)
    kinds, found = read_shift_kinds(tables.get("shift_kinds"))
    problems = problems + found
    for name in ("workers", *_ROWS):
        if name in tables:
            notes += _bare_hours(tables[name])
    if "demands" in tables:
        notes += _codes_for_ids(tables, kinds)
    period = stated or spanned(tables)
    if "workers" in tables:
        notes += [*_open_ends(tables["workers"], period), *_long_windows(tables["workers"])]
    read = [
        Spreading(
            tables[name],
            RowDays(kinds, period, own.get("longest_shift", _DAY), windows=name in ("availability", "absences")),
        )
        for name in _ROWS
        if name in tables and not tables[name].incomplete
    ]
    for one in read:
        one.run()
        if one.table.name in ("demands", "shifts"):
            period.overnight |= runs_over(one.table, period.last)
        problems += one.problems
        notes += one.notes()
    problems += _unknown_codes(read, kinds)
    notes += _weekly(tables, period)
    return Settled(period, problems, notes)


def _whole_days(table: Table, start: str, end: str) -> Iterator[Message]:
    """Where every time of both columns is midnight, an export wrote days: the last one counts."""
    columns = [table.column(name) for name in (start, end)]
    held = [value for column in columns for value in column.values if isinstance(value, Clock)]
    if not all(column.given.any() for column in columns) or not any(one.minute == 0 for one in held):
        return
    if any(one.day is None or one.minute or one.offset for one in held):
        return
    rows = table.numbers[np.any([_where_midnight(column) for column in columns], axis=0)]
    for name, column in zip((start, end), columns, strict=True):
        days = [Clock(value.day) if isinstance(value, Clock) else value for value in column.values]
        table.said[name] = DictionaryColumn(days, column.code)
    yield note(table.at, told.WHOLE_DAYS(columns=(table.columns[start], table.columns[end])), rows.tolist())


def _where_midnight(column: DictionaryColumn) -> Any:
    return column.map(lambda value: value is not None and value.minute == 0, False, bool)


def _bare_hours(table: Table) -> Iterator[Message]:
    for name in ("hours", "availability"):
        if name in table.raw and name in table.said:
            cells = table.raw[name]
            bare = cells.map(lambda value: isinstance(value, str) and bool(_BARE.fullmatch(value)), False, bool)
            rows = table.numbers[bare & table.said[name].given]
            if len(rows):
                yield note(table.at, told.FULL_HOURS, rows.tolist())


def _codes_for_ids(tables: dict[str, Table], kinds: ShiftKinds) -> Iterator[Message]:
    """A column 'Schicht' of demands holds codes, not ids, if rows have no other times or the table knows them all."""
    table = tables["demands"]
    if "shift" not in table.said or "shift_kind" in table.said or not table.said["shift"].given.any():
        return
    shift = table.said["shift"]
    values = set(shift.listed()) - {None}
    named = {value for name in ("pins", "pairs") if name in tables for value in tables[name].column("shift").listed()}
    timed = np.any([table.column(name).given for name in ("start", "end", "hours")], axis=0)
    alone = shift.given & ~timed & ~table.flawed
    if not values & named and (alone.any() or all(_known(kinds, value) for value in values)):
        table.said["shift_kind"], table.raw["shift_kind"] = table.said.pop("shift"), table.raw["shift"]
        table.columns.setdefault("shift_kind", table.columns["shift"])
        if timed.any():
            yield note(table.at, told.CODES_NOT_IDS(column=table.columns["shift"]))
    elif not kinds:
        yield from _unlike(table, shift)


def _unlike(table: Table, shift: DictionaryColumn) -> Iterator[Message]:
    """Codes that stand beside different times, where no table says which are right."""
    at = [table.column(name).code for name in ("start", "end", "hours")]
    for place, code in enumerate(shift.values):
        here = np.flatnonzero((shift.code == place) & ~table.flawed)
        spans, counts = np.unique(np.stack([column[here] for column in at]), axis=1, return_counts=True)
        if len(counts) > 1:
            usual = spans[:, np.argmax(counts)]
            other = np.any(np.stack([column[here] for column in at]) != usual[:, None], axis=0)
            yield note(table.at, told.UNLIKE(code=code), table.numbers[here[other]].tolist())


def _known(kinds: ShiftKinds, code: str) -> bool:
    try:
        return kinds.find(code) is not None
    except Wrong:
        return True


def _open_ends(table: Table, period: Period) -> Iterator[Message]:
    """Who is free from a day on, without an end, is free for the rest of the period; likewise without a start."""
    start, end = _ENDS["workers"]
    if period.first is None or period.last is None or not (start in table.raw and end in table.raw):
        return
    for name, other, day, read_as in (
        (end, start, period.last, told.EMPTY_IS_LAST),
        (start, end, period.first, told.EMPTY_IS_FIRST),
    ):
        one, known = table.said[other], table.said[name]
        # Not where the end would be before the start.
        fits = [
            held is not None and held.day and (held.day <= day if name == end else held.day >= day)
            for held in one.values
        ]
        here = ~table.raw[name].given & np.array([*fits, False], bool)[one.code] & ~table.flawed
        if here.any():
            code = np.where(here, len(known.values), known.code)
            table.said[name] = DictionaryColumn([*known.values, Clock(day)], code)
            what = read_as(column=table.columns[name], day=day.isoformat())
            yield note(table.at, what, table.numbers[here].tolist())
            period.used = True


def _unknown_codes(read: list[Spreading], kinds: ShiftKinds) -> Iterator[InputIssue]:
    """One question about all codes of all sheets."""
    used: dict[str, list[Message]] = {}
    for one in read:
        for code, rows in one.unknown.items():
            at = one.table.at
            used.setdefault(code, []).append(told.CODE_IN(sheet=at.sheet or at.file, rows=row_list(rows)))
    if used:
        first = next(one.table for one in read if one.unknown)
        yield missing_shift_kinds(used, first.at, kinds)


def _weekly(tables: dict[str, Table], period: Period) -> Iterator[Message]:
    if "workers" in tables:
        table = tables["workers"]
        weekly = table.column("availability").map(_has_weekdays, False, bool)
        if weekly.any():
            yield note(table.at, told.WEEKDAYS_OF_PERIOD, table.numbers[weekly].tolist())
            period.used, period.morning_used = True, period.overnight
    if period.used and period.first and period.last:
        said = told.PERIOD_OF_SETTINGS if period.told else told.PERIOD_OF_SHEETS
        yield said(first=period.first.isoformat(), last=period.last.isoformat())
        if period.morning_used:
            yield told.MORNING_AFTER(last=period.last.isoformat(), day=period.free_days()[1].isoformat())


def _long_windows(table: Table) -> Iterator[Message]:
    """From a day and time to those of a later day, in a list of windows: nights are free too."""
    listed = table.column("availability")
    rows = table.numbers[listed.map(lambda spans: any(map(_over_nights, spans or ())), False, bool)]
    if len(rows):
        yield note(table.at, told.FREE_THROUGHOUT, rows.tolist())


def _over_nights(span: Any) -> bool:
    if isinstance(span, Daily) or span[1] is None or None in (span[0].day, span[1].day, span[0].minute, span[1].minute):
        return False
    opens, closes = span
    return bool(closes.day > opens.day and closes.minute > opens.minute)


def _has_weekdays(listed: Any) -> bool:
    return any(isinstance(one, Daily) and one.days is not None and one.days.open for one in listed or ())

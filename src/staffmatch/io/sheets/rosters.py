"""Rosters in words of the models: shift codes become times, and absences leave less time in which somebody is free."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import Any

import numpy as np

from staffmatch.errors import InputIssue
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.header import Table
from staffmatch.io.sheets.joining import joined
from staffmatch.io.sheets.records import Records
from staffmatch.io.sheets.shift_kinds import ShiftKind, ShiftKinds, missing_shift_kinds
from staffmatch.io.sheets.together import column_of
from staffmatch.records.dictionary_columns import ABSENT, DictionaryColumn
from staffmatch.records.ragged import Lists, offsets

Span = tuple[datetime, datetime]


def coded_home_shifts(tables: dict[str, Table], kinds: ShiftKinds) -> list[InputIssue]:
    """Give home shifts with codes their times; a code without times is an absence.

    All unknown codes are one problem.
    """
    table = tables.get("home_shifts")
    if table is None or "shift" not in table.said:
        return []
    problems: list[InputIssue] = []
    codes, timed = table.said["shift"], np.zeros(len(table), bool)
    for name in {"start", "end", "hours"} & table.said.keys():
        timed |= table.said[name].given
    found: list[ShiftKind | None] = []
    unknown: dict[str, list[int]] = {}
    for number, code in enumerate(codes.values):
        rows = np.flatnonzero((codes.code == number) & ~timed)
        try:
            found.append(kinds.find(str(code)) if len(rows) else None)
        except Wrong as wrong:
            found.append(None)
            problems += [row.wrong("shift", wrong) for row in table.rows(rows, ())]
            continue
        if len(rows) and found[-1] is None:
            unknown[str(code)] = table.numbers[rows].tolist()
            table.flawed[rows] = True
    if unknown:
        problems.append(missing_shift_kinds(unknown, table.at, kinds))
    _fill(table, "start", [kind and kind.start for kind in found], timed)
    _fill(table, "end", [kind and kind.end for kind in found], timed)
    _fill(table, "unpaid_break_minutes", [kind and kind.pause for kind in found], timed)
    _leave(
        tables, table, np.array([*(kind is not None and not kind.works for kind in found), False])[codes.code] & ~timed
    )
    return problems


def _fill(table: Table, name: str, values: list[Any], timed: np.ndarray) -> None:
    """The values by code, in rows that have none of their own."""
    own = table.column(name)
    if any(value is not None for value in values):
        given = np.array([*(value is not None for value in values), False])
        codes = table.said["shift"].code
        code = np.where(given[codes] & ~own.given & ~timed, codes + len(own.values), own.code)
        table.said[name] = DictionaryColumn([*own.values, *values], code)
        table.raw.setdefault(name, DictionaryColumn((), np.full(len(table), -1)))
        table.raw[name] = DictionaryColumn([*table.raw[name].values, *map(str, values)], code)
        table.columns.setdefault(name, table.columns["shift"])


def _leave(tables: dict[str, Table], table: Table, away: np.ndarray) -> None:
    """Move the rows to the absences."""
    if away.any():
        names = ("worker", "date")
        gone = _rows(table, np.flatnonzero(away))
        gone.name, gone.columns = "absences", {name: table.columns[name] for name in names if name in table.columns}
        gone.raw = {name: gone.raw[name] for name in names if name in gone.raw}
        gone.said = {name: gone.said[name] for name in names if name in gone.said}
        tables["absences"] = joined([tables["absences"], gone]) if "absences" in tables else gone
        tables["home_shifts"] = _rows(table, np.flatnonzero(~away))


def _rows(table: Table, places: np.ndarray) -> Table:
    held = Table(table.name, table.at, dict(table.columns), table.numbers[places], flawed=table.flawed[places])
    held.raw = {name: column.take(places) for name, column in table.raw.items()}
    held.said = {name: column.take(places) for name, column in table.said.items()}
    if table.under:
        held.turned, held.under = table.turned, [table.under[place] for place in places.tolist()]
    return held


def without_absences(records: Records) -> None:
    """Take absences off the times in which people are free."""
    if not records.absences:
        return
    column = records.kinds["workers"]["availability"]
    rows = records.sources["availability"]
    free, kept = [], []
    for place in range(records.count("workers")):
        windows = [] if column[place] is ABSENT else list(column[place])
        own = rows[place].tolist() or [-1] * len(windows)
        left = [
            (span, row)
            for window, row in zip(windows, own, strict=True)
            for span in _left((window["start"], window["end"]), records.absences.get(place, []))
        ]
        free.append([{"start": start, "end": end} for (start, end), _ in left])
        kept.append([row for _, row in left])
    records.kinds["workers"]["availability"] = column_of(free)
    start = offsets(np.array([len(one) for one in kept], np.int64))
    records.sources["availability"] = Lists(start, np.array([*chain.from_iterable(kept)], np.int64))


def _left(window: Span, absences: list[Span]) -> list[Span]:
    """What is left of a window without the absences."""
    left = [window]
    for gone_from, gone_to in absences:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, gone_from)), (max(start, gone_to), end))
            if piece[0] < piece[1]
        ]
    return left

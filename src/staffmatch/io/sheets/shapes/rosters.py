"""Absences: shift codes without times are some, and what is no whole day leaves less time in which somebody is free."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

import numpy as np

from staffmatch.arrays import Int
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.records import Records
from staffmatch.io.sheets.shapes.joining import joined
from staffmatch.io.sheets.shapes.roster_signs import absence_of
from staffmatch.io.sheets.table import Table
from staffmatch.io.sheets.times.shift_kinds import ShiftKinds, read_shift_kinds
from staffmatch.io.sheets.together import column_of
from staffmatch.records.dictionary_columns import ABSENT, DictionaryColumn
from staffmatch.records.ragged import Lists, offsets

Span = tuple[datetime, datetime]


def coded_absences(tables: dict[str, Table]) -> None:
    """Home shifts whose code has no times, such as one of leave in the table of codes, become absences."""
    table = tables.get("home_shifts")
    if table is None or "shift_kind" not in table.said:
        return
    kinds, _ = read_shift_kinds(tables.get("shift_kinds"))
    away = table.said["shift_kind"].map(lambda code: code is not None and _no_work(kinds, str(code)), False, bool)
    if away.any():
        gone = _rows(table, np.flatnonzero(away))
        gone.name = "absences"
        codes = gone.said["shift_kind"]
        for held in (gone.columns, gone.raw, gone.said):
            for name in {*held} - {"worker", "date"}:
                del held[name]
        gone.columns["kind"] = "kind"
        gone.raw["kind"] = gone.said["kind"] = DictionaryColumn([*map(absence_of, codes.values)], codes.code)
        tables["absences"] = joined([tables["absences"], gone]) if "absences" in tables else gone
        tables["home_shifts"] = _rows(table, np.flatnonzero(~away))


def _no_work(kinds: ShiftKinds, code: str) -> bool:
    try:
        kind = kinds.find(code)
    except Wrong:
        return False
    return kind is not None and not kind.works


def _rows(table: Table, places: Int) -> Table:
    held = Table(table.name, table.at, dict(table.columns), table.numbers, flawed=table.flawed[places])
    held.turned, held.under, held.parts = table.turned, table.under, table.parts
    held.repeat(places)
    held.numbers = table.numbers[places]
    held.raw = {name: column.take(places) for name, column in table.raw.items()}
    held.said = {name: column.take(places) for name, column in table.said.items()}
    return held


def without_absences(records: Records) -> None:
    """Take days off, and hours of absence, off the times in which people are free."""
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

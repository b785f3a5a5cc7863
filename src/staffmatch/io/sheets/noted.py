"""What the author of the sheets is told: sentences, each with the place that it is about."""

from __future__ import annotations

from collections.abc import Iterable

from staffmatch.errors import Cell
from staffmatch.io.sheets.words import SHEETS
from staffmatch.messages.message import Message, Sentence

# Rows are told by so many runs of neighbours.
_RUNS = 6

_ROWS = Sentence("sheets.rows", "row {rows:and}", "rows {rows:and}")
_MANY_ROWS = Sentence("sheets.rows.many", "{n:count} rows: {rows:list} and more")
_NOTE = Sentence("sheets.note", "{place}: {what}")
MORE = Sentence("sheets.more", "{n:count} more")
# What each sheet is called where it is told, by its name in the layout.
KINDS = {name: Sentence(f"sheets.kind.{name}", name) for name in SHEETS}


def note(at: Cell, what: Message, rows: Iterable[int] = ()) -> Message:
    """``book.xlsx, sheet 'Bedarf', rows 2-4 and 7: ...``."""
    return _NOTE(place=place(at, rows), what=what)


def place(at: Cell, rows: Iterable[int] = ()) -> Message:
    """A sheet, or a cell, or some of its rows."""
    rows = list(rows)
    return at.at_rows(row_list(rows) if rows else None)


def row_list(rows: Iterable[int]) -> Message:
    """``row 2``, ``rows 2-4 and 7``, ``43 rows: 2-40, 42 and more``."""
    found, runs = sorted(set(rows)), list[list[int]]()
    for row in found:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    told = tuple(str(a) if a == b else f"{a}-{b}" for a, b in runs)
    if len(told) > _RUNS:
        return _MANY_ROWS(n=len(found), rows=told[:_RUNS])
    return _ROWS(n=len(found), rows=told)

"""From a grid to columns of cells: finds the header, recognises its columns, reads each distinct cell once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from typing import Any

import numpy as np

from staffmatch.errors import Cell, InputIssue, Told, both, did_you_mean
from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Cells, Flaw, Grid, Value, Wrong, blank
from staffmatch.io.sheets.column_titles import TITLES, titles
from staffmatch.io.sheets.columns_alike import Column, Layout
from staffmatch.io.sheets.table import Table
from staffmatch.io.sheets.words import AWAY, MONTHLY_PAY, idle, ignored, meant, nearest, plain
from staffmatch.records.dictionary_columns import DictionaryColumn, distinct

_TITLES = 10


def read_table(name: str, grid: Grid) -> tuple[Table, list[InputIssue]]:
    """A sheet's table, and all problems of its cells."""
    table = Table(name, Cell(grid.file, grid.sheet))
    place = find_head(grid, table.layout) if grid.head is None else grid.head
    if place is None:
        wanted = tuple(column for column, one in table.layout.columns.items() if one.required)[:3]
        text = refusals.NO_HEADER() if grid.rows else refusals.NO_HEADER_EMPTY_EVEN()
        return table, [
            InputIssue("no_header", name, text, refusals.NO_HEADER_ADVICE(wanted=titles(wanted)), (), table.at)
        ]
    head, body = grid.rows[place], grid.rows[place + 1 :]
    problems, where = _columns(table, head)
    table.columns |= {name: name for name in grid.added if name not in table.columns}
    problems += _required(table, head[0])
    problems += _stray_cells(table, head, body)
    table.passed = _passed(table, head[1], body)
    rows = [row for _, row in body]
    narrow = min(map(len, rows), default=0)
    cells = {
        name: _distinct_cells(
            [*map(itemgetter(at), rows)] if at < narrow else [row[at] if at < len(row) else None for row in rows]
        )
        for name, at in where.items()
    }
    cells |= {name: _distinct_cells(list(held)) for name, held in grid.added.items()}
    filled = [one.map(lambda value: not blank(value), absent=False, dtype=bool) for one in cells.values()]
    kept = np.flatnonzero(np.any([np.zeros(len(body), bool), *filled], axis=0))
    table.numbers = np.array([number for number, _ in body], np.int64)[kept]
    table.flawed = np.zeros(len(kept), bool)
    table.raw = {name: one.take(kept) for name, one in cells.items()}
    if grid.under:
        table.turned, table.under = frozenset(grid.added), [grid.under[place] for place in kept.tolist()]
    problems += _read(table)
    return table, problems


def _distinct_cells(cells: list[Value]) -> DictionaryColumn:
    """A column of cells; equal cells of different types, such as 1 and True, are distinct."""
    if {*map(type, cells)} <= {str, type(None)}:
        return distinct(cells)
    keys = [cell if cell is None or isinstance(cell, str) else (type(cell), repr(cell)) for cell in cells]
    alike, column = dict(zip(keys, cells, strict=True)), distinct(keys)
    return DictionaryColumn([alike[key] for key in column.values], column.code)


def find_head(grid: Grid, layout: Layout) -> int | None:
    """The first row in which two cells, or all, are column names or nearly so; titles may precede it."""
    alone = None
    for place, (_, row) in enumerate(grid.rows[:_TITLES]):
        cells = [value for value in row if not (isinstance(value, str) and ignored(value))]
        words = [value for value in cells if isinstance(value, str)]
        hits = sum(1 for word in words if meant(word, layout.known) or nearest(word, layout.words))
        if hits >= 2:
            return place
        # A title may resemble a name, or a sheet have one column.
        if alone is None and words and hits == len(words) == sum(not blank(value) for value in cells):
            alone = place
    return alone


def _columns(table: Table, head: tuple[int, Cells]) -> tuple[list[InputIssue], dict[str, int]]:
    """The positions of the columns; unknown, repeated and merged ones are problems."""
    number, cells = head
    problems, where = [], {}
    # Reported once.
    named = {meant(value, table.layout.known) for value in cells if isinstance(value, str)}
    known = tuple(name for name in table.layout.columns if name not in named)
    told: Told = refusals.UNKNOWN_COLUMN_KNOWN_ADVICE(names=titles(known))
    for place, value in enumerate(cells):
        cell = replace(table.at, row=number, column=value if isinstance(value, str) else None)
        if isinstance(value, Flaw):
            problems.append(
                InputIssue(value.code, table.name, refusals.COLUMN_NAME(wrong=value.message), value.remedy, (), cell)
            )
        elif value is not None and not ignored(str(value)):
            name = meant(str(value), table.layout.known)
            if name is None and idle(str(value)):
                continue
            if name is None:
                near = nearest(str(value), table.layout.words)
                own = _own_advice(table, plain(str(value)))
                hint = own or did_you_mean([near] if near else [], told)
                told = told if near or own else ""
                advice: Told = both(hint, refusals.UNKNOWN_COLUMN_REMARKS_ADVICE())
                problems.append(InputIssue("unknown_column", table.name, refusals.UNKNOWN_COLUMN(), advice, (), cell))
            elif name in where:
                text = refusals.DUPLICATE_COLUMN(column=table.columns[name])
                problems.append(InputIssue("duplicate_column", table.name, text, refusals.KEEP_ONE_ADVICE(), (), cell))
            else:
                where[name], table.columns[name] = place, str(value)
    return problems, where


def _own_advice(table: Table, word: str) -> Told:
    """Of what is often a column, and cannot be one."""
    if word in AWAY:
        return refusals.AWAY_ADVICE()
    return refusals.MONTHLY_PAY_ADVICE() if word in MONTHLY_PAY and "pay_per_hour" in table.layout.columns else ""


def _passed(table: Table, head: Cells, body: list[tuple[int, Cells]]) -> tuple[str, ...]:
    """Columns of remarks, and of what no plan depends on, if any of their cells says something."""
    titled = [(at, cell) for at, cell in enumerate(head) if isinstance(cell, str) and not cell.startswith("#")]
    return tuple(
        title
        for at, title in titled
        if (ignored(title) or (idle(title) and meant(title, table.layout.known) is None))
        and any(at < len(cells) and cells[at] is not None for _, cells in body)
    )


def _required(table: Table, number: int) -> Iterator[InputIssue]:
    for name, column in table.layout.columns.items():
        # People with names are numbered.
        unnumbered = (table.name, name) == ("workers", "id") and {"name", "last_name"} & table.columns.keys()
        if column.required and name not in table.columns and not unnumbered:
            cell = replace(table.at, row=number)
            known = tuple(word.strip() for word in column.words.split(",")[:3])
            advice: Told = refusals.MISSING_COLUMN_ADVICE(known=known)
            if (table.name, name) == ("workers", "id"):
                advice = both(advice, refusals.MISSING_COLUMN_IDS_ADVICE())
            yield InputIssue(
                "missing_column", table.name, refusals.MISSING_COLUMN(name=TITLES[name]()), advice, (), cell
            )


def _stray_cells(table: Table, head: tuple[int, Cells], body: list[tuple[int, Cells]]) -> Iterator[InputIssue]:
    """Cells without a header, and CSV rows shorter than the header."""
    named = len(head[1])
    nameless = [place for place, title in enumerate(head[1]) if title is None]
    for number, cells in body:
        if len(cells) == named and not nameless:
            continue
        cell = replace(table.at, row=number)
        if table.at.sheet is None and len(cells) < named:
            text = refusals.RAGGED_ROW(cells=len(cells), named=named)
            yield InputIssue("ragged_row", table.name, text, refusals.RAGGED_ROW_ADVICE(), (), cell)
        stray = (place for place in (*nameless, *range(named, len(cells))) if place < len(cells))
        if (first := next((place for place in stray if not blank(cells[place])), None)) is not None:
            text = refusals.NAMELESS_COLUMN(place=first + 1)
            advice = refusals.NAMELESS_COLUMN_ADVICE()
            yield InputIssue("nameless_column", table.name, text, advice, (), cell)


def _read(table: Table) -> Iterator[InputIssue]:
    """Read each distinct cell; unreadable or missing required ones are reported for each row."""
    wrong: dict[str, list[Flaw | Wrong | None]] = {}
    for name, cells in table.raw.items():
        outcomes = [_outcome(table.layout.columns[name], value) for value in cells.values]
        wrong[name] = [one if isinstance(one, (Flaw, Wrong)) else None for one in outcomes]
        good = np.array([one is None for one in wrong[name]] + [False])
        said = [one if fine else None for one, fine in zip(outcomes, good.tolist(), strict=False)]
        table.said[name] = DictionaryColumn(said, np.where(good[cells.code], cells.code, -1))
    for name, cells in table.raw.items():
        column = table.layout.columns[name]
        missing = (
            Wrong("missing", refusals.MISSING(), refusals.MISSING_ADVICE())
            if column.required and not column.repeated
            else None
        )
        told = [*wrong[name], missing]
        bad = np.array([one is not None for one in told])[cells.code]
        for row in table.rows(np.flatnonzero(bad), ()):
            yield row.wrong(name, told[cells.code[row.place]])


def _outcome(column: Column, value: Value) -> Any:
    """The value of a cell, or its error."""
    if isinstance(value, Flaw):
        return value
    try:
        return column.read(value)
    except Wrong as wrong:
        return _redacted(wrong) if column.private else wrong


def _redacted(wrong: Wrong) -> Wrong:
    return Wrong(wrong.code, refusals.REDACTED(), wrong.remedy)

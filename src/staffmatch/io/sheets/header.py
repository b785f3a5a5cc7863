"""From a grid to rows of named cells: the head is found, its columns are recognised, each cell is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from staffmatch.errors import Cell, Problem
from staffmatch.io.sheets.cells import Flaw, Grid, Value, Wrong, blank, shown
from staffmatch.io.sheets.layout import LAYOUTS, Layout
from staffmatch.io.sheets.words import ignored, listed, meant, nearest

_TITLES = 10


@dataclass
class Row:
    """What one row says, column by column, and where it stands; ``flawed`` once something of it is wrong."""

    table: Table
    number: int
    raw: dict[str, Value]
    said: dict[str, Any] = field(default_factory=dict)
    flawed: bool = False

    def cell(self, column: str | None = None) -> Cell:
        """Where it is, for a problem; what is personal is not quoted."""
        table = self.table
        if column not in table.columns:
            return Cell(table.grid.file, table.grid.sheet, self.number)
        value = self.raw.get(column)
        quoted = None if value is None or table.layout.columns[column].private else shown(value)
        return Cell(table.grid.file, table.grid.sheet, self.number, table.columns[column], quoted)

    def wrong(self, column: str | None, wrong: Wrong | Flaw) -> Problem:
        self.flawed = True
        path = self.table.name if column is None else f"{self.table.name}.{column}"
        return Problem(wrong.code, path, wrong.text, wrong.advice, self.ids, self.cell(column))

    @property
    def ids(self) -> tuple[str, ...]:
        """The record it is about."""
        key = next((name for name in ("id", "worker") if name in self.said), None)
        return () if key is None else (self.said[key],)


@dataclass
class Table:
    """One sheet whose columns are known: ``columns`` gives the words of its head by the names of the layout."""

    name: str
    grid: Grid
    columns: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.name]

    @property
    def incomplete(self) -> bool:
        """Whether a column is missing that every row needs."""
        return any(column.required and name not in self.columns for name, column in self.layout.columns.items())


def read_table(name: str, grid: Grid) -> tuple[Table, list[Problem]]:
    """Its rows, read cell by cell, and all that is wrong with them."""
    table = Table(name, grid)
    place = _head(grid, table.layout)
    if place is None:
        wanted = listed([column for column, one in table.layout.columns.items() if one.required][:3])
        text = "no row names columns that we know." if grid.rows else "is empty: it has not even a row of column names."
        cell = Cell(grid.file, grid.sheet)
        return table, [Problem("no_header", name, text, f"Name columns in the first row, such as {wanted}.", (), cell)]
    problems, where = _columns(table, grid.rows[place])
    problems += _required(table, grid.rows[place][0])
    for number, cells in grid.rows[place + 1 :]:
        problems += _surplus(table, grid.rows[place], number, cells)
        row = Row(table, number, {name: cells[at] if at < len(cells) else None for name, at in where.items()})
        if all(blank(value) for value in row.raw.values()):
            continue
        table.rows.append(row)
        problems += _read(row)
    return table, problems


def _head(grid: Grid, layout: Layout) -> int | None:
    """The first row in which two cells, or all, are names of columns or nearly so; titles may stand above it."""
    for place, (_, cells) in enumerate(grid.rows[:_TITLES]):
        words = [value for value in cells if isinstance(value, str)]
        hits = sum(1 for word in words if meant(word, layout.known) or nearest(word, layout.words))
        if hits >= 2 or (words and hits == len(words) == sum(not blank(value) for value in cells)):
            return place
    return None


def _columns(table: Table, head: tuple[int, list[Value]]) -> tuple[list[Problem], dict[str, int]]:
    """Where the columns are; unknown, doubled and merged ones are problems."""
    number, cells = head
    problems, where = [], {}
    # Once is enough.
    named = {meant(value, table.layout.known) for value in cells if isinstance(value, str)}
    told = f"Known are also {', '.join(name for name in table.layout.columns if name not in named)}. "
    for place, value in enumerate(cells):
        cell = Cell(table.grid.file, table.grid.sheet, number, value if isinstance(value, str) else None)
        if isinstance(value, Flaw):
            problems.append(Problem(value.code, table.name, f"a column's name {value.text}", value.advice, (), cell))
        elif value is not None and not ignored(str(value)):
            name = meant(str(value), table.layout.known)
            if name is None:
                near = nearest(str(value), table.layout.words)
                advice = f"Did you mean {near!r}? " if near else told
                told = told if near else ""
                advice += "A column of remarks is called 'note', or begins with #."
                problems.append(Problem("unknown_column", table.name, "is no column that we know.", advice, (), cell))
            elif name in where:
                text = f"means the same as the column {table.columns[name]!r}."
                problems.append(Problem("duplicate_column", table.name, text, "Keep one of them.", (), cell))
            else:
                where[name], table.columns[name] = place, str(value)
    return problems, where


def _required(table: Table, number: int) -> Iterator[Problem]:
    for name, column in table.layout.columns.items():
        if column.required and name not in table.columns:
            cell = Cell(table.grid.file, table.grid.sheet, number)
            known = listed(word.strip() for word in column.words.split(",")[:3])
            advice = f"Add it; other names for it are {known}."
            if (table.name, name) == ("workers", "id"):
                advice += " Ids stand in plans and messages, where names never do."
            yield Problem("missing_column", table.name, f"there is no column {name!r}.", advice, (), cell)


def _surplus(table: Table, head: tuple[int, list[Value]], number: int, cells: list[Value]) -> Iterator[Problem]:
    """Cells that stand under no name, and rows of a CSV that are shorter than its head."""
    named = len(head[1])
    cell = Cell(table.grid.file, table.grid.sheet, number)
    if table.grid.sheet is None and len(cells) < named:
        text = f"the row has {len(cells)} cells, the head {named}."
        yield Problem("ragged_row", table.name, text, "Separate as many, empty ones too.", (), cell)
    for place, value in enumerate(cells):
        if not blank(value) and (place >= named or head[1][place] is None):
            text = f"a cell stands in column {place + 1}, which has no name."
            advice = "Name the column, or empty it; does a text or a decimal comma need quotes?"
            yield Problem("nameless_column", table.name, text, advice, (), cell)
            return


def _read(row: Row) -> Iterator[Problem]:
    for name, value in row.raw.items():
        column = row.table.layout.columns[name]
        if isinstance(value, Flaw):
            yield row.wrong(name, value)
        elif value is not None:
            try:
                row.said[name] = column.read(value)
            except Wrong as wrong:
                yield row.wrong(name, _discreet(wrong) if column.private else wrong)
        elif column.required and not column.repeated:
            yield row.wrong(name, Wrong("missing", "is empty.", "Fill it in."))


def _discreet(wrong: Wrong) -> Wrong:
    return Wrong(wrong.code, "can not be read as what the column holds.", wrong.advice)

"""The columns of a sheet, each distinct cell read once, and its rows, which know their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.errors import Cell, InputIssue
from staffmatch.io.sheets.cells import Flaw, Value, Wrong, shown
from staffmatch.io.sheets.columns_alike import Layout
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.records.dictionary_columns import DictionaryColumn


@dataclass(slots=True)
class Row:
    """The values of a row in some of its columns, and its place."""

    table: Table
    place: int
    said: dict[str, Any]

    @property
    def number(self) -> int:
        """The number that a spreadsheet shows."""
        return int(self.table.numbers[self.place])

    @property
    def flawed(self) -> bool:
        """Whether any of its cells is wrong."""
        return bool(self.table.flawed[self.place])

    @property
    def ids(self) -> tuple[str, ...]:
        """The id of the record that the row describes."""
        said = self.table.said
        return tuple(said[name][self.place] for name in ("id", "worker") if name in said and self.says(name))[:1]

    def says(self, column: str) -> bool:
        return bool(self.table.said[column].given[self.place])

    def raw(self, column: str) -> Value:
        """The raw cell."""
        cells = self.table.raw.get(column)
        return cells[self.place] if cells and cells.given[self.place] else None

    def cell(self, column: str | None = None) -> Cell:
        """The cell's place, for a problem; personal data is not quoted."""
        part = self.table.part(self.place)
        if column is None or column not in part.columns:
            return replace(part.at, row=self.number)
        value = self.raw(column)
        quoted = None if value is None or self.table.layout.columns[column].private else shown(value)
        title = part.under[self.place - part.first] if column in part.turned else part.columns[column]
        return replace(part.at, row=self.number, column=title, value=quoted)

    @property
    def origin(self) -> tuple[Cell, int, str]:
        """The sheet, the row there, and the title of the column if a cell became this row."""
        part = self.table.part(self.place)
        return part.at, self.number, part.under[self.place - part.first] if part.under else ""

    def wrong(self, column: str | None, wrong: Wrong | Flaw) -> InputIssue:
        self.table.flawed[self.place] = True
        path = self.table.name if column is None else f"{self.table.name}.{column}"
        return InputIssue(wrong.code, path, wrong.message, wrong.remedy, self.ids, self.cell(column))


@dataclass(frozen=True)
class Part:
    """A sheet of a table: its first row there, its header's words, and the titles over cells turned into rows."""

    first: int
    at: Cell
    columns: dict[str, str]
    turned: frozenset[str]
    under: Sequence[str]


@dataclass(eq=False)
class Table(Sequence[Row]):
    """The rows of a sheet with known columns: ``columns`` maps the layout's names to the header's words.

    ``raw`` has each distinct cell once, ``said`` the values of those that can be read. A table of several sheets has
    ``parts``, in the order of rows.
    """

    name: str
    at: Cell
    columns: dict[str, str] = field(default_factory=dict)
    numbers: Int = field(default_factory=lambda: np.zeros(0, np.int64))
    raw: dict[str, DictionaryColumn] = field(default_factory=dict)
    said: dict[str, DictionaryColumn] = field(default_factory=dict)
    flawed: Mask = field(default_factory=lambda: np.zeros(0, bool))
    turned: frozenset[str] = frozenset()
    under: Sequence[str] = ()
    parts: tuple[Part, ...] = ()
    # Titles of columns that hold something, and are for people alone.
    passed: tuple[str, ...] = ()

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.name]

    @property
    def incomplete(self) -> bool:
        """Whether a required column is missing."""
        needed = {name for name, column in self.layout.columns.items() if column.required}
        return any(not needed <= part.columns.keys() for part in self.parts or (self.part(0),))

    def part(self, place: int) -> Part:
        """The sheet of a row."""
        if not self.parts:
            return Part(0, self.at, self.columns, self.turned, self.under)
        return self.parts[bisect_right(self.parts, place, key=lambda part: part.first) - 1]

    def repeat(self, index: Int) -> None:
        """The sheets of rows that are repeated; ``index`` does not fall."""
        starts = [part.first for part in self.parts[1:]]
        if self.under:
            self.under = [self.under[place] for place in index.tolist()]
        held = []
        for part, end in zip(self.parts, [*starts, len(self)], strict=False):
            first, last = np.searchsorted(index, [part.first, end]).tolist()
            under = [part.under[place - part.first] for place in index[first:last].tolist()] if part.under else ()
            held.append(replace(part, first=first, under=under))
        self.parts = tuple(held)

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, place: Any) -> Any:
        return next(self.rows(np.array([place])))

    def __iter__(self) -> Iterator[Row]:
        return self.rows(np.arange(len(self)))

    def rows(self, places: Int, names: Iterable[str] | None = None) -> Iterator[Row]:
        """The rows at some indices, with their values in some columns, or in all."""
        columns = {name: self.said[name] for name in (self.said if names is None else names) if name in self.said}
        cells = (column.take(places).listed() for column in columns.values())
        for place, *values in zip(places.tolist(), *cells, strict=True):
            said = {name: value for name, value in zip(columns, values, strict=True) if value is not None}
            yield Row(self, place, said)

    def column(self, name: str) -> DictionaryColumn:
        """The values of a column, empty if the sheet lacks it."""
        return self.said[name] if name in self.said else DictionaryColumn((), np.full(len(self), -1))

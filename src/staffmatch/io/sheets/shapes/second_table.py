"""A second table in one sheet, below the first one or beside it: asked about, as its rows are no records of that."""

from __future__ import annotations

from dataclasses import replace

from staffmatch.errors import Cell, InputIssue
from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Cells, Grid, blank
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.words import meant

# Longer sheets are written by programs, and have one table.
_BY_HAND = 20_000
_KINDS = ("workers", "demands", "shift_kinds", "availability", "companies")


def second_table(name: str, grid: Grid, head: int) -> InputIssue | None:
    """The question about a second header below the one at ``head``, or beside it behind an empty column."""
    at = Cell(grid.file, grid.sheet)
    number, titles = grid.rows[head]
    if (beside := _beside(titles, [cells for _, cells in grid.rows[head + 1 :][:50]])) is not None:
        text = refusals.SECOND_TABLE_BESIDE(names=tuple(map(str, beside)))
        return InputIssue("second_table", name, text, refusals.SECOND_TABLE_ADVICE(), (), replace(at, row=number))
    if len(grid.rows) > _BY_HAND:
        return None
    above, alone = number, False
    for row, cells in grid.rows[head + 1 :]:
        if (alone or row > above + 1) and cells != titles and _is_head(cells):
            text = refusals.SECOND_TABLE(names=tuple(str(cell) for cell in cells if not blank(cell)))
            return InputIssue("second_table", name, text, refusals.SECOND_TABLE_ADVICE(), (), replace(at, row=row))
        above, alone = row, cells.count(None) >= len(cells) - 1
    return None


def _is_head(cells: Cells) -> bool:
    """Three texts or more, of which all but one are names of columns of one kind of sheet."""
    filled = [cell for cell in cells if not blank(cell)]
    words = [cell for cell in filled if isinstance(cell, str)]
    if len(words) < 3 or len(words) < len(filled):
        return False
    return max(sum(meant(word, LAYOUTS[kind].known) is not None for word in words) for kind in _KINDS) >= len(words) - 1


def _beside(titles: Cells, body: list[Cells]) -> Cells | None:
    """The names of columns behind an empty column, if they repeat a name before it or are those of another sheet."""
    for at, title in enumerate(titles):
        if blank(title) and at and all(at >= len(cells) or blank(cells[at]) for cells in body):
            before, after = titles[:at], tuple(cell for cell in titles[at:] if not blank(cell))
            if _is_head(after) and len([cell for cell in before if not blank(cell)]) > 1 and {*before} & {*after}:
                return after
    return None

"""Limits on the size of a sheet, counted row by row while reading."""

from __future__ import annotations

from staffmatch.errors import Cell
from staffmatch.io import limits
from staffmatch.io.limits import FROM_FRAMES, refuse


class Room:
    """The remaining allowance of one sheet; ``rows`` is the highest row number allowed."""

    def __init__(self, file: str, sheet: str | None, rows: int = limits.WORKBOOK_ROWS) -> None:
        self.file, self.sheet, self.rows = file, sheet, rows
        self.cells = 0

    def take(self, number: int, width: int, longest: int) -> None:
        """InputError if a row is too far down, too wide, has too long a text, or is one too many."""
        self.cells += width
        if number > self.rows:
            self._refuse(f"has a row of the number {number:,}; {self.rows:,} rows are read at most.", FROM_FRAMES)
        if width > limits.SHEET_COLUMNS:
            text = f"the row has something in column {width:,}; {limits.SHEET_COLUMNS:,} columns are read at most."
            self._refuse(text, "Remove what stands at its end.", number)
        if self.cells > limits.SHEET_CELLS:
            self._refuse(f"has more than {limits.SHEET_CELLS:,} cells.", FROM_FRAMES, number)
        if longest > limits.CELL_CHARACTERS:
            text = f"a cell has {longest:,} characters; {limits.CELL_CHARACTERS:,} are read at most."
            self._refuse(text, "Shorten it; is a quote left open?", number)

    def _refuse(self, text: str, advice: str, row: int | None = None) -> None:
        refuse(self.file, text, advice, Cell(self.file, self.sheet, row))

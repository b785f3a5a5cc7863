"""Limits on the size of a sheet, counted row by row while reading."""

from __future__ import annotations

from staffmatch.errors import Cell, Told
from staffmatch.io import limits
from staffmatch.io.limits import FROM_FRAMES, refuse
from staffmatch.io.sheets.files import refusals


class Room:
    """The remaining allowance of one sheet; ``rows`` is the highest row number allowed."""

    def __init__(self, file: str, sheet: str | None, rows: int = limits.WORKBOOK_ROWS) -> None:
        self.file, self.sheet, self.rows = file, sheet, rows
        self.cells = 0

    def take(self, number: int, width: int, longest: int) -> None:
        """InputError if a row is too far down, too wide, has too long a text, or is one too many."""
        self.cells += width
        if number > self.rows:
            self._refuse(refusals.HIGH_ROW(number=number, most=self.rows), FROM_FRAMES)
        if width > limits.SHEET_COLUMNS:
            text = refusals.WIDE_ROW(width=width, most=limits.SHEET_COLUMNS)
            self._refuse(text, refusals.WIDE_ROW_ADVICE(), number)
        if self.cells > limits.SHEET_CELLS:
            self._refuse(refusals.MANY_CELLS(most=limits.SHEET_CELLS), FROM_FRAMES, number)
        if longest > limits.CELL_CHARACTERS:
            text = refusals.LONG_CELL(n=longest, most=limits.CELL_CHARACTERS)
            self._refuse(text, refusals.SHORTEN_OR_QUOTE(), number)

    def _refuse(self, text: Told, advice: Told, row: int | None = None) -> None:
        refuse(self.file, text, advice, Cell(self.file, self.sheet, row))

"""How a sheet of a workbook is shown beyond its cells: hidden parts, notes on titles, lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# Of the note on a title, in pixels.
_WIDTH, _HEIGHT = 420, 160
_LIGHT = "FFF6D5"


@dataclass(frozen=True)
class Look:
    """Whether a sheet is shown at all, which columns are not, notes on titles, and which column has a list to choose
    from, by a formula for the first row below the titles.

    Columns are counted from 0. Nothing refuses what is not in the list: whoever reads the sheet says what is wrong.
    """

    hidden: bool = False
    hidden_columns: Sequence[int] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    chosen: int | None = None
    choices: str = ""

    def dress(self, sheet: Any, titles: Sequence[Any], rows: int) -> None:
        """Before any row is written, as a sheet that is written row by row has it."""
        from openpyxl.comments import Comment
        from openpyxl.styles import PatternFill
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        if self.hidden:
            sheet.sheet_state = "hidden"
        for place in self.hidden_columns:
            sheet.column_dimensions[get_column_letter(place + 1)].hidden = True
        for place, text in self.notes.items():
            titles[place].comment = Comment(text, "staffmatch", height=_HEIGHT, width=_WIDTH)
        if self.chosen is not None and rows:
            column = get_column_letter(self.chosen + 1)
            titles[self.chosen].fill = PatternFill("solid", fgColor=_LIGHT)
            choice = DataValidation("list", self.choices, allow_blank=True, showErrorMessage=False)
            choice.add(f"{column}2:{column}{rows + 1}")
            sheet.data_validations.append(choice)
        if self.notes:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{rows + 1}"

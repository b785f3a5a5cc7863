"""Problems of an input as a table, to be sorted, returned to the spreadsheet's owner, ticked off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from staffmatch.errors import Cell, InputIssue
from staffmatch.io.tables import frame_of

COLUMNS = ("code", "file", "sheet", "row", "column", "value", "path", "ids", "text", "advice")


def problem_frame(problems: Iterable[InputIssue], backend: str | None = None, lang: str = "en") -> Any:
    """One row for each problem; file, sheet, row, column and value are empty for problems that are not in a
    spreadsheet."""
    return frame_of(COLUMNS, [_row(problem, lang) for problem in problems], backend)


def _row(problem: InputIssue, lang: str) -> tuple[Any, ...]:
    cell = problem.cell or Cell("")
    where = (cell.file or None, cell.sheet, cell.row, cell.column, cell.value)
    return (problem.code, *where, problem.path, "; ".join(problem.ids), problem.text_in(lang), problem.advice_in(lang))

"""Excel workbooks: cells with their types, what is merged, formulas by the value that was saved with them.

Everything that openpyxl leaves undocumented is used here alone.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from staffmatch.errors import Cell, InputError, Problem, StaffmatchError
from staffmatch.io.sheets.cells import Cells, Flaw, Grid, Value, blank, clean, error_value

_MOST_BYTES = 200 * 2**20
_MOST_MERGED = 10**6
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ZEROS = re.compile(r"0+")


def read_workbook(path: Path) -> list[Grid]:
    """All sheets that have cells, each with the rows that hold anything."""
    openpyxl = _openpyxl()
    with _understood(path):
        _require_reasonable(path)
        values, formulas = _opened(openpyxl, path, True), None
        grids = []
        try:
            for place, sheet in enumerate(values.worksheets):
                with zipfile.ZipFile(path) as archive:
                    markup = archive.read(sheet._worksheet_path)
                if _FORMULA.search(markup) and formulas is None:
                    formulas = _opened(openpyxl, path, False)
                twin = formulas.worksheets[place] if formulas and _FORMULA.search(markup) else None
                grids.append(Grid(path.name, sheet.title, list(_rows(sheet, twin, _merged(path, sheet.title, markup)))))
        finally:
            values.close()
            if formulas:
                formulas.close()
    return grids


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise StaffmatchError("Workbooks need openpyxl: pip install 'staffmatch[excel]'") from None
    return openpyxl


def _opened(openpyxl: Any, path: Path, data_only: bool) -> Any:
    with warnings.catch_warnings():
        # It warns of drop-down lists and the like, which it does not read; nor do we.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, read_only=True, data_only=data_only, keep_links=False)


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    try:
        yield
    except (InputError, StaffmatchError):
        raise
    except OSError as error:
        text = f"cannot be read: {error.strerror or type(error).__name__}."
        raise _failure(path, "unreadable_file", text, "Check the file and its permissions.") from None
    # A broken workbook makes openpyxl fail anywhere, with any error.
    except Exception as error:  # noqa: BLE001
        text = f"is no workbook that can be read ({type(error).__name__})."
        raise _failure(path, "bad_workbook", text, "Open it and save it as .xlsx again, without a password.") from None


def _require_reasonable(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > _MOST_BYTES:
        text = f"has {size / 2**20:,.0f} MB once unpacked; {_MOST_BYTES >> 20} MB are read at most."
        raise _failure(path, "too_large", text, "Read it with pandas or polars, and use Scenario.from_frames.")


def _rows(sheet: Any, twin: Any, merged: dict[int, dict[int, str]]) -> Iterator[tuple[int, Cells]]:
    # What a sheet says of its own size is often wrong, and sometimes a trap.
    sheet.reset_dimensions()
    if twin:
        twin.reset_dimensions()
    formulas = twin.iter_rows() if twin else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, row in enumerate(sheet.iter_rows(), 1):
            said = next(formulas) if formulas else (None,) * len(row)
            cells = [_cell(cell, formula) for cell, formula in zip(row, said, strict=True)]
            below = merged.get(number, {})
            cells += [None] * (max(below, default=0) - len(cells))
            held = tuple(
                _merged_flaw(below[column]) if value is None and column in below else value
                for column, value in enumerate(cells, 1)
            )
            if not all(blank(value) for value in held):
                yield number, held


def _merged_flaw(into: str) -> Flaw:
    return Flaw("merged_cell", f"is merged into {into}.", "Unmerge the cells, and fill in each of them.")


def _cell(cell: Any, formula: Any) -> Value:
    value = cell.value
    # An empty text that a formula made has a type; a formula never computed has none.
    if formula is not None and formula.data_type == "f" and value is None and cell.data_type != "str":
        advice = "Open the workbook in a spreadsheet program and save it, or type the value."
        return Flaw("formula", "is a formula whose value was never saved.", advice)
    if isinstance(value, str):
        held = clean(value)
        return (error_value(held) if cell.data_type == "e" else None) or held or None
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        # A date alone, unless the format shows a time.
        return value if "h" in (cell.number_format or "").lower() else value.date()
    if isinstance(value, int) and not isinstance(value, bool) and _ZEROS.fullmatch(cell.number_format or ""):
        # What is shown as 00123 is meant as that.
        return str(value).zfill(len(cell.number_format))
    return value  # type: ignore[no-any-return]


def _merged(path: Path, sheet: str, markup: bytes) -> dict[int, dict[int, str]]:
    """Row by row and column by column the cells below merged ones, each with the cell that holds the value."""
    from openpyxl.utils import range_boundaries

    found: dict[int, dict[int, str]] = {}
    total = 0
    for reference in map(bytes.decode, _MERGED.findall(markup)):
        left, top, right, bottom = range_boundaries(reference)
        total += (right - left + 1) * (bottom - top + 1)
        if total > _MOST_MERGED:
            text = f"sheet {sheet!r} merges more than {_MOST_MERGED:,} cells."
            raise _failure(path, "too_many_merged", text, "Unmerge them.")
        into = reference.split(":")[0]
        for row in range(top, bottom + 1):
            held = found.setdefault(row, {})
            held |= {column: into for column in range(left, right + 1) if (row, column) != (top, left)}
    return found


def _failure(path: Path, code: str, text: str, advice: str) -> InputError:
    return InputError([Problem(code, path.name, text, advice, (), Cell(path.name))])

"""Excel workbooks: typed cells, merged cells, formulas by their saved values.

Undocumented parts of openpyxl are used only here.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from staffmatch.errors import Cell, InputError, InputIssue, StaffmatchError, Told, missing_extra
from staffmatch.io.limits import MERGED_CELLS, SHEET_COLUMNS
from staffmatch.io.progress import told
from staffmatch.io.refusals import NEEDS_WORKBOOKS
from staffmatch.io.sheets.cells import Cells, Flaw, Grid, PerCent, Value, blank, clean, error_value
from staffmatch.io.sheets.files import refusals
from staffmatch.io.sheets.files.room import Room
from staffmatch.io.sheets.files.unpacked import require_reasonable
from staffmatch.messages.message import Message, Sentence

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
# The limit of spreadsheet programs.
_ZEROS = re.compile(r"0{1,255}")
_TRUE = ("1", "true")
_NEVER_SAVED = Flaw("formula", refusals.FORMULA(), refusals.FORMULA_ADVICE())
_HIDDEN = Sentence("sheets.left_out.hidden", "hidden")()
_STRUCK = Sentence("sheets.left_out.struck", "struck out")()
_STRUCK_CELL = Flaw("struck_out", refusals.STRUCK_OUT(), refusals.STRUCK_OUT_ADVICE())


def read_workbook(path: Path, *, filtered: bool = False, but: Collection[str] = ()) -> list[Grid]:
    """All non-empty sheets, each with its non-empty rows; ``filtered`` ones too, which are hidden like any other.

    Sheets that are named in ``but`` are passed over.
    """
    openpyxl = _openpyxl()
    with _understood(path):
        require_reasonable(path)
        book = _opened(openpyxl, path)
        try:
            return [_grid(path, sheet, _struck(book), filtered) for sheet in book.worksheets if sheet.title not in but]
        finally:
            book.close()


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise missing_extra(NEEDS_WORKBOOKS(), "openpyxl", "excel") from None
    return openpyxl


def _opened(openpyxl: Any, path: Path) -> Any:
    with warnings.catch_warnings():
        # openpyxl warns about drop-down lists and the like, which neither it nor we read.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    try:
        yield
    except (InputError, StaffmatchError):
        raise
    except OSError as error:
        text = refusals.UNREADABLE(what=error.strerror or type(error).__name__)
        raise _failure(path, "unreadable_file", text, refusals.UNREADABLE_ADVICE()) from None
    # On a broken workbook openpyxl fails anywhere, with any error.
    except Exception as error:  # noqa: BLE001
        text = refusals.BAD_WORKBOOK_KIND(kind=type(error).__name__)
        raise _failure(path, "bad_workbook", text, refusals.BAD_WORKBOOK_ADVICE()) from None


def _grid(path: Path, sheet: Any, struck: frozenset[int], filtered: bool) -> Grid:
    left_out: dict[Message, list[int]] = {}
    rows = list(_rows(path, sheet, struck, left_out, filtered))
    return Grid(path.name, sheet.title, rows, sheet.sheet_state != "visible", left_out)


def _struck(book: Any) -> frozenset[int]:
    """The styles of cells whose text is struck out."""
    fonts = [bool(font.strike) for font in book._fonts]
    return frozenset(number for number, style in enumerate(book._cell_styles) if fonts[style.fontId])


def _rows(
    path: Path, sheet: Any, struck: frozenset[int], left_out: dict[Message, list[int]], filtered: bool
) -> Iterator[tuple[int, Cells]]:
    """The rows that are shown and not struck out; the numbers of the others are added to ``left_out``."""
    with zipfile.ZipFile(path) as archive:
        merged = _merged(path, sheet.title, archive.read(sheet._worksheet_path))
    texts: dict[str, str] = {}
    room = Room(path.name, sheet.title)
    told(sheet.title)
    for number, found, hidden in _markup_rows(sheet, filtered):
        told(sheet.title, number)
        cells = {cell["column"]: held for cell in found if (held := _cell(sheet, cell, texts)) is not None}
        gone = {cell["column"] for cell in found if cell["style_id"] in struck and cell["column"] in cells}
        below = merged.get(number, {})
        longest = max([len(value) for value in cells.values() if isinstance(value, str)], default=0)
        room.take(number, max([0, *cells, *below]), longest)
        cells |= {column: _merged_flaw(into) for column, into in below.items() if column not in cells}
        if all(map(blank, cells.values())):
            continue
        if (hidden and not filtered) or (
            gone and all(column in gone or blank(value) for column, value in cells.items())
        ):
            left_out.setdefault(_HIDDEN if hidden else _STRUCK, []).append(number)
        else:
            cells |= dict.fromkeys(gone, _STRUCK_CELL)
            yield number, tuple(map(cells.get, range(1, max(cells) + 1)))


def _markup_rows(sheet: Any, filtered: bool) -> Iterator[tuple[int, list[dict[str, Any]], bool]]:
    """Each row in the file by its number, with its cells as openpyxl parses them, and whether it is hidden.

    The value of a formula that was never computed is a `Flaw`.

    openpyxl would create the rows and cells in between, of which a sheet of a kilobyte may claim billions.
    """
    from openpyxl.worksheet._reader import CELL_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
    from openpyxl.xml.constants import SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    book = sheet.parent
    # What is looked at when its row ends.
    of_rows = {CELL_TAG, FORMULA_TAG, VALUE_TAG, *(f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("is", "t", "r"))}
    with sheet._get_source() as source, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
        parser = WorkSheetParser(source, sheet._shared_strings, data_only=True, epoch=book.epoch, **formats)
        for _, element in iterparse(source):
            if element.tag == ROW_TAG:
                number, cells = parser.parse_row(element)
                for cell, markup in zip(cells, element, strict=True):
                    # An empty text from a formula has a type; a formula that was never computed has none.
                    if cell["value"] is None and cell["data_type"] != "str" and markup.find(FORMULA_TAG) is not None:
                        cell["value"] = _NEVER_SAVED
                yield number, cells, element.get("hidden") in _TRUE and not filtered
            if element.tag not in of_rows:
                element.clear()


def _merged_flaw(into: str) -> Flaw:
    return Flaw("merged_cell", refusals.MERGED(cell=into), refusals.MERGED_ADVICE())


def _cell(sheet: Any, cell: dict[str, Any], texts: dict[str, str]) -> Value:
    value: Value = cell["value"]
    if isinstance(value, str):
        # A long text shared by many cells stays one object.
        held = texts[value] if value in texts else texts.setdefault(value, clean(value))
        return (error_value(held) if cell["data_type"] == "e" else None) or held or None
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        # A date, unless the format shows a time.
        return value if "h" in _format(sheet, cell).lower() else value.date()
    if isinstance(value, int) and not isinstance(value, bool) and _ZEROS.fullmatch(_format(sheet, cell)):
        # A number displayed as 00123 is meant as that text.
        return str(value).zfill(len(_format(sheet, cell)))
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in _format(sheet, cell):
        return PerCent(value)
    return value


def _format(sheet: Any, cell: dict[str, Any]) -> str:
    from openpyxl.cell.read_only import ReadOnlyCell

    return ReadOnlyCell(sheet, **cell).number_format or ""


def _merged(path: Path, sheet: str, markup: bytes) -> dict[int, dict[int, str]]:
    """By row and column, the cells covered by a merged one, each with the cell that has the value."""
    from openpyxl.utils import range_boundaries

    found: dict[int, dict[int, str]] = {}
    total = 0
    for reference in map(bytes.decode, _MERGED.findall(markup)):
        left, top, right, bottom = range_boundaries(reference)
        total += (right - left + 1) * (bottom - top + 1)
        if total > MERGED_CELLS:
            text = refusals.MANY_MERGED_SHEET(sheet=sheet, most=MERGED_CELLS)
            raise _failure(path, "too_many_merged", text, refusals.MANY_MERGED_ADVICE())
        into = reference.split(":")[0]
        for row in range(top, bottom + 1):
            held = found.setdefault(row, {})
            held |= {
                column: into for column in range(left, min(right, SHEET_COLUMNS) + 1) if (row, column) != (top, left)
            }
    return found


def _failure(path: Path, code: str, text: Told, advice: Told) -> InputError:
    return InputError([InputIssue(code, path.name, text, advice, (), Cell(path.name))])

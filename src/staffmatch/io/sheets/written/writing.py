"""Writes a scenario or a solution as tables, to a folder of CSV files or a workbook.

A scenario reads back as the same. What no cell can hold (a trailing blank in an id, a text of 40,000 letters) is
refused; JSON holds everything.
"""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from staffmatch.domain.plan import Plan
from staffmatch.errors import Cell, InputError, InputIssue, missing_extra
from staffmatch.explain.seat_changes import SeatChange
from staffmatch.io.files import require_writable, whole_folder, write_bytes, writing
from staffmatch.io.refusals import NEEDS_WORKBOOKS
from staffmatch.io.sheets.cells import clean, error_value, guarded
from staffmatch.io.sheets.planned.seats import Sheets, hand_sheets
from staffmatch.io.sheets.spoken import in_german
from staffmatch.io.sheets.times import clocks
from staffmatch.io.sheets.words import sheet_meant
from staffmatch.io.sheets.written import refusals
from staffmatch.io.sheets.written.look import Look
from staffmatch.io.sheets.written.plan_tables import plan_table
from staffmatch.io.sheets.written.record_rows import unstorable
from staffmatch.io.sheets.written.scenario_tables import Row, scenario_tables
from staffmatch.io.sheets.written.titles import sheet_title
from staffmatch.messages.message import Message
from staffmatch.models import Scenario

if TYPE_CHECKING:
    from staffmatch.result.solution import Solution, Table

_LONGEST = {".xlsx": 32_767, ".csv": 131_072}
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_TELEPHONE = re.compile(r"\+\d[\d ()/.-]*")
_FROM_YEAR = 1901

_PLAN: tuple[Table, ...] = ("assignments", "shortages", "partnerships", "workers", "tiers")

Tables = Mapping[str, list[Row]]
Looks = Mapping[str, Look]


def write_scenario(scenario: Scenario, path: str | Path, lang: str = "en") -> None:
    """Write a scenario to a workbook if the path ends in .xlsx, else to a folder of CSV files.

    A workbook of a plan in German has German titles, so that what is made of it next is German as well.
    """
    tables, book = dict(scenario_tables(scenario)), Path(path).suffix.lower() == ".xlsx"
    _write(in_german(tables) if book and lang == "de" else tables, Path(path), ZoneInfo(scenario.timezone))


def write_solution(solution: Solution, path: str | Path, lang: str = "en") -> None:
    """Write a solution's tables likewise, for people, in a language.

    A workbook also has a sheet to change by hand: that is read back, see `staffmatch.io.sheets.planned`.
    """
    tables = {sheet_title(name, lang): plan_table(solution, name, lang) for name in _PLAN}
    scenario = solution.scenario
    by_hand = hand_sheets(scenario, solution.plan, lang) if Path(path).suffix.lower() == ".xlsx" else {}
    changed, looks = _parted(by_hand)
    _write({**changed, **tables}, Path(path), ZoneInfo(scenario.timezone), looks=looks)


def write_checked(scenario: Scenario, plan: Plan, changes: Sequence[SeatChange], path: Path, lang: str = "en") -> None:
    """Write the sheet of a plan with what people have changed in it, and what each change costs and breaks."""
    tables, looks = _parted(hand_sheets(scenario, plan, lang, changes))
    _write(tables, path, ZoneInfo(scenario.timezone), looks=looks)


def _parted(sheets: Sheets) -> tuple[Tables, Looks]:
    return {name: rows for name, (rows, _) in sheets.items()}, {name: look for name, (_, look) in sheets.items()}


def write_tables(
    tables: Tables, path: Path, zone: ZoneInfo, separator: str = ",", looks: Looks = MappingProxyType({})
) -> None:
    """Write tables, each a header and rows; ``looks`` are of sheets of a workbook."""
    _write(tables, path, zone, separator, looks)


def _write(
    tables: Tables, path: Path, zone: ZoneInfo, separator: str = ",", looks: Looks = MappingProxyType({})
) -> None:
    if path.suffix.lower() == ".xlsx":
        require_writable(path)
        with writing(path):
            write_bytes(path, workbook_of(tables, zone, looks))
    else:
        texts = {f"{name}.csv": _csv(name, rows, zone, separator) for name, rows in tables.items()}
        _require_alone(path, texts)
        with whole_folder(path) as draft:
            for name, text in texts.items():
                (draft / name).write_bytes(text.encode())


def _require_alone(path: Path, texts: Collection[str]) -> None:
    """Refuse folders with other sheets, which would be read as part of this scenario."""
    if path.exists() and not path.is_dir():
        raise InputError(
            [InputIssue("not_a_folder", str(path), refusals.NOT_A_FOLDER(), refusals.NOT_A_FOLDER_ADVICE())]
        )
    for file in sorted(path.iterdir()) if path.is_dir() else ():
        if file.name not in texts and file.suffix.lower() in (".csv", ".tsv") and sheet_meant(file.stem):
            text = refusals.STALE_SHEET()
            raise InputError([InputIssue("stale_sheet", str(file), text, refusals.STALE_SHEET_ADVICE())])


def _csv(name: str, rows: list[Row], zone: ZoneInfo, separator: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    for made in _rows_made(rows, Cell(f"{name}.csv"), partial(_as_text, zone=zone, separator=separator)):
        writer.writerow(made)
    # With a byte order mark spreadsheet programs display umlauts correctly.
    return "\ufeff" + text.getvalue()


class _NoCell(ValueError):
    """A text that no cell holds."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def _rows_made(rows: Sequence[Row], at: Cell, made: Callable[[Any], Any]) -> Iterator[list[Any]]:
    """The cells of each row; InputError names the column, by the first row, of what no cell holds."""
    for number, row in enumerate(rows, 1):
        found = list[Any]()
        try:
            for value in row:
                found.append(made(value))
        except _NoCell as error:
            where = replace(at, row=number, column=str(rows[0][len(found)]))
            raise InputError([unstorable(error.why, where)]) from None
        yield found


def _as_text(value: Any, zone: ZoneInfo, separator: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        text = repr(value) + ("0" if _UNCLEAR.fullmatch(repr(value)) else "")
        return text.replace(".", ",") if separator == ";" else text
    if isinstance(value, datetime):
        return clocks.local(value, zone)
    return "" if value is None else str(value) if isinstance(value, (int, date)) else _text(str(value), ".csv")


def _text(text: str, kind: str) -> str:
    if clean(text) != text or _NO_TEXT.search(text) or error_value(text):
        raise _NoCell(refusals.TEXT_READS_OTHERWISE())
    if len(text) >= _LONGEST[kind]:
        raise _NoCell(refusals.TEXT_TOO_LONG(letters=len(text), most=_LONGEST[kind]))
    # A workbook says that a cell is text, and people read the number.
    return text if kind == ".xlsx" and _TELEPHONE.fullmatch(text) else guarded(text)


def workbook_of(tables: Tables, zone: ZoneInfo, looks: Looks = MappingProxyType({})) -> bytes:
    """The tables as the content of a workbook."""
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter
        from openpyxl.writer.excel import ExcelWriter
    except ImportError:
        raise missing_extra(NEEDS_WORKBOOKS(), "openpyxl", "excel") from None
    # All cells are made first: a workbook abandoned half-way leaves files behind.
    cells = {
        name: list(_rows_made(rows, Cell("", name), partial(_as_cell, zone=zone))) for name, rows in tables.items()
    }
    book, bold = Workbook(write_only=True), Font(bold=True)
    content = io.BytesIO()
    try:
        for name, (head, *rows) in cells.items():
            sheet = book.create_sheet(name)
            sheet.freeze_panes = "A2"
            for place, title in enumerate(head):
                widest = max((len(str(row[place] or "")) for row in rows), default=0)
                sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(len(title), widest) + 2, 40)
            titles = [WriteOnlyCell(sheet, title) for title in head]
            for cell in titles:
                cell.font = bold
            if name in looks:
                looks[name].dress(sheet, titles, len(rows))
            sheet.append(titles)
            for row in rows:
                sheet.append(row)
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()
    except Exception as error:
        _give_up(book)
        if type(error).__name__ != "SerialisationError":
            raise
        # Where lxml is installed openpyxl writes by it, and that tells a full disk in words of its own.
        code = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
        raise OSError(code, os.strerror(code)) from None
    return content.getvalue()


def _give_up(book: Any) -> None:
    """Silence its sheets, which would complain on deletion that their files are gone."""
    for sheet in book.worksheets:
        for part in (sheet._rows, sheet._writer and sheet._writer.xf):
            with suppress(Exception):
                part.close()


def _as_cell(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, datetime):
        text = clocks.local(value, zone)
        return text if "T" in text or value.year < _FROM_YEAR else datetime.fromisoformat(text)
    if isinstance(value, date):
        return value.isoformat() if value.year < _FROM_YEAR else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    # Excel keeps 15 digits.
    if isinstance(value, int) and abs(value) >= 10**15:
        return str(value)
    return value if value is None or isinstance(value, (int, float)) else _text(str(value), ".xlsx") or None

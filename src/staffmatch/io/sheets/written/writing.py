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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from math import ceil
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from staffmatch.domain.plan import Plan
from staffmatch.errors import Cell, InputError, InputIssue, StaffmatchError
from staffmatch.explain.seat_changes import SeatChange
from staffmatch.io.files import require_writable, whole_folder, write_bytes, writing
from staffmatch.io.sheets.cells import clean, error_value, guarded
from staffmatch.io.sheets.meaning.priorities import HIGHER_FIRST
from staffmatch.io.sheets.meaning.skill_names import spelt_alike
from staffmatch.io.sheets.planned.seats import Sheets, hand_sheets
from staffmatch.io.sheets.reading import as_json
from staffmatch.io.sheets.spoken import in_german
from staffmatch.io.sheets.times import clocks
from staffmatch.io.sheets.words import sheet_meant
from staffmatch.io.sheets.written import refusals
from staffmatch.io.sheets.written.look import Look
from staffmatch.io.sheets.written.plan_tables import plan_table
from staffmatch.io.sheets.written.record_rows import COMPANY, DEMAND, WORKER, numbered, record_rows, unstorable
from staffmatch.io.sheets.written.titles import sheet_title
from staffmatch.models import Scenario, Shift, Worker, WorkTime

if TYPE_CHECKING:
    from staffmatch.result.solution import Solution, Table

_LONGEST = {".xlsx": 32_767, ".csv": 131_072}
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_TELEPHONE = re.compile(r"\+\d[\d ()/.-]*")
_FROM_YEAR = 1901
# A day by the clock may be shorter, where that is put forward.
_UNASKED = 23

_PLAN: tuple[Table, ...] = ("assignments", "shortages", "partnerships", "workers", "tiers")

Row = tuple[Any, ...]
Tables = Mapping[str, list[Row]]
Looks = Mapping[str, Look]


def write_scenario(scenario: Scenario, path: str | Path, lang: str = "en") -> None:
    """Write a scenario to a workbook if the path ends in .xlsx, else to a folder of CSV files.

    A workbook of a plan in German has German titles, so that what is made of it next is German as well.
    """
    tables, book = dict(_tables(scenario)), Path(path).suffix.lower() == ".xlsx"
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


def _tables(scenario: Scenario) -> Iterator[tuple[str, list[Row]]]:
    """The tables of a scenario; without the first four, and availability, a reader would have to make assumptions."""
    zone = ZoneInfo(scenario.timezone)
    exact = spelt_alike(scenario)
    yield "companies", record_rows(scenario.companies, COMPANY, exact)
    # Without it people without a home would be taken to live farther away than the others.
    unknown = ("postal_code",) if any(one.home for one in scenario.workers) else ()
    yield "workers", record_rows(scenario.workers, (*WORKER, *unknown), exact)
    yield "demands", record_rows(scenario.demands, DEMAND, exact)
    shifts = [(need.id, shift) for need in scenario.demands for shift in need.shifts]
    yield "shifts", [("demand", "id", *_SPAN), *_no_days(((n, s.id, *_span(s)) for n, s in shifts), 2, zone)]
    windows = ((w.id, window.start, window.end) for w in scenario.workers for window in w.availability)
    yield "availability", [("worker", "start", "end"), *_no_days(windows, 1, zone)]
    yield from _optional(scenario)
    settings = scenario.model_dump(mode="json", include={"travel", "rules", "tiers"})
    told = [
        ("timezone", scenario.timezone),
        *_longest([shift for _, shift in shifts] + [held for w in scenario.workers for held in w.home_shifts]),
        ("priority", HIGHER_FIRST),
        *((name, as_json(settings[name])) for name in ("travel", "rules", "tiers")),
    ]
    yield "settings", [("setting", "value"), *told]


_SPAN = ("start", "end", "unpaid_break_minutes")


def _span(held: Shift | WorkTime) -> Row:
    return held.start, held.end, held.unpaid_break_minutes


def _no_days(rows: Iterable[Row], place: int, zone: ZoneInfo) -> list[Row]:
    """The rows with the ends as 24:00 if all their starts and ends are at midnight, which would be read as days."""
    held = list(rows)
    if not all(clocks.local(one, zone).endswith(" 00:00") for row in held for one in row[place : place + 2]):
        return held
    ends = (f"{row[place + 1].astimezone(zone).date() - timedelta(days=1)} 24:00" for row in held)
    return [(*row[: place + 1], end, *row[place + 2 :]) for row, end in zip(held, ends, strict=True)]


def _longest(work: list[Shift | WorkTime]) -> Iterator[Row]:
    """The setting that lets shifts over 24 hours, by the clock, be read without a question."""
    hours = max((held.end - held.start).total_seconds() / 3600 for held in work) if work else 0
    if hours > _UNASKED:
        yield "longest_shift", str(ceil(hours) + 1)


def _optional(scenario: Scenario) -> Iterator[tuple[str, list[Row]]]:
    def of(worker: Worker) -> Iterator[Row]:
        return ((worker.id, *_span(held)) for held in worker.home_shifts)

    if rows := [row for worker in scenario.workers for row in of(worker)]:
        yield "home_shifts", [("worker", *_SPAN), *_no_days(rows, 1, ZoneInfo(scenario.timezone))]
    if worked := [(worker.id, day, hours) for worker in scenario.workers for day, hours in worker.ledger.items()]:
        yield "ledger", [("worker", "date", "hours"), *worked]
    if stays := [(w.id, stay.company, stay.first, stay.last) for w in scenario.workers for stay in w.secondments]:
        yield "secondments", [("worker", "company", "first", "last"), *stays]
    if scenario.skills:
        yield (
            "skills",
            [("id", "implies"), *((one.id, numbered(one.implies, spelt_alike(scenario))) for one in scenario.skills)],
        )
    if table := scenario.pair_table:
        named = {"worker": table.workers, "shift": table.shifts, "demand": table.demands}
        columns = {k: v for k, v in (named | {"cost": table.costs, "hours": table.hours}).items() if v is not None}
        yield "pairs", [tuple(columns), *zip(*columns.values(), strict=True)]
    if scenario.pins:
        yield "pins", [("worker", "shift", "assigned"), *((p.worker, p.shift, p.assigned) for p in scenario.pins)]


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
    for number, row in enumerate(rows, 1):
        writer.writerow([_as_text(value, zone, Cell(f"{name}.csv", None, number), separator) for value in row])
    # With a byte order mark spreadsheet programs display umlauts correctly.
    return "\ufeff" + text.getvalue()


def _as_text(value: Any, zone: ZoneInfo, cell: Cell, separator: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        text = repr(value) + ("0" if _UNCLEAR.fullmatch(repr(value)) else "")
        return text.replace(".", ",") if separator == ";" else text
    if isinstance(value, datetime):
        return clocks.local(value, zone)
    return "" if value is None else str(value) if isinstance(value, (int, date)) else _text(str(value), cell, ".csv")


def _text(text: str, cell: Cell, kind: str) -> str:
    if clean(text) != text or _NO_TEXT.search(text) or error_value(text) or "\r" in text:
        raise InputError([unstorable(refusals.TEXT_READS_OTHERWISE(), cell)])
    if len(text) >= _LONGEST[kind]:
        raise InputError([unstorable(refusals.TEXT_TOO_LONG(letters=len(text), most=_LONGEST[kind]), cell)])
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
        raise StaffmatchError("Workbooks need openpyxl: pip install 'staffmatch[excel]'") from None
    # All cells are made first: a workbook abandoned half-way leaves files behind.
    cells = {
        name: [[_as_cell(value, zone, Cell("", name, number)) for value in row] for number, row in enumerate(rows, 1)]
        for name, rows in tables.items()
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


def _as_cell(value: Any, zone: ZoneInfo, cell: Cell) -> Any:
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
    return value if value is None or isinstance(value, (int, float)) else _text(str(value), cell, ".xlsx") or None

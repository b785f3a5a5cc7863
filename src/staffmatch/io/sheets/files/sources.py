"""The sheets of a workbook, or of a folder of CSV files and workbooks, by the names that they have there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from staffmatch.errors import Cell, InputError, InputIssue, Told
from staffmatch.io.refusals import FILE_NOT_FOUND, FILE_NOT_FOUND_ADVICE
from staffmatch.io.sheets.cells import Grid
from staffmatch.io.sheets.files import refusals
from staffmatch.io.sheets.files.delimited import read_csv
from staffmatch.io.sheets.files.other_books import OTHER_BOOKS, read_other_book
from staffmatch.io.sheets.files.workbook import read_workbook
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.words import ignored, sheet_meant
from staffmatch.messages.message import Message

_TABLES = (".csv", ".tsv")
_BOOKS = (".xlsx", ".xlsm")
# What spreadsheet programs write beside an open file.
_LOCKS = ("~$", ".~lock", ".")
# Columns by which the separator of a table of no known name is found.
_ANY = {**LAYOUTS["demands"].known, **LAYOUTS["workers"].known}


@dataclass(frozen=True)
class Source:
    """A sheet: ``title`` is its name, or that of the CSV file; ``stem`` the name of its workbook in a folder."""

    title: str
    grid: Grid
    book: str
    stem: str = ""
    notes: list[Message] = field(default_factory=list)


def sources(path: Path, problems: list[InputIssue]) -> Iterator[Source]:
    """The sheets at a path; unreadable files of a folder are problems."""
    suffix = path.suffix.lower()
    if path.is_dir():
        yield from _folder(path, problems)
    elif suffix in _TABLES:
        raise _refused(path, "one_table", refusals.ONE_TABLE(), refusals.ONE_TABLE_ADVICE())
    elif suffix == ".numbers":
        raise _refused(path, "old_workbook", refusals.NOT_READ(suffix=path.suffix), refusals.NOT_READ_ADVICE())
    elif not path.exists():
        raise _refused(path, "file_not_found", FILE_NOT_FOUND(), FILE_NOT_FOUND_ADVICE())
    else:
        yield from _book(path)


def _folder(path: Path, problems: list[InputIssue]) -> Iterator[Source]:
    files = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith(_LOCKS))
    files = [one for one in files if one.suffix.lower() in (*_TABLES, *_BOOKS, *OTHER_BOOKS) and not ignored(one.stem)]
    if not files:
        raise _refused(path, "no_sheets", refusals.NO_SHEETS(), refusals.NO_SHEETS_ADVICE())
    for file in files:
        try:
            yield from _table(file) if file.suffix.lower() in _TABLES else _book(file, file.stem)
        except InputError as error:
            problems += error.problems
        except OSError as error:
            text, place = refusals.UNREADABLE(what=str(error.strerror)), Cell(file.name)
            problems.append(InputIssue("unreadable_file", file.name, text, refusals.UNREADABLE_ADVICE(), (), place))


def _table(file: Path) -> Iterator[Source]:
    name = sheet_meant(file.stem)
    try:
        grid, notes = read_csv(file, LAYOUTS[name].known if name else _ANY)
    except InputError:
        # Something else may lie in the folder.
        if name:
            raise
        grid, notes = Grid(file.name, None, [(0, ())]), []
    yield Source(file.stem, grid, "", notes=notes)


def _book(file: Path, stem: str = "") -> Iterator[Source]:
    other = file.suffix.lower() in OTHER_BOOKS
    grids, notes = read_other_book(file) if other else (read_workbook(file), [])
    for grid in grids:
        yield Source(str(grid.sheet), grid, file.name, stem, notes)
        notes = []


def _refused(path: Path, code: str, text: Told, advice: Told) -> InputError:
    return InputError([InputIssue(code, str(path), text, advice)])

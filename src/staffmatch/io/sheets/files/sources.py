"""The sheets of a workbook, or of a folder of CSV files and workbooks, by the names that they have there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from staffmatch.errors import Cell, InputError, InputIssue
from staffmatch.io.progress import told
from staffmatch.io.sheets.cells import Grid
from staffmatch.io.sheets.files.delimited import read_csv
from staffmatch.io.sheets.files.other_books import OTHER_BOOKS, read_other_book
from staffmatch.io.sheets.files.workbook import read_workbook
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.words import ignored, sheet_meant

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
    notes: list[str] = field(default_factory=list)


def sources(path: Path, problems: list[InputIssue]) -> Iterator[Source]:
    """The sheets at a path; unreadable files of a folder are problems."""
    suffix = path.suffix.lower()
    if path.is_dir():
        yield from _folder(path, problems)
    elif suffix in _TABLES:
        raise _refused(path, "one_table", "is one table of several.", "Name the folder that holds it.")
    elif suffix == ".numbers":
        text = f"is a workbook in a format that is not read ({path.suffix})."
        raise _refused(path, "old_workbook", text, "Save it as .xlsx, or each sheet as CSV.")
    elif not path.exists():
        raise _refused(path, "file_not_found", "there is no such file.", "Check the path.")
    else:
        yield from _book(path)


def _folder(path: Path, problems: list[InputIssue]) -> Iterator[Source]:
    files = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith(_LOCKS))
    files = [one for one in files if one.suffix.lower() in (*_TABLES, *_BOOKS, *OTHER_BOOKS) and not ignored(one.stem)]
    if not files:
        advice = "Name a folder with workers.csv and demands.csv, or a workbook; see `staffmatch template`."
        raise _refused(path, "no_sheets", "holds no CSV files and no workbooks.", advice)
    for file in files:
        try:
            yield from _table(file) if file.suffix.lower() in _TABLES else _book(file, file.stem)
        except InputError as error:
            problems += error.problems
        except OSError as error:
            text = f"cannot be read: {error.strerror}."
            place = Cell(file.name)
            problems.append(InputIssue("unreadable_file", file.name, text, "Check its permissions.", (), place))


def _table(file: Path) -> Iterator[Source]:
    name = sheet_meant(file.stem)
    told(file.stem)
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


def _refused(path: Path, code: str, text: str, advice: str) -> InputError:
    return InputError([InputIssue(code, str(path), text, advice)])

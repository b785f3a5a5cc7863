"""From the sheets of a path to tables of known kinds: recognised, turned, read, and joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from staffmatch.errors import Cell, InputIssue
from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Cells, Grid, blank
from staffmatch.io.sheets.files.sources import sources
from staffmatch.io.sheets.header import find_head, read_table
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.noted import note, row_list
from staffmatch.io.sheets.rules.stated_rules import with_header
from staffmatch.io.sheets.shapes.day_columns import day_columns
from staffmatch.io.sheets.shapes.joining import joined, number_people
from staffmatch.io.sheets.shapes.left_out import without_extras
from staffmatch.io.sheets.shapes.matrices import Turned, by_code, is_matrix_kind, matrix_of
from staffmatch.io.sheets.shapes.recognition import Recognised, recognised
from staffmatch.io.sheets.shapes.second_table import second_table
from staffmatch.io.sheets.shapes.skill_columns import with_marks
from staffmatch.io.sheets.table import Table
from staffmatch.io.sheets.words import SHEETS, sheet_meant
from staffmatch.messages.message import Message, Sentence

_MARKED = ("workers", "demands")
# Other sheets are read by what this one says.
_FIRST = "shift_kinds"
# What is missing may be there.
_UNREAD = ("unknown_sheet", "second_table")
_PASSED = Sentence(
    "sheets.not_read",
    "the column {columns:list-id} is for people, and not read.",
    "the columns {columns:list-id} are for people, and not read.",
)
_EMPTY = Sentence("sheets.no_rows", "has names of columns and no rows.")

_LEFT_OUT = Sentence("sheets.left_out", "{rows} left out: {reason}.")


@dataclass
class Tables:
    """Tables by kind, the problems of their cells, and what was assumed."""

    held: dict[str, Table] = field(default_factory=dict)
    problems: list[InputIssue] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    # The names of sheets and columns that were understood, as they are written.
    titles: list[str] = field(default_factory=list)
    # Sheets that are not read, told with the problems where there are any.
    unread: list[InputIssue] = field(default_factory=list)


def read_tables(path: Path) -> Tables:
    """All known sheets of a path."""
    made = Tables()
    found = list(sources(path, made.problems))
    made.notes += [note for source in found for note in source.notes]
    known = recognised(found)
    made.problems += known.problems
    made.notes += known.notes
    made.unread = known.unread
    read: dict[str, list[Table]] = {}
    codes: list[str] = []
    for sheet in sorted(known.sheets, key=lambda sheet: sheet.name != _FIRST):
        for name, grid in _ordinary(made, sheet, codes):
            table, problems = read_table(name, grid)
            made.problems += problems
            made.titles += [grid.sheet or Path(grid.file).stem]
            made.titles += [title for column, title in table.columns.items() if column not in grid.added]
            read.setdefault(name, []).append(table)
            _tell_of(made, table)
            if name == _FIRST:
                codes += [str(value) for value in table.column("code").values]
    made.held = {name: joined(tables) for name, tables in read.items()}
    if "workers" in made.held:
        made.notes += number_people(made.held["workers"])
    _require(made, path)
    return made


def _ordinary(made: Tables, sheet: Recognised, codes: Sequence[str]) -> list[tuple[str, Grid]]:
    """The tables of a sheet with a row for each record."""
    name, grid = sheet.name, sheet.source.grid
    at = Cell(grid.file, grid.sheet)
    _tell(made, at, grid.left_out)
    if name == "rules":
        grid = with_header(grid)
    days = day_columns(grid) if is_matrix_kind(name) else None
    head = find_head(grid, LAYOUTS[name])
    # A title that resembles a name of a column is no head.
    if days is not None and head is not None and head < days.head and len(_filled(grid.rows[head][1])) > 1:
        days = None
    place = days.head if days is not None else head
    if place is None:
        return [(name, grid)]
    if (second := second_table(name, grid, place)) is not None:
        made.problems.append(second)
        return []
    body, extras = without_extras(name, grid, place)
    _tell(made, at, extras)
    grid = replace(grid, rows=[grid.rows[place], *body], head=0)
    if sheet.company is not None:
        grid = replace(grid, added={"company": [sheet.company] * len(body)})
    if days is not None:
        turned = matrix_of(name, grid, days, codes)
    else:
        turned = by_code(grid, codes) if name == "demands" and codes else Turned([(name, grid)])
    made.notes += turned.notes
    made.problems += turned.problems
    tables = []
    for kind, one in turned.tables:
        marked = with_marks(kind, one) if kind in _MARKED else Turned([(kind, one)])
        made.notes += marked.notes
        tables += marked.tables
    return tables


def _tell_of(made: Tables, table: Table) -> None:
    if table.passed:
        made.notes.append(note(table.at, _PASSED(columns=table.passed, n=len(table.passed))))
    if not len(table) and table.columns and table.name in _MARKED:
        made.notes.append(note(table.at, _EMPTY()))


def _filled(cells: Cells) -> Cells:
    return tuple(cell for cell in cells if not blank(cell))


def _tell(made: Tables, at: Cell, left_out: Mapping[Message, Sequence[int]]) -> None:
    for reason, rows in left_out.items():
        made.notes.append(note(at, _LEFT_OUT(rows=row_list(rows), reason=reason)))


def _require(made: Tables, path: Path) -> None:
    """There have to be workers and demands."""
    unread = {sheet_meant(Path(problem.cell.file).stem) for problem in made.problems if problem.cell}
    for name in ("workers", "demands"):
        if name not in {*made.held, *unread} and not any(one.code in _UNREAD for one in made.problems):
            others = tuple(word.strip() for word in SHEETS[name].split(",")[1:])
            advice = refusals.MISSING_SHEET_ADVICE(name=name, others=others)
            text = refusals.MISSING_SHEET(name=name)
            made.problems.append(InputIssue("missing_sheet", name, text, advice, (), Cell(path.name)))

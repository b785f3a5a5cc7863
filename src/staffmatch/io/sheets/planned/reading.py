"""Reads the plan of a workbook that was changed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from staffmatch.domain.plan import Plan
from staffmatch.errors import Cell, InputError, InputIssue
from staffmatch.explain.plan_changes import Replaced
from staffmatch.io.plan_file import PlanFile, require_ids
from staffmatch.io.sheets.cells import Cells, Flaw, Grid, Value, blank, clean, unguarded
from staffmatch.io.sheets.files.other_books import OTHER_BOOKS, read_other_book
from staffmatch.io.sheets.files.workbook import read_workbook
from staffmatch.io.sheets.noted import row_list
from staffmatch.io.sheets.planned import refusals, words
from staffmatch.io.sheets.planned.people import People
from staffmatch.io.sheets.planned.shifts import Shifts
from staffmatch.io.sheets.words import plain
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario

_HEADS = 20

_GONE = Sentence(
    "plan_sheet.rows_gone",
    "{n:count} row of the sheet is gone or struck out: that seat counts as empty.",
    "{n:count} rows of the sheet are gone or struck out: these seats count as empty.",
)
_ALONE = Sentence(
    "plan_sheet.no_origin",
    "The workbook does not say what the plan was before: its hidden sheet is gone. Only the plan itself is judged.",
)


def read_plan_book(path: Path, scenario: Scenario) -> PlanFile:
    """The plan in a workbook that `staffmatch solve --sheets` wrote and people have changed since.

    InputError for a workbook without such a sheet, for the plan of another scenario, for cells that name nobody, two
    people or no shift of the scenario, for somebody who has a shift twice, and where a row says something of its shift
    that is not so.
    """
    other = path.suffix.lower() in OTHER_BOOKS
    grids = read_other_book(path)[0] if other else read_workbook(path, filtered=True, but=[words.PEOPLE])
    before = _origin(path, grids, scenario)
    rows = list(_rows(*_sheet(path, grids)))
    pairs, replaced = _pairs(rows, scenario)
    notes: list[Message] = [] if before is not None else [_ALONE()]
    if gone := _gone(scenario, before, rows):
        notes.append(_GONE(n=gone))
    return PlanFile(Plan.of(pairs), before=before, replaced=tuple(replaced), notes=tuple(notes))


class Row:
    """A row below the titles: its cells, and how their columns are called, by what the columns mean."""

    def __init__(self, grid: Grid, number: int, cells: dict[str, Value], titles: dict[str, str]) -> None:
        self.number, self._grid, self._cells, self._titles = number, grid, cells, titles
        self.shift = ""

    def at(self, key: str) -> Cell:
        """Where a cell is."""
        title = self._titles.get(key) or next(iter(words.COLUMNS[key].values()))
        return Cell(self._grid.file, self._grid.sheet, self.number, title)

    def value(self, key: str) -> Value:
        """The cell as it is; None if it is blank; InputError for one that cannot be read."""
        found = self._cells.get(key)
        if blank(found):
            return None
        if isinstance(found, Flaw):
            raise InputError([InputIssue(found.code, key, found.message, found.remedy, (), self.at(key))])
        return found

    def text(self, key: str) -> str:
        """The cell as a text; a number as it is typed."""
        found = self.value(key)
        if isinstance(found, float) and found.is_integer():
            found = int(found)
        return "" if found is None else unguarded(clean(str(found)))


def _origin(path: Path, grids: Sequence[Grid], scenario: Scenario) -> Plan | None:
    """The plan as it was written; None if its sheet is gone. InputError if it is of another scenario."""
    grid = next((one for one in grids if words.SHEETS.get(plain(one.sheet or "")) == "origin"), None)
    if grid is None:
        return None
    held = [[unguarded(str(one)) for one in cells if one is not None] for _, cells in grid.rows]
    if not held or held[0][:1] != [words.DIGEST] or any(len(one) != 2 for one in held):
        text, advice = refusals.CHANGED_ORIGIN(sheet=words.ORIGIN), refusals.CHANGED_ORIGIN_ADVICE()
        raise InputError([InputIssue("changed_origin", path.name, text, advice)])
    if held[0][1] != scenario.digest():
        text, advice = refusals.OTHER_SCENARIO(), refusals.OTHER_SCENARIO_ADVICE()
        raise InputError([InputIssue("other_scenario", path.name, text, advice)])
    pairs = [(worker, shift) for worker, shift in held[2:]]
    require_ids(scenario, pairs)
    return Plan.of(pairs)


def _sheet(path: Path, grids: Sequence[Grid]) -> tuple[Grid, int, dict[int, str]]:
    """The sheet that people change, by its name or else its titles; its row of titles, and which column is what."""
    named = [one for one in grids if words.SHEETS.get(plain(one.sheet or "")) == "hand"]
    for grid in (*named, *(one for one in grids if not one.hidden)):
        for place, (_, cells) in enumerate(grid.rows[:_HEADS]):
            found = {column: key for column, cell in enumerate(cells) if (key := _meant(cell))}
            keys = set(found.values())
            if "person" in keys and ("shift" in keys or {"date", "from"} <= keys):
                if len(keys) < len(found):
                    text, advice = refusals.DOUBLE_COLUMN(), refusals.DOUBLE_COLUMN_ADVICE()
                    raise InputError([InputIssue("double_column", path.name, text, advice)])
                return grid, place, found
    text = refusals.NO_SHEET(sheets=tuple(words.HAND.values()))
    raise InputError([InputIssue("no_plan_in_file", path.name, text, refusals.NO_SHEET_ADVICE())])


def _meant(cell: Value) -> str | None:
    return words.MEANT.get(plain(cell)) if isinstance(cell, str) else None


def _rows(grid: Grid, head: int, columns: dict[int, str]) -> Iterator[Row]:
    """Rows that say anything of a seat; those without a shift and a person are remarks."""
    titles = {key: str(_cell(grid.rows[head][1], column)) for column, key in columns.items()}
    for number, cells in grid.rows[head + 1 :]:
        row = Row(grid, number, {key: _cell(cells, column) for column, key in columns.items()}, titles)
        if not all(blank(row._cells.get(key)) for key in ("shift", "person")):
            yield row


def _cell(cells: Cells, column: int) -> Value:
    return cells[column] if column < len(cells) else None


def _pairs(rows: Iterable[Row], scenario: Scenario) -> tuple[list[tuple[str, str]], list[Replaced]]:
    """Who has which shift, and who has a seat in place of whom; InputError with all that is wrong."""
    people, shifts = People(scenario), Shifts(scenario)
    problems: list[InputIssue] = []
    held: dict[tuple[str, str], list[Row]] = {}
    replaced = list[Replaced]()
    for row in rows:
        try:
            row.shift = shifts.meant(row)
            found = people.meant(row.text("person"), row.at("person")) if row.value("person") is not None else []
        except InputError as error:
            problems += error.problems
            continue
        for one in found:
            held.setdefault((one, row.shift), []).append(row)
        former = people.as_shown(row.text("planned"))
        replaced += [(row.shift, former, one) for one in found if former not in (None, one)]
    for (one, shift), twice in held.items():
        if len(twice) > 1:
            where = row_list(row.number for row in twice)
            text, advice = refusals.TWICE(name=people.shown[one], rows=where), refusals.TWICE_ADVICE()
            problems.append(
                InputIssue("double_assignment", "person", text, advice, (one, shift), twice[-1].at("person"))
            )
    if problems:
        raise InputError(problems)
    return list(held), replaced


def _gone(scenario: Scenario, before: Plan | None, rows: Iterable[Row]) -> int:
    """How many rows fewer there are than were written."""
    wanted = {shift.id: demand.headcount for demand in scenario.demands for shift in demand.shifts}
    held = dict.fromkeys(wanted, 0)
    for _, shift in before or ():
        held[shift] += 1
    left = {shift: max(count, held[shift]) for shift, count in wanted.items()}
    for row in rows:
        left[row.shift] -= 1
    return sum(count for count in left.values() if count > 0)

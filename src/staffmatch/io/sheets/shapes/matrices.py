"""Tables with a column for each day or skill, turned into the ordinary ones before they are read.

A cell under a day becomes a row that remembers it: ``matrix_of`` turns headcounts by site and day into demands, and
rosters by person and day into home shifts, availability and absences; `with_marks` turns skills with x into lists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from staffmatch.errors import Cell, InputIssue
from staffmatch.io.sheets.cells import Cells, Grid, Value, blank
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.noted import note, row_list
from staffmatch.io.sheets.shapes.day_columns import DayColumns, is_weekday
from staffmatch.io.sheets.shapes.left_out import is_total
from staffmatch.io.sheets.shapes.roster_signs import absence_of, is_code, meaning_of
from staffmatch.io.sheets.times.told import WEEKDAYS
from staffmatch.io.sheets.words import idle, ignored, meant, plain
from staffmatch.messages.message import Message, Sentence

ROSTERS = ("home_shifts", "availability", "absences", "workers")
# What a matrix turns into, by what its sheet is.
_MATRICES = {**dict.fromkeys(ROSTERS), "demands": None, "shifts": None}
_SITE = (
    "standort", "station", "stationen", "einsatzort", "ort", "abteilung", "bereich", "filiale", "objekt", "haus",
    "team", "site", "ward", "location", "place", "department",
)  # fmt: skip

_ONE_CODE = Sentence("sheets.matrix.one_code", "says no times: those of the only shift code, {code:id}, are taken.")
_OF_DAYS = Sentence(
    "sheets.matrix.days",
    "has days as columns: {n:count} cell with people is read as demands; an empty cell, and 0, ask for nobody.",
    "has days as columns: {n:count} cells with people are read as demands; an empty cell, and 0, ask for nobody.",
)
_OF_CODES = Sentence(
    "sheets.matrix.codes",
    "has shift codes as columns: {n:count} cell with people is read as demands; an empty cell, and 0, ask for nobody.",
    "has shift codes as columns: {n:count} cells with people are read as demands; an empty cell, and 0, ask for "
    "nobody.",
)
_SITES = Sentence("sheets.matrix.sites", "names no company: each of {column:id} is taken for one.")
_SITES_FIRST = Sentence(
    "sheets.matrix.sites_first", "names no company: each name in the first column is taken for one."
)
_ROSTER = Sentence("sheets.roster", "has days as columns, whose cells say: {what:and}.")
_NO_ROSTER = Sentence("sheets.roster.nothing", "has days as columns, whose cells say nothing.")
_SIGNS = Sentence("sheets.roster.signs", "{signs:list-id} {meaning} ({rows}).")
_NOUNS = {
    "home_shifts": Sentence("sheets.roster.home_shifts", "{n:count} home shift", "{n:count} home shifts"),
    "availability": Sentence(
        "sheets.roster.availability",
        "{n:count} day on which somebody is free",
        "{n:count} days on which somebody is free",
    ),
    "absences": Sentence("sheets.roster.absences", "{n:count} day of absence", "{n:count} days of absence"),
}
_NO_MONTH = Sentence(
    "sheets.matrix.no_month", "has days of a month as its columns, 1, 2, 3, and no title says of which month."
)
_SAY_MONTH = Sentence(
    "sheets.matrix.say_month", "Write it above them or in the sheet's name, as in April 2020, or write dates."
)
_OTHER_WEEKDAY = Sentence("sheets.matrix.weekday", "{cell:id} stands under {day:day}, which is a {weekday}.")
_CORRECT_MONTH = Sentence("sheets.matrix.correct_month", "Correct the month or the weekday.")
_NO_TIMES = Sentence("sheets.matrix.no_times", "says how many people on which day, and not from when to when.")
_ADD_TIMES = Sentence(
    "sheets.matrix.add_times",
    "Add columns von and bis (from, to) beside the days, or a column Schicht (shift) and a sheet 'Schichtarten' "
    "('shift_kinds') with the columns code, from, to; a single code there stands for all.",
)
_NOBODY = Sentence("sheets.roster.nobody", "has a column for each day, and none that says who.")
_CALL_IT = Sentence("sheets.roster.call_it", "Call it Mitarbeiter, or worker.")


@dataclass
class Turned:
    """The ordinary tables of a sheet, with what was assumed, and what is wrong."""

    tables: list[tuple[str, Grid]] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    problems: list[InputIssue] = field(default_factory=list)


@dataclass(frozen=True)
class _Turn:
    """A cell to be a row: its row, its column, and cells of further columns."""

    row: int
    at: int
    added: dict[str, Value]


def is_matrix_kind(name: str) -> bool:
    return name in _MATRICES


def matrix_of(name: str, grid: Grid, days: DayColumns, codes: Sequence[str]) -> Turned:
    """The tables of a sheet with columns of days; ``grid.rows`` begins with its head.

    ``codes`` are the shift codes of the file, which go before what letters usually mean.
    """
    made = Turned()
    at, number = Cell(grid.file, grid.sheet), grid.rows[0][0]
    if days.of_no_month:
        made.problems.append(InputIssue("no_month", name, _NO_MONTH(), _SAY_MONTH(), (), replace(at, row=number)))
        return made
    grid, wrong = _without_weekdays(name, grid, days)
    made.problems += wrong
    if name in ROSTERS:
        _roster(made, name, grid, days, {plain(code) for code in codes})
    else:
        _headcounts(made, grid, days, "date", codes)
    return made


def by_code(grid: Grid, codes: Sequence[str]) -> Turned:
    """Demands with a column of headcounts for each shift code; ``grid.rows`` begins with its head."""
    made, known = Turned(), {plain(code): code for code in codes}
    layout, (_, head) = LAYOUTS["demands"], grid.rows[0]
    coded: dict[int, Value] = {
        at: known[plain(cell)]
        for at, cell in enumerate(head)
        if isinstance(cell, str) and plain(cell) in known and meant(cell, layout.known) is None
    }
    if not coded:
        return Turned([("demands", grid)])
    _headcounts(made, grid, DayColumns(0, coded), "shift_kind", codes)
    return made


def _without_weekdays(name: str, grid: Grid, days: DayColumns) -> tuple[Grid, list[InputIssue]]:
    """Without a row of weekdays under the head; one that does not fit its dates is a problem."""
    if len(grid.rows) < 2:
        return grid, []
    number, cells = grid.rows[1]
    held = {at: cells[at] for at in days.days if at < len(cells) and cells[at] is not None}
    if not held or not all(map(is_weekday, held.values())):
        return grid, []
    left = replace(grid, rows=[grid.rows[0], *grid.rows[2:]])
    for at, said in held.items():
        on = days.days[at]
        if isinstance(on, date) and plain(str(said))[:2] not in _SHORT[on.weekday()]:
            cell = Cell(grid.file, grid.sheet, number, str(grid.rows[0][1][at]), str(said))
            text = _OTHER_WEEKDAY(cell=str(said), day=on.isoformat(), weekday=WEEKDAYS[on.weekday()])
            return left, [InputIssue("weekday_differs", name, text, _CORRECT_MONTH(), (), cell)]
    return left, []


_SHORT = (("mo",), ("di", "tu"), ("mi", "we"), ("do", "th"), ("fr",), ("sa",), ("so", "su"))


def _turned(
    grid: Grid, days: DayColumns, turns: Iterable[_Turn], names: tuple[str, ...], known: Collection[int]
) -> Grid:
    """The grid with a row for each turn; columns besides ``known`` are passed over."""
    number, head = grid.rows[0]
    turns = list(turns)
    titles = tuple(cell if at in known else None if blank(cell) else f"#{cell}" for at, cell in enumerate(head))
    body = [grid.rows[turn.row] for turn in turns]
    shown = {at: head[at].strftime("%Y-%m-%d") if isinstance(head[at], date) else str(head[at]) for at in days.days}  # type: ignore[union-attr]
    kept = [(row, tuple(cell if at in known else None for at, cell in enumerate(cells))) for row, cells in body]
    added = {name: [turn.added.get(name) for turn in turns] for name in names}
    under = [shown[turn.at] for turn in turns]
    return replace(grid, rows=[(number, titles), *kept], head=0, added=added, under=under)


def _filled(grid: Grid, days: DayColumns) -> Iterator[tuple[int, int, Value]]:
    """The cells under days that hold anything, by row and column."""
    for row, (_, cells) in enumerate(grid.rows[1:], 1):
        for at in days.days:
            if at < len(cells) and not blank(cells[at]):
                yield row, at, cells[at]


def _headcounts(made: Turned, grid: Grid, days: DayColumns, key: str, codes: Sequence[str]) -> None:
    """Demands from headcounts by day, or by shift code; an empty cell and 0 ask for nobody.

    Without times, the only shift code of the file stands for all of them.
    """
    layout, (_, head) = LAYOUTS["demands"], grid.rows[0]
    kept = [at for at, cell in enumerate(head) if at not in days.days and not is_total(cell)]
    columns = {meant(str(head[at]), layout.known): at for at in kept if not blank(head[at])}
    site = _site(head, kept, layout.known)
    own = {name: at for name, at in (("company", site), ("name", columns.get("name", site))) if at is not None}
    own = {name: at for name, at in own.items() if name in layout.columns and name not in {*columns, *grid.added}}
    constant: dict[str, Value] = {}
    if key == "date" and not {"start", "end", "hours", "shift", "shift_kind"} & columns.keys():
        if len(codes) != 1:
            made.problems.append(_no_times(grid))
            days = DayColumns(days.head, {})
        else:
            constant = {"shift_kind": codes[0]}
            made.notes.append(note(_at(grid), _ONE_CODE(code=codes[0])))
    turns = []
    for row, at, cell in _filled(grid, days):
        if cell in (0, "0", "-", "–"):
            continue
        cells = grid.rows[row][1]
        said = {name: held[row - 1] for name, held in grid.added.items()}
        said |= {name: cells[place] if place < len(cells) else None for name, place in own.items()}
        turns.append(_Turn(row, at, {key: days.days[at], "headcount": cell, **constant, **said}))
    names = (key, "headcount", *constant, *grid.added, *own)
    known = [at for at in kept if at != site or not own]
    made.tables.append(("demands", _turned(grid, days, turns, names, known)))
    if turns:
        made.notes.append(note(_at(grid), (_OF_DAYS if key == "date" else _OF_CODES)(n=len(turns))))
    if "company" in own and site is not None:
        title = head[site]
        made.notes.append(note(_at(grid), _SITES(column=title) if isinstance(title, str) else _SITES_FIRST()))


def _no_times(grid: Grid) -> InputIssue:
    return InputIssue("no_times", "demands", _NO_TIMES(), _ADD_TIMES(), (), replace(_at(grid), row=grid.rows[0][0]))


def _site(head: Cells, kept: list[int], known: dict[str, str]) -> int | None:
    """The column of wards or sites: one that is called so, the only one of no known name, or the first without one."""
    names = [
        at
        for at in kept
        if isinstance(head[at], str) and (plain(str(head[at])) in _SITE or meant(str(head[at]), known) == "name")
    ]
    nameless = [at for at in kept if blank(head[at])]
    others = [at for at in kept if not blank(head[at]) and meant(str(head[at]), known) is None]
    others = [at for at in others if not ignored(str(head[at])) and not idle(str(head[at]))]
    return next(iter([*names, *(others if len(others) == 1 else ()), *nameless]), None)


def _roster(made: Turned, name: str, grid: Grid, days: DayColumns, codes: set[str]) -> None:
    """Home shifts, availability and absences from a roster; of a sheet of workers, these are left too."""
    head, known = grid.rows[0][1], LAYOUTS["workers"].known
    who = _person(head, days, known)
    if who is None:
        made.problems.append(InputIssue("missing_column", name, _NOBODY(), _CALL_IT(), (), _at(grid)))
        return
    sorts: dict[str, list[_Turn]] = {"home_shifts": [], "availability": [], "absences": []}
    said: dict[Message, dict[str, list[int]]] = {}
    worked = any(is_code(cell, codes) for _, _, cell in _filled(grid, days))
    for row, at, cell in _filled(grid, days):
        sort, column, meaning = meaning_of(cell, codes, name == "availability", worked)
        if meaning is not None:
            said.setdefault(meaning, {}).setdefault(str(cell), []).append(grid.rows[row][0])
        cells = grid.rows[row][1]
        added = {"worker": cells[who] if who < len(cells) else None, "date": days.days[at]}
        added |= {"kind": absence_of(cell)} if sort == "absences" else {}
        sorts[sort].append(_Turn(row, at, added | ({column: cell} if column else {})))
    for sort, turns in sorts.items():
        names = ("worker", "date", *dict.fromkeys(name for turn in turns for name in turn.added))
        if turns:
            made.tables.append((sort, _turned(grid, days, turns, tuple(dict.fromkeys(names)), ())))
    if name == "workers":
        titles = tuple(f"#{cell}" if at in days.days or is_total(cell) else cell for at, cell in enumerate(head))
        made.tables.append((name, replace(grid, rows=[(grid.rows[0][0], titles), *grid.rows[1:]], head=0)))
    told = tuple(noun(n=len(sorts[sort])) for sort, noun in _NOUNS.items() if sorts[sort])
    made.notes.append(note(_at(grid), _ROSTER(what=told) if told else _NO_ROSTER()))
    for meaning, found in said.items():
        rows = row_list(row for numbers in found.values() for row in numbers)
        made.notes.append(note(_at(grid), _SIGNS(signs=tuple(found), meaning=meaning, rows=rows)))


def _person(head: Cells, days: DayColumns, known: dict[str, str]) -> int | None:
    """The column that says who: by its name, or else the first that has none."""
    columns = {
        meant(str(cell), known): at
        for at, cell in reversed([*enumerate(head)])
        if not blank(cell) and at not in days.days
    }
    nameless = (at for at, cell in enumerate(head) if blank(cell) and at not in days.days)
    return next((columns[name] for name in ("id", "name", "last_name") if name in columns), next(nameless, None))


def _at(grid: Grid) -> Cell:
    return Cell(grid.file, grid.sheet)

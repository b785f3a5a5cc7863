"""Tables with a column for each day or skill, turned into the ordinary ones before they are read.

A cell under a day becomes a row that remembers it: ``matrix_of`` turns headcounts by site and day into demands, and
rosters by person and day into home shifts, availability and absences; `with_marks` turns skills with x into lists.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from staffmatch.errors import Cell, InputIssue, counted
from staffmatch.io.sheets import values
from staffmatch.io.sheets.cells import Cells, Flaw, Grid, Value, blank
from staffmatch.io.sheets.day_columns import DayColumns, day_columns, is_weekday
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.left_out import is_total
from staffmatch.io.sheets.words import ignored, listed, meant, nearest, plain, row_list

ROSTERS = ("home_shifts", "availability", "absences", "workers")
# What a matrix turns into, by what its sheet is.
_MATRICES = {**dict.fromkeys(ROSTERS), "demands": None, "shifts": None}
_SITE = "standort station stationen einsatzort ort abteilung bereich site ward location place filiale objekt haus team".split()
_LEAVE = {*"u ur urlaub leave vacation holiday eu tu".split()}
_ILL = {*"k kr krank krankheit ill sick au".split()}
_OFF = {*"frei off free ff wf".split()}
_OFF_SIGNS = ("-", "–", "—", "/")
_MARK = ("x", "✓", "✔", "☒", "☑")
_YES, _NO = {"ja", "j", "yes", "y", "wahr", "true"}, {"nein", "no", "n", "falsch", "false"}
_HOURS = re.compile(r"\d{1,2}(?:[:.]\d\d)?\s?(?:Uhr)?\s?(?:-|–|bis|to)\s?\d{1,2}(?:[:.]\d\d)?(?:\s?Uhr)?", re.IGNORECASE)


@dataclass
class Turned:
    """The ordinary tables of a sheet, with what was assumed, and what is wrong."""

    tables: list[tuple[str, Grid]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[InputIssue] = field(default_factory=list)


@dataclass(frozen=True)
class _Turn:
    """A cell to be a row: its row, its column, and cells of further columns."""

    row: int
    at: int
    added: dict[str, Value]


def is_matrix_kind(name: str) -> bool:
    return name in _MATRICES


def matrix_of(name: str, grid: Grid, days: DayColumns, codes: Collection[str]) -> Turned:
    """The tables of a sheet with columns of days; ``grid.rows`` begins with its head.

    ``codes`` are the shift codes of the file, which go before what letters usually mean.
    """
    made = Turned()
    at, (number, head) = Cell(grid.file, grid.sheet), grid.rows[0]
    if days.of_no_month:
        text = "has days of a month as its columns, 1, 2, 3, and no title says of which month."
        advice = "Write it above them or in the sheet's name, as in April 2020, or write dates."
        made.problems.append(InputIssue("no_month", name, text, advice, (), replace(at, row=number)))
        return made
    grid, wrong = _without_weekdays(name, grid, days)
    made.problems += wrong
    if name in ROSTERS:
        _roster(made, name, grid, days, {plain(code) for code in codes})
    else:
        _headcounts(made, grid, days)
    return made


def _without_weekdays(name: str, grid: Grid, days: DayColumns) -> tuple[Grid, list[InputIssue]]:
    """Without a row of weekdays under the head; one that does not fit its dates is a problem."""
    if len(grid.rows) < 2:
        return grid, []
    number, cells = grid.rows[1]
    held = {at: cells[at] for at in days.days if at < len(cells) and cells[at] is not None}
    if not held or not all(map(is_weekday, held.values())):
        return grid, []
    for at, said in held.items():
        on = days.days[at]
        if isinstance(on, date) and plain(str(said))[:2] not in _SHORT[on.weekday()]:
            cell = Cell(grid.file, grid.sheet, number, str(grid.rows[0][1][at]), str(said))
            text = f"{said!r} stands under {on:%d.%m.%Y}, which is a {on:%A}."
            return grid, [InputIssue("weekday_differs", name, text, "Correct the month or the weekday.", (), cell)]
    return replace(grid, rows=[grid.rows[0], *grid.rows[2:]]), []


_SHORT = (("mo",), ("di", "tu"), ("mi", "we"), ("do", "th"), ("fr",), ("sa",), ("so", "su"))


def _turned(grid: Grid, days: DayColumns, turns: Iterable[_Turn], names: tuple[str, ...], known: Collection[int]) -> Grid:
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


def _headcounts(made: Turned, grid: Grid, days: DayColumns) -> None:
    """Demands from headcounts by day; an empty cell and 0 ask for nobody."""
    layout, (_, head) = LAYOUTS["demands"], grid.rows[0]
    kept = [at for at, cell in enumerate(head) if at not in days.days and not is_total(cell)]
    columns = {meant(str(head[at]), layout.known): at for at in kept if not blank(head[at])}
    site = _site(head, kept, layout.known)
    own = {name: at for name, at in (("company", site), ("name", columns.get("name", site))) if at is not None}
    own = {name: at for name, at in own.items() if name in layout.columns and name not in {*columns, *grid.added}}
    turns = []
    for row, at, cell in _filled(grid, days):
        if cell in (0, "0", "-", "–"):
            continue
        cells = grid.rows[row][1]
        constant = {name: held[row - 1] for name, held in grid.added.items()}
        said = {name: cells[place] if place < len(cells) else None for name, place in own.items()}
        turns.append(_Turn(row, at, {"date": days.days[at], "headcount": cell, **constant, **said}))
    names = ("date", "headcount", *grid.added, *own)
    known = [at for at in kept if at != site or not own]
    made.tables.append(("demands", _turned(grid, days, turns, names, known)))
    told = f"{_at(grid)} has days as columns: {counted(len(turns), 'cell')} with people {'is' if len(turns) == 1 else 'are'} read as demands of that day"
    made.notes.append(f"{told}; an empty cell, and 0, ask for nobody.")
    if "company" in own and site is not None:
        title = head[site] if isinstance(head[site], str) else "the first column"
        made.notes.append(f"{_at(grid)} names no company: each of {title!r} is taken for one.")


def _site(head: Cells, kept: list[int], known: dict[str, str]) -> int | None:
    """The column of wards or sites: one that is called so, or else the first without a name."""
    names = [at for at in kept if isinstance(head[at], str) and (plain(str(head[at])) in _SITE or meant(str(head[at]), known) == "name")]
    nameless = [at for at in kept if blank(head[at])]
    return next(iter([*names, *nameless]), None)


def _roster(made: Turned, name: str, grid: Grid, days: DayColumns, codes: set[str]) -> None:
    """Home shifts, availability and absences from a roster; of a sheet of workers, these are left too."""
    head, known = grid.rows[0][1], LAYOUTS["workers"].known
    who = _person(head, days, known)
    if who is None:
        text = "has a column for each day, and none that says who."
        made.problems.append(InputIssue("missing_column", name, text, "Call it Mitarbeiter, or worker.", (), _at(grid)))
        return
    sorts: dict[str, list[_Turn]] = {"home_shifts": [], "availability": [], "absences": []}
    said: dict[str, dict[str, list[int]]] = {}
    worked = any(_is_code(cell, codes) for _, _, cell in _filled(grid, days))
    for row, at, cell in _filled(grid, days):
        sort, column, meaning = _meaning(cell, codes, name == "availability", worked)
        if meaning:
            said.setdefault(meaning, {}).setdefault(str(cell), []).append(grid.rows[row][0])
        cells = grid.rows[row][1]
        added = {"worker": cells[who] if who < len(cells) else None, "date": days.days[at]}
        sorts[sort].append(_Turn(row, at, added | ({column: cell} if column else {})))
    for sort, turns in sorts.items():
        names = ("worker", "date", *dict.fromkeys(name for turn in turns for name in turn.added))
        if turns:
            made.tables.append((sort, _turned(grid, days, turns, tuple(dict.fromkeys(names)), ())))
    if name == "workers":
        titles = tuple(f"#{cell}" if at in days.days or is_total(cell) else cell for at, cell in enumerate(head))
        made.tables.append((name, replace(grid, rows=[(grid.rows[0][0], titles), *grid.rows[1:]], head=0)))
    told = [counted(len(sorts[sort]), *nouns) for sort, nouns in _NOUNS.items() if sorts[sort]]
    made.notes.append(f"{_at(grid)} has days as columns: {', '.join(told) or 'nothing'} are read from its cells.")
    for meaning, found in said.items():
        rows = row_list(row for numbers in found.values() for row in numbers)
        made.notes.append(f"{_at(grid)}: {listed(found)} {meaning} ({rows}).")


_NOUNS = {
    "home_shifts": ("home shift",),
    "availability": ("day on which somebody is free", "days on which somebody is free"),
    "absences": ("day of absence", "days of absence"),
}


def _person(head: Cells, days: DayColumns, known: dict[str, str]) -> int | None:
    """The column that says who: by its name, or else the first that has none."""
    columns = {meant(str(cell), known): at for at, cell in reversed([*enumerate(head)]) if not blank(cell) and at not in days.days}
    nameless = (at for at, cell in enumerate(head) if blank(cell) and at not in days.days)
    return next((columns[name] for name in ("id", "name", "last_name") if name in columns), next(nameless, None))


def _is_code(cell: Value, codes: set[str]) -> bool:
    """Whether a cell is a shift: by the file's own codes, or since it is nothing else."""
    text = str(cell)
    usual = {*_LEAVE, *_ILL, *_OFF, *_YES, *_NO}
    return plain(text) in codes or not (
        isinstance(cell, Flaw) or plain(text) in usual or text.casefold() in (*_OFF_SIGNS, *_MARK) or _HOURS.fullmatch(text)
    )


def _meaning(cell: Value, codes: set[str], free: bool, worked: bool) -> tuple[str, str, str]:
    """The table that a cell belongs to, the column that it fills, and what is to be told of it."""
    text, word = str(cell).casefold(), plain(str(cell))
    if isinstance(cell, Flaw) or word in codes:
        return "home_shifts", "shift", ""
    if _HOURS.fullmatch(text):
        return ("availability" if free else "home_shifts"), "hours", ""
    if word in _LEAVE:
        return "absences", "", "means leave: not available"
    if word in _ILL:
        return "absences", "", "means illness: not available"
    if free and (text in _MARK or word in _YES or (word in _OFF and not worked)):
        return "availability", "", "means available on that day"
    if word in _OFF or text in (*_OFF_SIGNS, *_MARK):
        return "absences", "", "means a day off: not available"
    if free and word in _NO - {"n"}:
        return "absences", "", "means not available"
    return "home_shifts", "shift", ""


def with_marks(name: str, grid: Grid) -> Turned:
    """Columns that no layout knows and that hold nothing but x, or yes and no, are skills; ``grid`` begins with its
    head."""
    made, layout = Turned(), LAYOUTS[name]
    number, head = grid.rows[0]
    unknown = [at for at, cell in enumerate(head) if isinstance(cell, str) and not _known(cell, name)]
    cells = {at: [row[at] if at < len(row) else None for _, row in grid.rows[1:]] for at in unknown}
    marked = {at: [_mark(cell) for cell in column] for at, column in cells.items()}
    skills = {at: marks for at, marks in marked.items() if None not in marks and any(marks)}
    # In a matrix of skills, an empty column is a skill that nobody has.
    if len(skills) > 1:
        skills = {at: marks for at, marks in marked.items() if None not in marks}
    if not skills:
        return Turned([(name, grid)])
    own = next((at for at, cell in enumerate(head) if isinstance(cell, str) and meant(cell, layout.known) == "skills"), None)
    titles = tuple(f"#{cell}" if at in skills or at == own else cell for at, cell in enumerate(head))
    lists: list[Value] = []
    for row, (_, held) in enumerate(grid.rows[1:]):
        said = values.joined([(str(head[at]), None) for at, marks in skills.items() if marks[row]])
        stated = held[own] if own is not None and own < len(held) else None
        lists.append(stated if isinstance(stated, Flaw) else "; ".join(str(one) for one in (stated, said) if one) or None)
    added = {**grid.added, "skills": lists}
    made.tables = [(name, replace(grid, rows=[(number, titles), *grid.rows[1:]], head=0, added=added))]
    made.notes = [f"{_at(grid)}: the columns {listed(str(head[at]) for at in skills)} are read as skills, where they have an x or yes."]
    return made


def _known(title: str, name: str) -> bool:
    layout = LAYOUTS[name]
    return bool(meant(title, layout.known) or ignored(title) or is_total(title) or nearest(title, layout.words))


def _mark(cell: Value) -> bool | None:
    """Whether a cell says yes; None if it says something else."""
    if blank(cell):
        return False
    if isinstance(cell, bool) or cell in (0, 1):
        return bool(cell)
    text = str(cell).casefold()
    if text in _MARK or text in _YES:
        return True
    return False if text in _NO or text in _OFF_SIGNS else None


def _at(grid: Grid) -> Cell:
    return Cell(grid.file, grid.sheet)


__all__ = ["ROSTERS", "Turned", "day_columns", "is_matrix_kind", "matrix_of", "with_marks"]

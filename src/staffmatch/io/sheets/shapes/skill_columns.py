"""Skills as columns with x, turned into lists of skills before they are read."""

from __future__ import annotations

from dataclasses import replace

from staffmatch.errors import Cell
from staffmatch.io.sheets import values
from staffmatch.io.sheets.cells import Flaw, Grid, Value, blank
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.noted import note
from staffmatch.io.sheets.shapes.left_out import is_total
from staffmatch.io.sheets.shapes.matrices import Turned
from staffmatch.io.sheets.shapes.roster_signs import MARKS, NO, OFF_SIGNS, YES
from staffmatch.io.sheets.words import AWAY, idle, ignored, meant, nearest, plain
from staffmatch.messages.message import Sentence

_MARKED = Sentence("sheets.marks", "{columns:list-id}: columns with x, or yes, are read as skills.")


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
    own = next(
        (at for at, cell in enumerate(head) if isinstance(cell, str) and meant(cell, layout.known) == "skills"), None
    )
    titles = tuple(f"#{cell}" if at in skills or at == own else cell for at, cell in enumerate(head))
    lists: list[Value] = []
    for row, (_, held) in enumerate(grid.rows[1:]):
        said = values.joined([(str(head[at]), None) for at, marks in skills.items() if marks[row]])
        stated = held[own] if own is not None and own < len(held) else None
        lists.append(
            stated if isinstance(stated, Flaw) else "; ".join(str(one) for one in (stated, said) if one) or None
        )
    added = {**grid.added, "skills": lists}
    made.tables = [(name, replace(grid, rows=[(number, titles), *grid.rows[1:]], head=0, added=added))]
    made.notes = [note(Cell(grid.file, grid.sheet), _MARKED(columns=tuple(str(head[at]) for at in skills)))]
    return made


def _known(title: str, name: str) -> bool:
    layout = LAYOUTS[name]
    said = ignored(title) or idle(title) or is_total(title) or plain(title) in AWAY
    return bool(said or meant(title, layout.known) or nearest(title, layout.words))


def _mark(cell: Value) -> bool | None:
    """Whether a cell says yes; None if it says something else."""
    if blank(cell):
        return False
    if isinstance(cell, bool) or cell in (0, 1):
        return bool(cell)
    text = str(cell).casefold()
    if text in MARKS or text in YES:
        return True
    return False if text in NO or text in OFF_SIGNS else None

"""Rows among the data that are no records: sums, and names of columns repeated for print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time, timedelta

from staffmatch.io.sheets.cells import Cells, Flaw, Grid, Value, blank
from staffmatch.messages.message import Message, Sentence

_TOTALS = (
    "summe", "summen", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt", "total", "totals", "subtotal", "sum",
    "summe gesamt", "grand total", "σ", "∑",
)  # fmt: skip
_SPELT = {
    spelt + mark
    for word in _TOTALS
    for spelt in (word, word.upper(), word.capitalize(), word.title())
    for mark in ("", ":")
}
_AMOUNTS = (int, float, time, timedelta)
_TOTAL_OF = re.compile(
    r"(?:(?:zwischen|gesamt)?summen?|gesamt|insgesamt|(?:sub|grand )?total|sum)\b[\s:]*\w", re.IGNORECASE
)
_NUMBER = re.compile(r"[\d.,]+(?:\s?(?:€|EUR|h|Std\.?))?")
_PROSE = re.compile(r"^\*|[:=]|\S+(?:\s+\S+){3}|\b(?:Stand|Legende|Seite|page)\b", re.IGNORECASE)
# Longer tables are no one's handiwork; a name and two columns more make a record.
_BY_HAND, _COLUMNS = 20_000, 3
_ROUNDED = 0.006
# Sheets of which a row with one cell is no record.
_FILLED = (
    *("workers", "demands", "shifts", "availability", "home_shifts", "absences", "ledger", "secondments"),
    *("past_shifts", "consents", "wishes"),
)

TOTALS = Sentence("sheets.left_out.totals", "sums up other rows")()
REPEATED = Sentence("sheets.left_out.repeated", "repeats the names of columns")()
BELOW = Sentence("sheets.left_out.below", "a remark below the table")()


def is_total(value: Value) -> bool:
    """Whether a cell says that others beside or below it are sums."""
    return isinstance(value, str) and value in _SPELT


def without_extras(name: str, grid: Grid, head: int) -> tuple[list[tuple[int, Cells]], dict[Message, list[int]]]:
    """The rows after the head that are records, and the numbers of the others by what they are.

    A sum has a word such as "Summe" in its first cell, and nothing else but amounts; after "Summe Hotel" these have to
    be the sums of the rows above. What stands above the head is repeated with it. Remarks may stand below the table.
    """
    titles = {cells for _, cells in grid.rows[: head + 1]}
    body, found, gone = grid.rows[head + 1 :], dict[Message, list[int]](), set[int]()
    telling = _SPELT | {next((cell for cell in cells if isinstance(cell, str)), None) for cells in titles} - {None}
    if len(body) <= _BY_HAND:
        telling |= {cell for _, cells in body for cell in cells[:3] if isinstance(cell, str) and _TOTAL_OF.match(cell)}
    last = 0
    for place in [place for place, (_, cells) in enumerate(body) if not telling.isdisjoint(cells)]:
        number, cells = body[place]
        repeats = cells in titles and _names(cells)
        if repeats or _sums(cells) or _adds_up(cells, body[last:place]):
            found.setdefault(REPEATED if repeats else TOTALS, []).append(number)
            gone.add(place)
            last = place + 1
    body = [row for place, row in enumerate(body) if place not in gone] if gone else body
    if name in _FILLED and (remarks := _below(grid.rows[head], body)):
        found[BELOW] = [number for number, _ in body[-remarks:]]
        body = body[:-remarks]
    return body, found


def _names(cells: Cells) -> bool:
    """Whether a row has texts alone, as names of columns and titles have."""
    return all(blank(cell) or not isinstance(cell, _AMOUNTS) for cell in cells)


def _amount(cell: Value) -> bool:
    # A sum may be a formula that was never computed; in CSV, amounts are text.
    return isinstance(cell, (*_AMOUNTS, Flaw)) or (isinstance(cell, str) and _NUMBER.fullmatch(cell) is not None)


def _sums(cells: Cells) -> bool:
    first, *others = [cell for cell in cells if not blank(cell)]
    return is_total(first) and all(map(_amount, others))


def _adds_up(cells: Cells, above: Sequence[tuple[int, Cells]]) -> bool:
    """Whether a row such as "Summe Hotel" has the sums of the rows above in its columns, and nothing else."""
    first, *others = [cell for cell in cells if not blank(cell)]
    if not (isinstance(first, str) and _TOTAL_OF.match(first) and others and above):
        return False
    for at, cell in enumerate(cells):
        if cell is first or blank(cell):
            continue
        parts = [row[at] for _, row in above if at < len(row) and not blank(row[at])]
        numbers = [one for one in parts if isinstance(one, (int, float))]
        if not isinstance(cell, (int, float)) or len(numbers) < len(parts) or abs(cell - sum(numbers)) > _ROUNDED:
            return False
    return True


def _below(head: tuple[int, Cells], body: Sequence[tuple[int, Cells]]) -> int:
    """How many rows at the end are remarks: one cell of text each, that reads like no name."""
    count, prose = 0, True
    if sum(not blank(cell) for cell in head[1]) < _COLUMNS:
        return 0
    for _, cells in reversed(body):
        filled = [cell for cell in cells if not blank(cell)]
        if len(filled) != 1 or not isinstance(filled[0], str):
            break
        count += 1
        prose = prose and _PROSE.search(filled[0]) is not None
    if not count:
        return 0
    above = body[-count - 1][0] if count < len(body) else head[0]
    apart = body[-count][0] > above + 1 and any(_PROSE.search(str(_only(cells))) for _, cells in body[-count:])
    return count if prose or apart else 0


def _only(cells: Cells) -> Value:
    return next(cell for cell in cells if not blank(cell))

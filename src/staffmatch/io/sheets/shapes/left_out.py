"""Rows among the data that are no records: sums, and names of columns repeated for print."""

from __future__ import annotations

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

TOTALS = Sentence("sheets.left_out.totals", "sums up other rows")()
REPEATED = Sentence("sheets.left_out.repeated", "repeats the names of columns")()


def is_total(value: Value) -> bool:
    """Whether a cell says that others beside or below it are sums."""
    return isinstance(value, str) and value in _SPELT


def without_extras(grid: Grid, head: int) -> tuple[list[tuple[int, Cells]], dict[Message, list[int]]]:
    """The rows after the head that are records, and the numbers of the others by what they are.

    A sum has a word such as "Summe" in its first cell, and nothing else but amounts. What stands above the head is
    repeated with it.
    """
    titles = {cells for _, cells in grid.rows[: head + 1]}
    body, found, gone = grid.rows[head + 1 :], dict[Message, list[int]](), set[int]()
    telling = _SPELT | {next((cell for cell in cells if isinstance(cell, str)), None) for cells in titles} - {None}
    for place in [place for place, (_, cells) in enumerate(body) if not telling.isdisjoint(cells)]:
        number, cells = body[place]
        if (repeats := cells in titles and _names(cells)) or _sums(cells):
            found.setdefault(REPEATED if repeats else TOTALS, []).append(number)
            gone.add(place)
    return [row for place, row in enumerate(body) if place not in gone] if gone else body, found


def _names(cells: Cells) -> bool:
    """Whether a row has texts alone, as names of columns and titles have."""
    return all(blank(cell) or not isinstance(cell, _AMOUNTS) for cell in cells)


def _sums(cells: Cells) -> bool:
    first, *others = [cell for cell in cells if not blank(cell)]
    # A sum may be a formula that was never computed.
    return is_total(first) and all(isinstance(cell, (*_AMOUNTS, Flaw)) for cell in others)

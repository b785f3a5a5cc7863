"""Rows that say in every column what an earlier row says."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

import numpy as np

from staffmatch.arrays import Int
from staffmatch.io.sheets.noted import row_list
from staffmatch.io.sheets.table import Row, Table
from staffmatch.io.sheets.together import repeated
from staffmatch.io.sheets.words import plain
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.dictionary_columns import combine_codes

_ROWS = 8
# A second row adds nothing to what these sheets say.
_SAID_ONCE = ("companies", "workers", "skills", "pins")
_CODE_WORDS = ("schicht", "shift", "dienst", "schichtart")

_CODES = Sentence(
    "sheets.shift_codes",
    "{sheet}: {codes:list-id} stand with several shifts: they are read as kinds of shift, and {n:count} shifts are "
    "named by their demand, kind and start.",
)
_ONCE = Sentence(
    "sheets.read_once",
    "{sheet}: {rows} says in every column that is read what an earlier row says: it is read once.",
    "{sheet}: {rows} say in every column that is read what an earlier row says: each is read once.",
)
_TWICE = Sentence(
    "sheets.read_twice",
    "{sheet}: {rows} is the same as an earlier row: both are read, and add up. Is one meant?",
    "{sheet}: {rows} are the same as earlier rows: all are read, and add up. Is one of each meant?",
)


def without_repeats(tables: Mapping[str, Table]) -> Iterator[Message]:
    """Drop repeated rows where a second one can mean nothing else; needs and own shifts that repeat are told."""
    for name in (*_SAID_ONCE, "demands", "shifts", "home_shifts", "past_shifts"):
        if (table := tables.get(name)) is None or not table.raw:
            continue
        again, _ = repeated(combine_codes(*(column.code for column in table.raw.values())))
        # What is wrong in a row is told in each.
        again = again[~table.flawed[again]]
        if not len(again):
            continue
        if name in _SAID_ONCE:
            yield _ONCE(sheet=table.at.message, rows=row_list(table.numbers[again].tolist()), n=len(again))
            _drop(table, again)
        elif ("shift" if name == "demands" else "id") not in table.said:
            yield _TWICE(sheet=table.at.message, rows=row_list(table.numbers[again].tolist()), n=len(again))


def _drop(table: Table, rows: Int) -> None:
    kept = np.setdiff1d(np.arange(len(table)), rows)
    table.numbers, table.flawed = table.numbers[kept], table.flawed[kept]
    table.raw = {name: column.take(kept) for name, column in table.raw.items()}
    table.said = {name: column.take(kept) for name, column in table.said.items()}


def shift_codes(shifts: Sequence[tuple[Row, str | None, Hashable]]) -> Mapping[str, Sequence[Row]]:
    """Names that rows give to several shifts, and these rows: codes such as F or Früh, not ids.

    ``shifts`` are rows, what they call their shift, and its demand and times; a name that stands twice with the same
    ones is an id told twice. So is one in a column that is headed as ids.
    """
    meant: dict[str, dict[Hashable, Row]] = {}
    twice: set[str] = set()
    for row, name, what in shifts:
        column = "shift" if row.table.name == "demands" else "id"
        if name is not None and plain(row.table.columns.get(column, "")) in _CODE_WORDS:
            twice |= {name} if what in meant.setdefault(name, {}) else set()
            meant[name][what] = row
    return {name: list(told.values()) for name, told in meant.items() if len(told) > 1 and name not in twice}


def codes_told(codes: Mapping[str, Sequence[Row]]) -> Iterator[Message]:
    """A note of them all."""
    if codes:
        at, some = next(iter(codes.values()))[0].table.at, tuple(sorted(codes)[:_ROWS])
        yield _CODES(sheet=at.message, codes=some, n=sum(map(len, codes.values())))

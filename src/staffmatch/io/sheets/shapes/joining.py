"""Several sheets of one kind as one table, in which each row remembers its sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from staffmatch.io.sheets.table import Table
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.dictionary_columns import DictionaryColumn, distinct

_NUMBERED = Sentence(
    "sheets.numbered",
    "No column numbers people: they are numbered by company ({n:count} person); plans show their names.",
    "No column numbers people: they are numbered by company ({n:count} people); plans show their names.",
)


def joined(tables: Sequence[Table]) -> Table:
    """The rows of several sheets of one kind, one sheet after the other."""
    first = tables[0]
    if len(tables) == 1:
        return first
    starts = np.cumsum([0, *map(len, tables)]).tolist()
    parts = tuple(replace(one.part(0), first=start) for one, start in zip(tables, starts, strict=False))
    columns = {name: word for one in reversed(tables) for name, word in one.columns.items()}
    numbers, flawed = (np.concatenate([getattr(one, name) for one in tables]) for name in ("numbers", "flawed"))
    held = Table(first.name, first.at, columns, numbers, flawed=flawed, parts=parts)
    for name in dict.fromkeys(name for one in tables for name in one.raw):
        held.raw[name] = _followed(tables, [one.raw.get(name) for one in tables])
        held.said[name] = _followed(tables, [one.said.get(name) for one in tables])
    return held


def _followed(tables: Sequence[Table], columns: Sequence[DictionaryColumn | None]) -> DictionaryColumn:
    absent = (DictionaryColumn((), np.full(len(one), -1)) for one in tables)
    return reduce(DictionaryColumn.followed_by, [one or no for one, no in zip(columns, absent, strict=True)])


def number_people(table: Table) -> Iterator[Message]:
    """Ids for the rows of sheets with names and no ids: the company, and a number for each of its people."""
    parts = [part for part in table.parts or (table.part(0),) if "id" not in part.columns]
    parts = [part for part in parts if {"name", "last_name"} & part.columns.keys()]
    if not parts:
        return
    ends = [*(part.first for part in table.parts[1:]), len(table)] if table.parts else [len(table)]
    ids, companies = table.column("id").listed(), table.column("company").listed()
    used, taken = dict[str, int](), {one for one in ids if one is not None}
    given = len(taken)
    for part in parts:
        part.columns["id"] = "id"
        for place in range(part.first, next(end for end in ends if end >= part.first + bool(len(table)))):
            company = companies[place] or "worker"
            while ids[place] is None or ids[place] in taken:
                used[company] = used.get(company, 0) + 1
                ids[place] = f"{company} {used[company]}"
            taken.add(ids[place])
    table.columns["id"] = "id"
    table.said["id"] = table.raw["id"] = distinct(ids)
    yield _NUMBERED(n=len(taken) - given)

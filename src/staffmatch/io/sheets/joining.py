"""Several sheets of one kind as one table, in which each row remembers its sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from staffmatch.io.sheets.header import Table
from staffmatch.records.dictionary_columns import DictionaryColumn


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

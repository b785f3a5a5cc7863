"""Rows of one demand that ask for different things: demands of their own under one name.

A ward that needs two people on Monday and three on Tuesday is one ward to those who write it down, and two demands to a
scenario, whose headcount, skills and so on hold for all shifts of a demand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain, count
from typing import Any

from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.table import Row, Table
from staffmatch.messages.message import Sentence

_LONGEST = 150
Columns = Collection[str]

SPLIT = Sentence(
    "sheets.split", "Rows of {name:id} differ ({columns:list}): they are {n:count} demands, shown under the one name."
)


class Wards:
    """The demands that the rows of each id or name have become.

    ``shift`` are the columns of a row's own shift, ``at`` those of a place.
    """

    def __init__(
        self, tables: Mapping[str, Table], tell: Callable[[Row, str, Wrong], None], shift: Columns, at: Columns
    ) -> None:
        self._tell, self._shift, self._at = tell, shift, at
        # Another sheet that refers to a demand can mean one alone.
        others = (tables[name].column("demand") for name in ("shifts", "pairs") if name in tables)
        self._referred = {value for column in others for value in column.values}
        # For each id: its first row, the demand for each of what its rows ask for, and the columns that differ.
        self._first: dict[str, Row] = {}
        self._parts: dict[str, dict[str, str]] = {}
        self._differing: dict[str, dict[str, None]] = {}
        self._taken = {*tables["demands"].column("id").values} if "demands" in tables else set[str]()
        self._used: Counter[str] = Counter()
        # The last row without an id, and the one that was made for it.
        self._last: tuple[object, str] = (None, "")

    def of(self, row: Row) -> tuple[str | None, Row]:
        """The demand of a row, None if it names none, and the row with what it takes from the first one of its id.

        Without a column of ids each row is a demand of its own.
        """
        columns = row.table.part(row.place).columns
        if "id" in columns:
            if "id" in row.said:
                return self._part(row.said["id"], row)
            missing = "id"
        elif company := row.said.get("company"):
            # A row that was spread over several days is one demand.
            if self._last[0] != row.origin:
                self._used[company] += 1
                self._last = row.origin, self._free(row.said.get("name") or f"{company} {self._used[company]}")
            return self._last[1], row
        else:
            missing = "company"
        if not row.flawed and missing in columns:
            self._tell(row, missing, Wrong("missing", refusals.MISSING(), refusals.MISSING_ADVICE()))
        return None, row

    def _free(self, base: str) -> str:
        """An id that no demand has, made of a text."""
        base = base if len(base) <= _LONGEST and base.isprintable() else "demand"
        name = next(one for one in chain([base], (f"{base} ({n})" for n in count(2))) if one not in self._taken)
        self._taken.add(name)
        return name

    def _part(self, name: str, row: Row) -> tuple[str, Row]:
        first = self._first.get(name)
        if first is None:
            self._first[name], self._parts[name] = row, {self._asked(row.said): name}
            return name, row
        if not (differing := self._differ(first, row)):
            return name, row
        parts = self._parts[name]
        whole = self._filled(first, row)
        if contradicted := self._contradicted(name, first, whole):
            self._tell(row, differing[0], contradicted)
            return name, row
        self._differing.setdefault(name, {}).update(dict.fromkeys(differing))
        asked = self._asked(whole.said)
        if asked not in parts:
            parts[asked] = self._free(name)
        whole.said.setdefault("name", name)
        return parts[asked], whole

    def split(self) -> Iterator[tuple[str, int, list[str]]]:
        """The ids that became several demands, how many, and the columns that differ."""
        for name, columns in self._differing.items():
            yield name, len(self._parts[name]), list(columns)

    def _differ(self, first: Row, row: Row) -> list[str]:
        """The columns in which a later row says something else than the first one; an empty cell says the same."""
        held = row.said.items()
        return [name for name, value in held if name not in self._shift and value != first.said.get(name)]

    def _filled(self, first: Row, row: Row) -> Row:
        placed = any(name in row.said for name in self._at)
        kept = {name: value for name, value in first.said.items() if name not in self._shift}
        return Row(row.table, row.place, {k: v for k, v in kept.items() if not (placed and k in self._at)} | row.said)

    def _contradicted(self, name: str, first: Row, row: Row) -> Wrong | None:
        """What is wrong if a row that differs from the first one can be no demand of its own."""
        same = row.said.get("same_worker") or first.said.get("same_worker")
        if not same and name not in self._referred:
            return None
        told = refusals.CONTRADICTION_LINKED if same else refusals.CONTRADICTION
        return Wrong("contradiction", told(number=first.number), refusals.CONTRADICTION_ADVICE())

    def _asked(self, said: Mapping[str, Any]) -> str:
        """What a row asks for, whatever the order of its skills."""
        held = {name: value for name, value in said.items() if name not in self._shift and name != "id"}
        return repr(sorted((k, sorted(v.items()) if isinstance(v, dict) else v) for k, v in held.items()))

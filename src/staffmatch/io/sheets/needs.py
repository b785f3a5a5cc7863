"""Rows of demands and of shifts, put together to demands with their shifts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count
from zoneinfo import ZoneInfo

from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.columns_alike import CONTACT
from staffmatch.io.sheets.meaning.contacts import contact_of
from staffmatch.io.sheets.meaning.repeats import codes_told, shift_codes
from staffmatch.io.sheets.meaning.wards import SPLIT, Wards
from staffmatch.io.sheets.table import Row, Table
from staffmatch.io.sheets.times import clocks
from staffmatch.io.sheets.times.period import Period
from staffmatch.io.sheets.together import (
    PAUSE,
    POINT,
    TIMES,
    Record,
    Together,
    column_of,
    pause,
    said,
    shift_id,
)
from staffmatch.records.dictionary_columns import DictionaryColumn, ListColumn, MapColumn

Fields = dict[str, DictionaryColumn | ListColumn | MapColumn]

SHIFT = ("shift", *TIMES, *PAUSE)
AT = ("town", "quarter", "postal_code", *POINT)
APART = frozenset((*AT, *SHIFT, *CONTACT))


class Needs(Together):
    """The records of demands, which ``kinds`` and ``rows`` have by kind and field; ``shifts`` are the rows of each
    demand's shifts."""

    def __init__(self, tables: dict[str, Table], zone: ZoneInfo, period: Period | None = None) -> None:
        super().__init__(tables, zone, period)
        self.kinds: dict[str, Fields] = {}
        self.rows: dict[str, Sequence[Row]] = {}

    def _needs(self) -> None:
        needs: dict[str, Record] = {}
        first: dict[str, Row] = {}
        shifts: list[tuple[Row, str, Record]] = []
        wards = Wards(self.tables, self._tell, frozenset((*SHIFT, "id")), AT)
        for row in self._held("demands"):
            name, whole = wards.of(row)
            if name is None:
                continue
            if name not in needs:
                needs[name], first[name] = self._need(whole, name), row
            elif not any(column in row.said for column in TIMES):
                self._repeats(row, "id", first[name])
            if any(column in row.said for column in (*TIMES, "shift")) and (window := self._times(row)):
                shifts.append((row, name, window))
        for name, parts, columns in wards.split():
            needs[name].setdefault("name", name)
            titles = tuple(self._held("demands").columns[column] for column in columns)
            self.notes.append(SPLIT(name=name, columns=titles, n=parts))
        for row in self._held("shifts"):
            name = row.said.get("demand")
            if name is not None and name not in needs:
                wrong = Wrong("unknown_demand", refusals.UNKNOWN_DEMAND(name=name), refusals.UNKNOWN_DEMAND_ADVICE())
                self._tell(row, "demand", wrong)
            elif name is not None and (window := self._times(row)):
                shifts.append((row, name, window))
        self.shifts = self._named_shifts(shifts, needs)
        for name, need in needs.items():
            if not need["shifts"] and not first[name].flawed and not self.problems:
                advice = refusals.NO_SHIFT_ADVICE()
                wrong = Wrong("no_shift", refusals.NO_SHIFT(name=name), advice)
                self._tell(first[name], None, wrong)
        fields = dict.fromkeys(chain.from_iterable(needs.values()))
        self.kinds["demands"] = {field: column_of([need.get(field) for need in needs.values()]) for field in fields}
        self.rows["demands"] = list(first.values())

    def _need(self, row: Row, name: str) -> Record:
        """A demand without its shifts."""
        need = said(row, APART) | {"id": name, "shifts": []}
        if point := self._point(row, private=False):
            need["location"] = point
        if contact := contact_of(row.said):
            need["contact"] = contact
        if "company" not in row.said and not row.flawed:
            self._tell(row, "company", Wrong("missing", refusals.MISSING(), refusals.MISSING_ADVICE()))
        return need

    def _named_shifts(self, shifts: list[tuple[Row, str, Record]], needs: dict[str, Record]) -> dict[str, list[Row]]:
        """Add the shifts to their demands, with ids made of demand and start if they have none; returns their rows."""
        seen: dict[str, Row] = {}
        rows: dict[str, list[Row]] = {}
        codes = shift_codes([(row, shift_id(row), (demand, *window.values())) for row, demand, window in shifts])
        self.notes += codes_told(codes)
        for row, _, _ in shifts:
            if (name := shift_id(row)) in codes:
                continue
            if name in seen:
                self._repeats(row, "shift" if row.table.name == "demands" else "id", seen[name])
            elif name is not None:
                seen[name] = row
        for row, demand, window in shifts:
            own = shift_id(row)
            base = " ".join(filter(None, [demand, own, clocks.local(window["start"], self.zone)]))
            names = chain([base], (f"{base} ({n})" for n in count(2)))
            name = own if own and own not in codes else next(name for name in names if name not in seen)
            seen[name] = row
            needs[demand]["shifts"].append({"id": name} | window | pause(row))
            rows.setdefault(demand, []).append(row)
        return rows

"""From rows to records, as the models want them; each remembers the row that it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain, count, starmap
from typing import Any
from zoneinfo import ZoneInfo

from staffmatch.errors import Problem
from staffmatch.io.sheets import clocks, places
from staffmatch.io.sheets.cells import Wrong, blank
from staffmatch.io.sheets.clocks import Clock
from staffmatch.io.sheets.header import Row, Table

Record = dict[str, Any]

_POINT = ("lat", "lon", "place")
_ENDS = ("available_from", "available_to")
_TIMES = ("date", "start", "end", "hours")
_SHIFT = ("shift", *_TIMES, "unpaid_break_minutes")
_AT = ("quarter", "postal_code", *_POINT)


class Records:
    """Records by kind, the rows they came from, and what is wrong with them."""

    def __init__(self, tables: dict[str, Table], zone: ZoneInfo) -> None:
        self.tables, self.zone = tables, zone
        self.kinds: dict[str, list[Record]] = {}
        self.rows: dict[str, list[Row]] = {}
        self.problems: list[Problem] = []
        self._companies()
        self._people()
        self._needs()
        self._skills()
        self._pairs()
        self._pins()

    def _add(self, kind: str, row: Row, record: Record) -> None:
        self.kinds.setdefault(kind, []).append(record)
        self.rows.setdefault(kind, []).append(row)

    def _held(self, name: str) -> list[Row]:
        return self.tables[name].rows if name in self.tables else []

    def _try(self, row: Row, column: str | None, read: Callable[[], Any]) -> Any:
        """What it gives; None, and a problem, where it can not."""
        try:
            return read()
        except Wrong as wrong:
            self.problems.append(row.wrong(column, wrong))
            return None

    def _unique(self, seen: dict[Any, Row], key: Any, row: Row, column: str) -> bool:
        if key in seen and key is not None:
            text = f"stands in row {seen[key].number} too."
            self.problems.append(row.wrong(column, Wrong("duplicate_id", text, "Give each its own, or drop one row.")))
            return False
        seen[key] = row
        return True

    def _companies(self) -> None:
        seen: dict[Any, Row] = {}
        for row in self._held("companies"):
            self._unique(seen, row.said.get("id"), row, "id")
            self._add("companies", row, _fields(row, _AT) | self._location(row, "location"))

    def _people(self) -> None:
        seen: dict[Any, Row] = {}
        people: dict[str, Record] = {}
        for row in self._held("workers"):
            self._unique(seen, row.said.get("id"), row, "id")
            record = _fields(row, (*_AT, *_ENDS, "availability"))
            record |= self._location(row, "home") | {"availability": self._free(row)}
            record |= {"home_shifts": [], "ledger": {}, "secondments": []}
            people.setdefault(record.get("id", ""), record)
            self._add("workers", row, record)
        for table in ("availability", "home_shifts"):
            for row, record in self._of(table, people):
                if window := self._times(row, whole_days=table == "availability"):
                    self._add(table, row, window | _pause(row))
                    record[table].append(window | _pause(row))
        for row, record in self._of("ledger", people):
            if "date" in row.said and "hours" in row.said:
                on = row.said["date"].isoformat()
                if on in record["ledger"]:
                    self.problems.append(row.wrong("date", Wrong("named_twice", "stands there twice.", "Add them up.")))
                record["ledger"][on] = row.said["hours"]

        for row, record in self._of("secondments", people):
            self._add("secondments", row, stay := _fields(row, ("worker",)))
            record["secondments"].append(stay)

    def _of(self, table: str, people: dict[str, Record]) -> Iterator[tuple[Row, Record]]:
        for row in self._held(table):
            name = row.said.get("worker")
            if name is not None and name not in people:
                wrong = Wrong("unknown_worker", f"there is no worker {name!r}.", "Add the worker or correct the id.")
                self.problems.append(row.wrong("worker", wrong))
            elif name is not None:
                yield row, people[name]

    def _free(self, row: Row) -> list[Record]:
        said = row.said
        windows = list(said.get("availability", ()))
        column = "availability"
        if ends := [name for name in _ENDS if name in said]:
            column = ends[0]
            if len(ends) < 2:
                # An end that stands there and could not be read has been told.
                if any(blank(row.raw.get(name)) for name in _ENDS):
                    wrong = Wrong("half_a_span", "says one end of a time only.", "Fill in the other end too.")
                    self.problems.append(row.wrong(column, wrong))
                return []
            windows.append((said["available_from"], said["available_to"]))

        def placed(opens: Clock, closes: Clock | None) -> Any:
            return self._try(row, column, lambda: clocks.between(opens, closes, None, self.zone))

        return [window for window in starmap(placed, windows) if window]

    def _times(self, row: Row, whole_days: bool = False) -> dict[str, datetime] | None:
        """Start and end of a row that has times; None, and a problem, where they make no sense."""
        said = row.said
        if "hours" in said and ("start" in said or "end" in said):
            wrong = Wrong("told_twice", "and start or end say the same.", "Keep one of them.")
            self.problems.append(row.wrong("hours", wrong))
            return None
        column = "hours" if "hours" in said else "start" if "start" in said else "end" if "end" in said else "date"
        opens, closes = said["hours"] if "hours" in said else (said.get("start"), said.get("end"))
        if row.flawed:
            return None
        if whole_days and opens is None and closes is None and "date" in said:
            opens = Clock()
        if opens is None or (closes is None and not whole_days):
            missing = "a start" if opens is None else "an end"
            advice = "Fill in date, start and end, or a span such as 06:00-14:00."
            self.problems.append(
                row.wrong(column, Wrong("missing_time", f"the row has no time: it lacks {missing}.", advice))
            )
            return None
        if not whole_days and (opens.minute is None or (closes is not None and closes.minute is None)):
            wrong = Wrong("no_time", "has a day and no time.", "Write both ends with a time, as in 06:00-14:00.")
            self.problems.append(row.wrong(column, wrong))
            return None
        on: date | None = said.get("date")
        if on is not None and (stray := next((c.day for c in (opens, closes) if c and c.day), None)):
            wrong = Wrong("told_twice", f"names a day, {stray}, beside the column of dates.", "Keep one of them.")
            self.problems.append(row.wrong(column, wrong))
            return None
        made: dict[str, datetime] | None = self._try(row, column, lambda: clocks.between(opens, closes, on, self.zone))
        return made

    def _location(self, row: Row, field: str) -> Record:
        said = row.said
        private = field == "home"
        ways = [name for name in ("lat", "quarter", "postal_code") if name in said]
        if len(ways) > 1:
            wrong = Wrong("told_twice", "and other columns say where it is.", "Keep one of them.")
            self.problems.append(row.wrong(ways[1], wrong))
            return {}
        point: Record | None = {name: said[name] for name in _POINT if name in said}
        if "quarter" in said:
            point = self._try(row, "quarter", lambda: places.quarter(said["quarter"], private))
        elif "postal_code" in said:
            point = self._try(row, "postal_code", lambda: places.postal_code(said["postal_code"], private))
        elif point and not {"lat", "lon"} <= point.keys():
            if row.flawed:
                return {}
            wrong = Wrong("half_a_place", "is one part of a place.", "Fill in lat and lon.")
            self.problems.append(row.wrong(next(iter(point)), wrong))
            return {}
        return {field: point} if point else {}

    def _needs(self) -> None:
        needs: dict[str, Record] = {}
        first: dict[str, Row] = {}
        used: dict[str, int] = {}
        shifts: list[tuple[Row, str, Record]] = []
        for row in self._held("demands"):
            name = self._demand_id(row, used)
            if name is None:
                continue
            if name not in needs:
                needs[name], first[name] = _fields(row, (*_AT, *_SHIFT)) | self._location(row, "location"), row
                needs[name] |= {"id": name, "shifts": []}
                self._add("demands", row, needs[name])
                if "company" not in row.said and not row.flawed:
                    self.problems.append(row.wrong("company", Wrong("missing", "is empty.", "Fill it in.")))
            else:
                self._agree(first[name], row)
            if any(column in row.said for column in (*_TIMES, "shift")) and (window := self._times(row)):
                shifts.append((row, name, window))
        for row in self._held("shifts"):
            name = row.said.get("demand")
            if name is not None and name not in needs:
                wrong = Wrong("unknown_demand", f"there is no demand {name!r}.", "Add the demand or correct the id.")
                self.problems.append(row.wrong("demand", wrong))
            elif name is not None and (window := self._times(row)):
                shifts.append((row, name, window))
        self._name_shifts(shifts, needs)
        for name, need in needs.items():
            if not need["shifts"] and not first[name].flawed and not self.problems:
                advice = "Fill in date, start and end here, or give it a row in a sheet of shifts."
                wrong = Wrong("no_shift", f"the demand {name!r} has no shift.", advice)
                self.problems.append(first[name].wrong(None, wrong))

    def _demand_id(self, row: Row, used: dict[str, int]) -> str | None:
        if "id" in row.table.columns:
            if "id" not in row.said and not row.flawed:
                self.problems.append(row.wrong("id", Wrong("missing", "is empty.", "Fill it in.")))
            return row.said.get("id")
        company = row.said.get("company")
        if company is None:
            if not row.flawed and "company" in row.table.columns:
                self.problems.append(row.wrong("company", Wrong("missing", "is empty.", "Fill it in.")))
            return None
        used[company] = used.get(company, 0) + 1
        return f"{company} {used[company]}"

    def _agree(self, first: Row, row: Row) -> None:
        """A later row of a demand adds a shift, and says nothing else of the demand."""
        if not any(column in row.said for column in _TIMES):
            self._unique({row.said["id"]: first}, row.said["id"], row, "id")
        for name, value in row.said.items():
            if name not in _SHIFT and value != first.said.get(name):
                text = f"differs from row {first.number}, which is of the same demand."
                wrong = Wrong("contradiction", text, "Say the same, leave it empty, or give the demand another id.")
                self.problems.append(row.wrong(name, wrong))

    def _name_shifts(self, shifts: list[tuple[Row, str, Record]], needs: dict[str, Record]) -> None:
        seen: dict[Any, Row] = {}
        named = [(row.said.get("shift" if row.table.name == "demands" else "id"), row) for row, _, _ in shifts]
        for name, row in named:
            self._unique(seen, name, row, "shift" if row.table.name == "demands" else "id")
        for (row, demand, window), (said, _) in zip(shifts, named, strict=True):
            base = f"{demand} {clocks.local(window['start'], self.zone)}"
            name = said or next(name for name in chain([base], (f"{base} ({n})" for n in count(2))) if name not in seen)
            seen[name] = row
            needs[demand]["shifts"].append({"id": name} | window | _pause(row))
            self.rows.setdefault(f"shifts of {demand}", []).append(row)

    def _skills(self) -> None:
        seen: dict[Any, Row] = {}
        for row in self._held("skills"):
            self._unique(seen, row.said.get("id"), row, "id")
            self._add("skills", row, _fields(row, ()))

    def _pairs(self) -> None:
        if "pairs" not in self.tables:
            return
        table = self.tables["pairs"]
        seen: dict[Any, Row] = {}
        targets = [name for name in ("shift", "demand") if name in table.columns]
        for row in table.rows:
            for name in table.columns:
                if name not in row.said and not row.flawed:
                    self.problems.append(row.wrong(name, Wrong("missing", "is empty.", "Fill it in, in every row.")))
            self._unique(seen, (row.said.get("worker"), *(row.said.get(name) for name in targets)), row, "worker")
        self.rows["pairs"] = table.rows
        plural = {"worker": "workers", "shift": "shifts", "demand": "demands", "cost": "costs", "hours": "hours"}
        self.kinds["pairs"] = [{plural[name]: [row.said.get(name) for row in table.rows] for name in table.columns}]

    def _pins(self) -> None:
        for row in self._held("pins"):
            self._add("pins", row, _fields(row, ()))


def _fields(row: Row, apart: tuple[str, ...]) -> Record:
    """What the row says, by the fields of the model, without what is put together apart."""
    columns = row.table.layout.columns
    return {columns[name].field or name: value for name, value in row.said.items() if name not in apart}


def _pause(row: Row) -> Record:
    return {name: row.said[name] for name in ("unpaid_break_minutes",) if name in row.said}

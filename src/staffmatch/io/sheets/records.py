"""From rows to records for the models; each remembers its row.

Records are held field by field, as columns still to be validated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int
from staffmatch.io.columnar import read_records
from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.columns_alike import CODES, CONTACT
from staffmatch.io.sheets.kinds import DAY_OFF
from staffmatch.io.sheets.meaning import contacts, wishes
from staffmatch.io.sheets.meaning.contacts import NAME, contact_of, folded, full_name
from staffmatch.io.sheets.needs import AT, Needs
from staffmatch.io.sheets.noted import note
from staffmatch.io.sheets.table import Row, Table
from staffmatch.io.sheets.times import clocks
from staffmatch.io.sheets.times.clocks import Clock
from staffmatch.io.sheets.times.period import Period
from staffmatch.io.sheets.together import (
    ENDS,
    PAUSE,
    TIMES,
    Record,
    by_value,
    column_of,
    either,
    pause,
    repeated,
    said,
)
from staffmatch.messages.message import Sentence
from staffmatch.models import AbsenceKind
from staffmatch.records.dictionary_columns import ABSENT, DictionaryColumn, ListColumn, MapColumn, combine_codes
from staffmatch.records.field_types import Record as Model
from staffmatch.records.many import Draft
from staffmatch.records.ragged import Lists, offsets

_GROUPS = Sentence("sheets.groups", "the column of groups is for whoever plans: nothing that is handed on has it.")
_STAY = ("company", "first", "last")
_ANSWER = ("company", "state", "answer_by")


def _wish(row: Row) -> Record | None:
    """A wish as its model takes it."""
    held = ((field, row.said.get(name)) for name, field in wishes.FIELDS.items())
    found = {name: one.isoformat() if isinstance(one, date) else one for name, one in held if one is not None}
    return None if row.flawed else found


class Records(Needs):
    """Records by kind and field, their rows, and the problems."""

    def __init__(self, tables: dict[str, Table], zone: ZoneInfo, period: Period | None = None) -> None:
        super().__init__(tables, zone, period)
        # For workers' fields with a sheet of their own: the row of each element, -1 if it is in the worker's row.
        self.sources: dict[str, Lists] = {}
        # The row of each rule that sheets state, by its position.
        self.of_rules: Mapping[int, Row] = {}
        self.absences: dict[int, list[tuple[datetime, datetime]]] = {}
        self._plain("companies", (*AT, *CONTACT))
        self._reached("companies")
        self.kinds["companies"]["location"] = self._located("companies", private=False)
        self._people()
        self._needs()
        self._plain("skills", CODES)
        if not self._held("skills").said.keys().isdisjoint(CODES):
            self.kinds["skills"]["codes"] = self._once(self._held("skills"), CODES, lambda row: said(row, ()))
        self._plain("pins")
        self._pairs()

    def count(self, kind: str) -> int:
        return next((len(column.given) for column in self.kinds[kind].values()), 0)

    def record(self, kind: str, place: int) -> Record:
        """One record as a dict for its model."""
        held = ((name, column[place]) for name, column in self.kinds[kind].items())
        return {name: value for name, value in held if value is not ABSENT}

    def all_of(self, kind: str) -> list[Record]:
        return [self.record(kind, place) for place in range(self.count(kind))]

    def said(self, kind: str, field: str) -> Iterator[Any]:
        """The values of a field in the records that have it."""
        if column := self.kinds[kind].get(field):
            yield from (column[place] for place in np.flatnonzero(column.given).tolist())

    def draft(self, kind: str, model: type[Model]) -> Draft:
        """All records of a kind, validated as columns."""
        made, doubt = read_records(model, self.kinds[kind], np.ones(self.count(kind), bool))
        doubtful = {place: self.record(kind, place) for place in np.flatnonzero(doubt).tolist()}
        return Draft(made, doubtful, lambda: self.all_of(kind))

    def row(self, kind: str, place: int | None) -> Row | None:
        """The row that a record came from."""
        rows = self.rows.get(kind, ())
        return rows[place] if place is not None and place < len(rows) else None

    def source(self, field: str | None, place: int, inner: int, path: str) -> Row | None:
        """The row, in a sheet of its own, of an element of a worker's field."""
        if field not in self.sources:
            return None
        table, rows = self._held(field), self.sources[field][place].tolist()
        if field == "ledger":
            rows = [row for row in rows if table.column("date")[row].isoformat() in path]
        return table[rows[inner]] if inner < len(rows) and rows[inner] >= 0 else None

    def _plain(self, kind: str, apart: tuple[str, ...] = ()) -> None:
        """One record for each row, with fields from columns except those composed separately."""
        table = self._held(kind)
        self._unique(table, "id")
        fields: dict[str, DictionaryColumn] = {}
        for name, column in table.said.items():
            if name not in apart:
                field = table.layout.columns[name].field or name
                fields[field] = either(fields[field], column) if field in fields else column
        self.kinds[kind], self.rows[kind] = {**fields}, table

    def _reached(self, name: str) -> None:
        """The contacts of companies or workers, where the sheet has a column of them."""
        table = self._held(name)
        if not table.said.keys().isdisjoint(CONTACT):
            self.kinds[name]["contact"] = self._once(table, CONTACT, lambda row: contact_of(row.said))

    def _located(self, name: str, *, private: bool) -> DictionaryColumn:
        return self._once(self._held(name), AT, lambda row: self._point(row, private))

    def _people(self) -> None:
        self._plain("workers", (*AT, *ENDS, "first_name", "last_name", *CONTACT, "availability"))
        self._reached("workers")
        if "groups" in self._held("workers").said:
            self.notes.append(note(self._held("workers").at, _GROUPS()))
        self._names = self._held("workers").column("name")
        if {"first_name", "last_name"} & self._held("workers").said.keys():
            self._names = self._once(self._held("workers"), NAME, lambda row: full_name(row.said))
            self.kinds["workers"]["name"] = self._names
        self.kinds["workers"]["home"] = self._located("workers", private=True)
        table = self._held("workers")
        first: dict[str, int] = {}
        for place, name in enumerate(table.column("id").listed()):
            first.setdefault(name, place)
        own = self._once(table, (*ENDS, "availability"), self._free)
        self._members("availability", first, TIMES, lambda row: self._times(row, whole_days=True), own)
        self._members("home_shifts", first, (*TIMES, *PAUSE), self._worked)
        self._members("secondments", first, _STAY, lambda row: None if row.flawed else said(row, ()))
        self._members("wishes", first, tuple(wishes.FIELDS), _wish)
        self._members("consents", first, _ANSWER, self._answer)
        self._members("past_shifts", first, (*TIMES, *PAUSE, "company"), self._worked_there)
        self._ledger(first)
        self._absent(first)

    def _answer(self, row: Row) -> Record | None:
        """What somebody says of a borrower; a day alone is one on which they may still answer."""
        if row.flawed:
            return None
        held = said(row, ("answer_by",))
        if (by := row.said.get("answer_by")) is not None:
            held["answer_by"] = self._try(row, "answer_by", lambda: self._until(by))
        return held

    def _until(self, by: Clock) -> datetime:
        if by.day is None or by.minute is None:
            return clocks.between(by, None, None, self.zone)["end"]
        return clocks.moment(by, by.day, self.zone)

    def _owners(self, table: Table, first: Mapping[str, int]) -> Int:
        """The index of each row's worker, -1 if there is none."""
        names = table.column("worker")
        owner = names.map(lambda name: first.get(name, -1), -1)
        if (names.given & (owner < 0)).any():
            known, bare = contacts.unique_names(self._names), contacts.without_zeros(first)
            owner = names.map(lambda name: first.get(name, known.get(folded(name), bare.get(name, -1))), -1)
            used = sorted(name for name in {*names.values} if name in bare and name not in first)
            if used:
                self.notes.append(note(table.at, contacts.ZEROS(ids=tuple(used))))
        for row in table.rows(np.flatnonzero(names.given & (owner < 0)), ("worker",)):
            text = refusals.UNKNOWN_WORKER(worker=row.said["worker"])
            self._tell(row, "worker", Wrong("unknown_worker", text, refusals.UNKNOWN_WORKER_ADVICE()))
        return owner

    def _members(
        self,
        field: str,
        first: Mapping[str, int],
        names: tuple[str, ...],
        read: Callable[[Row], Record | None],
        own: DictionaryColumn | None = None,
    ) -> None:
        """A list for each worker: the elements in the worker's own row, then the rows of the sheet with that name."""
        table, people = self._held(field), self.count("workers")
        mine = own or column_of([None] * people)
        owner = self._owners(table, first)
        rows = np.flatnonzero(owner >= 0)
        sheet = self._once(table, names, read, rows)
        rows, code = rows[sheet.given], sheet.code[sheet.given]
        start = offsets(np.array([len(members or ()) for members in mine.values], np.int64))
        has = np.flatnonzero(mine.given)
        at, items = Lists(start, np.arange(start[-1])).expand(mine.code[has])
        who = np.r_[has[at], owner[rows]]
        order = np.argsort(who, kind="stable")
        start = offsets(np.bincount(who, minlength=people))
        values = [*chain.from_iterable(members or () for members in mine.values), *sheet.values]
        inner = DictionaryColumn(values, np.r_[items, code + len(values) - len(sheet.values)][order])
        self.kinds["workers"][field] = ListColumn(np.diff(start) > 0, start, inner)
        self.sources[field] = Lists(start, np.r_[np.full(len(items), -1), rows][order])

    def _absent(self, first: Mapping[str, int]) -> None:
        """Whole days as absences; by worker, other spans, and days off, in which they are not free."""
        table = self._held("absences")
        owner = self._owners(table, first)
        rows = np.flatnonzero(owner >= 0)
        found = self._once(table, (*TIMES, "kind"), self._away, rows).listed()
        days: list[tuple[int, int, Record]] = []
        for place, row, away in zip(owner[rows].tolist(), rows.tolist(), found, strict=True):
            if away is not None and "first" in away:
                days.append((place, row, away))
            elif away is not None:
                self.absences.setdefault(place, []).append((away["start"], away["end"]))
        days.sort(key=lambda one: one[0])
        places = np.array([place for place, _, _ in days], np.int64)
        start = offsets(np.bincount(places, minlength=self.count("workers")))
        inner = column_of([away for _, _, away in days])
        self.kinds["workers"]["absences"] = ListColumn(np.diff(start) > 0, start, inner)
        self.sources["absences"] = Lists(start, np.array([row for _, row, _ in days], np.int64))

    def _away(self, row: Row) -> Record | None:
        """The days of an absence; of hours, and days off, from when to when."""
        if (span := self._times(row, whole_days=True)) is None:
            return None
        opens, closes = (moment.astimezone(self.zone) for moment in (span["start"], span["end"]))
        kind = row.said.get("kind") or AbsenceKind.LEAVE.value
        if kind == DAY_OFF or any(moment.time() != time() for moment in (opens, closes)):
            return span
        last = closes.date() - timedelta(days=1)
        return {"first": opens.date().isoformat(), "last": last.isoformat(), "kind": kind}

    def _ledger(self, first: Mapping[str, int]) -> None:
        table = self._held("ledger")
        owner, day, hours = self._owners(table, first), table.column("date"), table.column("hours")
        rows = np.flatnonzero((owner >= 0) & day.given & hours.given)
        again, _ = repeated(combine_codes(owner[rows], by_value(day)[rows]))
        for row in table.rows(rows[again], ()):
            self._tell(
                row,
                "date",
                Wrong("named_twice", refusals.NAMED_TWICE_STANDS_THERE(), refusals.NAMED_TWICE_ADD_THEM_ADVICE()),
            )
        rows = rows[np.argsort(owner[rows], kind="stable")]
        start = offsets(np.bincount(owner[rows], minlength=self.count("workers")))
        days = DictionaryColumn([on and on.isoformat() for on in day.values], day.code)
        self.kinds["workers"]["ledger"] = MapColumn(np.diff(start) > 0, start, days.take(rows), hours.take(rows))
        self.sources["ledger"] = Lists(start, rows)

    def _worked(self, row: Row) -> Record | None:
        return window | pause(row) if (window := self._times(row)) else None

    def _worked_there(self, row: Row) -> Record | None:
        work = self._worked(row)
        return work and work | {name: row.said[name] for name in ("company",) if name in row.said}

    def _pairs(self) -> None:
        table = self._held("pairs")
        for name, column in table.said.items():
            for row in table.rows(np.flatnonzero(~column.given & ~table.flawed), ()):
                self._tell(row, name, Wrong("missing", refusals.MISSING(), refusals.MISSING_FILL_EVERY_ADVICE()))
        self._unique(table, "worker", *(name for name in ("shift", "demand") if name in table.columns))
        plural = {"worker": "workers", "shift": "shifts", "demand": "demands", "cost": "costs", "hours": "hours"}
        self.rows["pairs"] = table
        self.pairs = {plural[name]: column.listed() for name, column in table.said.items()}

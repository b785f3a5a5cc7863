"""Data frames of pandas, polars or pyarrow, in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.errors import InputError, InputIssue
from staffmatch.io import refusals
from staffmatch.io.columnar import read_records, vacant
from staffmatch.io.frame_cells import is_empty, mapped, meant_whole, plain, plain_cells
from staffmatch.io.naive import localised
from staffmatch.io.tables import CONTACT
from staffmatch.models import Company, Contact, Demand, Location, Shift, TimeWindow, Worker
from staffmatch.records.dictionary_columns import ListColumn, StructColumn
from staffmatch.records.field_types import Record
from staffmatch.records.many import Draft
from staffmatch.records.ragged import offsets
from staffmatch.records.sequence import Records

if TYPE_CHECKING:
    import narwhals as nw
    from narwhals.typing import IntoDataFrame

Row = dict[str, Any]


def scenario_content(
    companies: IntoDataFrame,
    workers: IntoDataFrame,
    demands: IntoDataFrame,
    shifts: IntoDataFrame,
    pairs: IntoDataFrame | None = None,
    zone: ZoneInfo | None = None,
) -> dict[str, Any]:
    """The content of a scenario from data frames; columns are named like the fields of the models.

    A location is two columns ``lat`` and ``lon`` (and ``place``), a contact ``contact_name``, ``contact_phone``,
    ``contact_email``, ``meeting_point`` and ``contact_remark``. A worker's single window is ``available_from`` and
    ``available_to``, unless ``availability`` lists several. ``shifts`` have a column ``demand``; ``pairs`` have the
    columns ``worker``, ``shift`` or ``demand``, and optionally ``cost`` and ``hours``. Empty cells mean that nothing is
    given. Cells hold the models' values: ``skills`` is a mapping or struct such as ``{"care": 2}``, times have an
    offset from UTC. If rows have other keys than the first one, polars drops these from a struct unless its schema
    names them. Texts such as ``care:2`` are for `Scenario.load`. Times without an offset are refused, or are local
    times of the ``zone``.
    """
    by_demand = _Shifts(localised(_frame(shifts, "shifts"), "shifts", zone))
    needs = _Table(Demand, _frame(demands, "demands"), by_demand)
    by_demand.all_known(needs.names)
    return {
        "companies": _Table(Company, _frame(companies, "companies")).draft(),
        "workers": _Table(Worker, localised(_frame(workers, "workers"), "workers", zone)).draft(),
        "demands": needs.draft(),
        "pair_table": None if pairs is None else _pair_table(pairs),
    }


def _frame(frame: IntoDataFrame, name: str) -> nw.DataFrame[Any]:
    import narwhals as nw

    try:
        return nw.from_native(frame, eager_only=True)
    except nw.exceptions.DuplicateError:
        text, advice = refusals.DUPLICATE_COLUMN(), refusals.DUPLICATE_COLUMN_ADVICE()
        problem = InputIssue("duplicate_column", name, text, advice)
    except TypeError:
        text = refusals.NO_FRAME(kind=type(frame).__name__)
        lazy = hasattr(frame, "collect")
        advice = refusals.NO_FRAME_COLLECT_ADVICE() if lazy else refusals.NO_FRAME_ADVICE()
        problem = InputIssue("not_a_frame", name, text, advice)
    raise InputError([problem])


_AT = {"lat": "lat", "lon": "lon", "place": "place"}
_SPAN = {"available_from": "start", "available_to": "end"}


class _Table:
    """The rows of a frame as records: as columns and, where needed, as dicts for the model."""

    def __init__(self, kind: type[Record], frame: nw.DataFrame[Any], shifts: _Shifts | None = None) -> None:
        self.kind, self.frame, self.shifts = kind, frame, shifts
        self.whole = {name for name in frame.columns if meant_whole(frame[name])}
        self.located = "home" if kind is Worker else "location"

    @property
    def names(self) -> list[str]:
        """The ids in the frame."""
        return [str(name) for name in self.cells("id")] if "id" in self.frame.columns else ["None"] * len(self.frame)

    def cells(self, name: str) -> Any:
        """A column, with floats that were integers converted back."""
        series = self.frame[name]
        return [None if cell is None else int(cell) for cell in plain_cells(series)] if name in self.whole else series

    def rows(self, which: Sequence[int] | None = None) -> Iterator[Row]:
        frame = self.frame if which is None else self.frame[list(which)]
        held = [] if self.shifts is None else self.shifts.of_each(self.names)
        cells = zip(range(len(self.frame)) if which is None else which, *map(mapped, frame.iter_columns()), strict=True)
        for number, *values in cells:
            said = {name: plain(v) for name, v in zip(frame.columns, values, strict=True) if not is_empty(v)}
            row = {name: int(value) if name in self.whole else value for name, value in said.items()}
            if self.kind is not Shift:
                row = _grouped(_grouped(row, self.located, _AT), "contact", CONTACT)
            if self.kind is Worker:
                row = _available(row)
            if self.shifts is not None:
                row["shifts"] = list(self.shifts.table.rows(held[number])) if held[number] else []
            yield row

    def columns(self) -> tuple[Records[Any], Mask]:
        """The records, and a mask of those to be validated by the model."""
        given = np.ones(len(self.frame), bool)
        fields: dict[str, Any] = {name: self.cells(name) for name in self.frame.columns}
        doubt = ~given
        nested: dict[str, tuple[type[Record], Mapping[str, str]]]
        nested = {} if self.kind is Shift else {self.located: (Location, _AT), "contact": (Contact, CONTACT)}
        for field, (kind, names) in nested.items():
            if parts := {part: fields.pop(name) for name, part in names.items() if name in fields}:
                doubt |= _twice(fields, field, parts)
                fields[field] = _group(kind, parts)
        if self.kind is Worker and (span := {end: fields.pop(name) for name, end in _SPAN.items() if name in fields}):
            doubt |= _twice(fields, "availability", span)
            window, bad = _group(TimeWindow, span)
            start, rows = offsets(window.given.astype(np.int64)), np.flatnonzero(window.given)
            fields["availability"] = ListColumn(window.given, start, window.take(rows)), bad
        if self.shifts is not None:
            fields["shifts"] = self.shifts.column(self.names)
        records, doubtful = read_records(self.kind, fields, given)
        records.origin = self.frame.implementation.value
        return records, doubt | doubtful

    def draft(self) -> Draft:
        records, doubt = self.columns()
        odd = np.flatnonzero(doubt).tolist()
        return Draft(records, dict(zip(odd, self.rows(odd), strict=True)) if odd else {}, lambda: list(self.rows()))


def _twice(fields: dict[str, Any], name: str, parts: dict[str, Any]) -> Mask:
    """A mask of rows that give a field in two ways."""
    said: Mask = np.any([~vacant(cells) for cells in parts.values()], axis=0)
    return said & ~vacant(fields[name]) if name in fields else np.zeros(len(said), bool)


def _group(kind: type[Record], parts: dict[str, Any]) -> tuple[StructColumn, Mask]:
    """A nested record whose fields are columns of the table, present if any of them is."""
    given = np.any([~vacant(cells) for cells in parts.values()], axis=0)
    records, doubt = read_records(kind, parts, given)
    return StructColumn(given, records), doubt


class _Shifts:
    """The rows of the shifts, by demand."""

    def __init__(self, frame: nw.DataFrame[Any]) -> None:
        owners = plain_cells(frame["demand"]) if "demand" in frame.columns else [None] * len(frame)
        for number, name in enumerate(owners):
            if not isinstance(name, str):
                text, advice = refusals.NO_OWNER(), refusals.NO_OWNER_ADVICE()
                raise InputError([InputIssue("missing", f"shifts[{number}].demand", text, advice)])
        self.table = _Table(Shift, frame.drop([name for name in ("demand",) if name in frame.columns]))
        self.by_demand: dict[str, list[int]] = {}
        for number, name in enumerate(owners):
            self.by_demand.setdefault(name, []).append(number)

    def all_known(self, names: Iterable[str]) -> None:
        """InputError for a shift of an unknown demand."""
        known = set(names)
        if unknown := [name for name in self.by_demand if name not in known]:
            advice = refusals.NO_SUCH_DEMAND_ADVICE()
            raise InputError(
                InputIssue("unknown_demand", "shifts.demand", refusals.NO_SUCH_DEMAND(name=name), advice, (name,))
                for name in unknown
            )

    def of_each(self, names: Sequence[str]) -> list[list[int]]:
        """The rows of each demand; if demands share an id, the first one has them all."""
        waiting = dict(self.by_demand)
        return [waiting.pop(name, []) for name in names]

    def column(self, names: Sequence[str]) -> tuple[ListColumn, Mask]:
        records, doubt = self.table.columns()
        held = self.of_each(names)
        rows = np.fromiter(chain.from_iterable(held), np.int64)
        start, shifts = (
            offsets(np.array([*map(len, held)], np.int64)),
            StructColumn(np.ones(len(records), bool), records),
        )
        lists = ListColumn(np.ones(len(names), bool), start, shifts.take(rows))
        bad = np.zeros(len(names), bool)
        bad[lists.owners[doubt[rows]]] = True
        return lists, bad


def _grouped(row: Row, field: str, names: Mapping[str, str]) -> Row:
    """The row with some of its columns as a nested record."""
    parts = {part: row.pop(name) for name, part in names.items() if name in row}
    return row | {field: parts} if parts else row


def _available(row: Row) -> Row:
    span = {end: row.pop(name) for name, end in _SPAN.items() if name in row}
    return row | {"availability": [span]} if span else row


def _pair_table(pairs: IntoDataFrame) -> dict[str, list[Any]]:
    frame = _frame(pairs, "pairs")
    return {
        f"{name}s" if name in ("worker", "shift", "demand", "cost") else name: frame[name].to_list()
        for name in frame.columns
    }

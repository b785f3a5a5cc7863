"""Data frames of pandas, polars or pyarrow, in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, get_args
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.errors import InputError, InputIssue, StaffmatchError
from staffmatch.io.columnar import is_empty, mapped, meant_whole, plain, plain_cells, read_records, vacant
from staffmatch.models import Company, Demand, Location, Shift, TimeWindow, Worker
from staffmatch.records.accessors import lenders
from staffmatch.records.dictionary_columns import ListColumn, StructColumn, offsets
from staffmatch.records.field_types import Record
from staffmatch.records.sequence import Draft, Records
from staffmatch.result.solution import Solution, Table

if TYPE_CHECKING:
    import narwhals as nw
    from narwhals.typing import IntoDataFrame

Backend = Literal["pandas", "polars", "pyarrow"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)

Row = dict[str, Any]


def scenario_content(
    companies: IntoDataFrame,
    workers: IntoDataFrame,
    demands: IntoDataFrame,
    shifts: IntoDataFrame,
    pairs: IntoDataFrame | None = None,
) -> dict[str, Any]:
    """What a scenario is made of, read from the rows of data frames; columns are named like the fields of the models.

    A location is two columns ``lat`` and ``lon`` (and ``place``); a worker's one window is ``available_from`` and
    ``available_to``, where ``availability`` does not list several; ``shifts`` have a column ``demand``; ``pairs`` have
    the columns ``worker``, ``shift`` or ``demand``, and if wanted ``cost`` and ``hours``. An empty cell says nothing.
    Cells are what the models hold: ``skills`` a mapping or struct such as ``{"care": 2}``, times with their offset from
    UTC. Where rows have other keys than the first, polars drops these of a struct unless its schema names them. Texts
    such as ``care:2``, as people write them, are for `Scenario.load`.
    """
    by_demand = _Shifts(_frame(shifts, "shifts"))
    needs = _Table(Demand, _frame(demands, "demands"), by_demand)
    by_demand.all_known(needs.names)
    return {
        "companies": _Table(Company, _frame(companies, "companies")).draft(),
        "workers": _Table(Worker, _frame(workers, "workers")).draft(),
        "demands": needs.draft(),
        "pair_table": None if pairs is None else _pair_table(pairs),
    }


def _frame(frame: IntoDataFrame, name: str) -> nw.DataFrame[Any]:
    import narwhals as nw

    advice = "Give a data frame of pandas, polars or pyarrow."
    try:
        return nw.from_native(frame, eager_only=True)
    except nw.exceptions.DuplicateError:
        problem = InputIssue("duplicate_column", name, "two columns share a name.", "Give each its own.")
    except TypeError:
        text = f"is no data frame but a {type(frame).__name__}."
        problem = InputIssue("not_a_frame", name, text, "Collect it first." if hasattr(frame, "collect") else advice)
    raise InputError([problem])


_PLACE = ("lat", "lon", "place")
_SPAN = {"available_from": "start", "available_to": "end"}


class _Table:
    """The rows of a frame as records of a kind: as columns, and, where asked for, each as its model wants it."""

    def __init__(self, kind: type[Record], frame: nw.DataFrame[Any], shifts: _Shifts | None = None) -> None:
        self.kind, self.frame, self.shifts = kind, frame, shifts
        self.whole = {name for name in frame.columns if meant_whole(frame[name])}
        self.located = "home" if kind is Worker else "location"

    @property
    def names(self) -> list[str]:
        """The ids as they stand there."""
        return [str(name) for name in self.cells("id")] if "id" in self.frame.columns else ["None"] * len(self.frame)

    def cells(self, name: str) -> Any:
        """A column, in which floats that were integers are such again."""
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
                row = _located(row, self.located)
            if self.kind is Worker:
                row = _available(row)
            if self.shifts is not None:
                row["shifts"] = list(self.shifts.table.rows(held[number])) if held[number] else []
            yield row

    def columns(self) -> tuple[Records[Any], Mask]:
        """The records, and which of them only the model may judge."""
        given = np.ones(len(self.frame), bool)
        fields: dict[str, Any] = {name: self.cells(name) for name in self.frame.columns}
        doubt = ~given
        if self.kind is not Shift and (at := {name: fields.pop(name) for name in _PLACE if name in fields}):
            doubt |= _twice(fields, self.located, at)
            column, bad = _group(Location, at)
            fields[self.located] = column, bad
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
    """Rows that say in two ways what a field is."""
    said: Mask = np.any([~vacant(cells) for cells in parts.values()], axis=0)
    return said & ~vacant(fields[name]) if name in fields else np.zeros(len(said), bool)


def _group(kind: type[Record], parts: dict[str, Any]) -> tuple[StructColumn, Mask]:
    """A nested record whose fields are columns of the table; it is there where any of them is."""
    given = np.any([~vacant(cells) for cells in parts.values()], axis=0)
    records, doubt = read_records(kind, parts, given)
    return StructColumn(given, records), doubt


class _Shifts:
    """The rows of the shifts, by the demand that they name."""

    def __init__(self, frame: nw.DataFrame[Any]) -> None:
        owners = plain_cells(frame["demand"]) if "demand" in frame.columns else [None] * len(frame)
        for number, name in enumerate(owners):
            if not isinstance(name, str):
                text = "the shift says in no text to which demand it belongs."
                raise InputError(
                    [InputIssue("missing", f"shifts[{number}].demand", text, "Give the id of the demand.")]
                )
        self.table = _Table(Shift, frame.drop([name for name in ("demand",) if name in frame.columns]))
        self.by_demand: dict[str, list[int]] = {}
        for number, name in enumerate(owners):
            self.by_demand.setdefault(name, []).append(number)

    def all_known(self, names: Iterable[str]) -> None:
        """InputError where there is no such demand."""
        known = set(names)
        if unknown := [name for name in self.by_demand if name not in known]:
            raise InputError(
                InputIssue(
                    "unknown_demand", "shifts.demand", f"there is no demand {name!r}.", "Correct the id.", (name,)
                )
                for name in unknown
            )

    def of_each(self, names: Sequence[str]) -> list[list[int]]:
        """The rows of each demand; of demands that share an id, the first has them all."""
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


def _located(row: Row, field: str) -> Row:
    at = {name: row.pop(name) for name in _PLACE if name in row}
    return row | {field: at} if at else row


def _available(row: Row) -> Row:
    span = {end: row.pop(name) for name, end in _SPAN.items() if name in row}
    return row | {"availability": [span]} if span else row


def _pair_table(pairs: IntoDataFrame) -> dict[str, list[Any]]:
    frame = _frame(pairs, "pairs")
    return {
        f"{name}s" if name in ("worker", "shift", "demand", "cost") else name: frame[name].to_list()
        for name in frame.columns
    }


def solution_frame(solution: Solution, table: Table = "assignments", backend: str | None = None) -> Any:
    """One table of a solution; times are local to the scenario."""
    if table not in TABLES:
        text = f"there is no table {table!r}."
        raise InputError([InputIssue("unknown_table", "table", text, f"Choose among {', '.join(TABLES)}.")])
    columns, rows = TABLES[table]
    origin = next((r.origin for r in _columnar(solution) if r.origin in BACKENDS), None) if backend is None else None
    return frame_of(columns, [tuple(row) for row in rows(solution)], backend or origin)


def _columnar(solution: Solution) -> Iterator[Records[Any]]:
    scenario = solution.scenario
    return (one for one in (scenario.workers, scenario.demands, scenario.companies) if isinstance(one, Records))


def frame_of(columns: Sequence[str], rows: Sequence[tuple[Any, ...]], backend: str | None = None) -> Any:
    """A data frame of rows; None takes the first backend that is installed."""
    import narwhals as nw

    data = {name: [row[place] for row in rows] for place, name in enumerate(columns)}
    return nw.from_dict(data, backend=_backend(backend)).to_native()


def _backend(name: str | None) -> Backend:
    if name is None:
        name = next((known for known in BACKENDS if find_spec(known)), None)
        if name is None:
            raise StaffmatchError("No data frame library is installed; try: pip install 'staffmatch[frames]'")
    if name not in BACKENDS:
        text = f"there is no backend {name!r}."
        raise InputError([InputIssue("unknown_backend", "backend", text, f"Choose among {', '.join(BACKENDS)}.")])
    if find_spec(name) is None:
        raise StaffmatchError(f"{name} is not installed; try: pip install {name}")
    return name


def _assignments(solution: Solution) -> Iterable[tuple[Any, ...]]:
    scenario = solution.scenario
    zone = ZoneInfo(scenario.timezone)
    wanted = {a.demand for a in solution.assignments}
    shifts = {shift.id: shift for demand in scenario.demands if demand.id in wanted for shift in demand.shifts}
    for a in solution.assignments:
        shift = shifts[a.shift]
        starts, ends = shift.start.astimezone(zone), shift.end.astimezone(zone)
        yield a.worker, a.lender, a.borrower, a.demand, a.shift, starts, ends, a.minutes / 60, a.commute_minutes


def _shortages(solution: Solution) -> Iterable[tuple[Any, ...]]:
    return ((s.demand, s.shift, s.missing, s.headcount, s.reason.rule, s.reason.text) for s in solution.shortages)


def _partnerships(solution: Solution) -> Iterable[tuple[Any, ...]]:
    return ((p.lender, p.borrower, p.new, p.assignments, p.workers, p.minutes / 60) for p in solution.partnerships)


def _workers(solution: Solution) -> Iterable[tuple[Any, ...]]:
    """Everybody, also those without an assignment."""
    scenario = solution.scenario
    held: dict[str, list[int]] = {name: [] for name in scenario.ids("workers")}
    borrowers: dict[str, set[str]] = {name: set() for name in held}
    for a in solution.assignments:
        held[a.worker].append(a.minutes)
        borrowers[a.worker].add(a.borrower)
    for (name, minutes), lender in zip(held.items(), lenders(scenario), strict=True):
        yield name, lender, len(minutes), sum(minutes) / 60, len(borrowers[name])


def _tiers(solution: Solution) -> Iterable[tuple[Any, ...]]:
    return ((t.term, t.value, t.bound, t.gap, t.certified, t.unit) for t in solution.tiers)


TABLES = {
    "assignments": (
        ("worker", "lender", "borrower", "demand", "shift", "start", "end", "hours", "commute_minutes"),
        _assignments,
    ),
    "shortages": (("demand", "shift", "missing", "headcount", "rule", "reason"), _shortages),
    "partnerships": (("lender", "borrower", "new", "assignments", "workers", "hours"), _partnerships),
    "workers": (("worker", "lender", "assignments", "hours", "borrowers"), _workers),
    "tiers": (("term", "value", "bound", "gap", "certified", "unit"), _tiers),
}

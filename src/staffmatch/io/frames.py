"""Data frames of pandas, polars or pyarrow, in and out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, get_args
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.errors import InputError, Problem, StaffmatchError
from staffmatch.models import Scenario
from staffmatch.solution import Solution, Table

if TYPE_CHECKING:
    import narwhals as nw
    from narwhals.typing import IntoDataFrame

Backend = Literal["pandas", "polars", "pyarrow"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)

Row = dict[str, Any]


def scenario_from_frames(
    companies: IntoDataFrame,
    workers: IntoDataFrame,
    demands: IntoDataFrame,
    shifts: IntoDataFrame,
    pairs: IntoDataFrame | None = None,
    **fields: Any,
) -> Scenario:
    """A scenario whose records are the rows of data frames; columns are named like the fields of the models.

    A location is two columns ``lat`` and ``lon`` (and ``place``); a worker's one window is ``available_from`` and
    ``available_to``, where ``availability`` does not list several; ``shifts`` have a column ``demand``; ``pairs`` have
    the columns ``worker``, ``shift`` or ``demand``, and if wanted ``cost`` and ``hours``. An empty cell says nothing.
    """
    by_demand = _by_demand(shifts)
    needs = [
        _located(row, "location") | {"shifts": by_demand.pop(str(row.get("id")), [])}
        for row in _rows(demands, "demands")
    ]
    if by_demand:
        raise InputError(
            Problem("unknown_demand", "shifts.demand", f"there is no demand {name!r}.", "Correct the id.", (name,))
            for name in by_demand
        )
    return Scenario.model_validate(
        {
            "companies": [_located(row, "location") for row in _rows(companies, "companies")],
            "workers": [_available(_located(row, "home")) for row in _rows(workers, "workers")],
            "demands": needs,
            "pair_table": None if pairs is None else _table(pairs),
            **fields,
        }
    )


def _by_demand(shifts: IntoDataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for number, row in enumerate(_rows(shifts, "shifts")):
        name = row.pop("demand", None)
        if not isinstance(name, str):
            text = "the shift says in no text to which demand it belongs."
            raise InputError([Problem("missing", f"shifts[{number}].demand", text, "Give the id of the demand.")])
        found.setdefault(name, []).append(row)
    return found


def _frame(frame: IntoDataFrame, name: str) -> nw.DataFrame[Any]:
    import narwhals as nw

    advice = "Give a data frame of pandas, polars or pyarrow."
    try:
        return nw.from_native(frame, eager_only=True)
    except nw.exceptions.DuplicateError:
        problem = Problem("duplicate_column", name, "two columns share a name.", "Give each its own.")
    except TypeError:
        text = f"is no data frame but a {type(frame).__name__}."
        problem = Problem("not_a_frame", name, text, "Collect it first." if hasattr(frame, "collect") else advice)
    raise InputError([problem])


def _rows(native: IntoDataFrame, name: str) -> Iterator[Row]:
    frame = _frame(native, name)
    whole = {column for column in frame.columns if _meant_whole(frame[column])}
    for row in frame.iter_rows(named=True):
        held = {column: _plain(value) for column, value in row.items() if not _empty(value)}
        yield {column: int(value) if column in whole else value for column, value in held.items()}


def _meant_whole(column: nw.Series[Any]) -> bool:
    """Whether pandas made floats of integers, because other cells are empty."""
    if not column.dtype.is_float():
        return False
    held = [value for value in column.to_list() if not _empty(value)]
    return len(held) < len(column) and all(float(value).is_integer() for value in held)


def _empty(value: object) -> bool:
    """None, a number that is none, and what pandas has for absent values and times."""
    if isinstance(value, (float, np.floating)):
        return math.isnan(value)
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def _plain(value: Any) -> Any:
    """Lists and structs without their absent members, as the models want them."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items() if not _empty(inner)}
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _located(row: Row, field: str) -> Row:
    at = {name: row.pop(name) for name in ("lat", "lon", "place") if name in row}
    return row | {field: at} if at else row


def _available(row: Row) -> Row:
    span = {
        name: row.pop(f"available_{end}")
        for name, end in (("start", "from"), ("end", "to"))
        if f"available_{end}" in row
    }
    return row | {"availability": [span]} if span else row


def _table(pairs: IntoDataFrame) -> dict[str, list[Any]]:
    frame = _frame(pairs, "pairs")
    return {
        f"{name}s" if name in ("worker", "shift", "demand", "cost") else name: frame[name].to_list()
        for name in frame.columns
    }


def solution_frame(solution: Solution, table: Table = "assignments", backend: str | None = None) -> Any:
    """One table of a solution; times are local to the scenario."""
    if table not in _TABLES:
        text = f"there is no table {table!r}."
        raise InputError([Problem("unknown_table", "table", text, f"Choose among {', '.join(_TABLES)}.")])
    columns, rows = _TABLES[table]
    return frame_of(columns, [tuple(row) for row in rows(solution)], backend)


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
        raise InputError([Problem("unknown_backend", "backend", text, f"Choose among {', '.join(BACKENDS)}.")])
    if find_spec(name) is None:
        raise StaffmatchError(f"{name} is not installed; try: pip install {name}")
    return name


def _assignments(solution: Solution) -> Iterable[tuple[Any, ...]]:
    scenario = solution.scenario
    zone = ZoneInfo(scenario.timezone)
    shifts = {shift.id: shift for demand in scenario.demands for shift in demand.shifts}
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
    held: dict[str, list[int]] = {worker.id: [] for worker in solution.scenario.workers}
    borrowers: dict[str, set[str]] = {name: set() for name in held}
    for a in solution.assignments:
        held[a.worker].append(a.minutes)
        borrowers[a.worker].add(a.borrower)
    for worker in solution.scenario.workers:
        minutes = held[worker.id]
        yield worker.id, worker.company, len(minutes), sum(minutes) / 60, len(borrowers[worker.id])


def _tiers(solution: Solution) -> Iterable[tuple[Any, ...]]:
    return ((t.term, t.value, t.bound, t.gap, t.certified, t.unit) for t in solution.tiers)


_TABLES = {
    "assignments": (
        ("worker", "lender", "borrower", "demand", "shift", "start", "end", "hours", "commute_minutes"),
        _assignments,
    ),
    "shortages": (("demand", "shift", "missing", "headcount", "rule", "reason"), _shortages),
    "partnerships": (("lender", "borrower", "new", "assignments", "workers", "hours"), _partnerships),
    "workers": (("worker", "lender", "assignments", "hours", "borrowers"), _workers),
    "tiers": (("term", "value", "bound", "gap", "certified", "unit"), _tiers),
}

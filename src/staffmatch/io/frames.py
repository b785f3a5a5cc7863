"""Data frames of pandas, polars or pyarrow, in and out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, get_args
from zoneinfo import ZoneInfo

from staffmatch.errors import InputError, Problem, StaffmatchError
from staffmatch.models import Scenario
from staffmatch.solution import Solution, Table

if TYPE_CHECKING:
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
    by_demand: dict[object, list[Row]] = {}
    for row in _rows(shifts):
        by_demand.setdefault(row.pop("demand", None), []).append(row)
    needs = [_located(row, "location") | {"shifts": by_demand.pop(row.get("id"), [])} for row in _rows(demands)]
    if by_demand:
        raise InputError(
            Problem("unknown_demand", "shifts.demand", f"there is no demand {name!r}.", "Correct the id.", (str(name),))
            for name in by_demand
        )
    return Scenario.model_validate(
        {
            "companies": [_located(row, "location") for row in _rows(companies)],
            "workers": [_available(_located(row, "home")) for row in _rows(workers)],
            "demands": needs,
            "pair_table": None if pairs is None else _table(pairs),
            **fields,
        }
    )


def _rows(frame: IntoDataFrame) -> Iterator[Row]:
    import narwhals as nw

    for row in nw.from_native(frame, eager_only=True).iter_rows(named=True):
        yield {name: _plain(value) for name, value in row.items() if not _empty(value)}


def _empty(value: object) -> bool:
    # pandas marks an absent time with a NaT, which like NaN is not equal to itself.
    return value is None or (isinstance(value, float) and math.isnan(value)) or value != value  # noqa: PLR0124


def _plain(value: Any) -> Any:
    """Lists and structs without their absent members, as the models want them."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items() if inner is not None}
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
    import narwhals as nw

    frame = nw.from_native(pairs, eager_only=True)
    return {f"{name}s" if name != "hours" else name: frame[name].to_list() for name in frame.columns}


def solution_frame(solution: Solution, table: Table = "assignments", backend: str | None = None) -> Any:
    """One table of a solution; times are local to the scenario."""
    import narwhals as nw

    if table not in _TABLES:
        text = f"there is no table {table!r}."
        raise InputError([Problem("unknown_table", "table", text, f"Choose among {', '.join(_TABLES)}.")])
    columns, rows = _TABLES[table]
    cells = [tuple(row) for row in rows(solution)]
    data = {name: [cell[place] for cell in cells] for place, name in enumerate(columns)}
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

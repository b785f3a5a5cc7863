"""Data frames of a solution, and of a scenario as `Scenario.from_frames` reads it.

All columns are in ``docs/frames.md``. Times are in the scenario's zone. Mappings are dicts in pandas, and structs in
polars and pyarrow: there each row has all keys of the column, null where it lacks one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from importlib.util import find_spec
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from staffmatch.errors import InputError, InputIssue, StaffmatchError, choose, missing_library
from staffmatch.io import refusals
from staffmatch.messages.language import Language
from staffmatch.models import Company, Demand, Location, Scenario, Shift, Skill, Worker
from staffmatch.records.accessors import lenders
from staffmatch.records.field_types import Record
from staffmatch.records.sequence import Records
from staffmatch.result.solution import Solution, Table

Backend = Literal["pandas", "polars", "pyarrow"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)
ScenarioTable = Literal["companies", "workers", "demands", "shifts", "pairs", "skills", "pins"]

_PLACE = ("lat", "lon", "place")
# The columns of a contact by its fields.
CONTACT = {
    "contact_name": "name",
    "contact_phone": "phone",
    "contact_email": "email",
    "meeting_point": "meeting_point",
    "contact_remark": "remark",
}
_FLAT = {"location": _PLACE, "home": _PLACE, "contact": tuple(CONTACT), "shifts": ()}
Row = tuple[Any, ...]


def _columns(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a model, those of its location and contact as columns; shifts have their own table."""
    return tuple(column for name in kind.model_fields for column in _FLAT.get(name, (name,)))


SCENARIO_COLUMNS: dict[ScenarioTable, tuple[str, ...]] = {
    "companies": _columns(Company),
    "workers": _columns(Worker),
    "demands": _columns(Demand),
    "shifts": ("demand", "id", *(name for name in _columns(Shift) if name != "id")),
    "pairs": ("worker", "shift", "demand", "cost", "hours"),
    "skills": _columns(Skill),
    "pins": ("worker", "shift", "assigned"),
}


def scenario_frame(scenario: Scenario, table: ScenarioTable, backend: str | None = None) -> Any:
    """One table of a scenario; ``pairs`` has the columns that are given."""
    if table not in SCENARIO_COLUMNS:
        text = refusals.NO_SUCH_TABLE(table=str(table))
        raise InputError([InputIssue("unknown_table", "table", text, choose(SCENARIO_COLUMNS))])
    chosen = backend_of(backend or origin_of(scenario))
    columns, rows = (_pairs if table == "pairs" else _table)(scenario, table)
    zone = ZoneInfo(scenario.timezone)
    cells = [[_cell(value, zone) for value in column] for column in zip(*rows, strict=True)]
    if chosen != "pandas":
        cells = [_padded(column) for column in cells]
    return frame_of(columns, list(zip(*cells, strict=True)), chosen)


def _table(scenario: Scenario, table: ScenarioTable) -> tuple[tuple[str, ...], list[Row]]:
    columns = SCENARIO_COLUMNS[table]
    if table == "shifts":
        named = columns[1:]
        listed = ((demand.id, shift) for demand in scenario.demands for shift in demand.shifts)
        return columns, [(demand, *(getattr(shift, name) for name in named)) for demand, shift in listed]
    return columns, [tuple(_held(record, name) for name in columns) for record in getattr(scenario, table)]


def _held(record: Any, name: str) -> Any:
    if name in CONTACT:
        return getattr(record.contact, CONTACT[name], None)
    if name not in _PLACE:
        return getattr(record, name)
    at: Location | None = record.home if isinstance(record, Worker) else record.location
    return getattr(at, name, None)


def _pairs(scenario: Scenario, table: ScenarioTable) -> tuple[tuple[str, ...], list[Row]]:
    if (held := scenario.pair_table) is None:
        return ("worker", "shift"), []
    given = (held.workers, held.shifts, held.demands, held.costs, held.hours)
    columns = {name: column for name, column in zip(SCENARIO_COLUMNS[table], given, strict=True) if column is not None}
    return tuple(columns), list(zip(*columns.values(), strict=True))


def _cell(value: Any, zone: ZoneInfo) -> Any:
    """The cell of a frame; empty in place of an empty mapping."""
    if isinstance(value, datetime):
        return value.astimezone(zone)
    if isinstance(value, Record):
        return {name: _cell(getattr(value, name), zone) for name in type(value).model_fields}
    if isinstance(value, dict):
        return {str(key): one for key, one in value.items()} or None
    if isinstance(value, tuple):
        return [_cell(one, zone) for one in value]
    if isinstance(value, Enum):
        return value.value
    return value


def _padded(column: Sequence[Any]) -> list[Any]:
    """Mappings padded to all keys of the column."""
    if not any(isinstance(value, dict) for value in column):
        return list(column)
    keys = sorted({key for value in column if value for key in value})
    return [None if value is None else {key: value.get(key) for key in keys} for value in column]


def solution_frame(
    solution: Solution, table: Table = "assignments", backend: str | None = None, lang: str = "en"
) -> Any:
    """One table of a solution; times are local to the scenario, sentences in a language of the catalogue."""
    Language.of(lang)
    if table not in TABLES:
        text = refusals.NO_SUCH_TABLE(table=str(table))
        raise InputError([InputIssue("unknown_table", "table", text, choose(TABLES))])
    columns, rows = TABLES[table]
    return frame_of(columns, [tuple(row) for row in rows(solution, lang)], backend or origin_of(solution.scenario))


def origin_of(scenario: Scenario) -> str | None:
    """The data frame library that the scenario was made from."""
    held = (one for one in (scenario.workers, scenario.demands, scenario.companies) if isinstance(one, Records))
    return next((one.origin for one in held if one.origin in BACKENDS), None)


def frame_of(columns: Sequence[str], rows: Sequence[tuple[Any, ...]], backend: str | None = None) -> Any:
    """A data frame of rows; None takes the first backend installed."""
    import narwhals as nw

    data: dict[str, Any] = {name: [row[place] for row in rows] for place, name in enumerate(columns)}
    chosen = backend_of(backend)
    if chosen == "polars":
        data = {name: _series(name, column) for name, column in data.items()}
    return nw.from_dict(data, backend=chosen).to_native()


def _series(name: str, column: list[Any]) -> Any:
    """A column of polars; it would take the type of nested values from the first row alone."""
    import polars as pl

    nested = any(isinstance(value, list | dict) for value in column)
    return pl.Series(name, column, _nested_type(column)) if nested else column


def _nested_type(values: Iterable[Any]) -> Any:
    """The polars type that holds all of some values."""
    import polars as pl

    given = [value for value in values if value is not None]
    if any(isinstance(value, list) for value in given):
        return pl.List(_nested_type(one for value in given for one in value))
    if any(isinstance(value, dict) for value in given):
        keys = dict.fromkeys(key for value in given for key in value)
        return pl.Struct({key: _nested_type(value.get(key) for value in given) for key in keys})
    return pl.Series(given).dtype


def backend_of(name: str | None) -> Backend:
    """The backend with a name, or the first one installed."""
    if name is None:
        name = next((known for known in BACKENDS if find_spec(known)), None)
        if name is None:
            raise StaffmatchError(refusals.NO_FRAMES())
    if name not in BACKENDS:
        text = refusals.NO_SUCH_BACKEND(name=str(name))
        raise InputError([InputIssue("unknown_backend", "backend", text, choose(BACKENDS))])
    if find_spec(name) is None:
        raise missing_library(refusals.NEEDS_FRAMES(), name)
    return name


def _assignments(solution: Solution, _: str) -> Iterable[tuple[Any, ...]]:
    scenario = solution.scenario
    zone = ZoneInfo(scenario.timezone)
    wanted = {a.demand for a in solution.assignments}
    shifts = {shift.id: shift for demand in scenario.demands if demand.id in wanted for shift in demand.shifts}
    for a in solution.assignments:
        shift = shifts[a.shift]
        starts, ends = shift.start.astimezone(zone), shift.end.astimezone(zone)
        yield a.worker, a.lender, a.borrower, a.demand, a.shift, starts, ends, a.minutes / 60, a.commute_minutes


def _shortages(solution: Solution, lang: str) -> Iterable[tuple[Any, ...]]:
    for s in solution.shortages:
        yield s.demand, s.shift, s.missing, s.headcount, s.reason.rule, s.reason.text_in(lang)


def _partnerships(solution: Solution, _: str) -> Iterable[tuple[Any, ...]]:
    return ((p.lender, p.borrower, p.new, p.assignments, p.workers, p.minutes / 60) for p in solution.partnerships)


def _workers(solution: Solution, _: str) -> Iterable[tuple[Any, ...]]:
    """Everybody, also those without an assignment."""
    scenario = solution.scenario
    held: dict[str, list[int]] = {name: [] for name in scenario.ids("workers")}
    borrowers: dict[str, set[str]] = {name: set() for name in held}
    for a in solution.assignments:
        held[a.worker].append(a.minutes)
        borrowers[a.worker].add(a.borrower)
    for (name, minutes), lender in zip(held.items(), lenders(scenario), strict=True):
        yield name, lender, len(minutes), sum(minutes) / 60, len(borrowers[name])


def _tiers(solution: Solution, _: str) -> Iterable[tuple[Any, ...]]:
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

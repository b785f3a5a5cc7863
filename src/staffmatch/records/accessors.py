"""What can be read off the records of a scenario without a look at the whole of each, be they models or columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import numpy as np

from staffmatch.arrays import Int
from staffmatch.records.dictionary_columns import combine_codes
from staffmatch.records.sequence import Records

if TYPE_CHECKING:
    from staffmatch.models import Demand, Location, Scenario, Shift, Worker

_T = TypeVar("_T")

TableName = Literal["companies", "workers", "demands", "shifts"]
_MOST_COMPARED = 10_000
TABLES: tuple[TableName, ...] = get_args(TableName)


def kept(scenario: Scenario, name: str, make: Callable[[], _T]) -> _T:
    """What ``make`` finds of a scenario, found once and remembered with it; `Scenario.model_copy` forgets it."""
    held = vars(scenario)
    if name not in held:
        held[name] = make()
    found: _T = held[name]
    return found


def ids(scenario: Scenario, name: TableName) -> list[str]:
    """The ids of all records, or of all shifts, without a look at any other field."""
    if name == "shifts":
        if isinstance(scenario.demands, Records):
            return scenario.demands.inner("shifts").single("id").listed()
        return [shift.id for demand in scenario.demands for shift in demand.shifts]
    records: Sequence[Any] = getattr(scenario, name)
    return records.single("id").listed() if isinstance(records, Records) else [record.id for record in records]


def near_ids(name: str, known: Collection[str], most: int = 1) -> list[str]:
    """Ids like a name; none where there are so many that it would take long to look."""
    return get_close_matches(name, known, most) if len(known) <= _MOST_COMPARED else []


def lenders(scenario: Scenario) -> list[str]:
    """The company of each worker."""
    workers = scenario.workers
    return workers.single("company").listed() if isinstance(workers, Records) else [w.company for w in workers]


def names(scenario: Scenario, table: Literal["companies", "workers"]) -> Iterator[tuple[str, str]]:
    """The id and the name of each, which is empty for those without one."""
    records: Sequence[Any] = getattr(scenario, table)
    if isinstance(records, Records):
        return zip(records.single("id").listed(), records.single("name").listed(), strict=True)
    return ((record.id, record.name) for record in records)


def bases(scenario: Scenario) -> Mapping[str, Location | None]:
    """Where each company is, if that is known."""
    return kept(scenario, "_bases", lambda: {company.id: company.location for company in scenario.companies})


def workers_named(scenario: Scenario, wanted: Set[str]) -> dict[str, Worker]:
    """The workers of such ids, in the order of the scenario."""
    known = positions(scenario, "workers")
    found = sorted((known[name], name) for name in wanted if name in known)
    return {name: scenario.workers[place] for place, name in found}


def shifts_named(scenario: Scenario, wanted: Iterable[str]) -> dict[str, tuple[Demand, Shift]]:
    """The shifts of such ids, each with its demand; KeyError where there is none."""
    demands, known = scenario.demands, shift_positions(scenario)
    found = {}
    for name in dict.fromkeys(wanted):
        demand, number = demands[known[name][0]], known[name][1]
        found[name] = demand, demand.shifts[number]
    return found


def positions(scenario: Scenario, name: TableName) -> Mapping[str, int]:
    """The place of each company, worker or demand."""
    records: Sequence[Any] = getattr(scenario, name)
    if isinstance(records, Records):
        return records.positions
    return kept(scenario, f"_positions_of_{name}", lambda: {record.id: place for place, record in enumerate(records)})


def shift_positions(scenario: Scenario) -> Mapping[str, tuple[int, int]]:
    """For each shift the place of its demand, and its own among those of the demand."""
    return kept(scenario, "_shift_positions", lambda: _shift_positions(scenario))


def _shift_positions(scenario: Scenario) -> Mapping[str, tuple[int, int]]:
    demands = scenario.demands
    if isinstance(demands, Records):
        counts = demands.several("shifts").lengths.tolist()
    else:
        counts = [len(demand.shifts) for demand in demands]
    listed = ((demand, number) for demand, count in enumerate(counts) for number in range(count))
    return dict(zip(ids(scenario, "shifts"), listed, strict=True))


def workers_with(scenario: Scenario, *fields: str) -> Iterator[tuple[int, Worker]]:
    """Workers, each with its place, who have anything in one of the fields."""
    workers = scenario.workers
    if isinstance(workers, Records):
        yield from ((place, workers[place]) for place in workers.filled(*fields).tolist())
    else:
        yield from ((n, w) for n, w in enumerate(workers) if any(getattr(w, name) for name in fields))


def workers_alike(scenario: Scenario, *fields: str, also: Sequence[str] = ()) -> tuple[Int, Int]:
    """The places of the same workers, and for each that of the first who has the same in the fields and in others.

    Models are not compared: each is the first of its kind.
    """
    workers = scenario.workers
    if not isinstance(workers, Records):
        models = np.array([place for place, _ in workers_with(scenario, *fields)], np.int64)
        return models, models
    listed = workers.filled(*fields)
    codes = combine_codes(*(workers.columns[name].row_codes[listed] for name in (*fields, *also)))
    _, first, kind = np.unique(codes, return_index=True, return_inverse=True)
    return listed, listed[first][kind]

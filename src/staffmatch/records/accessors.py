"""Single facts of a scenario's records, read without building models from columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import numpy as np

from staffmatch.arrays import Int
from staffmatch.records.dictionary_columns import combine_codes
from staffmatch.records.remembered import columns_of_models
from staffmatch.records.sequence import Records

if TYPE_CHECKING:
    from staffmatch.models import Demand, Location, Scenario, Shift, Worker
    from staffmatch.records.bases import Term

_T = TypeVar("_T")

TableName = Literal["companies", "workers", "demands", "shifts"]
TABLES: tuple[TableName, ...] = get_args(TableName)


def kept(scenario: Scenario, name: str, make: Callable[[], _T]) -> _T:
    """The result of ``make``, computed once and kept with the scenario; a copy by `Scenario.model_copy` does not have
    it."""
    held = vars(scenario)
    if name not in held:
        held[name] = make()
    found: _T = held[name]
    return found


def ids(scenario: Scenario, name: TableName) -> list[str]:
    """The ids of all records, or of all shifts, without reading any other field."""
    return list(kept(scenario, f"_ids_of_{name}", lambda: _ids(scenario, name)))


def _ids(scenario: Scenario, name: TableName) -> list[str]:
    if name == "shifts":
        if isinstance(scenario.demands, Records):
            return scenario.demands.inner("shifts").single("id").listed()
        return [shift.id for demand in scenario.demands for shift in demand.shifts]
    records: Sequence[Any] = getattr(scenario, name)
    return records.single("id").listed() if isinstance(records, Records) else [record.id for record in records]


def tiers_in_full(scenario: Scenario) -> tuple[tuple[Term, ...], ...]:
    """The tiers as they are minimised, each term that stands for a run of tiers written out."""
    return kept(scenario, "_tiers_in_full", lambda: tuple(_in_full(scenario)))


def tiers_within(scenario: Scenario, count: int) -> int:
    """How many tiers are minimised for the first ``count`` of the scenario's."""
    runs = (tier[0].run(scenario) if len(tier) == 1 else None for tier in scenario.tiers[:count])
    return sum(1 if run is None else len(run) for run in runs)


def _in_full(scenario: Scenario) -> Iterator[tuple[Term, ...]]:
    for tier in scenario.tiers:
        run = tier[0].run(scenario) if len(tier) == 1 else None
        yield from (tier,) if run is None else run


def kinds_of_work(scenario: Scenario) -> set[str]:
    """The kinds of all shifts, past ones and those at home included."""
    demands, workers = scenario.demands, scenario.workers
    shifts = [demands.inner("shifts")] if isinstance(demands, Records) else [one.shifts for one in demands]
    at_home = (
        [workers.inner(name) for name in ("home_shifts", "past_shifts")]
        if isinstance(workers, Records)
        else [shifts for one in workers for shifts in (one.home_shifts, one.past_shifts)]
    )
    found = set[str | None]()
    for work in (*shifts, *at_home):
        found.update(work.single("kind").values if isinstance(work, Records) else (one.kind for one in work))
    return {kind for kind in found if kind is not None}


def lenders(scenario: Scenario) -> list[str]:
    """The company of each worker."""
    workers = scenario.workers
    return workers.single("company").listed() if isinstance(workers, Records) else [w.company for w in workers]


def names(scenario: Scenario, table: Literal["companies", "workers", "demands"]) -> Iterator[tuple[str, str | None]]:
    """The id and the name of each, which is empty for those without one."""
    records: Sequence[Any] = getattr(scenario, table)
    if isinstance(records, Records):
        return zip(records.single("id").listed(), records.single("name").listed(), strict=True)
    return ((record.id, record.name) for record in records)


def borrowers(scenario: Scenario) -> dict[str, str]:
    """The company of each demand, by its id."""
    needs = scenario.demands
    whose = needs.single("company").listed() if isinstance(needs, Records) else [need.company for need in needs]
    return dict(zip(_ids(scenario, "demands"), whose, strict=True))


def bases(scenario: Scenario) -> Mapping[str, Location | None]:
    """The location of each company, None if unknown."""
    return kept(scenario, "_bases", lambda: {company.id: company.location for company in scenario.companies})


def workers_named(scenario: Scenario, wanted: Set[str]) -> dict[str, Worker]:
    """The workers with these ids, in the scenario's order."""
    known = positions(scenario, "workers")
    found = sorted((known[name], name) for name in wanted if name in known)
    return {name: scenario.workers[place] for place, name in found}


def shifts_named(scenario: Scenario, wanted: Iterable[str]) -> dict[str, tuple[Demand, Shift]]:
    """The shifts with these ids, each with its demand; KeyError for an unknown id."""
    demands, known = scenario.demands, shift_positions(scenario)
    found = {}
    for name in dict.fromkeys(wanted):
        demand, number = demands[known[name][0]], known[name][1]
        found[name] = demand, demand.shifts[number]
    return found


def positions(scenario: Scenario, name: TableName) -> Mapping[str, int]:
    """The index of each company, worker or demand."""
    records: Sequence[Any] = getattr(scenario, name)
    if isinstance(records, Records):
        return records.positions
    return kept(scenario, f"_positions_of_{name}", lambda: {record.id: place for place, record in enumerate(records)})


def shift_positions(scenario: Scenario) -> Mapping[str, tuple[int, int]]:
    """For each shift the index of its demand, and its own index within the demand."""
    return kept(scenario, "_shift_positions", lambda: _shift_positions(scenario))


def _shift_positions(scenario: Scenario) -> Mapping[str, tuple[int, int]]:
    demands = scenario.demands
    if isinstance(demands, Records):
        counts = demands.several("shifts").lengths.tolist()
    else:
        counts = [len(demand.shifts) for demand in demands]
    listed = ((demand, number) for demand, count in enumerate(counts) for number in range(count))
    return dict(zip(ids(scenario, "shifts"), listed, strict=True))


def first_start(scenario: Scenario) -> datetime | None:
    """When the first shift of the plan starts; None if there is none."""
    return kept(scenario, "_first_start", lambda: _first_start(scenario))


def _first_start(scenario: Scenario) -> datetime | None:
    demands = scenario.demands
    if not isinstance(demands, Records):
        return min((shift.start for demand in demands for shift in demand.shifts), default=None)
    starts = demands.inner("shifts").number("start")
    return datetime.fromtimestamp(int(starts.min()) * 60, UTC) if len(starts) else None


def workers_with(scenario: Scenario, *fields: str) -> Iterator[tuple[int, Worker]]:
    """The workers who have anything in one of the fields, each with its index."""
    workers = scenario.workers
    if isinstance(workers, Records):
        yield from ((place, workers[place]) for place in workers.filled(*fields).tolist())
    else:
        yield from ((n, w) for n, w in enumerate(workers) if any(getattr(w, name) for name in fields))


def _as_columns(workers: Sequence[Worker]) -> Records[Worker]:
    return workers if isinstance(workers, Records) else columns_of_models(type(workers[0]), workers)


def workers_alike(scenario: Scenario, *fields: str, also: Sequence[str] = ()) -> tuple[Int, Int]:
    """The indices of the workers of `workers_with`, and for each the first worker with equal values in these and the
    ``also`` fields.
    """
    if not len(scenario.workers):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    workers = kept(scenario, "_worker_columns", lambda: _as_columns(scenario.workers))
    listed = workers.filled(*fields)
    codes = combine_codes(*(workers.columns[name].row_codes[listed] for name in (*fields, *also)))
    _, first, kind = np.unique(codes, return_index=True, return_inverse=True)
    return listed, listed[first][kind]

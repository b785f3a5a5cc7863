"""What can be read off the records of a scenario without a look at the whole of each, be they models or columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import numpy as np

from staffmatch.arrays import Int
from staffmatch.records.dictionary_columns import together
from staffmatch.records.sequence import Records

if TYPE_CHECKING:
    from staffmatch.models import Demand, Location, Scenario, Shift, Worker

TableName = Literal["companies", "workers", "demands", "shifts"]
TABLES: tuple[TableName, ...] = get_args(TableName)


class Listing:
    """The methods of `Scenario` for this."""

    @property
    def _listed(self) -> Scenario:
        return cast("Scenario", self)

    def ids(self, name: TableName) -> list[str]:
        """The ids of all records, or of all shifts, without a look at any other field."""
        if name == "shifts":
            if isinstance(self._listed.demands, Records):
                return self._listed.demands.inner("shifts").single("id").listed()
            return [shift.id for demand in self._listed.demands for shift in demand.shifts]
        records: Sequence[Any] = getattr(self._listed, name)
        return records.single("id").listed() if isinstance(records, Records) else [record.id for record in records]

    def lenders(self) -> list[str]:
        """The company of each worker."""
        workers = self._listed.workers
        return workers.single("company").listed() if isinstance(workers, Records) else [w.company for w in workers]

    def workers_named(self, wanted: Set[str]) -> dict[str, Worker]:
        """The workers of such ids, in the order of the scenario."""
        workers, places = self._listed.workers, self._worker_places
        found = sorted((places[name], name) for name in wanted if name in places)
        return {name: workers[place] for place, name in found}

    def shifts_named(self, wanted: Iterable[str]) -> dict[str, tuple[Demand, Shift]]:
        """The shifts of such ids, each with its demand; KeyError where there is none."""
        demands = self._listed.demands
        found = {}
        for name in dict.fromkeys(wanted):
            demand, number = demands[self._shift_places[name][0]], self._shift_places[name][1]
            found[name] = demand, demand.shifts[number]
        return found

    def site_of(self, demand: Demand) -> Location | None:
        """Where a demand is: at its own location, else at its company's, if that is known."""
        return demand.location or self.base_of(demand.company)

    def base_of(self, company: str) -> Location | None:
        """Where a company is, if that is known."""
        return self._bases[company]

    @cached_property
    def _bases(self) -> Mapping[str, Location | None]:
        return {company.id: company.location for company in self._listed.companies}

    @cached_property
    def _worker_places(self) -> Mapping[str, int]:
        workers = self._listed.workers
        if isinstance(workers, Records):
            return workers.places
        return {worker.id: place for place, worker in enumerate(workers)}

    @cached_property
    def _shift_places(self) -> Mapping[str, tuple[int, int]]:
        """For each shift the place of its demand, and its own among those of the demand."""
        demands = self._listed.demands
        if isinstance(demands, Records):
            counts = demands.several("shifts").lengths.tolist()
        else:
            counts = [len(demand.shifts) for demand in demands]
        places = ((demand, number) for demand, count in enumerate(counts) for number in range(count))
        return dict(zip(self.ids("shifts"), places, strict=True))

    def workers_with(self, *fields: str) -> Iterator[tuple[int, Worker]]:
        """Workers, each with its place, who have anything in one of the fields."""
        workers = self._listed.workers
        if isinstance(workers, Records):
            yield from ((place, workers[place]) for place in workers.filled(*fields).tolist())
        else:
            yield from ((n, w) for n, w in enumerate(workers) if any(getattr(w, name) for name in fields))

    def workers_alike(self, *fields: str, also: Sequence[str] = ()) -> tuple[Int, Int]:
        """The places of the same workers, and for each that of the first who has the same in the fields and in others.

        Models are not compared: each is the first of its kind.
        """
        workers = self._listed.workers
        if not isinstance(workers, Records):
            listed = np.array([place for place, _ in self.workers_with(*fields)], np.int64)
            return listed, listed
        places = workers.filled(*fields)
        kinds = together(*(workers.columns[name].kinds[places] for name in (*fields, *also)))
        _, first, kind = np.unique(kinds, return_index=True, return_inverse=True)
        return places, places[first][kind]

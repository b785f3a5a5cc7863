"""What can be read off the records of a scenario without a look at the whole of each, be they models or columns."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import numpy as np

from staffmatch.records import Records

if TYPE_CHECKING:
    from staffmatch.models import Scenario, Worker

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

    def workers_named(self, wanted: Container[str]) -> dict[str, Worker]:
        """The workers of such ids."""
        ids = self.ids("workers")
        return {name: self._listed.workers[place] for place, name in enumerate(ids) if name in wanted}

    def workers_with(self, *fields: str) -> Iterator[tuple[int, Worker]]:
        """Workers, each with its place, who have anything in one of the fields."""
        if isinstance(self._listed.workers, Records):
            found = np.any([self._listed.workers.columns[name].given for name in fields], axis=0)
            yield from ((place, self._listed.workers[place]) for place in np.flatnonzero(found).tolist())
        else:
            yield from ((n, w) for n, w in enumerate(self._listed.workers) if any(getattr(w, name) for name in fields))

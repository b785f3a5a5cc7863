"""AllowedPairs: a platform's own list of who may do what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.bases import Rule
from staffmatch.columns import Columns
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.plan import Plan, Violation


class AllowedPairs(Rule):
    """Only pairs with ``(w, s) ∈ pair table`` for every shift s of the job; without a table, all pairs.

    Example: "Worker 'w' has shift 'late' but the pair table does not list the two together."
    """

    kind: Literal["allowed_pairs"] = "allowed_pairs"

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        if columns.table is None:
            yield jobs, workers
            return
        for job in jobs.tolist():
            found = workers
            for held in columns.job_shifts[job].tolist():
                at = columns.table.listed[held]
                # What is searched for ends with somebody beyond all, so that a place is always one of them.
                known = np.append(found, len(columns.workers.ids))
                found = at[known[np.searchsorted(found, at)] == at]
            yield np.array([job]), found

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        table = scenario.pair_table
        if table is None:
            return
        by_shift = table.shifts is not None
        planned = {(d.worker.id, d.shift.id if by_shift else d.demand.id) for d in plan.duties(scenario)}
        listed = planned.intersection(zip(table.workers, table.shifts or table.demands or (), strict=True))
        for worker, demand, shift, *_ in plan.duties(scenario):
            if (worker.id, shift.id if by_shift else demand.id) not in listed:
                text = f"Worker {worker.id!r} has shift {shift.id!r} but the pair table does not list the two together."
                yield Violation(self.kind, text, 1, "pairs", (worker.id, shift.id))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> str:
        return "are listed for it in the pair table"

"""AllowedPairs: a platform's own list of who may do what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import agreeing
from staffmatch.formulation.columns import Columns
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule


class AllowedPairs(Rule):
    """Only pairs with ``(w, s) ∈ pair table`` for every shift s of the job; without a table, all pairs.

    Example: "Worker 'w' has shift 'late' but the pair table does not list the two together."
    """

    kind: Literal["allowed_pairs"] = "allowed_pairs"

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        if columns.table is None:
            yield jobs, workers
            return
        asked = np.zeros(len(columns.workers.ids), bool)
        asked[workers] = True
        # A job costs as much as its lists are long, however many people there are.
        for job in jobs.tolist():
            first, *others = (columns.table.listed[held] for held in columns.job_shifts[job].tolist())
            found = first[asked[first]]
            for listed in others:
                found = np.intersect1d(found, listed, assume_unique=True)
            yield np.array([job]), found

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        if scenario.pair_table is None:
            return
        listed = plan.listed(scenario)
        for worker, _, shift, *_ in plan.duties(scenario):
            if (worker.id, shift.id) not in listed:
                text = f"Worker {worker.id!r} has shift {shift.id!r} but the pair table does not list the two together."
                yield Violation(self.kind, text, 1, "pairs", (worker.id, shift.id))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> tuple[str, str]:
        return agreeing("is", "are", "listed for it in the pair table")

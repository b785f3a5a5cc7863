"""AllowedPairs: a platform's own list of who may do what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import Columns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule

_UNLISTED = Sentence(
    "allowed_pairs",
    "Worker {worker:worker} has shift {shift:shift} but the pair table does not list the two together.",
)
_LISTED = Sentence("allowed_pairs.wants", "is listed for it in the pair table", "are listed for it in the pair table")


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
                said = _UNLISTED(worker=worker.id, shift=shift.id)
                yield Violation(self.kind, said, 1, "pairs", (worker.id, shift.id))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _LISTED()

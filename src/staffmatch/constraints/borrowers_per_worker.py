"""BorrowersPerWorker: nobody is sent from one company to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario
from staffmatch.records.field_types import Whole

_TOO_MANY = Sentence(
    "borrowers_per_worker",
    "Worker {worker:worker} is lent to {n:count} companies ({borrowers:list-company}); the limit is {limit:count}.",
)


class BorrowersPerWorker(Bends, ScopedRule):
    """A worker is lent to at most so many ``borrowers`` over the whole plan.

    ``Σ_b z_wb <= borrowers`` for every worker w in scope, with z_wb = 1 iff w works at b, ``x_wj <= z_wb``.

    Example: "Worker 'w' is lent to 2 companies ('clinic', 'lab'); the limit is 1."
    """

    kind: Literal["borrowers_per_worker"] = "borrowers_per_worker"
    tied_by = "worker"
    amounts = "borrowers"
    borrowers: Annotated[Whole, Field(ge=1, le=10**6, description="borrowers")] = 1

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        stays = self.any_by(pairs, variables, "worker", "borrower")
        yield stays.by("worker").count() <= self.borrowers

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for worker, roster in self.selected(scenario, plan).rosters(scenario).items():
            there = sorted({duty.demand.company for duty in roster})
            if len(there) > self.borrowers:
                said = _TOO_MANY(worker=worker, n=len(there), borrowers=tuple(there), limit=self.borrowers)
                yield Violation(self.kind, said, len(there) - self.borrowers, "borrowers", (worker,))

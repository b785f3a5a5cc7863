"""Which borrowers, and whose work there, a rule about borrowers is about."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated

import numpy as np
from pydantic import Field

from staffmatch.arrays import Mask
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.errors import InputIssue
from staffmatch.formulation.columns import Columns
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import CompanyId

Borrower = Annotated[CompanyId | None, Field(description="the borrower; each where it is not given")]


class BorrowerRule(Rule):
    """About each borrower by itself; ``borrower`` narrows it to one."""

    borrower: Borrower = None

    def _at(self, columns: Columns) -> Mask:
        """The companies that it is about."""
        wanted = None if self.borrower is None else columns.company_ids.index(self.borrower)
        return np.array([wanted in (None, number) for number in range(len(columns.company_ids))], bool)

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        borrowers = sorted({demand.company for demand in scenario.demands})
        if self.borrower is not None and self.borrower not in borrowers:
            near = get_close_matches(self.borrower, borrowers, 1)
            advice = (
                refusals.UNKNOWN_SCOPE_ADVICE(near=near[0])
                if near
                else refusals.UNKNOWN_SCOPE_CORRECT_BORROWER_ADVICE()
            )
            text = refusals.NO_DEMAND_OF(borrower=self.borrower)
            yield InputIssue("unknown_scope", f"{path}.borrower", text, advice, (self.borrower,))


class LentWorkRule(Scoped, BorrowerRule):
    """About the work of some people at each borrower; ``lender``, ``worker`` and ``skill`` say whose."""

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from BorrowerRule.problems(self, scenario, path)
        yield from super().problems(scenario, path)

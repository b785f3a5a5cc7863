"""Which borrowers, and whose work there, a rule about borrowers is about."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from staffmatch.arrays import Mask
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.errors import InputIssue
from staffmatch.formulation.columns import Columns
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import CompanyId

Borrower = Annotated[CompanyId | None, Field(description="the borrower; each where it is not given")]


class BorrowerRule(Rule):
    """About each borrower by itself; ``company`` narrows it to one."""

    company: Borrower = None

    def _at(self, columns: Columns) -> Mask:
        """The companies that it is about."""
        wanted = None if self.company is None else columns.company_ids.index(self.company)
        return np.array([wanted in (None, number) for number in range(len(columns.company_ids))], bool)

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        borrowers = sorted({demand.company for demand in scenario.demands})
        if self.company is not None and self.company not in borrowers:
            near = get_close_matches(self.company, borrowers, 1)
            advice = f"Did you mean {near[0]!r}?" if near else "Correct the company, or drop the rule."
            text = f"no company {self.company!r} has a demand."
            yield InputIssue("unknown_scope", f"{path}.company", text, advice, (self.company,))


class LentWorkRule(Scoped, BorrowerRule):
    """About the work of some people at each borrower; ``lender``, ``worker`` and ``skill`` say whose."""

    lender_field: ClassVar[str | None] = "lender"
    company: Borrower = None
    lender: CompanyId | None = None

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from BorrowerRule.problems(self, scenario, path)
        yield from super().problems(scenario, path)

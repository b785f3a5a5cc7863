"""PartnershipLimit: nobody has to deal with more partners than they can."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int
from staffmatch.constraints.shared.partnerships import PartnershipRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.rows import Pairs, RowBlock, VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.field_types import CompanyId, Whole

Partners = Annotated[Whole, Field(ge=1, le=10**6)]


class PartnershipLimit(PartnershipRule):
    """A borrower has at most so many ``lenders``, a lender at most so many ``borrowers``, over the whole plan.

    ``Σ_a y_ab <= lenders`` for every borrower b and ``Σ_b y_ab <= borrowers`` for every lender a, with y_ab = 1 iff a
    lends anybody in scope to b, ``x_wj <= y_a(w)b(j)``. Agreements count as well, once they are used.

    Example: "Company 'clinic' borrows from 2 lenders ('hotel', 'spa'); the limit is 1."
    """

    kind: Literal["partnership_limit"] = "partnership_limit"
    lender_field: ClassVar[str | None] = None
    lenders: Annotated[Partners | None, Field(description="lenders of one borrower")] = None
    borrowers: Annotated[Partners | None, Field(description="borrowers of one lender")] = None
    company: Annotated[CompanyId | None, Field(description="whose partners; each company's where it is not given")] = (
        None
    )

    @model_validator(mode="after")
    def _limits(self) -> Self:
        if self.lenders is None and self.borrowers is None:
            raise PydanticCustomError("no_limit", "limits neither lenders nor borrowers; give one of the two")
        return self

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        companies = pairs.columns.company_ids
        column, lender, borrower = self._partnerships(pairs, variables)
        for owner, limit in ((borrower, self.lenders), (lender, self.borrowers)):
            if limit is not None:
                mine: Int = np.arange(len(owner))
                if self.company is not None:
                    mine = np.flatnonzero(owner == companies.index(self.company))
                owners, row = np.unique(owner[mine], return_inverse=True)
                one = np.ones(len(mine), np.int64)
                yield RowBlock.at_most(self.kind, row, column[mine], one, np.full(len(owners), limit))

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        used = self._made(scenario, plan)
        for company in sorted({name for partnership in used for name in partnership}):
            if self.company in (None, company):
                lenders = sorted(lender for lender, borrower in used if borrower == company)
                borrowers = sorted(borrower for lender, borrower in used if lender == company)
                yield from self._too_many(company, ("borrows", "from", "lenders"), lenders, self.lenders)
                yield from self._too_many(company, ("lends", "to", "borrowers"), borrowers, self.borrowers)

    def _too_many(
        self, company: str, words: tuple[str, str, str], names: list[str], limit: int | None
    ) -> Iterator[Violation]:
        if limit is not None and len(names) > limit:
            does, where, what = words
            partners = f"{len(names)} {what} ({', '.join(map(repr, names))})"
            text = f"Company {company!r} {does}{self.whom} {where} {partners}; the limit is {limit}."
            yield Violation(self.kind, text, len(names) - limit, what, (company,))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if self.worker is not None and self.lenders is not None:
            text = f"worker {self.worker!r} has but one lender."
            yield InputIssue("one_lender", f"{path}.lenders", text, "Leave out lenders, or the worker.", (self.worker,))
        if self.company is None:
            return
        lenders = {worker.company for worker in scenario.workers}
        borrowers = {demand.company for demand in scenario.demands}
        sides = (
            ("has a demand", borrowers, self.lenders, "lenders"),
            ("has people to lend", lenders, self.borrowers, "borrowers"),
        )
        for has, known, limit, field in sides:
            if limit is not None and self.company not in known:
                near = get_close_matches(self.company, known, 1)
                advice = f"Did you mean {near[0]!r}?" if near else f"Correct the company, or leave out {field}."
                text = f"no company {self.company!r} {has}."
                yield InputIssue("unknown_scope", f"{path}.company", text, advice, (self.company,))

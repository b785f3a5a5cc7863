"""PartnershipLimit: nobody has to deal with more partners than they can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.constraints import refusals
from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.partnerships import PartnershipRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario
from staffmatch.records.field_types import Whole

Partners = Annotated[Whole, Field(ge=1, le=10**6)]


_LENDERS = Sentence(
    "partnership_limit.lenders",
    "Company {company:company} borrows{whom} from {n:count} lenders ({others:list-company}); the limit is "
    "{limit:count}.",
)
_BORROWERS = Sentence(
    "partnership_limit.borrowers",
    "Company {company:company} lends{whom} to {n:count} borrowers ({others:list-company}); the limit is {limit:count}.",
)


class PartnershipLimit(Bends, PartnershipRule):
    """A borrower has at most so many ``lenders``, a lender at most so many ``borrowers``, over the whole plan.

    ``Σ_a y_ab <= lenders`` for every borrower b and ``Σ_b y_ab <= borrowers`` for every lender a, with y_ab = 1 iff a
    lends anybody in scope to b, ``x_wj <= y_a(w)b(j)``. ``borrower`` narrows the first to one borrower, ``lender`` the
    second to one lender. Agreements count as well, once they are used.

    Example: "Company 'clinic' borrows from 2 lenders ('hotel', 'spa'); the limit is 1."
    """

    kind: Literal["partnership_limit"] = "partnership_limit"
    says_borrower = True
    tied_by = "plan"
    amounts = "partners"
    lenders: Annotated[Partners | None, Field(description="lenders of one borrower")] = None
    borrowers: Annotated[Partners | None, Field(description="borrowers of one lender")] = None

    @model_validator(mode="after")
    def _limits(self) -> Self:
        if self.lenders is None and self.borrowers is None:
            raise PydanticCustomError("no_limit", "limits neither lenders nor borrowers; give one of the two")
        return self

    def about(self) -> tuple[tuple[str, Any], ...]:
        return *super().about(), ("lenders", self.lenders is not None), ("borrowers", self.borrowers is not None)

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        made = self._partnerships(pairs, variables)
        if self.lenders is not None:
            yield made.by("borrower").count() <= self.lenders
        if self.borrowers is not None:
            yield made.by("lender").count() <= self.borrowers

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        used = self._made(scenario, plan)
        for company in sorted({name for partnership in used for name in partnership}):
            lenders = sorted(lender for lender, borrower in used if borrower == company)
            borrowers = sorted(borrower for lender, borrower in used if lender == company)
            yield from self._too_many(company, _LENDERS, "lenders", lenders, self.lenders)
            yield from self._too_many(company, _BORROWERS, "borrowers", borrowers, self.borrowers)

    def _too_many(
        self, company: str, sentence: Sentence, unit: str, others: list[str], limit: int | None
    ) -> Iterator[Violation]:
        if limit is not None and len(others) > limit:
            # The sentence names the lender already.
            whom = self.people_message(lender=False)
            said = sentence(company=company, whom=whom, n=len(others), others=tuple(others), limit=limit)
            yield Violation(self.kind, said, len(others) - limit, unit, (company,))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        sides = (
            ("worker", "lender", refusals.ONE_LENDER_OF_WORKER),
            ("lender", "lender", refusals.ONE_LENDER),
            ("borrower", "borrower", refusals.ONE_BORROWER),
        )
        for field, side, told in sides:
            name = getattr(self, field)
            if name is not None and getattr(self, f"{side}s") is not None:
                text = told(name=name)
                advice = refusals.ONE_SIDE_ADVICE(side=side, field=field)
                yield InputIssue(f"one_{side}", f"{path}.{side}s", text, advice, (name,))

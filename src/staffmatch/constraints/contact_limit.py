"""ContactLimit: people of few companies meet at a workplace, so that an infection stays within few of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.shared.touched import on_each_day
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario
from staffmatch.records.field_types import Whole

_MEET = Sentence(
    "contact_limit",
    "People of {n:count} lenders ({lenders:list-company}) meet at {borrower:company} on {day:day}; the limit is "
    "{limit:count}.",
)


class ContactLimit(Bends, PlacedRule):
    """At a site, a borrower's location, people of at most so many lenders work on one local day.

    ``Σ_a c_ast <= lenders`` for every site s and day t, with c_ast = 1 iff anybody of lender a is there,
    ``x_wj <= c_a(w)st``. A shift counts on every day on which it has minutes, so that a night shift meets those of
    the morning; the borrower's own staff does not count. All who meet can infect each other, so it has no scope of
    people.

    Source: the same people on the same shifts, SARS-CoV-2-Arbeitsschutzstandard of 16 April 2020.

    Example: "People of 2 lenders ('hotel', 'spa') meet at 'clinic' on 2020-04-06; the limit is 1."
    """

    kind: Literal["contact_limit"] = "contact_limit"
    tied_by = "borrower"
    amounts = "lenders"
    lenders: Annotated[Whole, Field(ge=1, le=10**6, description="lenders")]

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        spans = self.in_scope(pairs, pairs.spans)
        cohorts = on_each_day(pairs.columns, spans).by("site", "day", "lender").any(variables)
        yield cohorts.by("site", "day").count() <= self.lenders

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for (borrower, _, day), crew in self.selected(scenario, plan).site_days(scenario, touched=True).items():
            lenders = sorted({duty.worker.company for duty in crew})
            if len(lenders) > self.lenders:
                said = _MEET(
                    n=len(lenders), lenders=tuple(lenders), borrower=borrower, day=day.isoformat(), limit=self.lenders
                )
                yield Violation(self.kind, said, len(lenders) - self.lenders, "lenders", (borrower,))

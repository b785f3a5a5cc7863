"""ContactLimit: people of few companies meet at a workplace, so that an infection stays within few of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from staffmatch.constraints.shared.borrowers import BorrowerRule
from staffmatch.constraints.shared.sites import site_days
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.rows import Pairs, RowBlock, VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.field_types import Whole


class ContactLimit(BorrowerRule):
    """At a site, a borrower's location, people of at most so many lenders work on one local day.

    ``Σ_a c_ast <= lenders`` for every site s and day t, with c_ast = 1 iff anybody of lender a is there,
    ``x_wj <= c_a(w)st``. A shift counts on the day on which it starts; the borrower's own staff does not count. All
    who meet can infect each other, so it knows no scope of people.

    Source: the same people on the same shifts, SARS-CoV-2-Arbeitsschutzstandard of 16 April 2020.

    Example: "People of 2 lenders ('hotel', 'spa') meet at 'clinic' on 2020-04-06; the limit is 1."
    """

    kind: Literal["contact_limit"] = "contact_limit"
    lenders: Annotated[Whole, Field(ge=1, le=10**6, description="lenders")]

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        pair, place = site_days(pairs)
        lenders = len(pairs.columns.company_ids)
        cohorts = variables.indicators("cohort", pair, place * lenders + pairs.lender[pair])
        at, first = np.unique(cohorts.group, return_index=True)
        mine = at[self._at(pairs.columns)[pairs.borrower[pair[first]]]]
        places, row = np.unique(cohorts.keys[mine] // lenders, return_inverse=True)
        one = np.ones(len(mine), np.int64)
        yield RowBlock.at_most(self.kind, row, cohorts.columns[mine], one, np.full(len(places), self.lenders))

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for (borrower, _, day), crew in plan.site_days(scenario).items():
            lenders = sorted({duty.worker.company for duty in crew})
            if self.borrower in (None, borrower) and len(lenders) > self.lenders:
                names = ", ".join(map(repr, lenders))
                met = f"People of {len(lenders)} lenders ({names}) meet at {borrower!r} on {day.isoformat()}"
                excess = len(lenders) - self.lenders
                yield Violation(self.kind, f"{met}; the limit is {self.lenders}.", excess, "lenders", (borrower,))

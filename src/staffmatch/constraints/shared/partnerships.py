"""What rules about partnerships have in common: which of them there are, and who makes them."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.domain.plan import Plan
from staffmatch.formulation.rows import Pairs, VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule


class PartnershipRule(Scoped, Rule):
    """About partnerships, of a lender and a borrower, that people in scope make: others do not count."""

    def _partnerships(self, pairs: Pairs, variables: VariableRegistry) -> tuple[Int, Int, Int]:
        """A column for each partnership, 1 iff anybody in scope is lent, with its lender and borrower."""
        companies = pairs.columns.company_ids
        if self.worker is None and self.skill is None:
            family = variables.partnership(pairs)
        else:
            member = np.flatnonzero(self.within(pairs.columns)[pairs.worker])
            family = variables.indicators(f"partnership{self.whose}", member, pairs.partnership[member])
        lender, borrower = np.divmod(family.keys, max(1, len(companies)))
        if self.lender is None:
            return family.columns, lender, borrower
        mine = lender == companies.index(self.lender)
        return family.columns[mine], lender[mine], borrower[mine]

    def _made(self, scenario: Scenario, plan: Plan) -> set[tuple[str, str]]:
        """The same from a plan: lender and borrower of each."""
        members = self.planned(scenario, plan)
        return {(d.worker.company, d.demand.company) for d in plan.duties(scenario) if d.worker.id in members}

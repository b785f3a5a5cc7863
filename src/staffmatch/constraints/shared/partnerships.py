"""What rules about partnerships have in common: which of them there are, and who makes them."""

from __future__ import annotations

from staffmatch.constraints.shared.scope import Scoped
from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule


class PartnershipRule(Scoped, Rule):
    """About partnerships, of a lender and a borrower, that people in scope make: others do not count."""

    def _partnerships(self, pairs: Pairs, variables: VariableRegistry) -> Relation:
        """The partnerships, each 1 iff anybody in scope is lent, by lender and borrower."""
        if self.worker is None and self.skill is None:
            made = pairs.by("lender", "borrower").any(variables)
        else:
            made = self.in_scope(pairs, pairs.relation).by("lender", "borrower").any(variables)
        if self.lender is None:
            return made
        return made.where(made["lender"] == pairs.columns.company_ids.index(self.lender))

    def _made(self, scenario: Scenario, plan: Plan) -> set[tuple[str, str]]:
        """The same from a plan: lender and borrower of each."""
        members = self.planned(scenario, plan)
        return {(d.worker.company, d.demand.company) for d in plan.duties(scenario) if d.worker.id in members}

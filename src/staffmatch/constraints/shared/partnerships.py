"""What rules about partnerships have in common: which of them there are, and who makes them."""

from __future__ import annotations

from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario


class PartnershipRule(ScopedRule):
    """About partnerships, of a lender and a borrower, that people in scope make: others do not count."""

    def _partnerships(self, pairs: Pairs, variables: VariableRegistry) -> Relation:
        """The partnerships, each 1 iff anybody in scope is lent, by lender and borrower."""
        return self.any_by(pairs, variables, "lender", "borrower")

    def _made(self, scenario: Scenario, plan: Plan) -> set[tuple[str, str]]:
        """The same from a plan: lender and borrower of each."""
        return {(duty.worker.company, duty.demand.company) for duty in self.selected(scenario, plan).duties(scenario)}

"""PartnershipCost: a new contract between two companies costs money to set up."""

from __future__ import annotations

from typing import Literal

import numpy as np

from staffmatch.constraints.shared.partnerships import PartnershipRule
from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.field_types import Cents


class PartnershipCost(PartnershipRule):
    """Adds ``cents · y_ab`` to `Cost` for lender a and borrower b without an agreement; ``x_wj <= y_a(w)b(j)``.

    An agreement is free, whichever of the two names it and whichever lends. With a scope y_ab = 1 iff anybody in scope
    is lent by a to b.

    Source: lender and borrower need a contract, § 12 (1) AÜG.

    Example: "Cost: €50.00, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["partnership_cost"] = "partnership_cost"
    cents: Cents

    def charges(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        made = self._partnerships(pairs, variables)
        agreed = np.isin(pairs.columns.partnership(*made["lender", "borrower"]), pairs.columns.agreements)
        return made.where(~agreed).sum(self.cents * 60)

    def charge(self, scenario: Scenario, plan: Plan) -> int:
        agreed = {frozenset((c.id, other)) for c in scenario.companies for other in c.agreements}
        return self.cents * 60 * sum(frozenset(one) not in agreed for one in self._made(scenario, plan))

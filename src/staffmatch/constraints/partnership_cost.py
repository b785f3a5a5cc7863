"""PartnershipCost: a new contract between two companies costs money to set up."""

from __future__ import annotations

from typing import Literal

import numpy as np

from staffmatch.bases import Rule
from staffmatch.fields import Cents
from staffmatch.models import Scenario
from staffmatch.plan import Plan
from staffmatch.rows import Aux, Linear, Pairs


class PartnershipCost(Rule):
    """Adds ``cents · y_ab`` to `Cost` for lender a and borrower b without an agreement; ``x_wj <= y_a(w)b(j)``.

    An agreement is free, whichever of the two names it and whichever lends.

    Source: lender and borrower need a contract, § 12 (1) AÜG.

    Example: "Cost: €50.00, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["partnership_cost"] = "partnership_cost"
    cents: Cents

    def charges(self, pairs: Pairs, aux: Aux) -> Linear:
        partnership = aux.partnership(pairs)
        new = partnership.columns[~np.isin(partnership.keys, pairs.columns.agreements)]
        return Linear(0, new, np.full(len(new), self.cents * 60))

    def charge(self, scenario: Scenario, plan: Plan) -> int:
        agreed = {frozenset((c.id, other)) for c in scenario.companies for other in c.agreements}
        partnerships = {(duty.worker.company, duty.demand.company) for duty in plan.duties(scenario)}
        return self.cents * 60 * sum(frozenset(partnership) not in agreed for partnership in partnerships)

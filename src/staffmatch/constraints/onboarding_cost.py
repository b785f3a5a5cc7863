"""OnboardingCost: whoever comes to a workplace for the first time has to be shown around."""

from __future__ import annotations

from typing import Literal

import numpy as np

from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.stays import stays
from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.field_types import Cents


class OnboardingCost(ScopedRule):
    """Adds ``cents · z_wb`` to `Cost` for worker w and borrower b, once; ``x_wj <= z_wb(j)``.

    Free for those who have been there before, as `Worker.secondments` tells, however long ago.

    Source: instruction at each new workplace, before work begins: § 12 (1) and (2) ArbSchG.

    Example: "Cost: €75.00, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["onboarding_cost"] = "onboarding_cost"
    cents: Cents

    def charges(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        columns = pairs.columns
        came = self.any_by(pairs, variables, "worker", "borrower")
        worker, borrower = came["worker", "borrower"]
        known, _, _ = stays(columns)
        new = ~np.isin(worker * len(columns.company_ids) + borrower, known)
        return came.where(new).sum(self.cents * 60)

    def charge(self, scenario: Scenario, plan: Plan) -> int:
        new = {
            (worker.id, demand.company)
            for worker, demand, *_ in self.selected(scenario, plan).duties(scenario)
            if all(stay.company != demand.company for stay in worker.secondments)
        }
        return self.cents * 60 * len(new)

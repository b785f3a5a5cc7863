"""Partnerships: how many pairs of companies have to deal with each other."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from staffmatch.domain.plan import Plan
from staffmatch.formulation.rows import Linear, Pairs, VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class Partnerships(Term):
    """``Σ_ab y_ab``: (lender, borrower) pairs with at least one assignment, with or without an agreement.

    Example: "Partnerships: 2 partnerships, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["partnerships"] = "partnerships"
    unit: ClassVar[str] = "partnerships"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        partnership = variables.partnership(pairs)
        return Linear(0, partnership.columns, np.ones(len(partnership.keys), np.int64))

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return len({(duty.worker.company, duty.demand.company) for duty in plan.duties(scenario)})

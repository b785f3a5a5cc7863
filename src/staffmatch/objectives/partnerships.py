"""Partnerships: how many pairs of companies have to deal with each other."""

from __future__ import annotations

from typing import ClassVar, Literal

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class Partnerships(Term):
    """``Σ_ab y_ab``: (lender, borrower) pairs with at least one assignment, with or without an agreement.

    Example: "Partnerships: 2 partnerships, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["partnerships"] = "partnerships"
    unit: ClassVar[str] = "partnerships"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return pairs.by("lender", "borrower").any(variables).count()

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return len({(duty.worker.company, duty.demand.company) for duty in plan.duties(scenario)})

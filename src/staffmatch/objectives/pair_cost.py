"""PairCost: a platform's own price or score of each pair."""

from __future__ import annotations

from typing import ClassVar, Literal

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class PairCost(Term):
    """``Σ c_ws`` over the assignments, c from the scenario's pair table and 0 where it says nothing.

    A score to be maximised is given as a negative cost.

    Example: "Pair cost: 15 points, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["pair_cost"] = "pair_cost"
    unit: ClassVar[str] = "points"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return pairs.sum("cost")

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return sum(duty.pair_cost for duty in plan.duties(scenario))

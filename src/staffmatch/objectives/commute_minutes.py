"""CommuteMinutes: time spent on the way to work and back."""

from __future__ import annotations

from typing import ClassVar, Literal

from staffmatch.arrays import product
from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.objectives.cost import commute_minutes
from staffmatch.records.bases import Term


class CommuteMinutes(Term):
    """``Σ 2 · minutes_wj · days_j · x_wj``: there and back on each local day of the job.

    Example: "Commute: 180 min, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["commute_minutes"] = "commute_minutes"
    unit: ClassVar[str] = "min"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return pairs.sum(product(2, pairs.commute, pairs.commute_days))

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return commute_minutes(scenario, plan.duties(scenario))

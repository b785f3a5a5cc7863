"""CommuteOver: minutes beyond what is thought a fair way to work."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from staffmatch.arrays import product
from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.objectives.cost import commute_minutes
from staffmatch.records.bases import Term
from staffmatch.records.field_types import Count


class CommuteOver(Term):
    """``Σ 2 · max(0, minutes_wj - minutes) · days_j · x_wj``: as `CommuteMinutes`, beyond ``minutes`` each way.

    Example: "Commute over: 60 min, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["commute_over"] = "commute_over"
    minutes: Annotated[Count, Field(description="minutes one way")]
    unit: ClassVar[str] = "min"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        beyond = np.maximum(0, pairs.commute - self.minutes)
        return pairs.sum(product(2, beyond, pairs.commute_days))

    def value(self, scenario: Scenario, plan: Plan) -> int:
        beyond = (duty._replace(commute=max(0, duty.commute - self.minutes)) for duty in plan.duties(scenario))
        return commute_minutes(scenario, beyond)

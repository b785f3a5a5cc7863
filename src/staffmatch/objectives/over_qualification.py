"""OverQualification: people do work for which fewer skills would do."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from staffmatch.arrays import product
from staffmatch.domain.plan import Plan
from staffmatch.domain.skills import effective, reach_of
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class OverQualification(Term):
    """``Σ h_j · Σ_k max(0, level_wk - level_dk) · x_wj`` over the skills k that the demand asks for, in level hours.

    Levels are those that people bring: nobody is over-qualified by what a training of the plan grants.

    Example: "Over qualification: 16 level h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["over_qualification"] = "over_qualification"
    unit: ClassVar[str] = "level h"
    per_unit: ClassVar[int] = 60

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        columns = pairs.columns
        levels = np.zeros(len(pairs), np.int64)
        for skill in range(len(columns.skills)):
            needed = columns.demands.needs[pairs.demand, skill]
            spare = columns.workers.levels[pairs.worker, skill] - needed
            levels += np.where(needed > 0, np.maximum(spare, 0), 0)
        return pairs.sum(product(levels, pairs.minutes))

    def value(self, scenario: Scenario, plan: Plan) -> int:
        reach = reach_of(scenario)
        total = 0
        for duty in plan.duties(scenario):
            held = effective(duty.worker.skills, reach)
            total += duty.minutes * sum(max(0, held.get(k, 0) - asked) for k, asked in duty.demand.skills.items())
        return total

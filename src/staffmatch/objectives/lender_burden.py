"""LenderBurden: the lender that gives the most gives no more than it must."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.accessors import lenders
from staffmatch.records.bases import Term


class LenderBurden(Term):
    """``max_a (minutes lent by a / people of a)``, rounded up: the most hours lent per head among the lenders.

    Cross-multiplied: ``people_a · z - Σ_{w of a} h_j x_wj >= 0`` for every lender a.

    Example: "Lender burden: 18.5 h per head, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["lender_burden"] = "lender_burden"
    unit: ClassVar[str] = "h per head"
    per_unit: ClassVar[int] = 60

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        lenders = pairs.by("lender")
        if not len(lenders):
            return Linear.nothing()
        people = np.bincount(pairs.columns.workers.company)[lenders["lender"]]
        most = lenders.total("minutes") // people + 1
        lent = lenders.sum(-pairs.minutes) >= 0
        return variables.least(self.kind, lent, people, int(most.max())).total

    def value(self, scenario: Scenario, plan: Plan) -> int:
        people: dict[str, int] = {}
        for lender in lenders(scenario):
            people[lender] = people.get(lender, 0) + 1
        lent = dict.fromkeys(people, 0)
        for duty in plan.duties(scenario):
            lent[duty.worker.company] += duty.minutes
        return max((-(-minutes // people[lender]) for lender, minutes in lent.items()), default=0)

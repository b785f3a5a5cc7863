"""SpreadOfHours: work is shared out evenly."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from staffmatch.constraints.shared.scope import Scoped
from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class SpreadOfHours(Scoped, Term):
    """``max_w H_w - min_w H_w`` with ``H_w = Σ h_j x_wj``, over the people in scope, in hours.

    With M the most that anybody could have, the numbers ``top >= H_w`` and ``rest >= M - H_w`` make ``top + rest - M``.
    Whoever is not lent has 0 hours: narrow the scope to those who are to share.

    Example: "Spread of hours: 16 h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["spread_of_hours"] = "spread_of_hours"
    unit: ClassVar[str] = "h"
    per_unit: ClassVar[int] = 60

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        people = pairs.each(worker=np.flatnonzero(self.within(pairs.columns)))
        most = int(people.total("minutes").max(initial=0))
        if not most:
            return Linear.nothing()
        name = f"{self.kind}{self.whose}"
        top = variables.least(f"{name} top", people.sum(-people.relation["minutes"]) >= 0, 1, most)
        rest = variables.least(f"{name} rest", people.sum("minutes") >= most, 1, most)
        return Linear.total([(1, top.total), (1, rest.total), (1, Linear.nothing(-most))])

    def value(self, scenario: Scenario, plan: Plan) -> int:
        hours = dict.fromkeys(self.members(scenario), 0)
        for duty in plan.duties(scenario):
            if duty.worker.id in hours:
                hours[duty.worker.id] += duty.minutes
        return max(hours.values(), default=0) - min(hours.values(), default=0)

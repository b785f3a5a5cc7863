"""WorstCommute: the longest way to work that anybody has."""

from __future__ import annotations

from typing import ClassVar, Literal

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class WorstCommute(Term):
    """``max minutes_wj`` over the assignments, one way.

    With e_m = 1 iff somebody has a way of m minutes, ``x_wj <= e_m``, the number z is at least ``m · e_m`` for each m:
    as tight as a row for every pair, with as many rows as there are lengths.

    Example: "Worst commute: 25 min, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["worst_commute"] = "worst_commute"
    unit: ClassVar[str] = "min"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        lengths = pairs.where(pairs.commute > 0).by("commute")
        if not len(lengths):
            return Linear.nothing()
        longest = int(lengths["commute"].max())
        occurs = lengths.any(variables)
        worst = occurs.by("commute").sum(-occurs["commute"]) >= 0
        return variables.least(self.kind, worst, 1, longest).total

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return max((duty.commute for duty in plan.duties(scenario)), default=0)

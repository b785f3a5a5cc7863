"""Preferences: people are lent to companies other than those they would like best."""

from __future__ import annotations

from typing import ClassVar, Literal

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class Preferences(Term):
    """``Σ (max_b p_wb - p_wb(j)) · x_wj`` for each shift of j: points missed against what the worker likes best.

    Points are the worker's own (`Worker.preferences`), 0 for a company that the worker does not mention.

    Example: "Preferences: 6 points missed, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["preferences"] = "preferences"
    unit: ClassVar[str] = "points missed"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        preferences = pairs.columns.workers.preferences
        highest = preferences.highest(len(pairs.columns.workers.ids))
        missed = highest[pairs.worker] - preferences.of(pairs.worker, pairs.borrower)
        return pairs.sum(missed * pairs.columns.job_shifts.lengths[pairs.job])

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return sum(
            max([0, *duty.worker.preferences.values()]) - duty.worker.preferences.get(duty.demand.company, 0)
            for duty in plan.duties(scenario)
        )

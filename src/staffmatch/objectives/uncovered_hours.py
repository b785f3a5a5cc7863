"""UncoveredHours: hours of demand that nobody covers."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from staffmatch.arrays import product
from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.surplus import filled_seats
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class UncoveredHours(Term):
    """``Σ_j priority_j · h_j · (n_j - Σ_w x_wj)`` in hours, h the hours of the shifts less breaks.

    Over all jobs but trainings, on which nobody is missing. Where more people than seats may have a shift, those beyond
    count for nothing: ``max(0, n_j - Σ_w x_wj)``.

    Example: "Uncovered hours (times priority): 10.5 h, proven: no plan has less."
    """

    kind: Literal["uncovered_hours"] = "uncovered_hours"
    unit: ClassVar[str] = "h"
    per_unit: ClassVar[int] = 60
    needs: ClassVar[tuple[str, ...]] = ("coverage",)

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        columns, demands = pairs.columns, pairs.columns.demands
        weight = product(demands.priority[columns.job_demand], columns.job_minutes)
        constant = sum(product(weight, demands.needed[columns.job_demand]).tolist())
        weight = weight * ~demands.training[columns.job_demand]
        return replace(filled_seats(pairs, variables, weight), constant=constant)

    def value(self, scenario: Scenario, plan: Plan) -> int:
        crews = plan.crews(scenario)
        return sum(
            demand.priority * shift.minutes * max(0, demand.headcount - len(crews.get(shift.id, ())))
            for demand in scenario.demands
            if not demand.grants
            for shift in demand.shifts
        )

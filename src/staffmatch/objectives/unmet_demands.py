"""UnmetDemands: how many demands have an empty seat."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.surplus import Surplus
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class UnmetDemands(Term):
    """``Σ_d u_d`` with ``seats_d · u_d + Σ_{j of d} x_wj >= seats_d``: demands with at least one empty seat.

    Over all demands but trainings, on which nobody is missing.

    Example: "Unmet demands: 1 demand, proven: no plan has less."
    """

    kind: Literal["unmet_demands"] = "unmet_demands"
    unit: ClassVar[str] = "demands"
    needs: ClassVar[tuple[str, ...]] = ("coverage",)

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        columns = pairs.columns
        demand = np.flatnonzero(~columns.demands.training)
        if not len(demand):
            return Linear.nothing()
        seats = (np.bincount(columns.job_demand, minlength=len(columns.demands.ids)) * columns.demands.headcount)[
            demand
        ]
        filled, surplus = pairs.each(demand=demand).count() >= seats, Surplus.of(pairs, variables)
        if surplus is not None:
            row, asked = np.searchsorted(demand, columns.job_demand), ~columns.demands.training[columns.job_demand]
            filled = surplus.taken_off(filled, row, asked.astype(np.int64))
        return variables.least(self.kind, filled, seats, 1, each=True).total

    def value(self, scenario: Scenario, plan: Plan) -> int:
        crews = plan.crews(scenario)
        return sum(
            any(len(crews.get(shift.id, ())) < demand.needed for shift in demand.shifts) for demand in scenario.demands
        )

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

    Example: "Unmet demands: 1 demand, proven: no plan has less."
    """

    kind: Literal["unmet_demands"] = "unmet_demands"
    unit: ClassVar[str] = "demands"
    needs: ClassVar[tuple[str, ...]] = ("coverage",)

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        columns = pairs.columns
        demand = np.arange(len(columns.demands.ids))
        if not len(demand):
            return Linear.nothing()
        seats = np.bincount(columns.job_demand, minlength=len(demand)) * columns.demands.headcount
        filled, surplus = pairs.each(demand=demand).count() >= seats, Surplus.of(pairs, variables)
        if surplus is not None:
            filled = surplus.taken_off(filled, columns.job_demand, np.ones(columns.jobs, np.int64))
        return variables.least(self.kind, filled, seats, 1, each=True).total

    def value(self, scenario: Scenario, plan: Plan) -> int:
        crews = plan.crews(scenario)
        return sum(
            any(len(crews.get(shift.id, ())) < demand.headcount for shift in demand.shifts)
            for demand in scenario.demands
        )

"""EmptySeats: the number of seats left empty."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.surplus import filled_seats
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class EmptySeats(Term):
    """``Σ_j |shifts of j| · (n_j - Σ_w x_wj)``; a seat is one person on one shift. People beyond the seats of a shift
    count for nothing.

    Over all jobs but trainings, on which nobody is missing.

    Example: "Empty seats: 2 seats, proven: no plan has less."
    """

    kind: Literal["empty_seats"] = "empty_seats"
    unit: ClassVar[str] = "seats"
    needs: ClassVar[tuple[str, ...]] = ("coverage",)

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        columns = pairs.columns
        shifts = columns.job_shifts.lengths * ~columns.demands.training[columns.job_demand]
        constant = int(shifts @ columns.demands.needed[columns.job_demand])
        return replace(filled_seats(pairs, variables, shifts), constant=constant)

    def value(self, scenario: Scenario, plan: Plan) -> int:
        crews = plan.crews(scenario)
        return sum(
            max(0, demand.needed - len(crews.get(shift.id, ())))
            for demand in scenario.demands
            for shift in demand.shifts
        )

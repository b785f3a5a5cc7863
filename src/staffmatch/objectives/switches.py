"""Switches: people sent to more than one borrower."""

from __future__ import annotations

from typing import ClassVar, Literal

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class Switches(Term):
    """``Σ_w (Σ_b z_wb - u_w)``: each borrower of a worker beyond the first.

    z_wb = 1 iff w works at b (``x_wj <= z_wb``), u_w = 1 iff w works anywhere (``u_w <= Σ x_wj``).

    Example: "Switches: 1 switch, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["switches"] = "switches"
    unit: ClassVar[str] = "switches"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        stays = pairs.by("worker", "borrower").any(variables)
        used = pairs.by("worker").any(variables)
        return Linear.total([(1, stays.count()), (1, used.sum(-1))])

    def value(self, scenario: Scenario, plan: Plan) -> int:
        duties = plan.duties(scenario)
        secondments = {(duty.worker.id, duty.demand.company) for duty in duties}
        return len(secondments) - len({worker for worker, _ in secondments})

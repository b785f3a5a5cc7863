"""WorkersUsed: how many people are lent at all."""

from __future__ import annotations

from typing import ClassVar, Literal

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class WorkersUsed(Term):
    """``Σ_w u_w`` with ``x_wj <= u_w``: workers with at least one assignment.

    Example: "Workers used: 2 workers, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["workers_used"] = "workers_used"
    unit: ClassVar[str] = "workers"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return pairs.by("worker").any(variables).count()

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return len({worker for worker, _ in plan})

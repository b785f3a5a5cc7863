"""Wishes: what people would like to work, and would rather not."""

from __future__ import annotations

from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.formulation.wishes import WishColumns
from staffmatch.models import Scenario
from staffmatch.records.bases import Term


class Wishes(Term):
    """``Σ_ws (Σ against_ws - Σ for_ws) · x_ws``: weights of wishes against what is lent, less those of wishes for it.

    Each wish of `Worker.wishes` counts once for each shift s that worker w is lent for and that it is about: two shifts
    on a wished day count twice. A wish that is a must counts nothing, as no plan goes against it (`Availability`).

    Example: "Wishes: -3 points, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["wishes"] = "wishes"
    unit: ClassVar[str] = "points"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        spans = pairs.spans
        worker, shift = spans["worker", "shift"]
        return spans.sum(WishColumns.of(pairs.columns).points_of(worker, shift))

    def value(self, scenario: Scenario, plan: Plan) -> int:
        zone = ZoneInfo(scenario.timezone)
        return sum(
            wish.points
            for duty in plan.duties(scenario)
            for wish in duty.worker.wishes
            if wish.concerns(duty.demand, duty.shift, zone)
        )

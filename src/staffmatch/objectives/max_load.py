"""MaxLoad: whoever has the most has as little as possible."""

from __future__ import annotations

from math import ceil
from typing import ClassVar, Literal

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.objectives.shared.share import Among
from staffmatch.objectives.shared.share_rows import Loads
from staffmatch.objectives.shared.share_term import PER_UNIT, UNIT, ShareTerm


class MaxLoad(ShareTerm):
    """``max_i L_i`` over those who share, ``L_i = (before + amount) / target``: the most hours, nights, ...

    ``among="used"`` looks at those with at least one assignment alone, which makes a difference if there is a history.

    Example: "Max load: 26.5 h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["max_load"] = "max_load"
    among: Among = "all"
    unit: ClassVar[str] = UNIT
    per_unit: ClassVar[int] = PER_UNIT

    @property
    def presses_down(self) -> bool:
        return True

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return Loads.of(self.of, pairs, variables).top(used=self.among == "used")

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return ceil(max(self.of.loads(scenario, plan, used=self.among == "used").values(), default=0))

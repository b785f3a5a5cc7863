"""MinLoad: whoever has the least has as much as possible."""

from __future__ import annotations

from math import floor
from typing import ClassVar, Literal

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.objectives.shared.share import Among
from staffmatch.objectives.shared.share_rows import Loads
from staffmatch.objectives.shared.share_term import PER_UNIT, UNIT, ShareTerm


class MinLoad(ShareTerm):
    """``-min_i L_i`` over those who share, ``L_i = (before + amount) / target``: minus the fewest hours, nights, ...

    ``among="used"`` looks at those with at least one assignment alone; where nobody has any it is 0.

    Example: "Min load: -10.5 h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["min_load"] = "min_load"
    among: Among = "all"
    unit: ClassVar[str] = UNIT
    per_unit: ClassVar[int] = PER_UNIT

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return Loads.of(self.of, pairs, variables).bottom(used=self.among == "used")

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return -floor(min(self.of.loads(scenario, plan, used=self.among == "used").values(), default=0))

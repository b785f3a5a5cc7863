"""LoadOver: what loads have above a level, in all."""

from __future__ import annotations

from math import ceil
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.term_names import at_level
from staffmatch.models import Scenario
from staffmatch.objectives.shared.share_rows import Loads
from staffmatch.objectives.shared.share_term import PER_UNIT, UNIT, ShareTerm
from staffmatch.records.field_types import Whole


class LoadOver(ShareTerm):
    """``Σ_i max(0, L_i - level)`` over those who share, ``L_i = (before + amount) / target``.

    The level is in steps of the share: minutes for hours, hundredths of a per cent for fill rates, times the least
    common multiple of the targets. `leximin` is a run of these, from the worst level on.

    Example: "Load over 8 h: 21 h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["load_over"] = "load_over"
    level: Annotated[Whole, Field(ge=-(10**12), le=10**12, description="steps of the share")]
    unit: ClassVar[str] = UNIT
    per_unit: ClassVar[int] = PER_UNIT

    @property
    def label(self) -> str:
        return at_level(self.kind, self.level / self.per_unit, self.unit)

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return Loads.of(self.of, pairs, variables).beyond(self.level, over=True)

    def value(self, scenario: Scenario, plan: Plan) -> int:
        loads = self.of.loads(scenario, plan).values()
        return sum(max(0, ceil(load) - self.level) for load in loads)

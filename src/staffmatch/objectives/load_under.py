"""LoadUnder: what loads have below a level, in all."""

from __future__ import annotations

from math import floor
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


class LoadUnder(ShareTerm):
    """``Σ_i max(0, level - L_i)`` over those who share, ``L_i = (before + amount) / target``.

    The level is in steps of the share: minutes for hours, hundredths of a per cent for fill rates, times the least
    common multiple of the targets. `leximin` is a run of these, from the worst level on.

    Example: "Load under 8 h: 0 h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["load_under"] = "load_under"
    level: Annotated[Whole, Field(ge=-(10**12), le=10**12, description="steps of the share")]
    unit: ClassVar[str] = UNIT
    per_unit: ClassVar[int] = PER_UNIT

    @property
    def label(self) -> str:
        return at_level(self.kind, self.level / self.per_unit, self.unit)

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return Loads.of(self.of, pairs, variables).beyond(self.level, over=False)

    def value(self, scenario: Scenario, plan: Plan) -> int:
        loads = self.of.loads(scenario, plan).values()
        return sum(max(0, self.level - floor(load)) for load in loads)

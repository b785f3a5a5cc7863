"""The base of the terms about what loads have beyond a level, of which `leximin` is a run."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Annotated, ClassVar

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


class LevelTerm(ShareTerm):
    """What loads have ``over`` a level, or under it, in all."""

    level: Annotated[Whole, Field(ge=-(10**12), le=10**12, description="steps of the share")]
    unit: ClassVar[str] = UNIT
    per_unit: ClassVar[int] = PER_UNIT
    over: ClassVar[bool]

    @property
    def presses_down(self) -> bool:
        return self.over

    @property
    def label(self) -> str:
        return at_level(self.kind, self.level / self.per_unit, self.unit)

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return Loads.of(self.of, pairs, variables).beyond(self.level, over=self.over)

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return sum(max(0, ceil(self._beyond(load))) for load in self.of.loads(scenario, plan).values())

    def _beyond(self, load: Fraction) -> Fraction:
        return load - self.level if self.over else self.level - load

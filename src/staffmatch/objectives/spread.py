"""Spread: a share of anything that counts is spread evenly."""

from __future__ import annotations

from typing import ClassVar, Literal

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.objectives.shared.share import Among
from staffmatch.objectives.shared.share_rows import Loads
from staffmatch.objectives.shared.share_term import PER_UNIT, UNIT, ShareTerm


class Spread(ShareTerm):
    """``max_i L_i - min_i L_i`` over those who share, ``L_i = (before + amount) / target``.

    ``among="used"`` compares those with at least one assignment alone: with the most M that a load could be, u_i = 1
    iff i has any, and a = 1 iff anybody has, it is ``top + rest - M a`` for ``top >= L_i`` and
    ``rest >= M u_i - L_i``. `SpreadOfHours` is the plain name of the spread of hours.

    Example: "Spread: 16 h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["spread"] = "spread"
    among: Among = "all"
    unit: ClassVar[str] = UNIT
    per_unit: ClassVar[int] = PER_UNIT

    @property
    def presses_down(self) -> bool:
        return True

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return Loads.of(self.of, pairs, variables).spread(used=self.among == "used")

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return self.of.spread(scenario, plan, used=self.among == "used")

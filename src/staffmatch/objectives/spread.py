"""Spread: a share of anything that counts is spread evenly."""

from __future__ import annotations

from math import ceil, floor
from typing import ClassVar, Literal

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.objectives.shared.share import AnyShare
from staffmatch.objectives.shared.share_rows import Loads
from staffmatch.objectives.shared.share_term import PER_UNIT, UNIT, ShareTerm

Among = Literal["all", "used"]


def spread_costs(share: AnyShare, among: Among, pairs: Pairs, variables: VariableRegistry) -> Linear:
    """The largest load less the smallest, as a linear form."""
    loads, used = Loads.of(share, pairs, variables), among == "used"
    return Linear.total([(1, loads.top(used=used)), (1, loads.bottom(used=used))])


def spread_value(share: AnyShare, among: Among, scenario: Scenario, plan: Plan) -> int:
    """The same of one plan."""
    loads = share.loads(scenario, plan, used=among == "used").values()
    return ceil(max(loads, default=0)) - floor(min(loads, default=0))


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

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return spread_costs(self.of, self.among, pairs, variables)

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return spread_value(self.of, self.among, scenario, plan)

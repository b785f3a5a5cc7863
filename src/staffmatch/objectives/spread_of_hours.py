"""SpreadOfHours: work is shared out evenly."""

from __future__ import annotations

from typing import ClassVar, Literal

from staffmatch.constraints.shared.scope import Scoped
from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.objectives.shared.share import Among, Share
from staffmatch.objectives.shared.share_rows import Loads
from staffmatch.records.bases import Term


class SpreadOfHours(Scoped, Term):
    """``max_w H_w - min_w H_w`` with ``H_w = Σ h_j x_wj``, over the people in scope, in hours.

    With M the most that anybody could have, the numbers ``top >= H_w`` and ``rest >= M - H_w`` make ``top + rest - M``.
    Whoever is not lent has 0 hours: narrow the scope to those who are to share, or compare those with at least one
    assignment alone (``among="used"``), ``rest >= M u_w - H_w``. `Spread` is the same of other shares.

    Example: "Spread of hours: 16 h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["spread_of_hours"] = "spread_of_hours"
    among: Among = "all"
    unit: ClassVar[str] = "h"
    per_unit: ClassVar[int] = 60

    @property
    def _share(self) -> Share:
        return Share(lender=self.lender, worker=self.worker, skill=self.skill, group=self.group)

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return Loads.of(self._share, pairs, variables).spread(used=self.among == "used")

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return self._share.spread(scenario, plan, used=self.among == "used")

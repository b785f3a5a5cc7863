"""ShortTimeSaved: people on short time are lent for as many of the hours that they lose as can be."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term
from staffmatch.records.field_types import minutes_of


class ShortTimeSaved(Term):
    """``-Σ_w min(S_w, Σ h_j x_wj)`` with S_w = `Worker.short_time_hours`: how lending changes the hours of short time.

    These are the hours of work that a person loses at home over the plan, for which the employer gets short-time
    allowance; what is lent beyond them saves none. Where somebody can be lent for more, the number ``n_w >= S_w - Σ h_j
    x_wj`` counts what stays lost, and ``n_w - S_w`` is minimised.

    Source: loss of working hours that cannot be avoided, § 96 (1) and (4) SGB III; pay from other work taken up
    meanwhile lowers the allowance, § 106 (3).

    Example: "Change in short time: -12 h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["short_time_saved"] = "short_time_saved"
    unit: ClassVar[str] = "h"
    per_unit: ClassVar[int] = 60

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        lost = pairs.columns.workers.short_time
        mine = pairs.where(lost[pairs.worker] > 0)
        people = mine.by("worker")
        beyond = people.total("minutes") > lost[people["worker"]]
        within = mine.where(~beyond[people.group])
        saved = within.sum(-within["minutes"])
        if not beyond.any():
            return saved
        people = mine.where(beyond[people.group]).by("worker")
        minutes, limit = people.relation["minutes"], lost[people["worker"]]
        # The fewer steps, the fewer digits.
        step = int(np.gcd.reduce(np.r_[minutes, limit]))
        block = people.sum(minutes // step) >= limit // step
        left = variables.least(self.kind, block, 1, int(limit.max()) // step, each=True).total
        return Linear.total([(1, saved), (step, left), (1, Linear.nothing(-int(limit.sum())))])

    def value(self, scenario: Scenario, plan: Plan) -> int:
        saved = dict[str, int]()
        for duty in plan.duties(scenario):
            sofar, lost = saved.get(duty.worker.id, 0), minutes_of(duty.worker.short_time_hours or 0)
            saved[duty.worker.id] = min(lost, sofar + duty.minutes)
        return -sum(saved.values())

"""EqualPay: lent work costs no less than comparable work at the borrower."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Mask, product
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.stays import days_before, since_of, stays_of
from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.field_types import Whole


class EqualPay(ScopedRule):
    """Adds ``Σ max(0, comparable_d - max(pay_w, pay_d)) · h_j · x_wj`` to `Cost`, in sixtieths of a cent.

    So an hour costs no less than what the borrower pays its own people for such work,
    `Demand.comparable_pay_cents_per_hour`; where that is 0, nothing is added. `Budget` counts it with ``with_charges``.
    `PayFloor` with ``equal_pay`` excludes instead who would be paid less, so that nothing is left to be added: have one
    of the two.

    With ``after_days`` it is due for shifts from the day on which the person has been lent to the borrower for so many
    days: those of stays before the plan (`Worker.secondments` and past shifts), as long as no break between them and up
    to the first day with shifts is longer than ``break_days``, and all days from that one on, lent or not.

    Source: § 8 (1) AÜG from the first day; by collective agreement after nine months at most, § 8 (4): 273 days are
    the least that these can be, and breaks of up to three months do not end the count.

    Example: "Cost: €120.00, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["equal_pay"] = "equal_pay"
    after_days: Annotated[Whole, Field(ge=0, le=36_600, description="days lent before it is due")] = 0
    break_days: Annotated[Whole, Field(ge=0, le=36_600, description="days of a break that does not end the count")] = 92

    def charges(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        workers, demands = pairs.columns.workers, pairs.columns.demands
        spans = pairs.spans.where((demands.comparable_pay > demands.pay)[pairs.spans["demand"]])
        spans = self.in_scope(pairs, spans)
        spans = spans.where(self._due(pairs, spans))
        worker, demand = spans["worker", "demand"]
        lacking = demands.comparable_pay[demand] - np.maximum(demands.pay[demand], workers.pay[worker])
        return spans.sum(product(np.maximum(0, lacking), spans["minutes"]))

    def _due(self, pairs: Pairs, spans: Relation) -> Mask:
        """Whether those of the spans are on days on which it is due."""
        columns = pairs.columns
        if not (self.after_days and len(spans)):
            return np.ones(len(spans), bool)
        code = spans["worker"] * len(columns.company_ids) + spans["borrower"]
        first = np.full(len(spans), columns.shifts.day.min())
        due: Mask = spans["day"] - since_of(columns, code, first, self.break_days) >= self.after_days
        return due

    def charge(self, scenario: Scenario, plan: Plan) -> int:
        zone, total = ZoneInfo(scenario.timezone), 0
        starts = [shift.start for demand in scenario.demands for shift in demand.shifts]
        first = min(starts).astimezone(zone).date() if starts else None
        for worker, demand, shift, minutes, *_ in self.selected(scenario, plan).duties(scenario):
            lacking = demand.comparable_pay_cents_per_hour - max(worker.pay_cents_per_hour, demand.pay_cents_per_hour)
            if lacking <= 0 or first is None:
                continue
            _, before = days_before(stays_of(worker, zone), demand.company, first, self.break_days)
            lent = timedelta(days=before) + (shift.start.astimezone(zone).date() - first)
            total += lacking * minutes * (lent >= timedelta(days=self.after_days))
        return total

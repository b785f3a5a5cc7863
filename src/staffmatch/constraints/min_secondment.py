"""MinSecondment: nobody goes to a new workplace for less than a few days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.bases import Rule
from staffmatch.fields import Whole
from staffmatch.models import Scenario
from staffmatch.plan import Plan, Violation
from staffmatch.rows import Aux, Pairs, RowBlock


class MinSecondment(Rule):
    """A worker who works at a borrower at all does so on at least ``days`` distinct local days.

    ``Σ_t v_wbt >= days · z_wb`` with z_wb = 1 iff w works at b, ``v_wbt <= Σ x_wj`` over the jobs of b on day t.

    Example: "Worker 'w' is at 'borrower' on 2 days; the least is 3."
    """

    kind: Literal["min_secondment"] = "min_secondment"
    days: Annotated[Whole, Field(ge=1, le=366, description="days")]

    def rows(self, pairs: Pairs, aux: Aux) -> Iterator[RowBlock]:
        if self.days == 1 or not len(pairs):
            return
        secondment = aux.secondment(pairs)
        key = secondment.keys[secondment.group]
        span, shift = pairs.spans
        day = pairs.columns.shifts.day[shift]
        axis = int(day.max() - day.min()) + 1
        worked = aux.indicators("secondment_day", span, key[span] * axis + day - day.min(), forced=False, earned=True)
        owner = np.searchsorted(secondment.keys, worked.keys // axis)
        count = len(secondment.keys)
        yield RowBlock.at_least(
            self.kind,
            np.r_[owner, np.arange(count)],
            np.r_[worked.columns, secondment.columns],
            np.r_[np.ones(len(owner), np.int64), np.full(count, -self.days)],
            np.zeros(count, np.int64),
        )

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)
        days: dict[tuple[str, str], set[date]] = {}
        for worker, demand, shift, *_ in plan.duties(scenario):
            days.setdefault((worker.id, demand.company), set()).add(shift.start.astimezone(zone).date())
        for (worker_id, borrower), worked in days.items():
            if len(worked) < self.days:
                text = f"Worker {worker_id!r} is at {borrower!r} on {len(worked)} days; the least is {self.days}."
                yield Violation(self.kind, text, self.days - len(worked), "days", (worker_id, borrower))

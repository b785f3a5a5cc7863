"""MinSecondment: nobody goes to a new workplace for less than a few days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.bases import Rule
from staffmatch.errors import counted
from staffmatch.fields import Whole
from staffmatch.models import Scenario
from staffmatch.plan import Plan, Violation
from staffmatch.rows import Aux, Pairs, RowBlock
from staffmatch.scope import Scoped


class MinSecondment(Scoped, Rule):
    """A worker who works at a borrower at all does so on at least ``days`` distinct local days.

    ``Σ_t v_wbt >= days · z_wb`` with z_wb = 1 iff w works at b, ``v_wbt <= Σ x_wj`` over the jobs of b on day t, and
    ``v_wbt <= z_wb``, so that no day stands in for another. Where there are not so many days nobody goes:
    ``Σ x_wj <= 0``, which a relaxation would not see by itself.

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
        enough = np.bincount(owner, minlength=count) >= self.days
        mine = self.within(pairs.columns)[secondment.keys // len(pairs.columns.company_ids)]
        none = np.zeros(count, np.int64)
        out = np.flatnonzero((mine & ~enough)[secondment.group])
        yield RowBlock.at_most(self.kind, secondment.group[out], out, np.ones(len(out), np.int64), none)
        asked, may = np.flatnonzero((mine & enough)[owner]), np.flatnonzero(mine & enough)
        one = np.ones(len(asked), np.int64)
        yield RowBlock.at_least(
            self.kind,
            np.r_[owner[asked], may],
            np.r_[worked.columns[asked], secondment.columns[may]],
            np.r_[one, np.full(len(may), -self.days)],
            none,
        )
        # With one job on a day the link of the job says it.
        several = asked[np.bincount(worked.group, minlength=len(owner))[asked] > 1]
        row, one = np.arange(len(several)), np.ones(len(several), np.int64)
        both = np.r_[worked.columns[several], secondment.columns[owner[several]]]
        yield RowBlock.at_most(self.kind, np.r_[row, row], both, np.r_[one, -one], 0 * one, cut=True)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.members(scenario)
        days: dict[tuple[str, str], set[date]] = {}
        for worker, demand, shift, *_ in plan.duties(scenario):
            if worker.id in members:
                days.setdefault((worker.id, demand.company), set()).add(shift.start.astimezone(zone).date())
        for (worker_id, borrower), worked in days.items():
            if len(worked) < self.days:
                there = f"at {borrower!r} on {counted(len(worked), 'day')}"
                text = f"Worker {worker_id!r} is {there}; the least is {self.days}."
                yield Violation(self.kind, text, self.days - len(worked), "days", (worker_id, borrower))

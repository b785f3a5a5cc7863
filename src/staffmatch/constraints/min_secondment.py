"""MinSecondment: nobody goes to a new workplace for less than a few days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.constraints import refusals
from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.stays import stays, stays_of
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.columns import UNLIMITED, Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario, Worker
from staffmatch.records.accessors import workers_with
from staffmatch.records.digest import once
from staffmatch.records.field_types import Whole

_SHORT = Sentence(
    "min_secondment",
    "Worker {worker:worker} is at {borrower:company} on {n:count} day; the minimum is {least:count}.",
    "Worker {worker:worker} is at {borrower:company} on {n:count} days; the minimum is {least:count}.",
)


class MinSecondment(Bends, ScopedRule):
    """A worker who works at a borrower at all does so on at least ``days`` distinct local days, on which shifts start.

    The days of an earlier stay, `Worker.secondments` from their first to their last day and those on which past shifts
    start, count as well if the plan continues it: if the worker is there on a day after no more than ``break_days``
    since it ended, or since one ended that continues it; 0 means the very next day, 2 that a weekend does not end a
    stay. The ledger does not say where hours were.

    ``(days - d_j) x_wj <= Σ_t v_wbt + e c_wb`` for each job j of b on d_j < days days, over all other days t, with
    v_wbt = 1 iff w works at b on day t, e the days of the earlier stay and c_wb = 1 iff w has any job that continues
    it; for such jobs ``(days - d_j - e) x_wj <= Σ_t v_wbt``. Where there are not so many days nobody goes:
    ``Σ x_wj <= 0``, which a relaxation would not see by itself. Only jobs with a shift in scope ask this of their stay.

    Example: "Worker 'w' is at 'borrower' on 2 days; the minimum is 3."
    """

    kind: Literal["min_secondment"] = "min_secondment"
    tied_by = "worker"
    amounts = "days"
    days: Annotated[Whole, Field(ge=1, le=366, description="days")]
    break_days: Annotated[Whole, Field(ge=0, le=366, description="days of a break that does not end a stay")] = 0

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        if self.days == 1 or not len(pairs):
            return
        spans = self._with_earlier(pairs.columns, self.of_members(pairs, pairs.spans))
        whole, days = spans.by("worker", "borrower"), spans.by("worker", "borrower", "day").keys
        earlier = np.zeros(len(whole), np.int64)
        np.maximum.at(earlier, whole.group, spans["earlier"])
        enough = (days.by("worker", "borrower").total() + earlier >= self.days)[whole.group]
        mine = self.in_scope(pairs, spans.where(~enough))
        yield mine.by("worker", "borrower").count() <= 0
        yield self._others(pairs, spans.where(enough), variables)

    def overruns(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        if self.days == 1 or not len(pairs):
            return
        spans = self._with_earlier(pairs.columns, self.of_members(pairs, pairs.spans))
        stays = self.in_scope(pairs, spans).by("worker", "borrower").any(variables).by("worker", "borrower")
        days = spans.by("worker", "borrower", "day").any(variables, alone=True).by("worker", "borrower")
        # A pair stands for each of its days that nothing else is on.
        lacking = stays.sum(-self.days) + days.sum(1)
        goes_on = spans.where(spans["earlier"] > 0).by("worker", "borrower")
        if len(goes_on):
            weight = np.zeros(len(goes_on), np.int64)
            weight[goes_on.group] = goes_on.relation["earlier"]
            lacking += goes_on.any(variables).by("worker", "borrower").sum(weight)
        yield lacking >= 0

    def _with_earlier(self, columns: Columns, spans: Relation) -> Relation:
        """The spans with the days of the stay that each continues, ``earlier``."""
        owner, first, last = stays(columns)
        begins = int(columns.shifts.day.min(initial=UNLIMITED))
        owner, first, last = (column[first < begins] for column in (owner, first, last))
        if not len(owner):
            return spans.assign(earlier=np.zeros(len(spans), np.int64))
        axis = int(max(last.max(), begins)) + self.break_days + 2
        opens, reach = owner * axis + first, np.maximum.accumulate(owner * axis + last)
        afresh = np.r_[True, opens[1:] > reach[:-1] + self.break_days + 1]
        ends = np.minimum(reach, owner * axis + begins - 1)
        fresh = np.maximum(0, ends - np.maximum(opens, np.r_[opens[0], ends[:-1] + 1]) + 1)
        before, begun = np.r_[0, np.cumsum(fresh)], np.maximum.accumulate(np.where(afresh, np.arange(len(opens)), 0))
        code = spans["worker"] * len(columns.company_ids) + spans["borrower"]
        at = np.searchsorted(owner, code, side="right") - 1
        continues = (at >= 0) & (owner[at] == code) & (code * axis + spans["day"] <= reach[at] + self.break_days + 1)
        return spans.assign(earlier=np.where(continues, before[at + 1] - before[begun[at]], 0))

    def _others(self, pairs: Pairs, spans: Relation, variables: VariableRegistry) -> RowBlock:
        """What each pair that is too short by itself asks of the other days of its stay."""
        cells, worked = spans.by("worker", "borrower", "day"), spans.by("pair", "day").keys
        own, earlier = worked.by("pair"), np.zeros(len(pairs), np.int64)
        np.maximum.at(earlier, spans.variable, spans["earlier"])
        alone = own.total() + earlier[own["pair"]]
        asked = alone < self.days
        asked &= own.keys.agrees(pair=self.in_scope(pairs, pairs.where(own["pair"][asked])).variable)
        short = own["pair"][asked]
        asking, missing = pairs.where(short).assign(asking=short), self.days - alone[asked]
        # Of two days one more is enough, so it does no harm to count two jobs on it as two.
        there = spans if self.days == 2 else cells.any(variables, alone=True)
        at, place = asking.join(worker=there["worker"], borrower=there["borrower"])
        there = there.where(place).assign(asking=short[at])
        there = there.where(~there.agrees(asking=worked["pair"], day=worked["day"]))
        others = there.by("asking").count() if self.days == 2 else there.by("asking").sum(1)
        goes_on = spans.where(spans["earlier"] > 0).by("worker", "borrower")
        if len(goes_on):
            stay, weight = goes_on.any(variables), np.zeros(len(goes_on), np.int64)
            weight[goes_on.group] = goes_on.relation["earlier"]
            later = np.flatnonzero(earlier[short] == 0)
            at, place = asking.where(later).join(worker=stay["worker"], borrower=stay["borrower"])
            most = np.minimum(weight[place], missing[later[at]])
            others = others + stay.where(place).assign(asking=short[later[at]]).by("asking").sum(most)
        # Pairs that work on the same days ask for the same.
        first = np.full(len(pairs), -1)
        first[spans.variable] = cells.group
        one = own.total()[own.locate(pair=short)] == 1
        alike = np.where(one, first[short], len(cells) + short)
        return replace(others >= asking.by("asking").sum(missing), alike=alike)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        days: dict[tuple[str, str], set[date]] = {}
        selects, told = self.selects_duty(scenario), set[tuple[str, str]]()
        for duty in plan.duties(scenario):
            if duty.worker.id in members:
                stay = duty.worker.id, duty.demand.company
                days.setdefault(stay, set()).add(duty.shift.start.astimezone(zone).date())
                told.update([stay] if selects(duty) else ())
        for (worker_id, borrower), worked in days.items():
            if (worker_id, borrower) not in told:
                continue
            count = len(worked) + self._earlier(scenario, members[worker_id], borrower, min(worked))
            if count < self.days:
                said = _SHORT(worker=worker_id, borrower=borrower, n=count, least=self.days)
                yield Violation(self.kind, said, self.days - count, "days", (worker_id, borrower))

    def _earlier(self, scenario: Scenario, worker: Worker, borrower: str, day: date) -> int:
        """How many days before the plan belong to the stay that a day there continues."""
        earlier = [stay for stay in stays_of(worker, ZoneInfo(scenario.timezone)) if stay.company == borrower]
        if not earlier:
            return 0
        begins, counted = once(scenario, self, lambda: _first_day(scenario)), set[date]()
        before = [stay for stay in earlier if stay.first < begins]
        reach = timedelta(days=self.break_days + 1)
        while joined := [stay for stay in before if stay.last + reach >= day]:
            day = min(day, *(stay.first for stay in joined))
            before = [stay for stay in before if stay not in joined]
            for stay in joined:
                ends = min(stay.last, begins - timedelta(days=1))
                counted.update(stay.first + timedelta(days=after) for after in range((ends - stay.first).days + 1))
        return len(counted)

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        # Some people may be meant to stay at home while a plan is short, or go on with a stay, but not everybody.
        if self.bent or self.whose or any(True for _ in workers_with(scenario, "secondments", "past_shifts")):
            return
        zone = ZoneInfo(scenario.timezone)
        days: dict[str, set[date]] = {}
        for demand in scenario.demands:
            there = days.setdefault(demand.company, set())
            there.update(shift.start.astimezone(zone).date() for shift in demand.shifts)
            if len(there) >= self.days:
                return
        if days:
            borrower = max(sorted(days), key=lambda name: len(days[name]))
            text = refusals.MINIMUM_ABOVE_PLAN(days=self.days, borrower=borrower, n=len(days[borrower]))
            yield InputIssue(
                "minimum_above_plan", f"{path}.days", text, refusals.MINIMUM_ABOVE_PLAN_ADVICE(), (borrower,)
            )


def _first_day(scenario: Scenario) -> date:
    """The local day on which the first shift of the plan starts."""
    first = min(shift.start for demand in scenario.demands for shift in demand.shifts)
    return first.astimezone(ZoneInfo(scenario.timezone)).date()

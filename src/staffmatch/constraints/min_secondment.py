"""MinSecondment: nobody goes to a new workplace for less than a few days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.constraints import refusals
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import Whole

_SHORT = Sentence(
    "min_secondment",
    "Worker {worker:worker} is at {borrower:company} on {n:count} day; the minimum is {least:count}.",
    "Worker {worker:worker} is at {borrower:company} on {n:count} days; the minimum is {least:count}.",
)


class MinSecondment(Scoped, Rule):
    """A worker who works at a borrower at all does so on at least ``days`` distinct local days.

    ``(days - d_j) x_wj <= Σ_t v_wbt`` for each job j of b on d_j < days days, over all other days t, with v_wbt = 1 iff
    w works at b on day t. Where there are not so many days nobody goes: ``Σ x_wj <= 0``, which a relaxation would not
    see by itself.

    Example: "Worker 'w' is at 'borrower' on 2 days; the minimum is 3."
    """

    kind: Literal["min_secondment"] = "min_secondment"
    tied_by = "worker"
    days: Annotated[Whole, Field(ge=1, le=366, description="days")]

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        if self.days == 1 or not len(pairs):
            return
        spans = self.in_scope(pairs, pairs.spans)
        stays = spans.by("worker", "borrower")
        days = spans.by("worker", "borrower", "day").keys.by("worker", "borrower").total()
        enough = (days >= self.days)[stays.group]
        yield spans.where(~enough).by("worker", "borrower").count() <= 0
        yield self._others(pairs, spans.where(enough), variables)

    def _others(self, pairs: Pairs, spans: Relation, variables: VariableRegistry) -> RowBlock:
        """What each pair that is too short by itself asks of the other days of its stay."""
        cells, worked = spans.by("worker", "borrower", "day"), spans.by("pair", "day").keys
        own = worked.by("pair")
        short = own["pair"][own.total() < self.days]
        asking = pairs.where(short).assign(asking=short)
        # Of two days one more is enough, so it does no harm to count two jobs on it as two.
        there = spans if self.days == 2 else cells.any(variables, alone=True)
        at, place = asking.join(worker=there["worker"], borrower=there["borrower"])
        there = there.where(place).assign(asking=short[at])
        there = there.where(~there.agrees(asking=worked["pair"], day=worked["day"]))
        others = there.by("asking").count() if self.days == 2 else there.by("asking").sum(1)
        missing = self.days - own.total()[own.locate(pair=short)]
        # Pairs that work on the same days ask for the same.
        first = np.full(len(pairs), -1)
        first[spans.variable] = cells.group
        alike = np.where(missing == self.days - 1, first[short], len(cells) + short)
        return replace(others >= asking.by("asking").sum(missing), alike=alike)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        days: dict[tuple[str, str], set[date]] = {}
        for worker, demand, shift, *_ in plan.duties(scenario):
            if worker.id in members:
                days.setdefault((worker.id, demand.company), set()).add(shift.start.astimezone(zone).date())
        for (worker_id, borrower), worked in days.items():
            if len(worked) < self.days:
                said = _SHORT(worker=worker_id, borrower=borrower, n=len(worked), least=self.days)
                yield Violation(self.kind, said, self.days - len(worked), "days", (worker_id, borrower))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if self.whose:  # some people may be meant to stay at home while a plan is short, but not everybody
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

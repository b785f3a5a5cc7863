"""MinSecondment: nobody goes to a new workplace for less than a few days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue, counted
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import Whole
from staffmatch.records.ragged import Lists

_SHORT = Sentence(
    "min_secondment",
    "Worker {worker:worker} is at {borrower:company} on {n:count} day; the least is {least:count}.",
    "Worker {worker:worker} is at {borrower:company} on {n:count} days; the least is {least:count}.",
)


class MinSecondment(Scoped, Rule):
    """A worker who works at a borrower at all does so on at least ``days`` distinct local days.

    ``(days - d_j) x_wj <= Σ_t v_wbt`` for each job j of b on d_j < days days, over all other days t, with v_wbt = 1 iff
    w works at b on day t. Where there are not so many days nobody goes: ``Σ x_wj <= 0``, which a relaxation would not
    see by itself.

    Example: "Worker 'w' is at 'borrower' on 2 days; the least is 3."
    """

    kind: Literal["min_secondment"] = "min_secondment"
    tied_by = "worker"
    days: Annotated[Whole, Field(ge=1, le=366, description="days")]

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        if self.days == 1 or not len(pairs):
            return
        stay = pairs.worker * len(pairs.columns.company_ids) + pairs.borrower
        keys, stay = np.unique(stay, return_inverse=True)
        span, shift = pairs.spans["pair", "shift"]
        day = pairs.columns.shifts.day[shift]
        day -= day.min()
        axis = int(day.max()) + 1
        # A day of a stay, and the pairs that work on it.
        cell, pair = np.divmod(np.unique((stay[span] * axis + day) * len(pairs) + span), len(pairs))
        cells, cell = np.unique(cell, return_inverse=True)
        enough = np.bincount(cells // axis, minlength=len(keys)) >= self.days
        mine = self.within(pairs.columns)[keys // len(pairs.columns.company_ids)]
        out = np.flatnonzero((mine & ~enough)[stay])
        yield RowBlock.at_most(stay[out], out, np.ones(len(out), np.int64), np.zeros(len(keys), np.int64))
        yield self._others(variables, stay, mine & enough, cells // axis, cell, pair)

    def _others(
        self, variables: VariableRegistry, stay: Int, asked: Mask, owner: Int, cell: Int, pair: Int
    ) -> RowBlock:
        """What each pair that is too short by itself asks of the other days of its stay."""
        own = np.bincount(pair, minlength=len(stay))
        asking = np.flatnonzero(asked[stay] & (own < self.days))
        number = np.full(len(stay), -1)
        number[asking] = np.arange(len(asking))
        days = Lists.grouped(owner, len(asked))
        row, other = days.expand(stay[asking])
        # Without the days that the pair works on.
        held = np.sort(number[pair] * len(owner) + cell)
        there = row * len(owner) + other
        at = np.minimum(np.searchsorted(held, there), len(held) - 1)
        row, other = row[held[at] != there], other[held[at] != there]
        if self.days == 2:
            # One more is enough, so it does no harm to count two on a day as two.
            entry, place = Lists.grouped(cell, len(owner)).expand(other)
            row, column = row[entry], pair[place]
            # A pair of several other days is there once.
            many = own[column] > 1
            once = np.unique(row[many] * len(stay) + column[many])
            row, column = np.r_[row[~many], once // len(stay)], np.r_[column[~many], once % len(stay)]
        else:
            column = _worked(variables, cell, pair)[other]
        one = np.ones(len(row), np.int64)
        # Pairs that work on the same days ask for the same.
        first = cell[np.unique(pair, return_index=True)[1]]
        alike = np.where(own[asking] == 1, first[asking], len(owner) + asking)
        return RowBlock.at_least(
            np.r_[row, np.arange(len(asking))],
            np.r_[column, asking],
            np.r_[one, own[asking] - self.days],
            np.zeros(len(asking), np.int64),
            alike=alike,
        )

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
        if self.whose:  # who may be meant to stay at home while a plan is short, but not everybody
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
            most = f"{borrower!r} has shifts on {counted(len(days[borrower]), 'day')} and no borrower on more"
            text = f"a secondment has at least {self.days} days, but {most}."
            yield InputIssue(
                "minimum_above_plan", f"{path}.days", text, "Lower the least, or plan more days.", (borrower,)
            )


def _worked(variables: VariableRegistry, cell: Int, pair: Int) -> Int:
    """For each day of a stay the column that says whether it is worked on: its pair, or an indicator of several."""
    size = np.bincount(cell)
    several = size[cell] > 1
    column = np.empty(len(size), np.int64)
    column[cell[~several]] = pair[~several]
    if several.any():
        worked = variables.indicators(
            "secondment_day", pair[several], cell[several], upper_linked=False, lower_linked=True
        )
        column[worked.keys] = worked.columns
    return column

"""What rules have in common that ask of each person for at least, or at most, so much in a calendar period."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int
from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.periods import Period, period_start, periods_of
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Duty, Plan, Violation
from staffmatch.formulation.columns import UNLIMITED, Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Groups, Relation
from staffmatch.formulation.rows import Linear, RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message
from staffmatch.models import Scenario, Worker
from staffmatch.records.digest import once

# Who, in which period, how much.
Held = tuple[Int, Int, Int]


class PeriodRule(Bends, ScopedRule):
    """A minimum binds who is used, so that the empty plan keeps it: with u_wt = 1 iff w has any lent shift in scope in
    period t, ``Σ a x + at home >= m u_wt``, and where so much cannot be reached, nobody is used, ``Σ x <= 0``.

    With ``price_cents`` or ``soft`` everybody in scope is charged for what is missing, used or not, in each period that
    has a shift in scope: ``n_wt >= m - at home - Σ a x``.

    Weeks begin on Monday, months are calendar months, by the local day on which a shift starts. The whole plan begins
    with the first local day on which any of its shifts does; what starts on a day before does not count for it.
    """

    tied_by = "worker"
    selects: ClassVar[tuple[str, ...]] = ("per",)

    if TYPE_CHECKING:
        # Each class has the field itself, with the periods that it takes.
        per: Period

    @property
    def most(self) -> int | None:
        """The most in a period, in its amounts."""
        return None

    @property
    @abstractmethod
    def fewest(self) -> int | None:
        """The least in a period, in its amounts."""

    @abstractmethod
    def counted(self, pairs: Pairs, variables: VariableRegistry) -> Relation:
        """What counts, with the columns ``worker``, ``period`` and ``amount``."""

    @abstractmethod
    def at_home(self, columns: Columns) -> Held:
        """What counts whatever the plan, by worker and day."""

    @abstractmethod
    def at_most(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        """Rows of its maximum, each of which a plan breaks by the amount of one violation."""

    @abstractmethod
    def lent_told(self, scenario: Scenario, worker: Worker, roster: Sequence[Duty]) -> Mapping[date, int]:
        """How much of a roster counts, by period, from the user's own words."""

    @abstractmethod
    def home_told(self, scenario: Scenario, worker: Worker) -> Iterator[tuple[date, int]]:
        """How much counts whatever the plan, by day."""

    @abstractmethod
    def said(self, who: str, period: date, lent: int, home: int, limit: int, *, least: bool) -> Message:
        """What it means that there is more, or less, than may be; nothing is lent of what a worker has at home."""

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        yield from self.at_most(pairs, variables)
        if self.fewest:
            yield from self._of_used(pairs, variables, self.fewest)

    def overruns(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        yield from self.at_most(pairs, variables)
        if self.fewest:
            groups, missing = self._missing(pairs, variables, self.fewest)
            some = self._reached(groups)
            rows = groups.relation.each(worker=groups["worker"][some], period=groups["period"][some])
            yield rows.sum("amount") >= missing[some]

    def excess(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        parts = [(1, super().excess(pairs, variables))]
        if self.fewest:
            groups, missing = self.rigid._missing(pairs, variables, self.fewest)
            parts.append((1, Linear.nothing(int(missing[~self._reached(groups)].sum()))))
        return Linear.total(parts)

    def _of_used(self, pairs: Pairs, variables: VariableRegistry, fewest: int) -> Iterator[RowBlock]:
        spans = self.in_periods(pairs.spans.where(self.chosen_spans(pairs, pairs.spans)))
        used, held = spans.by("worker", "period"), self.counted(pairs, variables)
        missing = np.maximum(0, fewest - self.home(pairs.columns, used))
        never = used.match(held["amount"], worker=held["worker"], period=held["period"]) < missing
        yield spans.where(never[used.group]).by("worker", "period").count() <= 0
        asked = (missing > 0) & ~never
        some = spans.where(asked[used.group]).by("worker", "period").any(variables, alone=True)
        rows, missing = used.keys.where(asked), missing[asked]
        mine = {"worker": rows["worker"], "period": rows["period"]}
        on = some.each(**mine)
        yield held.each(**mine).sum("amount") >= on.sum(missing[on.group])

    def _missing(self, pairs: Pairs, variables: VariableRegistry, fewest: int) -> tuple[Groups, Int]:
        """What counts of each person in scope in each period with a shift in scope, and what is missing without it."""
        columns, held = pairs.columns, self.counted(pairs, variables)
        worker, period = self._asked(columns)
        missing = fewest - self.home(columns, held.each(worker=worker, period=period))
        short = missing > 0
        return held.each(worker=worker[short], period=period[short]), missing[short]

    def _reached(self, groups: Groups) -> np.ndarray:
        """The groups of which anything counts."""
        return np.bincount(groups.group, minlength=len(groups)) > 0

    def _asked(self, columns: Columns) -> tuple[Int, Int]:
        """Each person in scope with each period that has a shift in scope."""
        period, alike = periods_of(columns.shifts.day, self.per), self.shifts_alike(columns)
        shift = np.unique(np.c_[period, alike], axis=0, return_index=True)[1]
        worker = np.flatnonzero(self.within(columns))
        worker, shift = np.repeat(worker, len(shift)), np.tile(shift, len(worker))
        chosen = self.chosen(columns, worker, shift)
        found = np.unique(np.c_[worker[chosen], period[shift[chosen]]], axis=0)
        return found[:, 0], found[:, 1]

    def in_periods(self, spans: Relation) -> Relation:
        return spans.assign(period=periods_of(spans["day"], self.per))

    def home(self, columns: Columns, groups: Groups) -> Int:
        """What counts whatever the plan, of each group by worker and period."""
        owner, day, amount = self.at_home(columns)
        if self.per == "horizon":
            within = day >= columns.shifts.day.min(initial=UNLIMITED)
            owner, day, amount = owner[within], day[within], amount[within]
        return groups.match(amount, worker=owner, period=periods_of(day, self.per))

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        members, zone = self.planned(scenario, plan), ZoneInfo(scenario.timezone)
        selects = self.selects_duty(scenario)
        for name, roster in plan.rosters(scenario).items():
            if name in members:
                days = {duty.shift.start.astimezone(zone).date() for duty in roster if selects(duty)}
                asked = {period_start(day, self.per) for day in days}
                yield from self._found(scenario, members[name], roster, asked, asked)

    def charged(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        if not self.bent:
            return
        if not self.fewest:
            yield from super().charged(scenario, plan)
            return
        zone, about, rosters = ZoneInfo(scenario.timezone), self.about_shift(scenario), plan.rosters(scenario)
        starts = [
            (demand, shift, period_start(shift.start.astimezone(zone).date(), self.per))
            for demand in scenario.demands
            for shift in demand.shifts
        ]
        every = None if self.narrowed(scenario) else {start for _, _, start in starts}
        selects = self.selects_duty(scenario)
        for name, worker in self.rigid.members(scenario).items():
            roster = rosters.get(name, [])
            days = {duty.shift.start.astimezone(zone).date() for duty in roster if selects(duty)}
            used = {period_start(day, self.per) for day in days}
            asked = every or {start for demand, shift, start in starts if about(worker, demand, shift)}
            yield from self._found(scenario, worker, roster, used, asked)

    def _found(
        self, scenario: Scenario, worker: Worker, roster: Sequence[Duty], used: set[date], asked: set[date]
    ) -> Iterator[Violation]:
        """What is beyond the most in the periods ``used``, and short of the least in those ``asked``."""
        if not asked:
            return
        lent, home = self.lent_told(scenario, worker, roster), self._home_by_period(scenario, worker)
        for start in sorted(used | asked):
            new, old = lent.get(start, 0), home.get(start, 0)
            if self.most is not None and start in used and (over := new - max(0, self.most - old)) > 0:
                yield self._violation(worker.id, start, (new, old), self.most, over, least=False)
            if self.fewest and start in asked and (lacks := self.fewest - old - new) > 0:
                yield self._violation(worker.id, start, (new, old), self.fewest, lacks, least=True)

    def _violation(
        self, who: str, start: date, held: tuple[int, int], limit: int, amount: int, *, least: bool
    ) -> Violation:
        said = self.said(who, start, *held, limit, least=least)
        return Violation(self.kind, said, amount, self.amounts, (who,), mendable=least)

    def _home_by_period(self, scenario: Scenario, worker: Worker) -> Mapping[date, int]:
        first = once(scenario, self, lambda: _first_day(scenario)) if self.per == "horizon" else None
        found = Counter[date]()
        for day, amount in self.home_told(scenario, worker):
            if first is None or day >= first:
                found[period_start(day, self.per)] += amount
        return found

    def preexisting_of(self, scenario: Scenario, worker: Worker) -> Iterator[Violation]:
        """Where a person has more without being lent than may be."""
        if (most := self.most) is None:
            return
        for start, home in sorted(self._home_by_period(scenario, worker).items()):
            if home > most:
                yield self._violation(worker.id, start, (0, home), most, home - most, least=False)


class CountingRule(PeriodRule):
    """Of what it counts, at most as many as a field of the name of its ``amounts`` says, and at least ``least``."""

    if TYPE_CHECKING:
        least: int | None

    @property
    @abstractmethod
    def most(self) -> int:
        """The most in a period."""

    @property
    def fewest(self) -> int | None:
        return self.least

    @model_validator(mode="after")
    def _least_below_most(self) -> Self:
        if self.least is not None and self.least > self.most:
            text = "asks for at least {least} and at most {most}; lower least, or raise {field}"
            told: dict[str, Any] = {"least": self.least, "most": self.most, "field": self.amounts}
            raise PydanticCustomError("minimum_above_maximum", text, told)
        return self


def _first_day(scenario: Scenario) -> date | None:
    """The local day on which the first shift of the plan starts."""
    starts = (shift.start for demand in scenario.demands for shift in demand.shifts)
    first = min(starts, default=None)
    return None if first is None else first.astimezone(ZoneInfo(scenario.timezone)).date()

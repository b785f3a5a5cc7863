"""MaxShifts: at most, or at least, so many shifts of some kinds in a day, a week, a month, the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Unpack
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.kinds import kind_problems
from staffmatch.constraints.shared.period_rule import CountingRule, Held
from staffmatch.constraints.shared.periods import EACH, Period, beside, period_said, period_start
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.domain.plan import Duty, Violation
from staffmatch.errors import InputIssue, near_or
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Groups, Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker, WorkTime
from staffmatch.records.accessors import kinds_of_work
from staffmatch.records.field_types import DemandId, KindId, Whole
from staffmatch.records.work_history import PastShift

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures

_MANY = Sentence(
    "max_shifts",
    "Worker {worker:worker} has {n:count} shift{which} {period}{home}; the limit is {limit:count}.",
    "Worker {worker:worker} has {n:count} shifts{which} {period}{home}; the limit is {limit:count}.",
)
_FEW = Sentence(
    "max_shifts.least",
    "Worker {worker:worker} has {n:count} shift{which} {period}{home}; the minimum is {limit:count}.",
    "Worker {worker:worker} has {n:count} shifts{which} {period}{home}; the minimum is {limit:count}.",
)
_LEFT = Sentence(
    "max_shifts.wants",
    "has no more than {shifts} shifts{which} {each} with it",
    "have no more than {shifts} shifts{which} {each} with it",
)
_KINDS = Sentence("max_shifts.kinds", " of kind {kinds:or-id}")
_DEMANDS = Sentence("max_shifts.demands", " for {demands:or-demand}")
_WHICH = Sentence("max_shifts.which", "{kinds}{demands}")


class MaxShifts(CountingRule):
    """At most ``shifts`` shifts of these ``kinds``, for these ``demands``, a day, week, month or in the plan, and at
    least ``least``.

    For every worker w in scope and period t: ``Σ_{j in T} n_jt x_wj <= max(0, shifts - at home)``, where T are the jobs
    and n_jt their shifts in t that are of one of the kinds, for one of the demands and in scope, at one borrower or
    from one day on, say. Shifts at home and past ones of these kinds count, where they are in scope too: those at home
    are at the employer, and for no demand. With ``least``, ``Σ_{j in T} n_jt x_wj + at home >= least`` where w has any
    lent shift in t that is in scope, whatever its kind. The plan, as a period, begins with the first day of its shifts;
    what starts before does not count.

    Source: rosters as hospitals agree on them: four nights a month, one late shift a week.

    Example: "Worker 'w' has 3 shifts of kind 'night' in week 15 of 2020; the limit is 2."
    """

    kind: Literal["max_shifts"] = "max_shifts"
    amounts = "shifts"
    selects: ClassVar[tuple[str, ...]] = ("kinds", "demands", "per")
    shifts: Annotated[Whole, Field(ge=0, le=1000, description="shifts")]
    least: Annotated[
        Annotated[Whole, Field(ge=1, le=1000)] | None, Field(description="shifts of whoever is used at all")
    ] = None
    kinds: Annotated[
        Annotated[tuple[KindId, ...], Field(min_length=1)] | None, Field(description="kinds of shifts that count")
    ] = None
    demands: Annotated[
        Annotated[tuple[DemandId, ...], Field(min_length=1)] | None, Field(description="demands whose shifts count")
    ] = None
    per: Annotated[Period, Field(description="the period that it counts in")] = "week"

    if TYPE_CHECKING:

        def __init__(self, *, shifts: int, **options: Unpack[rule_signatures.MaxShiftsOptions]) -> None: ...

    @property
    def most(self) -> int:
        return self.shifts

    def keep(self, pairs: Pairs) -> Mask:
        lent = self._lent(pairs).by("worker", "period")
        own = lent.relation.by("pair", "period")
        return pairs.without(lent.relation.where(own.total()[own.group] > self._left(pairs, lent)[lent.group]))

    def at_most(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        lent = self._lent(pairs).by("worker", "period")
        yield lent.sum(1) <= self._left(pairs, lent)

    def counted(self, pairs: Pairs, variables: VariableRegistry) -> Relation:
        lent = self._lent(pairs)
        return lent.assign(amount=np.ones(len(lent), np.int64))

    def _lent(self, pairs: Pairs) -> Relation:
        """The spans that count."""
        columns, (worker, shift) = pairs.columns, pairs.spans["worker", "shift"]
        found = self.chosen(columns, worker, shift) & self._of_kinds(columns, columns.shift_kind)[shift]
        if self.demands is not None:
            named = [place for place, name in enumerate(columns.demands.ids) if name in self.demands]
            found &= np.isin(columns.shift_demand[shift], named)
        return self.in_periods(pairs.spans.where(found))

    def _of_kinds(self, columns: Columns, kind: Int) -> Mask:
        if self.kinds is None:
            return np.ones(len(kind), bool)
        return np.isin(kind, [place for place, name in enumerate(columns.kinds) if name in self.kinds])

    def _left(self, pairs: Pairs, lent: Groups) -> Int:
        left: Int = np.maximum(0, self.shifts - self.home(pairs.columns, lent))
        return left

    def at_home(self, columns: Columns) -> Held:
        workers, rostered = columns.workers, columns.workers.rostered
        counts = self._of_kinds(columns, workers.rostered_kind) & (self.demands is None)
        counts &= _names(self, columns)
        for rule in self.exceptions(columns.scenario):
            counts &= ~_names(rule, columns)
        owner, day = rostered.owner[counts], rostered.day[counts]
        return owner, day, np.ones(len(owner), np.int64)

    def lent_told(self, scenario: Scenario, worker: Worker, roster: Sequence[Duty]) -> Mapping[date, int]:
        zone, selects = ZoneInfo(scenario.timezone), self.selects_duty(scenario)
        return Counter(
            period_start(duty.shift.start.astimezone(zone).date(), self.per)
            for duty in roster
            if selects(duty)
            and (self.kinds is None or duty.shift.kind in self.kinds)
            and (self.demands is None or duty.demand.id in self.demands)
        )

    def home_told(self, scenario: Scenario, worker: Worker) -> Iterator[tuple[date, int]]:
        zone, exceptions = ZoneInfo(scenario.timezone), self.exceptions(scenario)
        for work in worker.rostered(zone) if self.demands is None else ():
            day = work.start.astimezone(zone).date()
            taken = any(_told(rule, scenario, worker, work, day) for rule in exceptions)
            if (self.kinds is None or work.kind in self.kinds) and not taken:
                yield from [(day, 1)] * _told(self, scenario, worker, work, day)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        return self.each_at_home(
            scenario, lambda worker: self.preexisting_of(scenario, worker), *ROSTERED, also=("company",)
        )

    def said(self, who: str, period: date, lent: int, home: int, limit: int, *, least: bool) -> Message:
        return (_FEW if least else _MANY)(
            worker=who,
            n=lent + home,
            which=which(self),
            period=period_said(period, self.per),
            home=beside(home),
            limit=limit,
        )

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _LEFT(shifts=self.shifts, which=which(self), each=EACH[self.per]())

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        named = ((f"kinds[{place}]", name) for place, name in enumerate(self.kinds or ()))
        yield from kind_problems(named, kinds_of_work(scenario), path)
        known = scenario.ids("demands") if self.demands else ()
        for place, name in enumerate(self.demands or ()):
            if name not in known:
                advice = near_or(name, known, refusals.UNKNOWN_ID_ADVICE())
                text = refusals.NO_SUCH_DEMAND(demand=name)
                yield InputIssue("unknown_demand", f"{path}.demands[{place}]", text, advice, (name,))


def which(rule: MaxShifts) -> Message | str:
    """Which shifts count: `` of kind 'night' for 'ward'``."""
    kinds = _KINDS(kinds=rule.kinds) if rule.kinds else ""
    demands = _DEMANDS(demands=rule.demands) if rule.demands else ""
    return _WHICH(kinds=kinds, demands=demands) if kinds and demands else kinds or demands


def _names(rule: PlacedRule, columns: Columns) -> Mask:
    """Which of what is worked at home and before the plan is in the scope of a rule."""
    workers, rostered = columns.workers, columns.workers.rostered
    found = rule.named_people(columns)[rostered.owner] & (rule.demand is None)
    if rule.borrower is not None:
        found &= workers.rostered_company == columns.company_ids.index(rule.borrower)
    if rule.sector is not None:
        alike = np.array([one.sector == rule.sector for one in columns.scenario.companies], bool)
        found &= alike[workers.rostered_company]
    if rule.since is not None:
        found &= rostered.day >= rule.since.toordinal()
    if rule.until is not None:
        found &= rostered.day <= rule.until.toordinal()
    return found


def _told(rule: PlacedRule, scenario: Scenario, worker: Worker, work: WorkTime, day: date) -> bool:
    """Whether a rule's scope has work at home or before the plan, from the user's own words."""
    company = work.company if isinstance(work, PastShift) else worker.company
    return (
        rule.demand is None
        and rule.borrower in (None, company)
        and (rule.sector is None or rule.sector == scenario.company(company).sector)
        and (rule.since is None or rule.since <= day)
        and (rule.until is None or day <= rule.until)
        and rule.names_person(scenario, worker)
    )

"""Which work a rule is about: that at which borrowers, for which demands, on which days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, ClassVar, Self
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.scope_problems import placed_problems
from staffmatch.domain.plan import Duty, Plan
from staffmatch.errors import InputIssue
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.bases import LooksAt, Rule
from staffmatch.records.digest import once
from staffmatch.records.field_types import CompanyId, Day, DemandId, Flag, Section

_PLACED = Sentence("scope.placed", "{borrower}{sector}{demand}{since}{until}")
_AT = Sentence("scope.borrower", " at {borrower:company}")
_IN = Sentence("scope.sector", " in sector {sector:id}")
_FOR = Sentence("scope.demand", " for {demand:demand}")
_SINCE = Sentence("scope.since", " from {since:day} on")
_UNTIL = Sentence("scope.until", " until {until:day}")
_FROM_TO = Sentence("scope.from_to", " from {since:day} to {until:day}")

_NAMED = ("lender", "worker", "skill", "group", "borrower", "sector", "demand")
# Scopes in which groups by a column are as a whole or not at all.
_WHOLE = {"worker": ("lender", "worker", "skill", "group"), "lender": ("lender",), "borrower": ("borrower", "sector")}
_SAID = {"borrower": _AT, "sector": _IN, "demand": _FOR, "since": _SINCE, "until": _UNTIL}


class PlacedRule(Rule):
    """About all work by default; ``borrower``, ``sector`` (of the borrower) and ``demand`` narrow it to shifts there,
    ``since`` and ``until`` to shifts that start on these local days or between them. Where a person takes shifts
    together, the rule is about all of them if it is about any.

    Of several rules of a kind all hold. With ``overrides`` a rule takes the place of those of its kind whose scope is
    wider than its own: these are no longer about any shift in its scope, so that it may be looser, too.
    """

    # Whether its sentences name the borrower anyway.
    says_borrower: ClassVar[bool] = False

    borrower: Annotated[CompanyId | None, Field(description="the borrower")] = None
    sector: Section | None = None
    demand: DemandId | None = None
    since: Day | None = None
    until: Day | None = None
    overrides: Annotated[Flag, Field(description="whether it takes the place of wider rules of its kind")] = False

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise PydanticCustomError("empty_scope", "holds until a day before it begins; swap the two days")
        return self

    @property
    def placed(self) -> bool:
        """Whether it is about some shifts alone."""
        return any(getattr(self, name) is not None for name in _SAID)

    def exceptions(self, scenario: Scenario) -> list[PlacedRule]:
        """The rules that take its place in their scope."""
        overriding = once(scenario, PlacedRule, lambda: list(_overriding(scenario)))
        return [rule for rule in overriding if self.wider_than(rule, scenario)]

    def wider_than(self, other: PlacedRule, scenario: Scenario) -> bool:
        """Whether it is about all that the other one of its kind is about, and about more."""
        return (
            other.kind == self.kind
            and self._selection() == other._selection()
            and self._covers(other, scenario)
            and not other._covers(self, scenario)
        )

    def _selection(self) -> list[object]:
        return [getattr(self, name) for name in self.selects]

    def _covers(self, other: PlacedRule, scenario: Scenario) -> bool:
        """Whether all that the other is about is in its own scope, by what the scopes say."""
        told = _told(other, scenario)
        return (
            all(getattr(self, name, None) in (None, told[name]) for name in _NAMED)
            and (self.since is None or (other.since is not None and self.since <= other.since))
            and (self.until is None or (other.until is not None and other.until <= self.until))
        )

    def narrowed(self, scenario: Scenario) -> bool:
        """Whether it is about some shifts alone, by its own scope or for rules that take its place."""
        return self.placed or any(rule.placed for rule in self.exceptions(scenario))

    def looks(self, scenario: Scenario) -> LooksAt:
        if not self.narrowed(scenario):
            return self.looks_at
        dated = [self.since, self.until, *(day for one in self.exceptions(scenario) for day in (one.since, one.until))]
        if self.looks_at in ("demand", "site") and any(day is not None for day in dated):
            return "job"
        return "demand" if self.looks_at == "site" else self.looks_at

    def named_people(self, columns: Columns) -> Mask:
        """The workers whom the scope names."""
        return np.ones(len(columns.workers.ids), bool)

    def chosen_people(self, columns: Columns) -> Mask:
        """Those of them whom no rule about people alone takes away."""
        found = self.named_people(columns)
        for rule in self.exceptions(columns.scenario):
            if not rule.placed:
                found = found & ~rule.named_people(columns)
        return found

    def _shifts_there(self, columns: Columns) -> Mask:
        """The shifts that its own place and days name."""
        demand, day = columns.shift_demand, columns.shifts.day
        found = np.ones(len(day), bool)
        if self.demand is not None:
            found &= demand == columns.demands.ids.index(self.demand)
        if self.borrower is not None:
            found &= columns.demands.company[demand] == columns.company_ids.index(self.borrower)
        if self.sector is not None:
            alike = np.array([one.sector == self.sector for one in columns.scenario.companies], bool)
            found &= alike[columns.demands.company[demand]]
        if self.since is not None:
            found &= day >= self.since.toordinal()
        if self.until is not None:
            found &= day <= self.until.toordinal()
        return found

    def shifts_alike(self, columns: Columns) -> Int:
        """A number for each shift, the same for those that its own scope, and all that take its place, treat alike."""
        there = [rule._shifts_there(columns) for rule in (self, *self.exceptions(columns.scenario))]
        alike: Int = np.unique(np.stack(there), axis=1, return_inverse=True)[1].reshape(-1)
        return alike

    def chosen(self, columns: Columns, worker: Int, shift: Int) -> Mask:
        """Which of some shifts, each of a worker, the rule is about."""
        found = self.named_people(columns)[worker] & self._shifts_there(columns)[shift]
        for rule in self.exceptions(columns.scenario):
            found &= ~(rule.named_people(columns)[worker] & rule._shifts_there(columns)[shift])
        return found

    def chosen_spans(self, pairs: Pairs, spans: Relation) -> Mask:
        """Which of some spans it is about."""
        return self.chosen(pairs.columns, *spans["worker", "shift"])

    def told(self, pairs: Pairs, spans: Relation) -> tuple[Relation, Relation | None]:
        """Spans with the column ``chosen``, and those it is about; None where it is about all."""
        if not self.narrowed(pairs.columns.scenario):
            return spans, None
        chosen = self.chosen_spans(pairs, spans)
        spans = spans.assign(chosen=chosen.astype(np.int64))
        return spans, spans.where(chosen)

    def in_scope(self, pairs: Pairs, entries: Relation) -> Relation:
        """Those entries, of pairs or of their spans, whose job has a shift that it is about."""
        columns = pairs.columns
        if self.everywhere() and not self.exceptions(columns.scenario):
            return entries
        if not self.narrowed(columns.scenario):
            return entries.where(self.chosen_people(columns)[entries["worker"]])
        at, shift = columns.job_shifts.expand(entries["job"])
        found = np.zeros(len(entries), bool)
        found[at[self.chosen(columns, entries["worker"][at], shift)]] = True
        return entries.where(found)

    def any_by(self, pairs: Pairs, variables: VariableRegistry, *names: str) -> Relation:
        """Indicators of the pairs in scope grouped by these columns, each 1 iff any of its pairs is chosen.

        Where every group is in scope as a whole or not at all, they are those of all pairs.
        """
        groups, mine = pairs.by(*names), self.in_scope(pairs, pairs.relation)
        whole = {field for name in names for field in _WHOLE.get(name, ())}
        asked = {name for rule in (self, *self.exceptions(pairs.columns.scenario)) for name in rule.scope_fields()}
        if not asked <= whole:
            return mine.by(*names).any(variables)
        inside = np.zeros(len(groups), bool)
        inside[groups.group[mine.variable]] = True
        return groups.any(variables).where(inside)

    def parts(self, columns: Columns, jobs: Int, workers: Int) -> Iterator[tuple[Int, Int, bool]]:
        """The block parted into blocks of pairs that it is about, or is not."""
        rules = [self, *self.exceptions(columns.scenario)]
        if len(rules) == 1 and self.everywhere():
            yield jobs, workers, True
            return
        at, shift = columns.job_shifts.expand(jobs)
        there = [rule._shifts_there(columns)[shift] for rule in rules]
        named = np.stack([rule.named_people(columns)[workers] for rule in rules], axis=1)
        kinds, kind = np.unique(named, axis=0, return_inverse=True)
        for number, (mine, *others) in enumerate(kinds.tolist()):
            chosen = there[0] & mine
            for elsewhere, theirs in zip(there[1:], others, strict=True):
                chosen &= ~(elsewhere & theirs)
            about, alike = np.zeros(len(jobs), bool), workers[kind.ravel() == number]
            about[at[chosen]] = True
            yield from ((some, alike, any_) for some, any_ in ((jobs[about], True), (jobs[~about], False)) if len(some))

    def about_shift(self, scenario: Scenario) -> Callable[[Worker, Demand, Shift], bool]:
        """Whether it is about a shift of a person, from the user's own words."""
        zone, exceptions = ZoneInfo(scenario.timezone), self.exceptions(scenario)

        def there(rule: PlacedRule, worker: Worker, demand: Demand, shift: Shift) -> bool:
            day = shift.start.astimezone(zone).date()
            return (
                rule.demand in (None, demand.id)
                and rule.borrower in (None, demand.company)
                and (rule.sector is None or rule.sector == scenario.company(demand.company).sector)
                and (rule.since is None or rule.since <= day)
                and (rule.until is None or day <= rule.until)
                and rule.names_person(scenario, worker)
            )

        return lambda *asked: there(self, *asked) and not any(there(rule, *asked) for rule in exceptions)

    def selects_duty(self, scenario: Scenario) -> Callable[[Duty], bool]:
        """Whether it is about a shift in a plan."""
        if not self.narrowed(scenario):
            return lambda duty: True
        about = self.about_shift(scenario)
        return lambda duty: about(duty.worker, duty.demand, duty.shift)

    def selected(self, scenario: Scenario, plan: Plan) -> Plan:
        """The part of a plan that it is about; of shifts that are taken together all, if it is about any."""
        if self.everywhere() and not self.exceptions(scenario):
            return plan
        about = self.about_shift(scenario)
        duties = tuple(
            duty
            for duty in plan.duties(scenario)
            if any(about(duty.worker, duty.demand, shift) for shift in duty.demand.held_with(duty.shift))
        )
        return Plan.looked_up(scenario, duties, plan.listed(scenario))

    def place_message(self, *, borrower: bool = True) -> Message | str:
        """The scope of place and days at the end of a sentence: `` at 'clinic' from 2020-04-10 on``."""
        told = {name: getattr(self, name) for name in _SAID if name != "borrower" or borrower}
        said: dict[str, Message | str] = {
            name: _SAID[name](**{name: str(one)}) for name, one in told.items() if one is not None
        }
        if self.since is not None and self.until is not None:
            said |= {"since": _FROM_TO(since=self.since.isoformat(), until=self.until.isoformat()), "until": ""}
        return _PLACED(**dict.fromkeys(_SAID, "") | said) if said else ""

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from placed_problems(self, scenario, path)


def _told(rule: PlacedRule, scenario: Scenario) -> dict[str, str | None]:
    """The scope of a rule with what follows from it: a demand has a borrower, which has a sector; a person a lender."""
    told = {name: getattr(rule, name, None) for name in _NAMED}
    if rule.demand is not None:
        told["borrower"] = scenario.demand(rule.demand).company
    if told["borrower"] is not None:
        told["sector"] = scenario.company(told["borrower"]).sector
    if told["worker"] is not None:
        told["lender"] = scenario.worker(told["worker"]).company
    return told


def _overriding(scenario: Scenario) -> Iterator[PlacedRule]:
    return (rule for rule in scenario.rules if isinstance(rule, PlacedRule) and rule.overrides)

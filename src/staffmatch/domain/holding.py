"""What keeps people who may have a shift from it, given a plan: work too near to it, or a rule that is full.

It rests on the plan and on each rule's `check` alone: what the rule finds of the plan with somebody added.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from staffmatch.domain.plan import Duty, Listed, Plan, Violation, listed_on, points
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.accessors import workers_named
from staffmatch.records.bases import Rule
from staffmatch.records.citations import cited
from staffmatch.records.field_types import minutes_of
from staffmatch.records.roster_rules import RosterRule

# Rules that keep two shifts of one person apart: who breaks them has other work.
APART = ("daily_rest", "split_days")

# People who are looked up together: few are enough, where the first of them could have the shift.
_PEOPLE = 32

_BREAKS = Sentence("shortage.breaks", "With {worker:worker} as well: {why}")


class Held(NamedTuple):
    """A rule that each of some people would break, and what it says of that."""

    rule: Rule
    why: Message


class Holding:
    """A plan as that which further assignments have to fit."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario, self.plan = scenario, plan
        # The plan with more that was asked about last: rules ask for the same one in turn.
        self._last: tuple[object, Plan] | None = None
        # What a rule finds of jobs of a person that are alike.
        self._found: dict[Hashable, list[Violation]] = {}
        self._people: dict[str, Worker] = {}
        self._concerned: dict[str, frozenset[int]] = {}
        self._by_tie: dict[str, dict[str, list[Duty]]] = {}

    def _duties(self, tie: str) -> dict[str, list[Duty]]:
        """The assignments of each worker, shift, demand, borrower or lender, grouped once they are asked for."""
        if tie not in self._by_tie:
            found: dict[str, list[Duty]] = {}
            for duty in self.plan.duties(self.scenario):
                found.setdefault(_TIES[tie](duty), []).append(duty)
            self._by_tie[tie] = found
        return self._by_tie[tie]

    @cached_property
    def rules(self) -> list[Rule]:
        """Rules that set assignments against each other, but for those that keep a person's shifts apart."""
        return [rule for rule in self.scenario.rules if _relates(rule) and rule.kind not in APART]

    def concerning(self, worker: Worker) -> frozenset[int]:
        """The places of the `rules` that further work of a person can break."""
        if worker.id not in self._concerned:
            self._concerned[worker.id] = frozenset(
                number
                for number, rule in enumerate(self.rules)
                if rule.tied_by != "worker" or rule.names_person(self.scenario, worker)
            )
        return self._concerned[worker.id]

    @cached_property
    def apart(self) -> list[Rule]:
        """Those that keep a person's shifts apart."""
        return [rule for rule in self.scenario.rules if rule.kind in APART]

    @cached_property
    def _longest(self) -> timedelta:
        lengths = (duty.shift.end - duty.shift.start for duty in self.plan.duties(self.scenario))
        return max(lengths, default=timedelta())

    @cached_property
    def _gap(self) -> timedelta | None:
        """The least between any two shifts of a person; None if they may overlap."""
        gaps = [gap for rule in self.apart if (gap := rule.least_gap(self.scenario)) is not None]
        return timedelta(minutes=max(gaps)) if gaps else None

    def on(self, shift: Shift) -> set[str]:
        """Who has a shift."""
        return {duty.worker.id for duty in self._duties("shift").get(shift.id, ())}

    def roster(self, worker: str) -> list[Duty]:
        """What a person has, in order of start."""
        return self._duties("worker").get(worker, [])

    def _within(self, roster: Sequence[Duty], job: Iterable[Shift], gap: timedelta) -> Iterator[Duty]:
        """Those of a roster that leave less than the gap to a shift of the job; some of them twice."""
        for one in job:
            first = bisect_right(roster, one.start - gap - self._longest, key=_start)
            for duty in islice(roster, first, None):
                if duty.shift.start >= one.end + gap:
                    break
                if one.start < duty.shift.end + gap:
                    yield duty

    def jobs(
        self, people: Sequence[str], demand: Demand, shift: Shift, listed: Listed | None = None
    ) -> list[list[Duty]]:
        """The shift, and those held with it, as each of some people would have them."""
        held = demand.held_with(shift)
        entries = listed_on(self.scenario, (one.id for one in held)) if listed is None else listed
        if unknown := set(people) - self._people.keys():
            self._people |= workers_named(self.scenario, unknown)
        workers = [self._people[name] for name in people]
        there = points(self.scenario, [self.scenario.site_of(demand)] * len(workers))
        ways = self.scenario.travel.ways(points(self.scenario, (one.home for one in workers)), there).tolist()
        return [
            [_duty(worker, demand, one, way, entries) for one in held]
            for worker, way in zip(workers, ways, strict=True)
        ]

    def near(self, job: Sequence[Duty]) -> Duty | None:
        """Other work of the person that leaves no room for a job; None where there is room."""
        roster = self.roster(job[0].worker.id)
        if not roster or not self.apart:
            return None
        gap = self._gap
        for duty in self._within(roster, [one.shift for one in job], gap) if gap is not None else ():
            return duty
        for rule in self.apart:
            if any(True for _ in self.broken(rule, job)):
                return min(roster, key=lambda duty: abs(duty.shift.start - job[0].shift.start))
        return None

    def broken(self, rule: Rule, more: Sequence[Duty]) -> Iterator[Violation]:
        """What a rule finds of the plan with more assignments that it does not find mendable."""
        name = _TIES.get(rule.tied_by)
        keys = frozenset((rule.tied_by, name(one)) for one in more) if name else frozenset[tuple[str, str]]()
        alike = None
        if isinstance(rule, RosterRule) and rule.tied_by == "worker" and len(keys) == 1:
            alike = rule.alike(self.scenario, more)
        if alike is None:
            return self._check(rule, more, keys)
        known = (id(rule), keys, alike)
        if known not in self._found:
            self._found[known] = list(self._check(rule, more, keys))
        return iter(self._found[known])

    def _check(self, rule: Rule, more: Sequence[Duty], keys: frozenset[tuple[str, str]]) -> Iterator[Violation]:
        reach = rule.reach if isinstance(rule, RosterRule) else None
        plan = self._with(more, keys, reach)
        return (found.citing(rule) for found in rule.check(self.scenario, plan) if not found.mendable)

    def lacking(self, job: Sequence[Duty]) -> Iterator[Violation]:
        """What other work of the same person would have to make good, such as a training that they do not take."""
        for number in sorted(self.concerning(job[0].worker)):
            if (rule := self.rules[number]).tied_by == "worker":
                plan = self._with(job, frozenset({("worker", job[0].worker.id)}), None)
                yield from (found.citing(rule) for found in rule.check(self.scenario, plan) if found.mendable)

    def alone(self, rule: Rule, job: Sequence[Duty]) -> Iterator[Violation]:
        """What a rule finds of a job by itself, whatever the plan is."""
        listed = listed_on(self.scenario, (duty.shift.id for duty in job))
        plan = Plan.looked_up(self.scenario, tuple(sorted(job, key=lambda duty: duty.shift.start)), listed)
        return (found for found in rule.check(self.scenario, plan) if not found.mendable)

    def _with(self, more: Sequence[Duty], keys: frozenset[tuple[str, str]], reach: int | None) -> Plan:
        """More assignments, and those of the plan that belong to the keys and are within reach; all of it without
        keys."""
        asked = tuple((duty.worker.id, duty.shift.id) for duty in more), keys, reach
        if self._last is None or self._last[0] != asked:
            beside: Iterable[Duty] = self.plan.duties(self.scenario)
            if keys and reach is not None:
                gap, shifts = timedelta(minutes=reach), [one.shift for one in more]
                beside = (duty for _, name in keys for duty in self._within(self.roster(name), shifts, gap))
            elif keys:
                beside = (duty for key in keys for duty in self._duties(key[0]).get(key[1], ()))
            by_place = {(duty.worker.id, duty.shift.start, duty.shift.id): duty for duty in (*beside, *more)}
            duties = tuple(by_place[place] for place in sorted(by_place))
            self._last = asked, Plan.looked_up(self.scenario, duties, self.plan.listed(self.scenario))
        return self._last[1]

    def held(self, demand: Demand, shift: Shift, people: Sequence[str]) -> Held | None:
        """The first rule that keeps all of the people from the shift who have no other work too near to it.

        Each of them breaks it, and so do as many of them together as there are seats, and all of them. None where
        nobody has time, or no one rule keeps them all.
        """
        rules, free = self.rules, list[list[Duty]]()
        found: dict[int, list[Violation]] = {number: [] for number in range(len(rules))}
        listed = listed_on(self.scenario, (one.id for one in demand.held_with(shift))) if rules else {}
        for first in range(0, len(people), _PEOPLE):
            if not found:
                return None
            idle = [
                name for name in people[first : first + _PEOPLE] if not self._overlaps(name, demand.held_with(shift))
            ]
            for job in self.jobs(idle, demand, shift, listed) if idle else ():
                if not found:
                    return None
                if self.near(job) is None:
                    free.append(job)
                    concerning = self.concerning(job[0].worker)
                    broken = {n: next(self.broken(rules[n], job), None) for n in found if n in concerning}
                    found = {n: [*found[n], one] for n, one in broken.items() if one is not None}
        if not free:
            return None
        seats = max(1, demand.headcount - len(self.on(shift)))
        for number, violations in found.items():
            rule = rules[number]
            together = ([duty for job in some for duty in job] for some in (free[:seats], free))
            # Of one person's assignments nobody else's can make good what is broken.
            if rule.tied_by == "worker" or all(any(True for _ in self.broken(rule, jobs)) for jobs in together):
                return Held(rule, self._why(rule, demand, shift, free, violations))
        return None

    def _overlaps(self, name: str, held: Sequence[Shift]) -> bool:
        """Whether a person works at the time, where that is forbidden: what is quickly told."""
        return self._gap is not None and any(True for _ in self._within(self.roster(name), held, timedelta()))

    def _why(
        self, rule: Rule, demand: Demand, shift: Shift, free: Sequence[Sequence[Duty]], violations: Sequence[Violation]
    ) -> Message:
        people = [job[0].worker for job in free]
        said = rule.holds(self.scenario, self.plan, demand, shift, people, violations)
        return cited(rule, said) if said else _BREAKS(worker=people[0].id, why=Message.of(violations[0].message))


def _start(duty: Duty) -> datetime:
    return duty.shift.start


def _relates(rule: Rule) -> bool:
    return type(rule).rows is not Rule.rows and type(rule).check is not Rule.check and not rule.keeps_pins


_TIES: dict[str, Callable[[Duty], str]] = {
    "worker": lambda duty: duty.worker.id,
    "shift": lambda duty: duty.shift.id,
    "demand": lambda duty: duty.demand.id,
    "borrower": lambda duty: duty.demand.company,
    "lender": lambda duty: duty.worker.company,
}


def _duty(worker: Worker, demand: Demand, shift: Shift, way: int, entries: Listed) -> Duty:
    hours, cost = entries.get((worker.id, shift.id), (None, 0))
    return Duty(worker, demand, shift, shift.minutes if hours is None else minutes_of(hours), way, cost)

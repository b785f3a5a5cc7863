"""Witness: seats that cannot all be filled, since they share their people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Literal, NamedTuple

import numpy as np

from staffmatch.answers.resolving import Resolver
from staffmatch.answers.what_if.feasibility import closes
from staffmatch.domain.holding import Holding
from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError
from staffmatch.formulation.market import Market
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.surplus import filled_seats
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.accessors import shifts_named
from staffmatch.records.bases import Term
from staffmatch.records.citations import cited
from staffmatch.records.field_types import Count, Record, ShiftId, WorkerId
from staffmatch.records.ragged import Lists
from staffmatch.result.solution import Solution

# Seats that are looked at together, and jobs of which a person's own are counted.
MOST_SEATS, MOST_JOBS = 60, 12

# One solve takes at most this part of the time that is left.
_PARTS = 10

_HALL = Sentence(
    "witness.hall",
    "{shifts:and-shift} have {seats:count} seats together, and share {people:and-worker}, who can take "
    "{capacity:count} of them.",
)
_MINIMAL = Sentence(
    "witness.minimal",
    "{shifts:and-shift} cannot all be filled together by {people:and-worker}; without any one of these shifts the "
    "others can.",
)
_ALONE = Sentence("witness.alone", "{shift:shift} cannot be filled, even if nothing else is.")
_RULES = Sentence("witness.rules", "By {n:count} rule: {rules:and-id}.", "By {n:count} rules together: {rules:and-id}.")
_AGAINST = Sentence("witness.against", "Without the rule {rule:id}: {figures}")


class WantedSeats(Term):
    """``Σ_j |shifts of j| · (n_j - Σ_w x_wj)`` over the jobs of some shifts: what is missing until all are filled."""

    kind: Literal["wanted_seats"] = "wanted_seats"
    unit: ClassVar[str] = "seats"
    needs: ClassVar[tuple[str, ...]] = ("coverage",)
    shifts: tuple[ShiftId, ...]

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        columns, wanted = pairs.columns, set(self.shifts)
        of_shift = np.array([name in wanted for name in columns.shift_ids], np.int64)
        seats = np.bincount(columns.job_of_shift, of_shift, columns.jobs).astype(np.int64)
        constant = int(seats @ columns.demands.headcount[columns.job_demand])
        return replace(filled_seats(pairs, variables, seats), constant=constant)

    def value(self, scenario: Scenario, plan: Plan) -> int:
        wanted = shifts_named(scenario, self.shifts)
        crews = plan.crews(scenario)
        return sum(max(0, demand.headcount - len(crews.get(shift, ()))) for shift, (demand, _) in wanted.items())


class Witness(Record):
    """Shifts of which no plan fills all seats, and the people who may have them: the one that was asked about, and
    others that compete with it.

    ``hall``: each person can take so many of these shifts at most, together ``capacity``, which are fewer than the
    seats (P. Hall 1935; Ore 1955). No shift can be left out of it. ``minimal``: it was proven by solving that no plan
    fills them all, and that some plan fills all but any one of them; ``rules`` are needed for that, each of them, and
    ``figures`` says of each what it has against a plan that fills them all and keeps the other rules.

    >>> witness = solution.explain(shift="mon").witness
    >>> witness.shifts, witness.seats, witness.people, witness.capacity
    (('mon', 'late'), 3, ('ana', 'ben'), 2)
    """

    kind: Literal["hall", "minimal"]
    shifts: tuple[ShiftId, ...]
    seats: Count
    people: tuple[WorkerId, ...]
    capacity: Count
    rules: tuple[str, ...] = ()
    figures: tuple[Message, ...] = ()
    message: Message

    def messages(self) -> Iterator[Message]:
        """What it says, and the rules that are needed for it, with their figures."""
        yield self.message
        if self.rules:
            yield _RULES(rules=self.rules, n=len(self.rules))
        for rule, figures in zip(self.rules, self.figures, strict=True):
            yield _AGAINST(rule=rule, figures=figures)


class Needed(NamedTuple):
    """A rule without which some shifts could all be filled, and what it has against that."""

    rule: str
    figures: Message


class Competition:
    """The jobs of a market and their people, as seats that may want the same ones."""

    def __init__(self, holding: Holding) -> None:
        self.holding, self._market = holding, Market.of(holding.scenario)
        pairs = self._market.pairs
        self._columns, self._pairs = pairs.columns, pairs
        self._by_job = Lists.grouped(pairs.job, self._columns.jobs)
        scenario = holding.scenario
        self._rules = [rule for rule in scenario.rules if rule.tied_by == "worker" and closes(rule, scenario)]
        self._clashes: dict[tuple[str, int, int], bool] = {}
        places = {name: number for number, name in enumerate(self._columns.shift_ids)}
        self._job_of = {name: int(self._columns.job_of_shift[place]) for name, place in places.items()}
        self._known = shifts_named(holding.scenario, self._columns.shift_ids)

    def hall(self, shift: Shift) -> Witness | None:
        """A Hall violator that holds the shift's seats: those reached from it by alternating paths, its people and then
        what they have in the plan; then without each job that can be spared."""
        first = self._job_of[shift.id]
        jobs, frontier = {first}, {first}
        while frontier and len(jobs) <= MOST_JOBS:
            if self._short(jobs):
                for job in sorted(jobs - {first}):
                    if self._short(jobs - {job}):
                        jobs = jobs - {job}
                others = sorted(jobs - {first})
                return None if self._short(others) else self._witness("hall", [first, *others])
            people = {name for job in frontier for name in self._people(job)}
            frontier = set()
            for job in sorted(self._reached(people) - jobs):
                # What is too much without the shift that was asked about does not compete with it.
                if not self._short((jobs | {job}) - {first}):
                    jobs, frontier = jobs | {job}, frontier | {job}
        return None

    def closure(self, shift: Shift) -> list[tuple[str, ...]]:
        """The shift, and those that its people have in the plan, and so on, job by job, until there are many; without
        those that have too few people by themselves."""
        first = self._job_of[shift.id]
        jobs, frontier = [first], [first]
        while frontier and len(jobs) < MOST_SEATS:
            people = {name for job in frontier for name in self._people(job)}
            frontier = sorted(job for job in self._reached(people) - set(jobs) if not self._short({job}))
            jobs += frontier
        return [tuple(self._shifts(job)) for job in jobs[:MOST_SEATS]]

    def of(self, shifts: Sequence[str], needed: Sequence[Needed]) -> Witness:
        """The witness of shifts that were found by solving, and the rules that are needed for it."""
        return self._witness("minimal", [self._job_of[name] for name in shifts], needed)

    def _reached(self, people: Collection[str]) -> set[int]:
        """The jobs that people have in the plan."""
        return {self._job_of[duty.shift.id] for name in people for duty in self.holding.roster(name)}

    def _witness(self, kind: Literal["hall", "minimal"], jobs: Sequence[int], needed: Sequence[Needed] = ()) -> Witness:
        people = tuple(sorted({name for job in jobs for name in self._people(job)}))
        names = tuple(name for job in jobs for name in self._shifts(job))
        seats, capacity = self._seats(jobs), sum(self._most(name, jobs) for name in people) if kind == "hall" else 0
        if kind == "hall":
            said = _HALL(shifts=names, seats=seats, people=people, capacity=capacity)
        else:
            said = _MINIMAL(shifts=names, people=people) if len(jobs) > 1 else _ALONE(shift=names[0])
        return Witness(
            kind=kind,
            shifts=names,
            seats=seats,
            people=people,
            capacity=capacity,
            rules=tuple(one.rule for one in needed),
            figures=tuple(one.figures for one in needed),
            message=said,
        )

    def _short(self, jobs: Collection[int]) -> bool:
        people = {name for job in jobs for name in self._people(job)}
        return sum(self._most(name, jobs) for name in people) < self._seats(jobs)

    def _seats(self, jobs: Collection[int]) -> int:
        """One for each person on each job."""
        return sum(int(self._columns.demands.headcount[self._columns.job_demand[job]]) for job in jobs)

    def _people(self, job: int) -> list[str]:
        return [self._columns.workers.ids[one] for one in self._pairs.worker[self._by_job[job]].tolist()]

    def _shifts(self, job: int) -> list[str]:
        return [self._columns.shift_ids[one] for one in self._columns.job_shifts[job].tolist()]

    def _most(self, name: str, jobs: Collection[int]) -> int:
        """How many of the jobs a person can take, as far as the rules about two of them tell."""
        mine = [job for job in sorted(jobs) if name in set(self._people(job))]

        def most(left: Sequence[int]) -> int:
            if not left:
                return 0
            one, *others = left
            apart = [other for other in others if not self._clash(name, one, other)]
            return max(1 + most(apart), most(others)) if len(apart) < len(others) else 1 + most(others)

        return most(mine)

    def _clash(self, name: str, one: int, other: int) -> bool:
        key = (name, one, other)
        if key not in self._clashes:
            jobs = [self.holding.jobs([name], *self._named(job))[0] for job in (one, other)]
            duties = [duty for job in jobs for duty in job]
            self._clashes[key] = any(True for rule in self._rules for _ in self.holding.alone(rule, duties))
        return self._clashes[key]

    def _named(self, job: int) -> tuple[Demand, Shift]:
        return self._known[self._shifts(job)[0]]


def minimal(resolver: Resolver, competition: Competition, shift: Shift) -> Witness | None:
    """A minimal set of shifts that cannot all be filled, with the rules that this takes, by deletion.

    None if all can be filled, where it was not proven, or where time ended it.
    """
    scenario, left = resolver.scenario, competition.closure(shift)
    if _fillable(resolver, scenario, left) is not False:
        return None
    own, size = left[0], len(left) // 2
    while size:
        place = 0
        while place < len(left):
            spared = [job for job in left[place : place + size] if job != own]
            fewer = [job for job in left if job not in spared]
            if spared and _fillable(resolver, scenario, fewer) is False:
                left = fewer
            else:
                place += size
        size //= 2
    for one in left if len(left) > 1 else ():
        if _fillable(resolver, scenario, [job for job in left if job != one]) is not True:
            return None
    return competition.of([job[0] for job in left], _needed(resolver, competition, left))


def _needed(resolver: Resolver, competition: Competition, jobs: Sequence[tuple[str, ...]]) -> tuple[Needed, ...]:
    """Rules that set assignments against each other, without any one of which the jobs could be filled; none where that
    was not proven."""
    scenario, needed = resolver.scenario, list[Needed]()
    for rule in (*competition.holding.rules, *competition.holding.apart):
        if rule.kind == "coverage":
            continue
        fewer = scenario.replace(rules=[one for one in scenario.rules if one is not rule])
        solution = _fullest(resolver, fewer, jobs)
        fillable = _filled(solution)
        if solution is None or fillable is None:
            return ()
        if fillable:
            against = next(iter(rule.check(resolver.scenario, solution.plan)))
            needed.append(Needed(rule.kind, cited(rule, against.message)))
        else:
            scenario = fewer
    return tuple(needed)


def _fillable(resolver: Resolver, scenario: Scenario, jobs: Sequence[tuple[str, ...]]) -> bool | None:
    """Whether some plan fills all seats of some jobs; None if it is not known."""
    return _filled(_fullest(resolver, scenario, jobs))


def _filled(solution: Solution | None) -> bool | None:
    """Whether no wanted seat is empty in the best plan; None if that is not known."""
    if solution is None or not solution.tiers or (solution.tiers[0].value and not solution.tiers[0].bound):
        return None
    return solution.tiers[0].value == 0


def _fullest(resolver: Resolver, scenario: Scenario, jobs: Sequence[tuple[str, ...]]) -> Solution | None:
    """The plan with the fewest empty seats of some jobs; None if there is no time, or the scenario contradicts itself.

    There is nothing else to do, but where a rule may ask for other work beside it.
    """
    if resolver.over:
        return None
    wanted = {name for job in jobs for name in job}
    closed = all(closes(rule, scenario) for rule in scenario.rules) and scenario.pair_table is None
    others = [name for name in scenario.ids("shifts") if closed and name not in wanted]
    try:
        alone = scenario.without(shifts=others).replace(tiers=((WantedSeats(shifts=tuple(sorted(wanted))),),))
        return resolver.solved(alone, _PARTS)
    except InputError:
        return None

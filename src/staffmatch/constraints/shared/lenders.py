"""What rules about lenders have in common: how many of a lender's people are somewhere at the same time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Annotated, Literal, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.presence import PresenceRule
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.touched import days_of, last_days
from staffmatch.domain.plan import Duty, Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario, WorkTime
from staffmatch.records.field_types import Whole
from staffmatch.records.ragged import Spans

People = Annotated[Whole, Field(ge=0, le=10**6, description="people")]
Together = Annotated[Literal["moment", "day"], Field(description="at the same moment, or with shifts on one local day")]


_DAY = Sentence("when.day", "on {day:day}")
_MOMENT = Sentence("when.moment", "on {day:day} at {time:time}")


class LenderRule(Bends, ScopedRule, PresenceRule):
    """About the people of each lender by itself; ``lender`` narrows it to one, ``skill`` to who can do the same.

    Where it bends, each lender counts with its worst moment.
    """

    amounts = "people"

    def _lent(self, pairs: Pairs) -> Relation:
        """The spans of the people it is about."""
        return self.in_scope(pairs, pairs.spans)

    def _crowds(self, pairs: Pairs, variables: VariableRegistry, spans: Relation, most: Int) -> Iterator[RowBlock]:
        """At any moment at most ``most[a]`` people of lender a have a span that stretches over it, from ``opens`` on
        until before ``closes``."""
        crowds = spans.overlapping("lender", "opens", "closes", least=1)
        yield from self._capped(pairs, variables, crowds.relation.assign(crowd=crowds.group), most[crowds["lender"]])

    def _capped(self, pairs: Pairs, variables: VariableRegistry, spans: Relation, upper: Int) -> Iterator[RowBlock]:
        """Of each crowd, a column of the spans, at most ``upper[crowd]`` people have any of its spans."""
        crowds, people = spans.by("crowd"), spans.by("crowd", "worker")
        binding = crowds.match(1, crowd=people["crowd"]) > upper[crowds["crowd"]]
        cells = spans.where(binding[crowds.group]).by("crowd", "worker")
        present = self._present(pairs, variables, cells).by("crowd")
        lender = np.zeros(len(upper), np.int64)
        lender[spans["crowd"]] = spans["lender"]
        yield replace(present.sum(1) <= upper[present["crowd"]], violation=lender[present["crowd"]])

    def charged(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        worst: dict[tuple[str, ...], Violation] = {}
        for found in super().charged(scenario, plan):
            worst[found.ids] = max(worst.get(found.ids, found), found, key=lambda one: one.amount)
        yield from worst.values()

    def _staff(self, scenario: Scenario) -> dict[str, list[str]]:
        """The people it is about, by lender."""
        found: dict[str, list[str]] = {}
        for name, worker in self.members(scenario).items():
            found.setdefault(worker.company, []).append(name)
        return found

    def _duties(self, scenario: Scenario, plan: Plan) -> dict[str, list[Duty]]:
        """The duties of the people it is about, by lender."""
        found: dict[str, list[Duty]] = {}
        for duty in self.selected(scenario, plan).duties(scenario):
            found.setdefault(duty.worker.company, []).append(duty)
        return found

    def _beyond_staff(self, scenario: Scenario, path: str, people: int) -> Iterator[InputIssue]:
        """More people to keep than any lender has."""
        staff = {lender: len(names) for lender, names in self._staff(scenario).items()}
        most = max(staff.values(), default=people)
        if people > most:
            largest = min(lender for lender, size in staff.items() if size == most)
            text = refusals.RESERVE_ABOVE_STAFF(people=people, who=self._who, largest=largest, most=most)
            yield InputIssue(
                "reserve_above_staff", f"{path}.people", text, refusals.RESERVE_ABOVE_STAFF_ADVICE(), (largest,)
            )

    @property
    def _who(self) -> Message | str:
        """The scope without the lender, at the end of a sentence."""
        return self.scope_message(lender=False)


def stretch(spans: Spans, which: Int, per: str, zone: ZoneInfo) -> tuple[Int, Int]:
    """The given windows from start to end in minutes or, per day, as the whole of the days on which they have any."""
    if per == "day":
        return spans.day[which], last_days(spans, zone)[which] + 1
    return spans.start[which], spans.end[which]


Moment = datetime | date


class Stay(NamedTuple):
    """Somebody is somewhere from one moment, or day, until before another."""

    start: Moment
    end: Moment
    person: str


class Worst(NamedTuple):
    """The moment of a stretch of time at which a count exceeds its limit by most."""

    moment: Moment
    people: int
    limit: int


def stay(work: WorkTime, person: str, per: str, zone: ZoneInfo) -> Stay:
    """The work from start to end or, per day, the whole of the local days on which it has minutes."""
    if per == "day":
        days = days_of(work, zone)
        return Stay(days[0], days[-1] + timedelta(days=1), person)
    return Stay(work.start, work.end, person)


def headcounts(*stays: Iterable[Stay]) -> Iterator[tuple[Moment, tuple[int, ...]]]:
    """How many people there are, in each of several places, from each moment on at which anybody comes or goes."""
    changes = [
        (moment, step, place, one.person)
        for place, held in enumerate(stays)
        for one in held
        for moment, step in ((one.start, 1), (one.end, -1))
    ]
    times: Counter[tuple[int, str]] = Counter()
    inside = [0] * len(stays)
    for moment, together in groupby(sorted(changes), key=lambda change: change[0]):
        for _, step, place, person in together:
            there = times[place, person] > 0
            times[place, person] += step
            inside[place] += (times[place, person] > 0) - there
        yield moment, tuple(inside)


def worst(counts: Iterable[tuple[Moment, int, int]]) -> Iterator[Worst]:
    """Of each stretch of time in which a count exceeds its limit, the worst moment: the first of several."""
    for exceeded, stretched in groupby((Worst(*entry) for entry in counts), key=lambda one: one.people > one.limit):
        if exceeded:
            yield max(stretched, key=lambda one: one.people - one.limit)


def when(moment: Moment, zone: ZoneInfo) -> Message:
    """``on 2020-04-06 at 08:00``, or the day alone."""
    if not isinstance(moment, datetime):
        return _DAY(day=moment.isoformat())
    local = moment.astimezone(zone)
    return _MOMENT(day=local.date().isoformat(), time=local.isoformat())

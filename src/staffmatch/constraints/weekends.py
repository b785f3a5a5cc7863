"""Weekends: how many are worked, how many are free, and whether they are worked as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal, Self
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask, sliding
from staffmatch.constraints.shared.day_sets import DaySets
from staffmatch.constraints.shared.rhythm import RhythmRule
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import UNLIMITED
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.field_types import Flag, Whole

_MANY = Sentence(
    "weekends",
    "Worker {worker:worker} works on {n:count} weekend from {first:day} to {last:day}; the limit is {limit:count}.",
    "Worker {worker:worker} works on {n:count} weekends from {first:day} to {last:day}; the limit is {limit:count}.",
)
_MANY_AT_HOME = Sentence(
    "weekends.at_home",
    "Worker {worker:worker} works at home or before the plan on {n:count} weekend from {first:day} to {last:day}; the "
    "limit is {limit:count}.",
    "Worker {worker:worker} works at home or before the plan on {n:count} weekends from {first:day} to {last:day}; the "
    "limit is {limit:count}.",
)
_HALF = Sentence("weekends.half", "Worker {worker:worker} works on {day:day} and not on the other day of the weekend.")
_HALF_AT_HOME = Sentence(
    "weekends.half_at_home",
    "Worker {worker:worker} works at home on {day:day} and not on the other day of the weekend.",
)
_WANTS = Sentence("weekends.wants", "keeps enough weekends free with it", "keep enough weekends free with it")
_WANTS_WHOLE = Sentence(
    "weekends.wants_whole", "works on both days of the weekend with it", "work on both days of the weekend with it"
)


class Weekends(RhythmRule):
    """Of any ``of`` weekends in a row at least ``free`` are free, or at most ``most`` are worked; without ``of`` these
    are the weekends of the plan. With ``whole``, a weekend is worked on both days or on none.

    For every worker w and set D of weekends in a row, of which H are worked at home or before the plan and at most m
    may be worked: ``Σ_{t in D} v_wt <= max(0, m - H)`` with v_wt = 1 iff w is lent on weekend t and does not work at
    home on it as well; ``m = of - free``. The weekends of the plan are those with a Saturday or Sunday from the first
    day on which a shift starts to the last. Weekends with ``whole``: ``y_ws - y_wu <= 0`` and ``y_wu - y_ws <= 0`` for
    Saturday s and Sunday u, except those that are worked at home on either day, and those that the plan cuts in two.

    A shift counts on the local day on which it starts: a night from Friday to Saturday leaves the weekend free. With
    ``of``, sets reach over both ends of the plan: weekends before it are as home and past shifts tell, those after it
    are free but for home shifts. The amount is the number of weekends beyond the limit, set by set, so that one weekend
    too many may count in several of them, and of those worked on one day only.

    Source: maximum number of weekends, Curtois and Qu (2014), Computational results on new staff scheduling benchmark
    instances; complete weekends, Burke, De Causmaecker, Vanden Berghe and Van Landeghem (2004), The state of the art of
    nurse rostering.

    Example: "Worker 'w' works on 2 weekends from 2020-04-04 to 2020-04-12; the limit is 1."
    """

    kind: Literal["weekends"] = "weekends"
    tied_by = "worker"
    selects = ("of", "whole")
    amounts: ClassVar[str] = "weekends"
    most: Annotated[
        Annotated[Whole, Field(ge=0, le=104)] | None, Field(description="weekends that may be worked at most")
    ] = None
    free: Annotated[
        Annotated[Whole, Field(ge=0, le=104)] | None, Field(description="weekends that are free at least")
    ] = None
    of: Annotated[
        Annotated[Whole, Field(ge=1, le=104)] | None,
        Field(description="weekends in a row that are looked at; none: those of the plan"),
    ] = None
    whole: Annotated[Flag, Field(description="whether a weekend is worked on both days or on none")] = False

    @model_validator(mode="after")
    def _of_one_mind(self) -> Self:
        if self.most is not None and self.free is not None:
            text = "limits weekends by most and by free; drop one of them, they say the same"
            raise PydanticCustomError("most_and_free", text)
        limited = self.most is not None or self.free is not None
        if not limited and self.of is not None:
            raise PydanticCustomError("of_without_limit", "looks at some weekends in a row; say free or most of them")
        if not limited and not self.whole:
            raise PydanticCustomError("asks_for_nothing", "asks for nothing; give free, most or whole")
        if self.of is not None and self.free is not None and self.free > self.of:
            text = "wants {free} of {of} weekends free; lower free, or raise of"
            raise PydanticCustomError("free_above_all", text, {"free": self.free, "of": self.of})
        if self.of is not None and self.most is not None and self.most > self.of:
            text = "lets {most} of {of} weekends be worked; lower most, or raise of"
            raise PydanticCustomError("most_above_all", text, {"most": self.most, "of": self.of})
        return self

    def _limit(self, first: int, last: int) -> int | None:
        """How many of a set may be worked, of a plan from one weekend to another."""
        if self.free is None:
            return self.most
        return max(0, (self.of or last - first + 1) - self.free)

    def keep(self, pairs: Pairs) -> Mask | None:
        sets, spans, chosen = self._limited(pairs)
        return None if sets is None else sets.keep(pairs, spans, chosen)

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        sets, spans, chosen = self._limited(pairs)
        if sets is not None:
            yield from sets.rows(spans, lambda cells: self._present(pairs, variables, cells), variables, chosen)
        if self.whole:
            yield from self._halves(pairs, variables)

    def _limited(self, pairs: Pairs) -> tuple[DaySets | None, Relation, Relation | None]:
        """The sets of weekends, the spans on weekends that are not worked at home, and those selected, if not all."""
        owner, week = np.unique(_weekends(*self.home(pairs).T), axis=0).T
        spans = _on_weekends(self.lent(pairs))
        spans, chosen = self.told(pairs, spans.where(~spans.agrees(worker=owner, date=week)))
        first, last = _of_plan(pairs)
        if (limit := self._limit(first, last)) is None:
            return None, spans, chosen
        length = self.of

        def sets(week: Int) -> tuple[Int, Int]:
            if length is not None:
                return sliding(week, length)
            inside = np.flatnonzero((first <= week) & (week <= last))
            return inside, np.zeros(len(inside), np.int64)

        return DaySets(sets, lambda which: np.full(len(which), limit), owner, week), spans, chosen

    def _halves(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        owner, week = _weekends(*self.home(pairs).T).T
        day, spans = pairs.columns.shifts.day, _on_weekends(self.lent(pairs))
        cut = (7 * spans["date"] + 6 < day.min(initial=UNLIMITED)) | (7 * spans["date"] + 7 > day.max(initial=0))
        spans = spans.where(~cut & ~spans.agrees(worker=owner, date=week))
        there = self._present(pairs, variables, spans.by("worker", "date", "day"))
        if self.narrowed(pairs.columns.scenario):
            mine = spans.where(self.chosen_spans(pairs, spans)).by("worker", "date", "day").any(variables)
        else:
            mine = there
        for half in (6, 0):
            worked = mine.where(mine["day"] % 7 == half).by("worker", "date")
            other = there.where(there["day"] % 7 == 6 - half).by("worker", "date")
            yield worked.sum(1) + other.sum(-1) <= 0

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for name, (lent, told, home) in self.days_by_worker(scenario, plan).items():
            old = _weeks(home)
            for weeks, limit in self._windows(scenario, _weeks(told) - old):
                new = _weeks(lent) - old
                before = len(old & weeks)
                if (excess := len(new & weeks) - max(0, limit - before)) > 0:
                    yield self._many(_MANY, name, weeks, len(new & weeks) + before, limit, excess)
            if self.whole:
                # A weekend with work at home is not the plan's to mend.
                halves = {day for day in lent & told if day % 7 in (0, 6) and (day - 1) // 7 not in old}
                for day in sorted(halves):
                    if _other(day) not in lent and self._uncut(scenario, day):
                        yield self._half(_HALF, name, day)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            days = self.at_home(worker, zone)
            for weeks, limit in self._windows(scenario, _weeks(days)):
                if (excess := (count := len(_weeks(days) & weeks)) - limit) > 0:
                    yield self._many(_MANY_AT_HOME, worker.id, weeks, count, limit, excess)
            for day in sorted(days) if self.whole else ():
                if day % 7 in (0, 6) and _other(day) not in days and self._uncut(scenario, day):
                    yield self._half(_HALF_AT_HOME, worker.id, day)

        return self.each_at_home(scenario, found, *ROSTERED, "ledger")

    def _windows(self, scenario: Scenario, weeks: set[int]) -> Iterator[tuple[set[int], int]]:
        """The sets of weekends with any of some, and how many of each may be worked."""
        first, last = self.plan_days(scenario)
        first, last = (first - 1) // 7, (last - 1) // 7 if last % 7 in (0, 6) else (last - 1) // 7 - 1
        if (limit := self._limit(first, last)) is None:
            return
        if self.of is None:
            every = set(range(first, last + 1))
            yield from [(every, limit)] if every & weeks else []
            return
        for start in sorted({week - back for week in weeks for back in range(self.of)}):
            yield set(range(start, start + self.of)), limit

    def _uncut(self, scenario: Scenario, day: int) -> bool:
        """Whether both days of a weekend are days of the plan."""
        first, last = self.plan_days(scenario)
        return first <= min(day, _other(day)) and max(day, _other(day)) <= last

    def _many(self, said: Sentence, name: str, weeks: set[int], count: int, limit: int, excess: int) -> Violation:
        first, last = (date.fromordinal(day).isoformat() for day in (7 * min(weeks) + 6, 7 * max(weeks) + 7))
        text = said(worker=name, n=count, first=first, last=last, limit=limit)
        return Violation(self.kind, text, excess, self.amounts, (name,))

    def _half(self, said: Sentence, name: str, day: int) -> Violation:
        text = said(worker=name, day=date.fromordinal(day).isoformat())
        return Violation(self.kind, text, 1, self.amounts, (name,), mendable=True)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _WANTS_WHOLE() if self.most is None and self.free is None else _WANTS()


def _weekends(owner: Int, day: Int) -> Int:
    """The weekends of some days, as rows of worker and week."""
    weekend = (day % 7 == 0) | (day % 7 == 6)
    found: Int = np.c_[owner[weekend], (day[weekend] - 1) // 7]
    return found


def _on_weekends(spans: Relation) -> Relation:
    """The spans on weekends, with the week as ``date``."""
    day = spans["day"]
    spans = spans.where((day % 7 == 0) | (day % 7 == 6))
    return spans.assign(date=spans["week"])


def _of_plan(pairs: Pairs) -> tuple[int, int]:
    """The weeks of the first and the last weekend of the plan."""
    day = pairs.columns.shifts.day
    first, last = int(day.min(initial=UNLIMITED)), int(day.max(initial=0))
    # The last week has its weekend in the plan if the plan reaches its Saturday.
    return (first - 1) // 7, (last + 1) // 7 - 1


def _weeks(days: set[int]) -> set[int]:
    """The weeks of the weekends on which some days are."""
    return {(day - 1) // 7 for day in days if day % 7 in (0, 6)}


def _other(day: int) -> int:
    """The other day of a weekend."""
    return day + 1 if day % 7 == 6 else day - 1

"""SundaysAndHolidays: days of rest, kept free or made up for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib.util import find_spec
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask, nth
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.holidays import holidays_of, said_of
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.worked_days import DayRule, Days, at_home, clock_times
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker, WorkTime
from staffmatch.records.field_types import Flag, HoursMoved, Whole, minutes_of
from staffmatch.records.ragged import Spans

State = Literal["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"]
Weeks = Annotated[Whole, Field(ge=1, le=104, description="weeks")]


_FESTIVE = Sentence("sundays_and_holidays", "Worker {worker:worker} works on {days:and} in shift {shift:shift}.")
_FESTIVE_AT_HOME = Sentence("sundays_and_holidays.at_home", "Worker {worker:worker} works on {days:and} at home.")
_DAY = Sentence("sundays_and_holidays.day", "{name} {day:day}")
_SUNDAYS = Sentence(
    "sundays_and_holidays.sundays",
    "Worker {worker:worker} works on {n:count} of the {weeks:count} Sunday from {day:day}{home}; {limit:count} may be "
    "worked.",
    "Worker {worker:worker} works on {n:count} of the {weeks:count} Sundays from {day:day}{home}; {limit:count} may be "
    "worked.",
    by="weeks",
)
_MADE_UP = Sentence(
    "sundays_and_holidays.made_up",
    "Worker {worker:worker} lacks {n:count} day off from {first:day} to {last:day} to make up for Sundays and "
    "holidays.",
    "Worker {worker:worker} lacks {n:count} days off from {first:day} to {last:day} to make up for Sundays and "
    "holidays.",
)
_MAY = Sentence("sundays_and_holidays.wants", "may work on Sundays and holidays", "may work on Sundays and holidays")
_HAS_LEFT = Sentence("sundays_and_holidays.wants_left", "has Sundays or days off left", "have Sundays or days off left")


class SundaysAndHolidays(DayRule):
    """Nobody works on a Sunday or a public holiday of the ``state`` or, if ``work`` is true, seldom and for a day off.

    A shift works on every day that it touches; days last from midnight to midnight or, where shifts change at another
    hour, begin and end ``moved_hours`` later, earlier if below 0. With ``work``, of any ``weeks`` Sundays in a row at
    least ``free_sundays`` are free, and each Sunday and holiday with work is made up for by a day off of its own from
    Monday to Saturday, no holiday: within ``sunday_weeks`` of a Sunday and ``holiday_weeks`` of a holiday, these days
    included. With ``made_up="around"``, as § 11 (3) ArbZG is read in practice, the day off may lie before or after, in
    any such period that includes the day; with ``"after"`` the period begins with it. A day is off if no home shift,
    lent shift or entry of the ledger says otherwise, also before the plan.

    For every worker and set D of days with a limit c: ``Σ_{t in D} v_wt <= max(0, c - days at home)`` over the Sundays
    of a window, and over the c working days from a to b together with the Sundays and holidays that only they can make
    up for, for all a and b (P. Hall 1935). Home and past shifts count, and days of the ledger with hours.

    Standby that is rest is no work until somebody calls, and may be had on such days and on the days off that make up
    for them: § 9 (1) ArbZG forbids to employ. With ``standby`` it counts as work, for whoever reads that being kept at
    call is to be employed.

    Holidays are those of the library `holidays` (extra ``staffmatch[holidays]``); without a state there are none.

    Source: § 9 (1) and, moved by up to six hours where day and night shifts are regular and work rests for 24 hours,
    (2), § 11 (1) and (3) ArbZG.

    Example: "Worker 'w' works on 2 of the 2 Sundays from 2020-04-05, 1 of them at home; 1 may be worked."
    """

    kind: Literal["sundays_and_holidays"] = "sundays_and_holidays"
    law = "§ 9 (1) ArbZG"
    tied_by = "worker"
    state: Annotated[State | None, Field(description="state of Germany whose holidays count")] = None
    work: Annotated[Flag, Field(description="whether such days may be worked at all")] = False
    free_sundays: Annotated[Whole, Field(ge=0, le=104, description="Sundays")] = 15
    weeks: Weeks = 52
    sunday_weeks: Weeks = 2
    holiday_weeks: Weeks = 8
    made_up: Annotated[Literal["around", "after"], Field(description="where the day off may lie")] = "around"
    moved_hours: Annotated[HoursMoved, Field(ge=-6, le=6, description="hours by which days begin and end later")] = 0
    standby: Annotated[Flag, Field(description="whether standby that is rest counts as work there")] = False

    @model_validator(mode="after")
    def _worked_at_all(self) -> Self:
        counted = ("free_sundays", "weeks", "sunday_weeks", "holiday_weeks", "made_up")
        given = [name for name in counted if getattr(self, name) != type(self).model_fields[name].default]
        if given and not self.work:
            text = "gives {fields} though no such day may be worked; set work to true, or leave {fields} out"
            raise PydanticCustomError("nothing_worked", text, {"fields": " and ".join(given)})
        return self

    @property
    def _begin(self) -> tuple[int, time]:
        """When a day begins: by how many days earlier or later, and at what time."""
        days, minutes = divmod(minutes_of(self.moved_hours), 24 * 60)
        return days, time(minutes // 60, minutes % 60)

    @property
    def _counts_standby(self) -> bool:
        return self.standby

    def keep(self, pairs: Pairs) -> Mask:
        if self.work:
            return super().keep(pairs)
        shifts = pairs.columns.shifts
        at, day = self._worked(pairs, shifts, np.arange(len(shifts.day)))
        festive = np.zeros(len(shifts.day), bool)
        if len(day):
            festive[at[np.isin(day, self._special(int(day.min()), int(day.max())))]] = True
        spans = self._work(pairs, pairs.spans.where(festive[pairs.spans["shift"]]))
        return pairs.without(spans.where(self.chosen_spans(pairs, spans)))

    def _worked(self, pairs: Pairs, spans: Spans, which: Int) -> tuple[Int, Int]:
        if not len(which):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        start, latest, local = spans.start[which], spans.end[which] - 1, spans.day[which]
        longest = int((latest - start).max()) // 1440
        days: Int = np.arange(int(local.min()) - 1, int(local.max()) + longest + 4)
        moved, clock = self._begin
        begins = clock_times(days + moved, clock, ZoneInfo(pairs.columns.scenario.timezone))
        first, last = (days[np.searchsorted(begins, moment, side="right") - 1] for moment in (start, latest))
        at = np.repeat(np.arange(len(which)), last - first + 1)
        return at, first[at] + nth(at)

    def _ledger(self, pairs: Pairs) -> tuple[Int, Int]:
        ledger = pairs.columns.workers.ledger
        worked = ledger.minutes > 0
        return ledger.owner[worked], ledger.day[worked]

    def _ledger_dates(self, worker: Worker) -> set[date]:
        return {day for day, hours in worker.ledger.items() if hours > 0}

    def _special(self, first: int, last: int) -> Int:
        """Sundays and holidays as ordinal days."""
        days = np.arange(first, last + 1)
        years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        holidays = [day.toordinal() for year in years for day in holidays_of(self.state, year)]
        special: Int = days[(days % 7 == 0) | np.isin(days, np.array(holidays, np.int64))]
        return special

    def _sets(self, first: int, last: int, known: tuple[int, int]) -> Iterator[tuple[Int, int]]:
        if not self.work:
            return
        if self.free_sundays:
            for start in range(first - (self.weeks - 1) * 7 + (-first) % 7, last + 1, 7):
                yield start + 7 * np.arange(self.weeks), max(0, self.weeks - self.free_sundays)
        low, high = known
        special = self._special(low, high)
        if not len(special):
            return
        weeks = np.where(special % 7 == 0, self.sunday_weeks, self.holiday_weeks)
        since, until = special - (7 * weeks - 1 if self.made_up == "around" else 0), special + 7 * weeks - 1
        starts, ends = np.unique(since), np.unique(until)
        days = np.arange(int(starts[0]), int(ends[-1]) + 1)
        days = days[~np.isin(days, self._special(int(starts[0]), int(ends[-1])))]
        for start in starts.tolist():
            for end in ends[ends > start].tolist():
                working = days[(days >= start) & (days <= end)]
                within = np.r_[working, special[(since >= start) & (until <= end)]]
                # Whoever has too few days off works on more than there are to work on.
                if ((within >= low) & (within <= high)).sum() > len(working):
                    yield within, len(working)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        if self.work:
            yield from super().check(scenario, plan)
            return
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        selects = self.selects_duty(scenario)
        for duty in plan.duties(scenario):
            if duty.worker.id in members and selects(duty):
                yield from self._festive(duty.worker, duty.shift, duty.shift.id, zone)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        if self.work:
            yield from super().preexisting_violations(scenario)
            return
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            for shift in worker.at_home(zone):
                yield from self._festive(worker, shift, None, zone)

        yield from self.each_at_home(scenario, found, *ROSTERED)

    def _festive(self, worker: Worker, work: WorkTime, shift: str | None, zone: ZoneInfo) -> Iterator[Violation]:
        """The days of rest that a shift counts on; one at home has no id."""
        named = [(name, day) for day in sorted(self._days_of(work, zone)) if (name := self._name(day))]
        if named:
            days = tuple(_DAY(name=said_of(name), day=day.isoformat()) for name, day in named)
            said = _FESTIVE_AT_HOME(worker=worker.id, days=days)
            said = said if shift is None else _FESTIVE(worker=worker.id, days=days, shift=shift)
            yield Violation(self.kind, said, len(days), "days", (worker.id,))

    def _name(self, day: date) -> str | None:
        """What a day of rest is called."""
        return holidays_of(self.state, day.year).get(day) or ("Sunday" if day.isoweekday() == 7 else None)

    def _dates(self, work: WorkTime, zone: ZoneInfo) -> set[date]:
        (moved, clock), one = self._begin, timedelta(days=1)
        day, touched = work.start.astimezone(zone).date() - 2 * one, set[date]()
        while (begins := datetime.combine(day + moved * one, clock, zone)) < work.end:
            if begins <= work.start:
                touched.clear()
            touched.add(day)
            day += one
        return touched

    def _date_sets(self, worked: list[date], known: tuple[date, date]) -> Iterator[Days]:
        if not self.work:
            return
        for sunday in (day for day in worked if day.isoweekday() == 7 and self.free_sundays):
            days = [sunday + timedelta(weeks=after) for after in range(self.weeks)]
            yield Days("sundays", sunday, days[-1], frozenset(days), max(0, self.weeks - self.free_sundays))
        if any(map(self._name, worked)):
            yield from self._made_up(worked, known)

    def _made_up(self, worked: list[date], known: tuple[date, date]) -> Iterator[Days]:
        """Working days, with the days of rest that they have to make up for, of which too few are left free."""
        first, last = known
        every = [first + timedelta(days=after) for after in range((last - first).days + 1)]
        allowed = {day: self._period(day) for day in every if self._name(day)}
        opens, closes = min(low for low, _ in allowed.values()), max(high for _, high in allowed.values())
        around = [opens + timedelta(days=after) for after in range((closes - opens).days + 1)]
        working = [day for day in around if not self._name(day)]
        free = [day for day in working if day not in set(worked)]
        owed = [allowed[day] + (day,) for day in worked if day in allowed]
        for start in sorted({low for low, _ in allowed.values()}):
            for end in sorted({high for _, high in allowed.values()}):
                due = [day for low, high, day in owed if low >= start and high <= end]
                if len(due) > bisect_right(free, end) - bisect_left(free, start):
                    between = working[bisect_left(working, start) : bisect_right(working, end)]
                    yield Days("made up", start, end, frozenset((*between, *due)), len(between))

    def _period(self, day: date) -> tuple[date, date]:
        """The first and the last day that may make up for a Sunday or a holiday."""
        weeks = self.sunday_weeks if day.isoweekday() == 7 else self.holiday_weeks
        more = timedelta(days=7 * weeks - 1)
        return day - more if self.made_up == "around" else day, day + more

    def _exceeded(self, name: str, days: Days, lent: int, home: int) -> Message:
        first, last, worked = days.first.isoformat(), days.last.isoformat(), lent + home
        if days.kind == "sundays":
            weeks, limit = len(days.days), days.limit
            return _SUNDAYS(worker=name, n=worked, weeks=weeks, day=first, home=at_home(home), limit=limit)
        return _MADE_UP(worker=name, n=worked - days.limit, first=first, last=last)

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if self.free_sundays > self.weeks and self.work:
            text = refusals.TOO_MANY_SUNDAYS(sundays=self.free_sundays, n=self.weeks)
            yield InputIssue("too_many_sundays", f"{path}.free_sundays", text, refusals.TOO_MANY_SUNDAYS_ADVICE())
        if self.state is not None and find_spec("holidays") is None:
            text = refusals.MISSING_LIBRARY(state=self.state)
            advice = refusals.MISSING_LIBRARY_ADVICE()
            yield InputIssue("missing_library", f"{path}.state", text, advice)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        if not self.work:
            return _MAY()
        return _HAS_LEFT()

"""NightWork: how long, how often and how many times in a row people work at night, and their rest after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask, sliding
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.pieces import Piece
from staffmatch.constraints.shared.presence import least_gap
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.worked_days import DayRule, Days, at_home, clock_times, overlap
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, PastShift, Scenario, Shift, Worker, WorkTime
from staffmatch.records.field_types import Clock, Hours, Whole, minutes_of
from staffmatch.records.ragged import Spans

Nights = Annotated[Whole, Field(ge=0, le=366, description="nights")]


@dataclass(frozen=True)
class _Work(Piece):
    """Work, and whether it is night work."""

    night: bool = False


_LONG = Sentence(
    "night_work.long",
    "Worker {worker:worker} works {hours:number} h in the night shift {shift:shift}; the limit is {limit:amount} h.",
)
_LONG_AT_HOME = Sentence(
    "night_work.long_at_home",
    "Worker {worker:worker} works {hours:number} h in the night shift at home; the limit is {limit:amount} h.",
)
_TIRED = Sentence(
    "night_work.rest",
    "Worker {worker:worker} begins {other} {hours:number} h after the night work of {night}; the rest due is "
    "{rest:amount} h.",
)
_NIGHTS = Sentence(
    "night_work.nights",
    "Worker {worker:worker} has {n:count} night shift in {window}{home}; the limit is {limit:count}.",
    "Worker {worker:worker} has {n:count} night shifts in {window}{home}; the limit is {limit:count}.",
)
_WINDOW = Sentence("night_work.window", "the {n:count} night from {day:day}", "the {n:count} nights from {day:day}")
_MAY = Sentence("night_work.wants", "may work that night", "may work that night")


class NightWork(DayRule):
    """Work of more than ``night_hours`` between ``start`` and ``end`` local time, breaks included, is night work.

    A night shift has at most ``hours`` that count as working time; with 0 nobody has one, on standby neither. At most
    ``in_a_row`` nights follow each other and at most ``nights`` of any ``days`` are worked: for every worker and such
    set N of nights, of which c may be worked, ``Σ_{n in N} v_wn <= max(0, c - nights at home)``, v_wn = 1 iff w is lent
    for night work in n. A shift counts to the first night it reaches into; standby that is rest is no work. After night
    work ``rest`` hours pass before other work, by day, begins, at home or elsewhere: ``x_wi + Σ_{j in C} x_wj <= 1``
    for each night shift i and clique C of what begins too soon.

    There is no average here, since the law's is of all work of a night worker: 8 h a working day, or 10 h if four weeks
    make up for it. Whether somebody is a night worker, by shift rotation or 48 nights a year, no plan tells: mark them
    by a group, and narrow to it this rule with ``hours=10``, `DailyHours` with 10 h and `AverageHours` with 48 h in 4
    weeks of six working days. Night hours are real time: seven are left of eight when the clock is put forward.

    Source: § 2 (3) to (5), § 6 (2) ArbZG; Directive 2003/88/EC art. 2 and 8.

    Example: "Worker 'w' has 3 night shifts in the 3 nights from 2020-04-06, 1 of them at home; the limit is 2."
    """

    kind: Literal["night_work"] = "night_work"
    law = "§ 6 (2) ArbZG"
    selects = ("start", "end", "days")
    tied_by = "worker"
    start: Clock = "23:00"
    end: Clock = "06:00"
    night_hours: Annotated[Hours, Field(le=24, description="hours, with more of which it is night work")] = 2
    hours: Annotated[Annotated[Hours, Field(le=24)] | None, Field(description="hours of a night shift")] = 8
    in_a_row: Nights | None = None
    nights: Nights | None = None
    days: Annotated[Whole, Field(ge=1, le=366, description="nights of a window")] = 28
    rest: Annotated[Annotated[Hours, Field(le=240)] | None, Field(description="hours until other work")] = None

    @model_validator(mode="after")
    def _limits(self) -> Self:
        if self.hours is self.in_a_row is self.nights is self.rest is None:
            raise PydanticCustomError("no_limit", "limits nothing; give hours, in_a_row, nights or rest")
        return self

    @property
    def _caps(self) -> list[tuple[int, int]]:
        """Windows of so many nights, and how many of these may be worked."""
        row = [] if self.in_a_row is None else [(self.in_a_row + 1, self.in_a_row)]
        return row + ([] if self.nights is None or self.nights >= self.days else [(self.days, self.nights)])

    def about(self) -> tuple[tuple[str, Any], ...]:
        limits = ("hours", "in_a_row", "nights", "rest")
        return *super().about(), *((name, getattr(self, name) is not None) for name in limits)

    def keep(self, pairs: Pairs) -> Mask:
        kept = super().keep(pairs)
        if self.hours is not None:
            spans, night, chosen = self._nights_of(pairs, pairs.spans)
            long = spans["counted" if self.hours else "minutes"] > minutes_of(self.hours)
            kept &= pairs.without(spans.where(night & chosen & long))
        if self.rest is not None:
            spans, night, chosen = self._lent_nights(pairs)
            kept &= pairs.without(spans.where(self._restless(pairs, spans, night, chosen)))
        return kept

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        yield from super().rows(pairs, variables)
        if self.rest is None:
            return
        spans, night, chosen = self._lent_nights(pairs)
        early, late = self._close(spans, night, chosen)
        # Where others may overlap, each of them has a row of its own with the night.
        gap = least_gap(pairs)
        group = early if gap is not None else np.arange(len(early))
        until = np.r_[spans["end"][early] + minutes_of(self.rest), spans["end"][late] + (gap or 0)]
        close = spans.where(np.r_[early, late]).assign(night=np.r_[group, group], until=until)
        yield close.overlapping(("worker", "night"), end="until").count() <= 1

    def _lent_nights(self, pairs: Pairs) -> tuple[Relation, Mask, Mask]:
        """The spans of work in scope, and which are night work, and selected."""
        return self._nights_of(pairs, self._work(pairs, pairs.spans))

    def _nights_of(self, pairs: Pairs, spans: Relation) -> tuple[Relation, Mask, Mask]:
        spans = self.of_members(pairs, spans)
        night = self._night(pairs, pairs.columns.shifts, spans["shift"]) >= 0
        return spans, night, self.chosen_spans(pairs, spans)

    def _worked(self, pairs: Pairs, spans: Spans, which: Int) -> tuple[Int, Int]:
        night = self._night(pairs, spans, which)
        at = np.flatnonzero(night >= 0)
        return at, night[at]

    def _night(self, pairs: Pairs, spans: Spans, which: Int) -> Int:
        """The night that each window counts to, by its ordinal day; -1 where it is no night work."""
        if not len(which):
            return np.empty(0, np.int64)
        start, end, zone = spans.start[which], spans.end[which], ZoneInfo(pairs.columns.scenario.timezone)
        day: Int = np.arange(
            int(spans.day[which].min()) - 1, int(spans.day[which].max() + (end - start).max() // 1440) + 3
        )
        opens = clock_times(day, time.fromisoformat(self.start), zone)
        closes = clock_times(day + (self.end <= self.start), time.fromisoformat(self.end), zone)
        # A night may fall into the hour over which the clock is put forward.
        real = opens < closes
        opens, closes = opens[real], closes[real]
        knots = np.c_[opens, closes].ravel()
        before = np.r_[0, np.repeat(np.cumsum(closes - opens), 2)][:-1]
        minutes = np.interp(end, knots, before) - np.interp(start, knots, before)
        return np.where(
            minutes > minutes_of(self.night_hours), day[real][np.searchsorted(closes, start, side="right")], -1
        )

    def _sets(self, first: int, last: int, known: tuple[int, int]) -> Iterator[tuple[Int, int]]:
        for length, cap in self._caps:
            for start in np.unique(sliding(np.arange(first, last + 1), length)[1]).tolist():
                yield np.arange(start, start + length), cap

    def _restless(self, pairs: Pairs, spans: Relation, night: Mask, chosen: Mask) -> Mask:
        """Spans with too little rest after night work, of the same job or between them and what is rostered at home."""
        early, late = self._close(spans, night, chosen)
        broken = np.zeros(len(spans), bool)
        broken[early[spans.variable[early] == spans.variable[late]]] = True
        home, rest = pairs.columns.workers.worked, minutes_of(self.rest or 0)
        at, other = spans.join(worker=home.owner)
        home_night = self._night(pairs, home, np.arange(len(home.owner)))[other] >= 0
        start, end, opens, closes = spans["start"][at], spans["end"][at], home.start[other], home.end[other]
        after = night[at] & ~home_night & (opens >= start) & (opens < end + rest)
        before = home_night & ~night[at] & (start >= opens) & (start < closes + rest)
        broken[at[(after | before) & chosen[at]]] = True
        return broken

    def _close(self, spans: Relation, night: Mask, chosen: Mask) -> tuple[Int, Int]:
        """Spans of one worker, one of them selected, the first night work and the second not, that begins before the
        rest is over."""
        early, late = np.flatnonzero(night), np.flatnonzero(~night)
        at, place = spans.where(night).join(worker=spans["worker"][late])
        early, late = early[at], late[place]
        start, end = spans["start", "end"]
        soon = (start[late] >= start[early]) & (start[late] < end[early] + minutes_of(self.rest or 0))
        soon &= chosen[early] | chosen[late]
        return early[soon], late[soon]

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        yield from super().check(scenario, plan)
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        selects = self.selects_duty(scenario)
        for name, roster in ((name, held) for name, held in plan.rosters(scenario).items() if name in members):
            selected = [duty for duty in roster if selects(duty)]
            for duty in selected if self.hours is not None else ():
                yield from self._long(name, duty.counted if self.hours else duty.minutes, duty.shift, zone)
            lent = [self._piece(duty.shift, duty.shift.id, zone) for duty in roster if not duty.shift.is_rest]
            told = {duty.shift.id for duty in selected}
            yield from self._tired(name, [*lent, *self._at_home(members[name], zone)], told)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        yield from super().preexisting_violations(scenario)
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            for shift in worker.at_home(zone) if self.hours is not None else ():
                yield from self._long(worker.id, shift.counted_minutes if self.hours else shift.minutes, shift, zone)
            yield from self._tired(worker.id, self._at_home(worker, zone))

        yield from self.each_at_home(scenario, found, *ROSTERED)

    def _long(self, name: str, minutes: int, work: WorkTime, zone: ZoneInfo) -> Iterator[Violation]:
        """A night shift, lent or at home, of more minutes than it may have."""
        over = minutes - minutes_of(self.hours or 0)
        if over > 0 and self._dates(work, zone):
            said = _LONG_AT_HOME(worker=name, hours=minutes / 60, limit=self.hours)
            if isinstance(work, Shift):
                said = _LONG(worker=name, hours=minutes / 60, shift=work.id, limit=self.hours)
            yield Violation(self.kind, said, over, "min", (name,))

    def _tired(self, name: str, works: list[_Work], told: set[str] | None = None) -> Iterator[Violation]:
        """Where other work follows night work too soon, one of the two being among those ``told``."""
        if self.rest is None:
            return
        rest = timedelta(hours=self.rest)
        for night in (work for work in works if work.night):
            for other in (work for work in works if not work.night):
                gap = other.start - night.end
                asked = told is None or not told.isdisjoint((night.name, other.name))
                if asked and other.start >= night.start and gap < rest:
                    hours = gap / timedelta(hours=1)
                    said = _TIRED(worker=name, other=other.said, hours=hours, night=night.said, rest=self.rest)
                    yield Violation(self.kind, said, (rest - gap) / timedelta(minutes=1), "min", (name,))

    def _at_home(self, worker: Worker, zone: ZoneInfo) -> list[_Work]:
        return [self._piece(shift, "", zone) for shift in worker.rostered(zone) if not shift.is_rest]

    def _piece(self, shift: WorkTime, name: str, zone: ZoneInfo) -> _Work:
        past, night = isinstance(shift, PastShift), bool(self._dates(shift, zone))
        return _Work(shift.start, shift.end, name, night, past=past)

    def _dates(self, work: WorkTime, zone: ZoneInfo) -> set[date]:
        touched: list[date] = []
        day, minutes = work.start.astimezone(zone).date() - timedelta(days=1), 0.0
        while (opens := datetime.combine(day, time.fromisoformat(self.start), zone)) < work.end:
            morning = day + timedelta(days=self.end <= self.start)
            closes = datetime.combine(morning, time.fromisoformat(self.end), zone)
            if (inside := overlap(work, opens, closes)) > 0:
                minutes, touched = minutes + inside, [*touched, day]
            day += timedelta(days=1)
        return {touched[0]} if minutes > minutes_of(self.night_hours) else set()

    def _date_sets(self, worked: list[date], known: tuple[date, date]) -> Iterator[Days]:
        for length, cap in self._caps:
            for start in worked:
                nights = [start + timedelta(days=after) for after in range(length)]
                yield Days(str(length), start, nights[-1], frozenset(nights), cap)

    def _exceeded(self, name: str, days: Days, lent: int, home: int) -> Message:
        window = _WINDOW(n=len(days.days), day=days.first.isoformat())
        return _NIGHTS(worker=name, n=lent + home, window=window, home=at_home(home), limit=days.limit)

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if self.start == self.end:
            text = refusals.EMPTY_NIGHT(start=self.start)
            yield InputIssue("empty_night", f"{path}.end", text, refusals.EMPTY_NIGHT_ADVICE())
        elif (night := self._length) <= self.night_hours:
            text = refusals.NIGHT_TOO_SHORT(night_hours=self.night_hours, night=night)
            yield InputIssue("night_too_short", f"{path}.night_hours", text, refusals.NIGHT_TOO_SHORT_ADVICE())
        if self.nights is not None and self.nights > self.days:
            text = refusals.TOO_MANY_NIGHTS(nights=self.nights, n=self.days)
            yield InputIssue("too_many_nights", f"{path}.nights", text, refusals.TOO_MANY_NIGHTS_ADVICE())

    @property
    def _length(self) -> float:
        """Hours from its start to its end by the clock."""
        opens, closes = (time.fromisoformat(clock) for clock in (self.start, self.end))
        return ((closes.hour - opens.hour) * 60 + closes.minute - opens.minute) % (24 * 60) / 60

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _MAY()

"""WeeklyRest: a long rest in every week, or in any seven days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.rests import Rests, Weeks, Work, rests_of, same
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.standby import worked
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker, WorkTime
from staffmatch.records.field_types import Hours, minutes_of
from staffmatch.records.ragged import Lists

_DAY = 24 * 60


_SHORT = Sentence(
    "weekly_rest",
    "Worker {worker:worker} rests {longest:number} h at most in {window}; {due:number} h is due.",
    "Worker {worker:worker} rests {longest:number} h at most in {window}; {due:number} h are due.",
    by="due",
)
_SHORT_AT_HOME = Sentence(
    "weekly_rest.at_home",
    "Worker {worker:worker} is left by home and past shifts to rest {longest:number} h at most in {window}; "
    "{due:number} h is due.",
    "Worker {worker:worker} is left by home and past shifts to rest {longest:number} h at most in {window}; "
    "{due:number} h are due.",
    by="due",
)
_DIRECTIVE = Sentence("law.weekly_rest", "Directive 2003/88/EC art. 5")
_WEEK = Sentence("weekly_rest.week", "week {week} of {year}")
_SEVEN_DAYS = Sentence("weekly_rest.seven_days", "the 7 days from {day:day}")
_IN_THE_WEEK = Sentence(
    "weekly_rest.wants",
    "has {hours:amount} h of rest left in the week",
    "have {hours:amount} h of rest left in the week",
)
_IN_SEVEN_DAYS = Sentence(
    "weekly_rest.wants_in_seven_days",
    "has {hours:amount} h of rest left in any seven days",
    "have {hours:amount} h of rest left in any seven days",
)


class WeeklyRest(ScopedRule):
    """In each calendar week, Monday to Sunday, or in any ``seven_days`` from midnight to midnight, begins a rest of at
    least ``hours`` at a stretch, home and past shifts counted; standby that is rest does not end it.

    With the default, ``edge="may_cross"``, the rest belongs to the week in which it begins and may end in the next;
    what is left of it at midnight serves that week too if it still has the hours, and after the last work that is known
    nothing ends it. With ``edge="within"`` it lies within its week, or its seven days, as a whole. In practice a rest
    may cross, since § 11 (4) ArbZG joins the daily rest to a Sunday off; the words of art. 5, "per each seven-day
    period", can be read either way.

    A rest may as well begin with the week, or the seven days, or as a shift ends. Of these moments T, less those that
    leave too little to a home shift, or ``within`` to the end of the week, and those whose rest another's is part of,
    one at least has to be free: ``Σ_{t in T} v_wt <= |T| - 1`` with v_wt = 1 iff w has any of the shifts J_t that
    overlap the rest, ``Σ_{j in C} x_wj <= v_wt`` for those that exclude each other. The same holds with all moments of
    one day as one and the shifts that overlap each of their rests, which cuts off fractions. Where home shifts leave
    less than ``hours``, the longest rest that they leave is due.

    Source: 24 h and the 11 h of the day in each seven-day period, Directive 2003/88/EC art. 5, at any time of it, CJEU
    C-306/16 (Maio Marques da Rosa); a Sunday together with a daily rest, § 11 (4) ArbZG.

    Example: "Worker 'w' rests 32 h at most in week 15 of 2020; 35 h are due."
    """

    kind: Literal["weekly_rest"] = "weekly_rest"
    law = _DIRECTIVE()
    tied_by = "worker"
    hours: Annotated[Hours, Field(gt=0, le=7 * 24)] = 35
    per: Annotated[Literal["week", "seven_days"], Field(description="each calendar week, or any seven days")] = "week"
    edge: Annotated[Literal["may_cross", "within"], Field(description="whether a rest may end after its week")] = (
        "may_cross"
    )

    def keep(self, pairs: Pairs) -> Mask:
        columns, spans, home = pairs.columns, worked(pairs, pairs.spans), pairs.columns.workers.worked
        # One short shift alone leaves rest enough before or after it.
        asked = np.isin(pairs.worker, home.owner) | (columns.job_shifts.lengths[pairs.job] > 1)
        asked[spans.variable[spans["end"] - spans["start"] > 7 * _DAY - 60 - 2 * minutes_of(self.hours)]] = True
        spans = self.of_members(pairs, spans.where(asked[spans.variable]))
        if not len(spans):
            return np.ones(len(pairs), bool)
        owners, owner = np.unique(spans.variable, return_inverse=True)
        place, window = home.expand(pairs.worker[owners])
        rests, weeks = self._rests(columns, owner, spans["shift"], place, window)
        broken = np.ones(len(rests.owner), bool)
        # Where it is about all work, also weeks without any, whose rest lent work of the next week cuts short.
        if self.narrowed(columns.scenario):
            broken = self._weeks_of(weeks, rests, owner, spans, self.chosen_spans(pairs, spans))[1]
        broken[rests.week[rests.hit.lengths == 0]] = False
        return pairs.without(pairs.where(np.unique(owners[rests.owner[broken]])))

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        columns, home = pairs.columns, pairs.columns.workers.worked
        spans = self.of_members(pairs, worked(pairs, pairs.spans))
        if not len(spans):
            return
        rests, weeks = self._rests(columns, spans["worker"], spans["shift"], home.owner, np.arange(len(home.owner)))
        told = None
        if self.narrowed(columns.scenario):
            chosen = self.chosen_spans(pairs, spans)
            told = self._weeks_of(weeks, rests, spans["worker"], spans, chosen)[0]
        yield from self._one_free(variables, spans, rests.week, rests.hit, same(rests.begin, rests.end), told)
        day = rests.week * 8 + rests.day
        first = np.flatnonzero(np.r_[True, day[1:] != day[:-1]])
        last = np.r_[first[1:], len(day)] - 1
        whole = rests.overlapping(first, last)
        some = np.ones(len(rests.owner), bool)
        some[rests.week[first[whole.lengths == 0]]] = False
        fewer = np.bincount(rests.week[first], minlength=len(some)) < np.bincount(rests.week, minlength=len(some))
        kept = np.flatnonzero((some & fewer)[rests.week[first]])
        _, span = whole.expand(kept)
        hit = Lists(np.r_[0, np.cumsum(whole.lengths[kept])], span)
        alike = same(rests.begin[last[kept]], rests.end[first[kept]])
        for block in self._one_free(variables, spans, rests.week[first[kept]], hit, alike, told):
            yield replace(block, cut=True)

    def _one_free(
        self,
        variables: VariableRegistry,
        spans: Relation,
        week: Int,
        hit: Lists,
        alike: Int,
        told: Relation | None,
    ) -> Iterator[RowBlock]:
        """For each week a row: of its rests not all are hit by spans; rests of several weeks may be the same.

        Given the spans by week that are ``told``, only weeks with one of them: as it is where these alone hit some
        rest, else ``Σ v_wt + z <= |T|`` with z = 1 iff any of them is worked.
        """
        free = np.zeros(int(week.max(initial=-1)) + 1, bool)
        free[week[hit.lengths == 0]] = True
        due = np.flatnonzero(~free[week])
        rest, span = hit.expand(due)
        hits = spans.where(span).assign(rest=alike[due[rest]]).by("worker", "rest").any(variables, alone=True)
        at, which = hits.join(rest=alike[due])
        held = hits.where(at).assign(week=week[due[which]])
        if told is not None:
            mine = spans.where(span).assign(week=week[due[rest]], rest=rest, span=span)
            lists = mine.by("week", "rest")
            own = mine.agrees(span=told["span"], week=told["week"])
            alone = lists.keys.where(lists.total(own) == lists.total())["week"]
            some = held.where(~np.isin(held["week"], alone) & np.isin(held["week"], told["week"]))
            part = some.by("worker", "week")
            any_told = told.by("worker", "week").any(variables, alone=True)
            yield part.sum(1) + any_told.by("worker", "week").sum(1) <= part.total()
            held = held.where(np.isin(held["week"], alone))
        for weeks in held.by("worker", "week").parted():
            yield weeks.sum(1) <= weeks.total() - 1

    def _weeks_of(self, weeks: Weeks, rests: Rests, owner: Int, spans: Relation, chosen: Mask) -> tuple[Relation, Mask]:
        """The chosen spans with the number of each week in which they have minutes, ``week``, and their own, ``span``;
        and which weeks have one."""
        place = np.flatnonzero(chosen)
        start, end = spans["start", "end"]
        at, number = weeks.touched(start[place], end[place])
        count = len(weeks.opens)
        week = np.searchsorted(rests.owner * count + rests.number, owner[place[at]] * count + number)
        found = np.zeros(len(rests.owner), bool)
        found[week] = True
        return spans.where(place[at]).assign(week=week, span=place[at]), found

    def _rests(self, columns: Columns, owner: Int, shift: Int, keeper: Int, window: Int) -> tuple[Rests, Weeks]:
        """Where each owner of lent shifts may rest in each week that these touch, and all weeks; ``keeper`` has the
        home shifts."""
        shifts, home = columns.shifts, columns.workers.worked
        lent = Work(owner, shifts.start[shift], shifts.end[shift])
        weeks = Weeks.touched_by(lent, ZoneInfo(columns.scenario.timezone), self._step)
        due = minutes_of(self.hours)
        kept = Work(keeper, home.start[window], home.end[window])
        return rests_of(lent, kept, due, weeks, due if self.edge == "may_cross" else 0), weeks

    @property
    def _step(self) -> int:
        """Days from the begin of one week to that of the next."""
        return 7 if self.per == "week" else 1

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        selects = self.selects_duty(scenario)
        for name, roster in plan.rosters(scenario).items():
            if name in members:
                home = _worked(roster[0].worker.rostered(zone))
                lent = _worked(duty.shift for duty in roster)
                days = self._first_days(lent, zone)
                if self.narrowed(scenario):
                    told = _worked(duty.shift for duty in roster if selects(duty))
                    days = [day for day in days if any(_in_week(shift, day, zone) for shift in told)]
                weeks = [
                    _Week(day, self._longest([*home, *lent], day, zone), min(self._due, self._longest(home, day, zone)))
                    for day in days
                ]
                yield from self._short(name, weeks, _SHORT)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            home = _worked(worker.rostered(zone))
            weeks = [_Week(day, self._longest(home, day, zone), self._due) for day in self._first_days(home, zone)]
            return self._short(worker.id, weeks, _SHORT_AT_HOME)

        return self.each_at_home(scenario, found, *ROSTERED)

    @property
    def _due(self) -> timedelta:
        return timedelta(hours=self.hours)

    @property
    def _beyond(self) -> timedelta:
        """How far a rest may reach beyond the end of its week."""
        return self._due if self.edge == "may_cross" else timedelta(0)

    def _first_days(self, work: Iterable[WorkTime], zone: ZoneInfo) -> list[date]:
        """The first days of the weeks whose rests the work may overlap."""
        found, week = set(), timedelta(weeks=1)
        for shift in work:
            day = shift.start.astimezone(zone).date() - 2 * week
            day -= timedelta(days=day.weekday() if self.per == "week" else 0)
            while _midnight(day, zone) < shift.end:
                if _midnight(day + week, zone) + self._beyond > shift.start:
                    found.add(day)
                day += week if self.per == "week" else timedelta(days=1)
        return sorted(found)

    def _longest(self, work: Iterable[WorkTime], first: date, zone: ZoneInfo) -> timedelta:
        """The longest rest that begins in a week, no more of it than may lie beyond the week."""
        free, closes = _midnight(first, zone), _midnight(first + timedelta(weeks=1), zone)
        longest, until = timedelta(0), closes + self._beyond
        for shift in sorted(work, key=lambda shift: shift.start):
            if free < closes:
                longest = max(longest, min(shift.start, until) - free)
            free = max(free, shift.end)
        return max(longest, until - free) if free < closes else longest

    def _short(self, who: str, weeks: list[_Week], sentence: Sentence) -> Iterator[Violation]:
        """Weeks with too short a rest; of any seven days that begin on days in a row the worst."""
        short = [week for week in weeks if week.longest < week.due]
        new = [n for n, (one, two) in enumerate(pairwise(short), 1) if self.per == "week" or one.next_day < two.first]
        for low, high in pairwise([0, *new, len(short)] if short else []):
            week, hour = max(short[low:high], key=lambda week: week.due - week.longest), timedelta(hours=1)
            number = week.first.isocalendar()
            window = _SEVEN_DAYS(day=week.first.isoformat())
            if self.per == "week":
                window = _WEEK(week=number.week, year=number.year)
            said = sentence(worker=who, longest=week.longest / hour, window=window, due=week.due / hour)
            yield Violation(self.kind, said, (week.due - week.longest) / timedelta(minutes=1), "min", (who,))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return (_IN_THE_WEEK if self.per == "week" else _IN_SEVEN_DAYS)(hours=self.hours)


class _Week(NamedTuple):
    """Seven days from the first: the longest rest, and the one that is due."""

    first: date
    longest: timedelta
    due: timedelta

    @property
    def next_day(self) -> date:
        return self.first + timedelta(days=1)


def _worked(work: Iterable[WorkTime]) -> list[WorkTime]:
    """What is not standby that is rest."""
    return [shift for shift in work if not shift.is_rest]


def _in_week(work: WorkTime, first: date, zone: ZoneInfo) -> bool:
    """Whether it has minutes in the seven days from the first."""
    return work.start < _midnight(first + timedelta(weeks=1), zone) and work.end > _midnight(first, zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a local day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)

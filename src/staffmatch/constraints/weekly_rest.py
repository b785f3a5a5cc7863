"""WeeklyRest: a long rest in every week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.bases import Rule
from staffmatch.columns import Columns
from staffmatch.fields import Hours, minutes_of
from staffmatch.models import Demand, Scenario, Shift, WorkTime
from staffmatch.plan import Plan, Violation
from staffmatch.ragged import Lists
from staffmatch.rows import Aux, Pairs, RowBlock
from staffmatch.scope import Scoped

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 24 * 60


class WeeklyRest(Scoped, Rule):
    """Within each calendar week, Monday to Sunday, at least ``hours`` of rest at a stretch, home shifts counted.

    A rest may as well begin with the week or as a shift ends. Of these moments T, less those that leave too little to a
    home shift or to the end of the week and those whose rest another's is part of, one at least has to be free:
    ``Σ_{t in T} v_wt <= |T| - 1`` with v_wt = 1 iff w has any of the shifts J_t that overlap the rest,
    ``Σ_{j in C} x_wj <= v_wt`` for those that exclude each other. The same holds with all moments of one day as one and
    the shifts that overlap each of their rests, which cuts off fractions. Where home shifts leave less than ``hours``,
    the longest rest that they leave is due.

    Source: 24 h and the 11 h of the day in each seven-day period, Directive 2003/88/EC art. 5.

    Example: "Worker 'w' rests 32 h at most in week 15 of 2020; 35 h are due."
    """

    kind: Literal["weekly_rest"] = "weekly_rest"
    hours: Annotated[Hours, Field(gt=0, le=7 * 24)] = 35

    def keep(self, pairs: Pairs) -> Mask:
        columns = pairs.columns
        home, shifts = columns.workers.rostered, columns.shifts
        has_home = np.zeros(len(columns.workers.ids), bool)
        has_home[home.owner] = True
        # One short shift alone leaves rest enough before or after it.
        pair, shift = pairs.spans
        asked = has_home[pairs.worker] | (columns.job_shifts.lengths[pairs.job] > 1)
        asked[pair[shifts.end[shift] - shifts.start[shift] > 7 * _DAY - 60 - 2 * minutes_of(self.hours)]] = True
        asked &= self.within(columns)[pairs.worker]
        mine = asked[pair]
        pair, shift = pair[mine], shift[mine]
        keep = np.ones(len(pairs), bool)
        if not len(pair):
            return keep
        owners, owner = np.unique(pair, return_inverse=True)
        place, window = home.expand(pairs.worker[owners])
        rests = self._rests(columns, owner, shift, place, window)
        broken = np.ones(len(rests.owner), bool)
        broken[rests.week[rests.hit.lengths == 0]] = False
        keep[owners[rests.owner[broken]]] = False
        return keep

    def rows(self, pairs: Pairs, aux: Aux) -> Iterator[RowBlock]:
        columns, (pair, shift) = pairs.columns, pairs.spans
        home = columns.workers.rostered
        mine = self.within(columns)[pairs.worker[pair]]
        pair, shift = pair[mine], shift[mine]
        if not len(pair):
            return
        rests = self._rests(columns, pairs.worker[pair], shift, home.owner, np.arange(len(home.owner)))
        name = f"{self.kind} {self.hours}{self.whose}"
        yield from self._one_free(aux, name, pair, rests.week, rests.hit, cut=False)
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
        yield from self._one_free(aux, f"{name} by day", pair, rests.week[first[kept]], hit, cut=True)

    def _one_free(self, aux: Aux, name: str, pair: Int, week: Int, hit: Lists, *, cut: bool) -> Iterator[RowBlock]:
        """For each week a row: of its rests not all are hit by spans of the pairs."""
        free = np.zeros(int(week.max(initial=-1)) + 1, bool)
        free[week[hit.lengths == 0]] = True
        rest, span = hit.expand(np.flatnonzero(~free[week]))
        rest = np.flatnonzero(~free[week])[rest]
        column, rest = aux.any_of(name, pair[span], rest)
        weeks, row = np.unique(week[rest], return_inverse=True)
        count = np.bincount(row, minlength=len(weeks))
        one = np.ones(len(row), np.int64)
        yield RowBlock.at_most(self.kind, row, column, one, count - 1, "worker", cut=cut)

    def _rests(self, columns: Columns, owner: Int, shift: Int, keeper: Int, window: Int) -> _Rests:
        """Where each owner of lent shifts may rest in each week that these touch; ``keeper`` has the home shifts."""
        shifts, home = columns.shifts, columns.workers.rostered
        spans = (owner, shifts.start[shift], shifts.end[shift])
        zone = ZoneInfo(columns.scenario.timezone)
        return _rests(spans, (keeper, home.start[window], home.end[window]), minutes_of(self.hours), zone)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.members(scenario)
        for name, roster in plan.rosters(scenario).items():
            if name in members:
                home = roster[0].worker.home_shifts
                lent = [duty.shift for duty in roster]
                for monday in _mondays(lent, zone):
                    due = min(timedelta(hours=self.hours), _longest(home, monday, zone))
                    yield from self._short(name, monday, _longest([*home, *lent], monday, zone), due, "rests")

    def breaches(self, scenario: Scenario) -> Iterator[Violation]:
        zone, due = ZoneInfo(scenario.timezone), timedelta(hours=self.hours)
        for worker in self.members(scenario).values():
            for monday in _mondays(worker.home_shifts, zone):
                longest = _longest(worker.home_shifts, monday, zone)
                yield from self._short(worker.id, monday, longest, due, "is left by home shifts to rest")

    def _short(self, who: str, monday: date, longest: timedelta, due: timedelta, rests: str) -> Iterator[Violation]:
        if longest < due:
            hour, week = timedelta(hours=1), monday.isocalendar()
            text = f"Worker {who!r} {rests} {longest / hour:.4g} h at most in week {week.week} of {week.year}; "
            text += f"{due / hour:.4g} h are due."
            yield Violation(self.kind, text, (due - longest) / timedelta(minutes=1), "min", (who,))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> str:
        return f"have {self.hours:g} h of rest left in the week"


@dataclass(frozen=True)
class _Rests:
    """Moments at which a rest may begin, by week and time, and the spans that overlap it.

    ``owner`` is whose a week is, ``week`` which one a moment is in, ``day`` which of its days.
    """

    owner: Int
    week: Int
    day: Int
    begin: Int
    end: Int
    starts: Int
    ends: Int
    by_start: Int

    @property
    def hit(self) -> Lists:
        every = np.arange(len(self.week))
        return self.overlapping(every, every)

    def overlapping(self, first: Int, last: Int) -> Lists:
        """Spans that overlap the rests of the first and of the last moment, and so of all between."""
        begin, end = self.begin[last], self.end[first]
        # Spans by start: those before the end of the rest, back to where none can last until its begin.
        longest = int((self.ends - self.starts).max(initial=0))
        low, high = np.searchsorted(self.starts, begin - longest), np.searchsorted(self.starts, end)
        count = np.maximum(high - low, 0)
        rest = np.repeat(np.arange(len(first)), count)
        span = np.arange(len(rest)) - np.repeat(np.cumsum(count) - count, count) + low[rest]
        over = self.ends[span] > begin[rest]
        size = np.bincount(rest[over], minlength=len(first))
        return Lists(np.r_[0, np.cumsum(size)], self.by_start[span[over]])


def _rests(spans: tuple[Int, Int, Int], home: tuple[Int, Int, Int], due: int, zone: ZoneInfo) -> _Rests:
    """The rests of owners, weeks and moments; times of one owner are set apart from all others'."""
    owner, start, end = spans
    weeks = _week_starts(int(start.min()), int(end.max()), zone)
    origin, axis = weeks[0] - 30 * _DAY, int(weeks[-1] - weeks[0]) + 60 * _DAY
    near = (home[1] < weeks[-1]) & (home[2] > weeks[0])
    keeper, home_start, home_end = (column[near] for column in home)
    first, last = (np.searchsorted(weeks, moment, side="right") - 1 for moment in (start, end - 1))
    reach = np.repeat(np.arange(len(owner)), last - first + 1)
    touched = np.arange(len(reach)) - np.repeat(np.cumsum(last - first + 1) - (last - first + 1), last - first + 1)
    key = np.unique(owner[reach] * len(weeks) + first[reach] + touched)
    of, number = np.divmod(key, len(weeks))
    opens, closes = weeks[number], weeks[number + 1]
    home_starts = np.sort(keeper * axis + np.maximum(home_start - origin, 0))
    home_ends = np.sort(keeper * axis + np.minimum(home_end - origin, axis - 1))

    def moments(who: Int, ends: Int) -> tuple[Int, Int]:
        """Ends of shifts within the weeks that are looked at, as (week, time)."""
        inside = (ends >= weeks[0]) & (ends < weeks[-1])
        code = who[inside] * len(weeks) + np.searchsorted(weeks, ends[inside], side="right") - 1
        at = np.minimum(np.searchsorted(key, code), len(key) - 1)
        known = key[at] == code
        return at[known], ends[inside][known]

    def free(week: Int, moment: Int) -> Int:
        """Minutes from a moment to the next home shift or the end of the week, 0 within a home shift."""
        code = of[week] * axis + moment - origin
        begun = np.searchsorted(home_starts, code, side="right")
        inside = begun > np.searchsorted(home_ends, code, side="right")
        following = np.r_[home_starts, np.iinfo(np.int64).max][np.searchsorted(home_starts, code)]
        until = np.minimum(following - code, closes[week] - moment)
        return np.where(inside, 0, until)

    at_home, lent = moments(keeper, home_end), moments(owner, end)
    week, moment = np.r_[np.arange(len(key)), at_home[0]], np.r_[opens, at_home[1]]
    most = np.full(len(key), due)
    longest = np.zeros(len(key), np.int64)
    np.maximum.at(longest, week, free(week, moment))
    most = np.minimum(most, longest)
    week, moment = np.r_[week, lent[0]], np.r_[moment, lent[1]]
    fits = free(week, moment) >= most[week]
    week, moment = np.divmod(np.unique(week[fits] * axis + moment[fits] - origin), axis)
    moment += origin
    by_start = np.lexsort((start, owner))
    starts, ends = (owner[by_start] * axis + column[by_start] - origin for column in (start, end))
    begin = of[week] * axis + moment - origin
    finish = begin + most[week]
    # If no shift starts between the ends of two rests, the shifts that overlap the second overlap the first.
    added = np.diff(np.searchsorted(starts, finish)) > 0
    kept = np.r_[added | (week[1:] != week[:-1]), True]
    week, begin, finish = week[kept], begin[kept], finish[kept]
    day = (moment[kept] - opens[week]) // _DAY
    return _Rests(of, week, day, begin, finish, starts, ends, by_start)


def _week_starts(first: int, last: int, zone: ZoneInfo) -> Int:
    """The first minutes of the weeks from that of one minute to that after another."""
    one, other = ((_EPOCH + timedelta(minutes=minute)).astimezone(zone).date() for minute in (first, last))
    monday = one - timedelta(days=one.weekday())
    count = (other - monday).days // 7 + 2
    starts = (datetime.combine(monday + timedelta(weeks=n), time(), zone) for n in range(count))
    return np.array([int((start - _EPOCH).total_seconds()) // 60 for start in starts], np.int64)


def _mondays(work: Iterable[WorkTime], zone: ZoneInfo) -> list[date]:
    """The first days of the weeks that the work touches."""
    found = set()
    for shift in work:
        day = shift.start.astimezone(zone).date()
        day -= timedelta(days=day.weekday())
        while datetime.combine(day, time(), zone) < shift.end:
            found.add(day)
            day += timedelta(weeks=1)
    return sorted(found)


def _longest(work: Iterable[WorkTime], monday: date, zone: ZoneInfo) -> timedelta:
    """The longest rest within a week."""
    free, closes = (datetime.combine(monday + timedelta(weeks=n), time(), zone).astimezone(UTC) for n in (0, 1))
    longest = timedelta(0)
    for shift in sorted(work, key=lambda shift: shift.start):
        longest = max(longest, min(shift.start, closes) - free)
        free = max(free, shift.end)
    return max(longest, closes - free)

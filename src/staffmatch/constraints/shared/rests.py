"""Where long rests may lie: the moments at which one may begin in each week, and the shifts that overlap it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int, ranges
from staffmatch.constraints.shared.worked_days import clock_times
from staffmatch.records.ragged import Lists

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 24 * 60


@dataclass(frozen=True)
class Rests:
    """Moments at which a rest may begin, by week and time, and the spans that overlap it.

    ``owner`` and ``number`` are the person of each week and which of all weeks it is, ``week`` which of these a moment
    is in, ``day`` which of its days.
    """

    owner: Int
    number: Int
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
        rest, span = ranges(low, np.maximum(low, high))
        over = self.ends[span] > begin[rest]
        size = np.bincount(rest[over], minlength=len(first))
        return Lists(np.r_[0, np.cumsum(size)], self.by_start[span[over]])


class Work(NamedTuple):
    """Pieces of work: whose, from when and until when."""

    owner: Int
    start: Int
    end: Int


class Weeks(NamedTuple):
    """Seven local days each: one after the other, or one from each day on."""

    opens: Int
    closes: Int

    @classmethod
    def touched_by(cls, work: Work, zone: ZoneInfo, step: int) -> Weeks:
        """All that the work might touch."""
        ends = (int(work.start.min()), int(work.end.max()))
        first, last = ((_EPOCH + timedelta(minutes=minute)).astimezone(zone).date() for minute in ends)
        monday = first - timedelta(days=first.weekday() + 14)
        days = np.arange(monday.toordinal(), last.toordinal() + 15)
        midnights = clock_times(days, time(), zone)
        return cls(midnights[:-7:step], midnights[7::step])

    def touched(self, start: Int, end: Int, beyond: int = 0) -> tuple[Int, Int]:
        """The weeks that each span has a part of, or of the minutes ``beyond`` their end, as (position, week)."""
        return ranges(np.searchsorted(self.closes, start - beyond, side="right"), np.searchsorted(self.opens, end))


class _Asked:
    """The weeks of owners, by number, whose rests lent shifts may overlap, and the home shifts of these owners.

    A rest begins in its week and ends no later than so many minutes ``beyond`` it. Times of one owner are set apart
    from all others' on one axis.
    """

    def __init__(self, lent: Work, home: Work, weeks: Weeks, beyond: int) -> None:
        self._weeks, self._origin = weeks, int(weeks.opens[0]) - 30 * _DAY
        self._axis = int(weeks.closes[-1]) - self._origin + 30 * _DAY
        at, number = weeks.touched(lent.start, lent.end, beyond)
        self._key = np.unique(lent.owner[at] * len(weeks.opens) + number)
        self.owner, self.number = np.divmod(self._key, len(weeks.opens))
        self.opens, self.until = weeks.opens[self.number], weeks.closes[self.number] + beyond
        near = (home.start < weeks.closes[-1] + beyond) & (home.end > weeks.opens[0])
        self._starts, self._ends = (np.sort(self.code(home.owner, of)[near]) for of in (home.start, home.end))

    def code(self, owner: Int, moment: Int) -> Int:
        """Where a moment of an owner is on the axis, or nearest to it."""
        return owner * self._axis + np.clip(moment - self._origin, 0, self._axis - 1)

    def ends(self, work: Work) -> tuple[Int, Int]:
        """Ends of shifts as (week, moment)."""
        at, number = self._weeks.touched(work.end, work.end + 1)
        code = work.owner[at] * len(self._weeks.opens) + number
        week = np.minimum(np.searchsorted(self._key, code), len(self._key) - 1)
        known = self._key[week] == code
        return week[known], work.end[at[known]]

    def free(self, week: Int, moment: Int) -> Int:
        """Minutes from a moment to the next home shift or as far as a rest may reach, 0 within a home shift."""
        code = self.code(self.owner[week], moment)
        begun = np.searchsorted(self._starts, code, side="right")
        inside = begun > np.searchsorted(self._ends, code, side="right")
        following = np.r_[self._starts, np.iinfo(np.int64).max][np.searchsorted(self._starts, code)]
        return np.where(inside, 0, np.minimum(following - code, self.until[week] - moment))

    def distinct(self, week: Int, moment: Int) -> tuple[Int, Int]:
        """Each once, by week and time."""
        week, moment = np.divmod(np.unique(self.code(week, moment)), self._axis)
        return week, moment + self._origin


def rests_of(lent: Work, home: Work, due: int, weeks: Weeks, beyond: int) -> Rests:
    """The rests of owners, weeks and moments, which end no later than so many minutes ``beyond`` their weeks."""
    asked = _Asked(lent, home, weeks, beyond)
    at_home, after = asked.ends(home), asked.ends(lent)
    week, moment = np.r_[np.arange(len(asked.owner)), at_home[0]], np.r_[asked.opens, at_home[1]]
    longest = np.zeros(len(asked.owner), np.int64)
    np.maximum.at(longest, week, asked.free(week, moment))
    most = np.minimum(due, longest)
    week, moment = np.r_[week, after[0]], np.r_[moment, after[1]]
    fits = asked.free(week, moment) >= most[week]
    week, moment = asked.distinct(week[fits], moment[fits])
    by_start = np.lexsort((lent.start, lent.owner))
    starts, ends = (asked.code(lent.owner, of)[by_start] for of in (lent.start, lent.end))
    begin = asked.code(asked.owner[week], moment)
    finish = begin + most[week]
    # If no shift starts between the ends of two rests, the shifts that overlap the second overlap the first.
    added = np.diff(np.searchsorted(starts, finish)) > 0
    kept = np.r_[added | (week[1:] != week[:-1]), True]
    week, begin, finish = week[kept], begin[kept], finish[kept]
    day = (moment[kept] - asked.opens[week]) // _DAY
    return Rests(asked.owner, asked.number, week, day, begin, finish, starts, ends, by_start)


def same(begin: Int, end: Int) -> Int:
    """A number for each rest, the same for those of several weeks from one moment to another."""
    number: Int = np.unique(np.c_[begin, end], axis=0, return_inverse=True)[1].reshape(-1)
    return number

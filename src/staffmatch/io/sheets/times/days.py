"""Days that stand for several: weekdays, ranges of days, and the times of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.times import told
from staffmatch.io.sheets.times.clocks import Clock
from staffmatch.messages.message import Message

Span = tuple[Clock, Clock | None]
_ALL = frozenset(range(7))
# Longer periods are named by the author, never taken from the cells.
LONGEST_PERIOD = 92


@dataclass(frozen=True)
class Days:
    """Ranges of days, of which only some weekdays count (0 is Monday); without ranges, these weekdays of a period."""

    ranges: tuple[tuple[date, date], ...] = ()
    weekdays: frozenset[int] = _ALL

    def within(self, first: date, last: date) -> list[date]:
        """The days meant, in order; the period from ``first`` to ``last`` counts only where no range is given."""
        found = {day for a, b in self.ranges or ((first, last),) for day in _each(a, b)}
        return sorted(day for day in found if day.weekday() in self.weekdays)

    @property
    def single(self) -> date | None:
        """The day, if it is only one."""
        first, last = self.ranges[0] if len(self.ranges) == 1 else (None, date.max)
        return first if first == last and self.weekdays == _ALL else None

    @property
    def open(self) -> bool:
        """Whether a period is needed."""
        return not self.ranges

    @property
    def message(self) -> Message:
        """The days as people are told of them."""
        weekdays = tuple(told.SHORT_WEEKDAYS[number] for number in sorted(self.weekdays))
        ranges = tuple(_range(first, last) for first, last in self.ranges)
        if self.weekdays == _ALL:
            return told.LISTED(days=ranges) if ranges else told.EVERY_DAY
        return told.OF_DAYS(weekdays=weekdays, days=ranges) if ranges else told.LISTED(days=weekdays)


@dataclass(frozen=True)
class Daily:
    """Days with the times of each; whole days without times, and only times without days."""

    days: Days | None
    times: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Code:
    """A text in a column of times that is no time: the code of a shift, or the error if it is none."""

    text: str
    wrong: Wrong


def days_between(first: date, last: date) -> Days:
    """Wrong if the range is backwards, or longer than `LONGEST_PERIOD` days."""
    length = (last - first).days + 1
    if length < 1:
        text = told.BACKWARDS(first=first.isoformat(), last=last.isoformat())
        raise Wrong("empty_window", text, told.CORRECT_DAY)
    if length > LONGEST_PERIOD:
        ends = {"first": first.isoformat(), "last": last.isoformat()}
        raise Wrong("long_range", told.MANY_DAYS(n=length, most=LONGEST_PERIOD, **ends), told.CHECK_DAYS)
    return Days(((first, last),))


def _range(first: date, last: date) -> Message:
    if first == last:
        return told.ON_DAY(day=first.isoformat())
    return told.FROM_TO(first=first.isoformat(), last=last.isoformat())


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))

"""Which of a person's wishes a plan grants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from staffmatch.domain.plan import Duty
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario, Wish, Worker
from staffmatch.records.field_types import Record, ShiftId
from staffmatch.records.wishes import WEEKDAYS

_GRANTED = Sentence("wish.granted", "The wish for work {what:list} is granted by {shifts:and-shift}.")
_MISSED = Sentence("wish.missed", "The wish for work {what:list} is not granted.")
_SPARED = Sentence("wish.spared", "The wish for no work {what:list} is granted.")
_CROSSED = Sentence("wish.crossed", "The wish for no work {what:list} is not granted: there is {shifts:and-shift}.")
_ON_DAYS = Sentence("wish.days", "on {days:or}")
_DAY = Sentence("wish.day", "{day:day}")
_DAYS = Sentence("wish.from_to", "from {first:day} to {last:day}")
_ON = {day: Sentence(f"wish.{day}", f"on {day.capitalize()}s") for day in WEEKDAYS}
_WEEKDAYS = Sentence("wish.weekdays", "{days:or}")
_TIMES = Sentence("wish.times", "between {start} and {end}")
_SHIFT = Sentence("wish.shift", "on {shift:shift}")
_DEMAND = Sentence("wish.demand", "for {demand:demand}")
_KIND = Sentence("wish.kind", "of kind {kind:id}")


class WishOutcome(Record):
    """A wish, whether the plan grants it, and the person's ``shifts`` that it is about."""

    wish: Wish
    granted: bool
    shifts: tuple[ShiftId, ...]

    def message(self) -> Message:
        what = tuple(_parts(self.wish))
        if self.wish.against:
            return _SPARED(what=what) if self.granted else _CROSSED(what=what, shifts=self.shifts)
        return _GRANTED(what=what, shifts=self.shifts) if self.granted else _MISSED(what=what)


def wish_outcomes(scenario: Scenario, worker: Worker, roster: Sequence[Duty]) -> tuple[WishOutcome, ...]:
    """Of each of the worker's wishes: one for work is granted by any shift that it is about, one against by none."""
    zone = ZoneInfo(scenario.timezone)
    found = []
    for wish in worker.wishes:
        shifts = tuple(duty.shift.id for duty in roster if wish.concerns(duty.demand, duty.shift, zone))
        found.append(WishOutcome(wish=wish, granted=bool(shifts) != wish.against, shifts=shifts))
    return tuple(found)


def _parts(wish: Wish) -> Iterator[Message]:
    """All that has to be true of the shifts that are meant."""
    if wish.until is not None:
        yield _DAYS(first=wish.days[0].isoformat(), last=wish.until.isoformat())
    elif wish.days:
        yield _ON_DAYS(days=tuple(_DAY(day=day.isoformat()) for day in wish.days))
    if wish.weekdays:
        yield _WEEKDAYS(days=tuple(_ON[day]() for day in wish.weekdays))
    if wish.start or wish.end:
        yield _TIMES(start=wish.start or "00:00", end=wish.end or "24:00")
    if wish.shift is not None:
        yield _SHIFT(shift=wish.shift)
    if wish.demand is not None:
        yield _DEMAND(demand=wish.demand)
    if wish.kind is not None:
        yield _KIND(kind=wish.kind)

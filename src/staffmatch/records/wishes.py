"""What people wish: to be lent for some shifts, or rather not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Unpack, get_args

import numpy as np
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.records.field_types import Clock, Day, DemandId, Flag, KindId, Record, ShiftId, Whole

if TYPE_CHECKING:
    from staffmatch.entities import Demand, Shift
    from staffmatch.records import person_signatures
    from staffmatch.records.sequence import Records

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
MIDNIGHT = time()


def _by_date(days: tuple[date, ...]) -> tuple[date, ...]:
    return tuple(sorted(set(days)))


def _in_order(days: tuple[Weekday, ...]) -> tuple[Weekday, ...]:
    return tuple(sorted(set(days), key=WEEKDAYS.index))


class Wish(Record):
    """A wish for, or ``against``, shifts of which all that is given here is true.

    The shift has some time on a wished local day: on one of ``days`` or, with ``until``, from that day to ``until``,
    and on one of ``weekdays``; there, with ``start`` and ``end``, between these local times, into the next day where
    ``end`` is no later than ``start``. It is the shift ``shift``, or one of ``demand``, and of that ``kind``.

    ``weight`` counts once for each such shift (`Wishes`), on however many of the days; wishes that are about the same
    shift add up. A wish against that is a ``must`` has no weight: the person is not available for such shifts
    (`Availability`).

    >>> off = sm.Wish(against=True, days=["2020-04-06"], weight=3)
    >>> len(people[0].replace(wishes=[off]).wishes)
    1
    """

    against: Flag = False
    days: Annotated[tuple[Day, ...], AfterValidator(_by_date)] = ()
    until: Day | None = None
    weekdays: Annotated[tuple[Weekday, ...], AfterValidator(_in_order)] = ()
    start: Clock | None = None
    end: Clock | None = None
    shift: ShiftId | None = None
    demand: DemandId | None = None
    kind: KindId | None = None
    weight: Annotated[Whole, Field(ge=1, le=10**6)] = 1
    must: Flag = False

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[person_signatures.WishOptions]) -> None: ...

        def replace(self, **changes: Unpack[person_signatures.WishChanges]) -> Self: ...

    @model_validator(mode="after")
    def _meant(self) -> Self:
        if self.until is not None and (len(self.days) != 1 or self.until < self.days[0]):
            text = "has an until without one day before it; give the first day as days and the last as until"
            raise PydanticCustomError("wish_days", text)
        if not (self.dated or self.start or self.end or self.shift or self.demand or self.kind):
            text = "says nothing about the shifts that are meant; give days, weekdays, times, a shift, demand or kind"
            raise PydanticCustomError("empty_wish", text)
        if self.must and not self.against:
            text = "must be granted though no plan has to lend anybody; pin the person to a shift, or leave must out"
            raise PydanticCustomError("must_for", text)
        if self.must and self.weight != 1:
            text = "has a weight though it must be granted, which no weight changes; leave out weight or must"
            raise PydanticCustomError("must_weight", text)
        return self

    @classmethod
    def needs_model_validation(cls, records: Records[Any]) -> Any:
        empty = np.ones(len(records), bool)
        empty[records.filled("days", "weekdays", "start", "end", "shift", "demand", "kind")] = False
        unsorted = ~records.ascending("days", date.toordinal) | ~records.ascending("weekdays", WEEKDAYS.index)
        until = records.single("until").map(date.toordinal, 0)
        days, first = records.several("days"), np.zeros(len(records), np.int64)
        one = days.lengths == 1
        first[one] = records.listed("days", date.toordinal)[days.start[:-1][one]]
        misdated = (until > 0) & (~one | (until < first))
        must = records.number("must") > 0
        unmeant = must & ((records.number("against") == 0) | (records.number("weight") > 1))
        return empty | unsorted | misdated | unmeant

    @property
    def dated(self) -> bool:
        """Whether it is about some local days only."""
        return bool(self.days or self.weekdays)

    @property
    def points(self) -> int:
        """What a shift that it is about counts in the term `Wishes`."""
        return 0 if self.must else self.weight if self.against else -self.weight

    def on(self, day: date) -> bool:
        """Whether it is about a local day."""
        within = not self.days or day in self.days if self.until is None else self.days[0] <= day <= self.until
        return within and (not self.weekdays or WEEKDAYS[day.weekday()] in self.weekdays)

    @property
    def clock(self) -> tuple[time, time, bool]:
        """When it begins and ends on its days, and whether that is on the next day."""
        start, end = (MIDNIGHT if one is None else time.fromisoformat(one) for one in (self.start, self.end))
        return start, end, end <= start

    def concerns(self, demand: Demand, shift: Shift, zone: tzinfo) -> bool:
        """Whether it is about a shift of a demand."""
        asked = ((self.shift, shift.id), (self.demand, demand.id), (self.kind, shift.kind))
        if any(wished is not None and wished != given for wished, given in asked):
            return False
        return any(first < shift.end and shift.start < last for first, last in self._windows(shift, zone))

    def _windows(self, shift: Shift, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
        """The wished times of the days around a shift; a time that the clock skips is the moment at which it does."""
        start, end, next_day = self.clock
        day, last = shift.start.astimezone(zone).date() - timedelta(days=1), shift.end.astimezone(zone).date()
        while day <= last:
            if self.on(day):
                closes = day + timedelta(days=next_day)
                moments = (datetime.combine(when, clock, zone) for when, clock in ((day, start), (closes, end)))
                first, until = (moment.astimezone(UTC) for moment in moments)
                if first < until:
                    yield first, until
            day += timedelta(days=1)


def still_meant(
    wishes: tuple[Wish, ...], shifts: Collection[str], demands: Collection[str], kinds: Collection[str]
) -> tuple[Wish, ...]:
    """The wishes without those about shifts, demands or kinds that are not among these."""
    return tuple(
        wish
        for wish in wishes
        if (wish.shift is None or wish.shift in shifts)
        and (wish.demand is None or wish.demand in demands)
        and (wish.kind is None or wish.kind in kinds)
    )

"""Locations and time windows, of which companies, workers and demands are made.

Coordinates are WGS 84 degrees; times are stored in UTC, in whole minutes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Self, Unpack

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.records.field_types import Count, Id, Instant, KindId, Real, Record

if TYPE_CHECKING:
    from staffmatch.records import signatures
    from staffmatch.records.sequence import Records


class Location(Record):
    """A point in WGS 84 degrees; ``place`` is its name in travel models that know places by name.

    >>> harbour = sm.Location(lat=53.54, lon=9.97)
    >>> sm.Company(id="port", location=harbour).location.lat
    53.54
    """

    lat: Annotated[Real, Field(ge=-90, le=90)]
    lon: Annotated[Real, Field(ge=-180, le=180)]
    place: Id | None = None

    if TYPE_CHECKING:

        def __init__(self, *, lat: float, lon: float, **options: Unpack[signatures.LocationOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.LocationChanges]) -> Self: ...


class TimeWindow(Record):
    """A half-open time window ``[start, end)``; times need an offset from UTC and are in whole minutes.

    >>> free.start < free.end
    True
    """

    start: Instant
    end: Instant

    if TYPE_CHECKING:

        def __init__(self, *, start: signatures.Time, end: signatures.Time) -> None: ...

        def replace(self, **changes: Unpack[signatures.WindowChanges]) -> Self: ...

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end <= self.start:
            raise PydanticCustomError("empty_window", "ends before or as it starts; swap the two times")
        return self

    @classmethod
    def needs_model_validation(cls, records: Records[Any]) -> Any:
        return records.number("end") <= records.number("start")


class DutyKind(StrEnum):
    """Work, on call at the workplace (Bereitschaft), or on standby elsewhere (Rufbereitschaft).

    >>> [kind.value for kind in sm.DutyKind]
    ['work', 'on_call', 'standby']
    """

    WORK = "work"
    ON_CALL = "on_call"
    STANDBY = "standby"


def _thousandths(share: float) -> float:
    if abs(share * 1000 - round(share * 1000)) > 1e-6:
        raise PydanticCustomError("not_thousandths", "has more than three decimals; round it")
    return share


class WorkTime(TimeWindow):
    """A time window of work, with an unpaid break.

    ``duty_factor`` is the share of its hours that counts as working time: by default all of them for work and on call
    (CJEU C-303/98 Simap, C-151/02 Jaeger) and none on ``standby``. Rules that limit hours, and `Breaks`, count so,
    rounded up to whole minutes; coverage, pay and terms take all hours. Standby that counts no hours is rest as long as
    nobody calls, § 5 (1) ArbZG: for rules about rests, days, nights and Sundays it is no work, though nothing else is
    done meanwhile. Calls are not planned; one ends the rest, which then begins anew. Standby that leaves little time
    for other things is working time, CJEU C-580/19 (Stadt Offenbach): give it a ``duty_factor`` of 1. Any other rule
    takes every duty for work.

    ``kind`` is what a roster calls such work, such as early, late or night; rules about rhythm are said by it.

    >>> sm.WorkTime(start="2020-04-06T08:00+02:00", end="2020-04-06T12:00+02:00", duty="on_call").duty.value
    'on_call'
    """

    unpaid_break_minutes: Count = 0
    duty: DutyKind = DutyKind.WORK
    duty_factor: Annotated[Real, Field(ge=0, le=1), AfterValidator(_thousandths)] | None = None
    kind: KindId | None = None

    if TYPE_CHECKING:

        def __init__(
            self, *, start: signatures.Time, end: signatures.Time, **options: Unpack[signatures.WorkTimeOptions]
        ) -> None: ...

        def replace(self, **changes: Unpack[signatures.WorkTimeChanges]) -> Self: ...

    @property
    def minutes(self) -> int:
        """Worked minutes: duration less the unpaid break."""
        return int((self.end - self.start).total_seconds()) // 60 - self.unpaid_break_minutes

    @property
    def is_rest(self) -> bool:
        """Whether rest may be spent on it: standby that counts no hours."""
        return self.duty is DutyKind.STANDBY and not self.duty_factor

    @property
    def counted_minutes(self) -> int:
        """Worked minutes that count as working time."""
        return self.counted(self.minutes)

    def counted(self, minutes: int) -> int:
        """How many of so many worked minutes count as working time, rounded up."""
        return -(-minutes * self.share // 1000)

    @property
    def share(self) -> int:
        """The thousandths of worked minutes that count as working time."""
        factor = self.duty_factor
        return (0 if self.duty is DutyKind.STANDBY else 1000) if factor is None else round(1000 * factor)

    @model_validator(mode="after")
    def _worked(self) -> Self:
        if self.minutes < 0:
            raise PydanticCustomError("break_too_long", "has an unpaid break longer than itself; shorten the break")
        return self

    @classmethod
    def needs_model_validation(cls, records: Records[Any]) -> Any:
        return super().needs_model_validation(records) | (
            records.number("end") - records.number("start") < records.number("unpaid_break_minutes")
        )

"""Locations and time windows, of which companies, workers and demands are made.

Coordinates are WGS 84 degrees; times are stored in UTC, in whole minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Self, Unpack

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.records.field_types import Count, Id, Instant, Real, Record

if TYPE_CHECKING:
    from staffmatch.records import signatures


class Location(Record):
    """A point in WGS 84 degrees; ``place`` is its name in travel models that know places by name."""

    lat: Annotated[Real, Field(ge=-90, le=90)]
    lon: Annotated[Real, Field(ge=-180, le=180)]
    place: Id | None = None

    if TYPE_CHECKING:

        def __init__(self, *, lat: float, lon: float, **options: Unpack[signatures.LocationOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.LocationChanges]) -> Self: ...


class TimeWindow(Record):
    """A half-open time window ``[start, end)``; times need an offset from UTC and are in whole minutes."""

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
    def needs_model_validation(cls, number: Callable[[str], Any]) -> Any:
        return number("end") <= number("start")


class WorkTime(TimeWindow):
    """A time window of work, with an unpaid break."""

    unpaid_break_minutes: Count = 0

    if TYPE_CHECKING:

        def __init__(
            self, *, start: signatures.Time, end: signatures.Time, **options: Unpack[signatures.WorkTimeOptions]
        ) -> None: ...

        def replace(self, **changes: Unpack[signatures.WorkTimeChanges]) -> Self: ...

    @property
    def minutes(self) -> int:
        """Worked minutes: duration less the unpaid break."""
        return int((self.end - self.start).total_seconds()) // 60 - self.unpaid_break_minutes

    @model_validator(mode="after")
    def _worked(self) -> Self:
        if self.minutes < 0:
            raise PydanticCustomError("break_too_long", "has an unpaid break longer than itself; shorten the break")
        return self

    @classmethod
    def needs_model_validation(cls, number: Callable[[str], Any]) -> Any:
        return super().needs_model_validation(number) | (
            number("end") - number("start") < number("unpaid_break_minutes")
        )

"""When a person is absent, where one was lent and what one worked before the plan begins."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self, Unpack

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.records.field_types import CompanyId, Day, Record
from staffmatch.records.places_and_times import WorkTime

if TYPE_CHECKING:
    from staffmatch.records import signatures
    from staffmatch.records.sequence import Records


class AbsenceKind(StrEnum):
    """Why a person is absent: personal data, which no rule asks for and no text for others tells.

    >>> [kind.value for kind in sm.AbsenceKind]
    ['leave', 'sick', 'short_time']
    """

    LEAVE = "leave"
    SICK = "sick"
    SHORT_TIME = "short_time"


class Absence(Record):
    """Whole local days, from ``first`` to ``last``, on which a person does not work.

    >>> holiday = sm.Absence(first="2020-04-07", last="2020-04-08")
    >>> people[0].replace(absences=[holiday]).absent_on(holiday.last)
    True
    """

    first: Day
    last: Day
    kind: AbsenceKind = Field(default=AbsenceKind.LEAVE, repr=False)

    if TYPE_CHECKING:

        def __init__(
            self, *, first: signatures.Day, last: signatures.Day, **options: Unpack[signatures.AbsenceOptions]
        ) -> None: ...

        def replace(self, **changes: Unpack[signatures.AbsenceChanges]) -> Self: ...

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.last < self.first:
            raise PydanticCustomError("empty_absence", "ends before it starts; swap the two days")
        return self

    @classmethod
    def needs_model_validation(cls, records: Records[Any]) -> Any:
        return records.number("last") < records.number("first")


class Secondment(Record):
    """Past work at ``company``, from the ``first`` to the ``last`` day before the plan begins, whoever lent the
    person.

    >>> past = sm.Secondment(company="clinic", first="2020-03-02", last="2020-03-13")
    >>> len(people[0].replace(secondments=[past]).secondments)
    1
    """

    company: CompanyId
    first: Day
    last: Day

    if TYPE_CHECKING:

        def __init__(self, *, company: str, first: signatures.Day, last: signatures.Day) -> None: ...

        def replace(self, **changes: Unpack[signatures.SecondmentChanges]) -> Self: ...

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.last < self.first:
            raise PydanticCustomError("empty_secondment", "ends before it starts; swap the two days")
        return self

    @classmethod
    def needs_model_validation(cls, records: Records[Any]) -> Any:
        return records.number("last") < records.number("first")


class PastShift(WorkTime):
    """A shift that was worked before the plan begins, at ``company``: the employer, or a borrower.

    >>> worked = sm.PastShift(company="hotel", start="2020-04-05T14:00+02:00", end="2020-04-05T22:00+02:00")
    >>> len(people[0].replace(past_shifts=[worked]).past_shifts)
    1
    """

    company: CompanyId

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            company: str,
            start: signatures.Time,
            end: signatures.Time,
            **options: Unpack[signatures.WorkTimeOptions],
        ) -> None: ...

        def replace(self, **changes: Unpack[signatures.PastShiftChanges]) -> Self: ...

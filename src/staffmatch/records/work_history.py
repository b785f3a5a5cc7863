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
    """Why a person is absent: personal data, which no rule asks for and no text for others tells."""

    LEAVE = "leave"
    SICK = "sick"
    SHORT_TIME = "short_time"


class Absence(Record):
    """Whole local days, from ``first`` to ``last``, on which a person does not work."""

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
    person."""

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
    """A shift that was worked before the plan begins, at ``company``: the employer, or a borrower."""

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

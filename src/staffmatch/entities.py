"""Companies, workers, demands and what belongs to them, all frozen.

Money is in integer cents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, Unpack

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.errors import counted
from staffmatch.messages.names import one_line
from staffmatch.records.certificates import HeldCertificate
from staffmatch.records.consents import BorrowerConsent, Consent
from staffmatch.records.field_types import (
    Cents,
    CompanyId,
    Count,
    Day,
    DemandId,
    Flag,
    GroupId,
    Hours,
    Id,
    Level,
    Points,
    Real,
    Record,
    Section,
    ShiftId,
    SkillId,
    Sorted,
    Text,
    Whole,
    WorkerId,
)
from staffmatch.records.places_and_times import Location, TimeWindow, WorkTime
from staffmatch.records.validation_errors import as_lines
from staffmatch.records.wishes import Wish
from staffmatch.records.work_history import Absence, PastShift, Secondment

if TYPE_CHECKING:
    from staffmatch.records import signatures


class Shift(WorkTime):
    """One time window of a demand; its id is unique in the scenario."""

    id: ShiftId

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str,
            start: signatures.Time,
            end: signatures.Time,
            **options: Unpack[signatures.WorkTimeOptions],
        ) -> None: ...

        def replace(self, **changes: Unpack[signatures.ShiftChanges]) -> Self: ...


class Contact(Record):
    """Whom to call and where to meet: text for people, which nothing is computed from.

    It is carried to reports, calendars and printouts; no repr, log, error or digest has it.
    """

    name: Text = Field(default="", repr=False)
    phone: Text = Field(default="", repr=False)
    email: Text = Field(default="", repr=False)
    meeting_point: Text = Field(default="", repr=False)
    remark: Text = Field(default="", repr=False)

    @property
    def line(self) -> str:
        """Name, telephone number and e-mail address in one line."""
        return ", ".join(text for text in map(one_line, (self.name, self.phone, self.email)) if text)

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[signatures.ContactOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.ContactOptions]) -> Self: ...


class Company(Record):
    """Lends workers, borrows workers, or both.

    ``sector`` is a WZ 2008 section (A to U). ``agreements`` lists companies with which a lending contract already
    exists; one side naming the other is enough. ``licence_until`` is the last day of its licence to lend, None if it
    has none; companies of one ``corporate_group`` belong to the same owner. ``works_council`` is what its works council
    says of lending, None if there is none; one asked on a day without an answer yet counts as ``offered``.
    """

    for_people: ClassVar = frozenset({"name", "contact"})

    id: CompanyId
    name: str = Field(default="", repr=False)
    sector: Section | None = None
    clusters: tuple[Id, ...] = ()
    corporate_group: Id | None = None
    licence_until: Day | None = None
    works_council: Consent | None = None
    works_council_asked_on: Day | None = None
    location: Location | None = None
    agreements: tuple[CompanyId, ...] = ()
    contact: Contact | None = Field(default=None, repr=False)

    if TYPE_CHECKING:

        def __init__(self, *, id: str, **options: Unpack[signatures.CompanyOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.CompanyChanges]) -> Self: ...


class Worker(Record):
    """A person employed by ``company``, the lender.

    ``home_shifts`` are already rostered at the employer; ``ledger`` has hours worked on days before the plan begins, in
    which home and past shifts of the same day are contained (the higher of both counts); ``past_shifts`` were worked
    before the first shift of the plan, at home or lent, and ``secondments`` are past lendings. On a day of ``absences``
    nobody is lent, and home shifts that start on it are not worked. ``preferences`` gives companies points on the
    worker's own scale, used by the term `Preferences`; ``wishes`` are for or against days, times and shifts, used by
    the term `Wishes`, and no text for others tells them. ``max_hours_per_day`` and ``max_hours_per_week`` apply to the
    local day and the ISO week and include hours at home; ``max_hours`` applies to the plan. ``max_commute_minutes`` is
    one way, ``max_commute_km`` in a straight line. A limit or list that is ``None`` does not restrict; empty
    ``accepted_companies`` accept none. ``certificates`` are what the person can show; of several with one id, one that
    is valid is enough. ``consent`` is what the person says of being lent, ``consents`` what they say of some companies
    instead. ``hired_for_lending`` is who was employed in order to be lent, ``second_jobs`` are companies with which the
    person has, or would make, a contract of their own beside the one at home. ``short_time_hours`` are lost at home
    over the plan, and lending can save some of them (`ShortTimeSaved`). ``groups`` are what rules may be about beside
    skills, such as those whom law protects; no text for others names them.
    """

    for_people: ClassVar = frozenset({"name", "contact"})

    id: WorkerId
    company: CompanyId
    name: str = Field(default="", repr=False)
    home: Location | None = Field(default=None, repr=False)
    skills: Sorted[SkillId, Level] = Field(default_factory=dict)
    certificates: tuple[HeldCertificate, ...] = ()
    groups: tuple[GroupId, ...] = Field(default=(), repr=False)
    availability: tuple[TimeWindow, ...] = ()
    home_shifts: tuple[WorkTime, ...] = ()
    ledger: Sorted[Day, Hours] = Field(default_factory=dict)
    secondments: tuple[Secondment, ...] = ()
    past_shifts: tuple[PastShift, ...] = ()
    absences: tuple[Absence, ...] = ()
    max_hours_per_day: Hours | None = None
    max_hours_per_week: Hours | None = None
    max_hours: Hours | None = None
    max_commute_minutes: Count | None = None
    max_commute_km: Annotated[Real, Field(ge=0)] | None = None
    accepted_companies: tuple[CompanyId, ...] | None = None
    declined_companies: tuple[CompanyId, ...] = ()
    preferences: Sorted[CompanyId, Points] = Field(default_factory=dict)
    wishes: tuple[Wish, ...] = Field(default=(), repr=False)
    consent: Consent = Consent.OFFERED
    consents: tuple[BorrowerConsent, ...] = ()
    hired_for_lending: Flag = False
    second_jobs: tuple[CompanyId, ...] = ()
    pay_cents_per_hour: Cents = 0
    short_time_hours: Hours | None = None
    contact: Contact | None = Field(default=None, repr=False)

    if TYPE_CHECKING:

        def __init__(self, *, id: str, company: str, **options: Unpack[signatures.WorkerOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.WorkerChanges]) -> Self: ...

    @model_validator(mode="wrap")
    @classmethod
    def _without_input(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Validation errors never contain a home, whoever validates."""
        try:
            return handler(data)
        except ValidationError as error:
            raise as_lines(error, data) from None

    def absent_on(self, day: date) -> bool:
        return any(one.first <= day <= one.last for one in self.absences)

    def at_home(self, zone: tzinfo) -> tuple[WorkTime, ...]:
        """The home shifts that are worked: those that start on no local day of absence."""
        if not self.absences:
            return self.home_shifts
        return tuple(shift for shift in self.home_shifts if not self.absent_on(shift.start.astimezone(zone).date()))

    def rostered(self, zone: tzinfo) -> tuple[WorkTime, ...]:
        """All work that stands whatever the plan: past shifts, and home shifts that are worked."""
        return (*self.past_shifts, *self.at_home(zone))


class Demand(Record):
    """One company's need at one place: ``headcount`` people with all of ``skills`` and ``certificates`` for each of
    ``shifts``.

    With ``same_worker`` a person takes all shifts or none. ``min_crew`` is the smallest useful crew: a shift gets at
    least that many people or nobody. ``priority`` multiplies uncovered hours. ``location`` defaults to the company's.
    Assigned people are paid ``pay_cents_per_hour``, or what they earn at home if that is more.
    ``comparable_pay_cents_per_hour`` is what the borrower pays its own people for such work, 0 if that is not known;
    only the rules `PayFloor` and `EqualPay` ask for it. Demands may share a ``name``, such as a ward whose shifts need
    different people.
    """

    for_people: ClassVar = frozenset({"name", "contact"})

    id: DemandId
    company: CompanyId
    name: str = Field(default="", repr=False)
    location: Location | None = None
    skills: Sorted[SkillId, Level] = Field(default_factory=dict)
    certificates: tuple[Id, ...] = ()
    headcount: Annotated[Whole, Field(ge=1, le=10**6)] = 1
    min_crew: Annotated[Whole, Field(ge=0, le=10**6)] = 0
    shifts: Annotated[tuple[Shift, ...], Field(min_length=1)]
    same_worker: Flag = False
    priority: Annotated[Whole, Field(ge=1, le=10**6)] = 1
    pay_cents_per_hour: Cents = 0
    comparable_pay_cents_per_hour: Cents = 0
    accepted_lenders: tuple[CompanyId, ...] | None = None
    declined_lenders: tuple[CompanyId, ...] = ()
    contact: Contact | None = Field(default=None, repr=False)

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str,
            company: str,
            shifts: Sequence[Shift | signatures.Fields],
            **options: Unpack[signatures.DemandOptions],
        ) -> None: ...

        def replace(self, **changes: Unpack[signatures.DemandChanges]) -> Self: ...

    @model_validator(mode="after")
    def _crew(self) -> Self:
        if self.min_crew > self.headcount:
            raise PydanticCustomError(
                "min_crew_above_headcount",
                "asks for a crew of at least {crew} but has {seats}; lower min_crew or raise headcount",
                {"crew": self.min_crew, "seats": counted(self.headcount, "seat"), "headcount": self.headcount},
            )
        return self

    @classmethod
    def needs_model_validation(cls, number: Callable[[str], Any]) -> Any:
        return (number("min_crew") > number("headcount")) | (number("shifts") == 0)

    def held_with(self, shift: Shift) -> tuple[Shift, ...]:
        """The shifts that a person on this shift takes, including this one."""
        return self.shifts if self.same_worker else (shift,)

    def in_order(self) -> Self:
        """The demand with its shifts sorted by start, then by id."""
        ordered = tuple(sorted(self.shifts, key=lambda shift: (shift.start, shift.id)))
        return self if ordered == self.shifts else self.model_copy(update={"shifts": ordered})


class Skill(Record):
    """A skill that substitutes for others: ``implies`` maps each of them to the levels lost (0 = none)."""

    id: SkillId
    implies: Sorted[SkillId, Annotated[Whole, Field(ge=0, le=4)]] = Field(default_factory=dict)

    if TYPE_CHECKING:

        def __init__(self, *, id: str, **options: Unpack[signatures.SkillOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.SkillChanges]) -> Self: ...


class Pin(Record):
    """A fixed decision: the worker has the shift (``assigned``), or must not get it."""

    worker: WorkerId
    shift: ShiftId
    assigned: Flag = True

    if TYPE_CHECKING:

        def __init__(self, *, worker: str, shift: str, **options: Unpack[signatures.PinOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.PinChanges]) -> Self: ...

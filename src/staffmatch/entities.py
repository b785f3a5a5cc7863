"""Companies, workers, demands and what belongs to them, all frozen.

Money is in integer cents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, Unpack

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.errors import counted
from staffmatch.records import refusals
from staffmatch.records.certificates import HeldCertificate
from staffmatch.records.consents import BorrowerConsent, Consent
from staffmatch.records.contact import Contact
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
    Whole,
    WorkerId,
)
from staffmatch.records.places_and_times import Location, TimeWindow, WorkTime
from staffmatch.records.validation_errors import as_lines
from staffmatch.records.wishes import Wish
from staffmatch.records.work_history import Absence, PastShift, Secondment

if TYPE_CHECKING:
    from staffmatch.records import signatures
    from staffmatch.records.sequence import Records


class Shift(WorkTime):
    """One time window of a demand; its id is unique in the scenario.

    >>> early = sm.Shift(id="early", start="2020-04-06T06:00+02:00", end="2020-04-06T14:00+02:00")
    """

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


class Company(Record):
    """Lends workers, borrows workers, or both.

    ``sector`` is a WZ 2008 section (A to U). ``agreements`` lists companies with which a lending contract already
    exists; one side naming the other is enough. ``licence_until`` is the last day of its licence to lend, None if it
    has none; companies of one ``corporate_group`` belong to the same owner. ``works_council`` is what its works council
    says of lending, None if there is none; one asked on a day without an answer yet counts as ``offered``.

    >>> clinic = sm.Company(id="clinic", sector="Q", agreements=["hotel"])
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

    >>> dora = sm.Worker(id="dora", company="hotel", skills={"care": 3}, max_hours_per_week=20)
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
        """Whether one of the absences covers the day."""
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
    """A need at one place: ``headcount`` people with all of ``skills`` and ``certificates`` for each of ``shifts``.

    With ``same_worker`` a person takes all shifts or none. ``min_crew`` is the smallest useful crew: a shift gets at
    least that many people or nobody. ``priority`` multiplies uncovered hours. ``location`` defaults to the company's.
    Assigned people are paid ``pay_cents_per_hour``, or what they earn at home if that is more.
    ``comparable_pay_cents_per_hour`` is what the borrower pays its own people for such work, 0 if unknown; only the
    rules `PayFloor` and `EqualPay` ask for it. Demands may share a ``name``: a ward whose shifts need various people.

    A demand that ``grants`` skills is a training (`Demand.training`): who takes all of its shifts has these skills at
    these levels from the end of the last one on, for work of this plan. Its shifts are work as any other (times, rests,
    hours, way, pay), its headcount is how many it has room for, and nobody is missing on a seat that stays empty.
    ``cents_per_person`` is what `Cost` and `Budget` add for each person on it, once for each job. As for all work,
    `Partners` lets nobody be on one that their own company runs (docs/trainings.md).

    >>> door = sm.Demand(id="door", company="clinic", headcount=2, min_crew=1, shifts=[monday])
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
    grants: Sorted[SkillId, Level] = Field(default_factory=dict)
    cents_per_person: Cents = 0
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

    @model_validator(mode="after")
    def _taken_whole(self) -> Self:
        if self.grants and len(self.shifts) > 1 and not self.same_worker:
            raise PydanticCustomError(
                "training_in_parts",
                "grants skills but may be taken in parts; set same_worker to true, or make each of its shifts a demand",
            )
        return self

    @classmethod
    def needs_model_validation(cls, records: Records[Any]) -> Any:
        number = records.number
        in_parts = (number("grants") > 0) & (number("shifts") > 1) & (number("same_worker") == 0)
        return (number("min_crew") > number("headcount")) | (number("shifts") == 0) | in_parts

    @classmethod
    def training(
        cls,
        id: str,
        company: str,
        grants: Mapping[str, int],
        sessions: Sequence[TimeWindow],
        *,
        seats: int,
        cents_per_person: int = 0,
        requires: Mapping[str, int] | None = None,
        **options: Any,
    ) -> Self:
        """A training that a company runs: people take all of its sessions, which are named "id/1", "id/2" and so on.

        ``requires`` are the skills that it builds on, ``options`` other fields. InputError if it grants nothing.
        """
        if not grants:
            raise refusals.teaches_nothing(id)
        shifts = [{**one.model_dump(exclude={"id"}), "id": f"{id}/{number}"} for number, one in enumerate(sessions, 1)]
        taken = {"headcount": seats, "cents_per_person": cents_per_person, "skills": requires or {}}
        return cls(id=id, company=company, grants=grants, shifts=shifts, same_worker=True, **taken, **options)  # type: ignore[arg-type]

    @property
    def needed(self) -> int:
        """How many people each of its shifts lacks while nobody is on it: none where it is a training."""
        return 0 if self.grants else self.headcount

    def held_with(self, shift: Shift) -> tuple[Shift, ...]:
        """The shifts that a person on this shift takes, including this one."""
        return self.shifts if self.same_worker else (shift,)

    def in_order(self) -> Self:
        """The demand with its shifts sorted by start, then by id."""
        ordered = tuple(sorted(self.shifts, key=lambda shift: (shift.start, shift.id)))
        return self if ordered == self.shifts else self.model_copy(update={"shifts": ordered})

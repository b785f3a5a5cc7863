"""What the models' constructors accept, for type checkers: everything that validation accepts.

A field's annotation says what it holds after validation: a UTC datetime, a tuple, an enum member. A caller may pass a
string with an offset, a list, a literal. Each class has a TypedDict of its optional fields, and one of all fields for
`replace`. Those of rules are in `rule_signatures`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

if TYPE_CHECKING:
    from staffmatch.entities import Company, Demand, Shift, Worker
    from staffmatch.records.bases import Rule, Term
    from staffmatch.records.certificates import HeldCertificate
    from staffmatch.records.consents import BorrowerConsent, Consent
    from staffmatch.records.contact import Contact
    from staffmatch.records.pair_table import PairTable
    from staffmatch.records.pins import Pin
    from staffmatch.records.places_and_times import DutyKind, Location, TimeWindow, WorkTime
    from staffmatch.records.skills import Skill
    from staffmatch.records.travel_model import TravelModel
    from staffmatch.records.wishes import Wish
    from staffmatch.records.work_history import Absence, AbsenceKind, PastShift, Secondment

Fields: TypeAlias = Mapping[str, Any]
Time: TypeAlias = datetime | str
Day: TypeAlias = date | str
Answer: TypeAlias = "Consent | Literal['offered', 'accepted', 'declined', 'withdrawn']"
# A str is also a sequence of str, but never meant as one here.
Ids: TypeAlias = list[str] | tuple[str, ...]


class LocationOptions(TypedDict, total=False):
    place: str | None


class LocationChanges(LocationOptions, total=False):
    lat: float
    lon: float


class WindowChanges(TypedDict, total=False):
    start: Time
    end: Time


class WorkTimeOptions(TypedDict, total=False):
    unpaid_break_minutes: int
    duty: DutyKind | Literal["work", "on_call", "standby"]
    duty_factor: float | None
    kind: str | None


class WorkTimeChanges(WorkTimeOptions, total=False):
    start: Time
    end: Time


class ShiftChanges(WorkTimeChanges, total=False):
    id: str


class PastShiftChanges(WorkTimeChanges, total=False):
    company: str


class AbsenceOptions(TypedDict, total=False):
    kind: AbsenceKind | Literal["leave", "sick", "short_time"]


class AbsenceChanges(AbsenceOptions, total=False):
    first: Day
    last: Day


class ContactOptions(TypedDict, total=False):
    name: str
    phone: str
    email: str
    meeting_point: str
    remark: str


class CompanyOptions(TypedDict, total=False):
    name: str
    sector: str | None
    clusters: Ids
    corporate_group: str | None
    licence_until: Day | None
    works_council: Answer | None
    works_council_asked_on: Day | None
    location: Location | Fields | None
    agreements: Ids
    contact: Contact | Fields | None


class CompanyChanges(CompanyOptions, total=False):
    id: str


class HeldCertificateOptions(TypedDict, total=False):
    until: Day | None


class HeldCertificateChanges(HeldCertificateOptions, total=False):
    id: str


class SecondmentChanges(TypedDict, total=False):
    company: str
    first: Day
    last: Day


class BorrowerConsentOptions(TypedDict, total=False):
    state: Answer
    answer_by: Time | None


class BorrowerConsentChanges(BorrowerConsentOptions, total=False):
    company: str


class WorkerOptions(TypedDict, total=False):
    name: str
    home: Location | Fields | None
    skills: Mapping[str, int | str]
    certificates: Sequence[HeldCertificate | Fields]
    groups: Ids
    availability: Sequence[TimeWindow | Fields]
    home_shifts: Sequence[WorkTime | Fields]
    ledger: Mapping[date, float] | Mapping[str, float]
    secondments: Sequence[Secondment | Fields]
    past_shifts: Sequence[PastShift | Fields]
    absences: Sequence[Absence | Fields]
    max_hours_per_day: float | None
    max_hours_per_week: float | None
    max_hours: float | None
    max_commute_minutes: int | None
    max_commute_km: float | None
    accepted_companies: Ids | None
    declined_companies: Ids
    preferences: Mapping[str, int]
    wishes: Sequence[Wish | Fields]
    consent: Answer
    consents: Sequence[BorrowerConsent | Fields]
    hired_for_lending: bool
    second_jobs: Ids
    pay_cents_per_hour: int
    short_time_hours: float | None
    contact: Contact | Fields | None


class WorkerChanges(WorkerOptions, total=False):
    id: str
    company: str


class DemandOptions(TypedDict, total=False):
    name: str
    location: Location | Fields | None
    skills: Mapping[str, int | str]
    certificates: Ids
    headcount: int
    min_crew: int
    same_worker: bool
    priority: int
    pay_cents_per_hour: int
    comparable_pay_cents_per_hour: int
    grants: Mapping[str, int | str]
    cents_per_person: int
    accepted_lenders: Ids | None
    declined_lenders: Ids
    contact: Contact | Fields | None


class DemandChanges(DemandOptions, total=False):
    id: str
    company: str
    shifts: Sequence[Shift | Fields]


class SkillOptions(TypedDict, total=False):
    implies: Mapping[str, int]
    regulated: bool
    codes: Mapping[Literal["esco", "isco08", "kldb"], str]


class SkillChanges(SkillOptions, total=False):
    id: str


class PinOptions(TypedDict, total=False):
    assigned: bool


class PinChanges(PinOptions, total=False):
    worker: str
    shift: str


class PairTableOptions(TypedDict, total=False):
    shifts: Sequence[str] | None
    demands: Sequence[str] | None
    costs: Sequence[int] | None
    hours: Sequence[float] | None


class PairTableChanges(PairTableOptions, total=False):
    workers: Sequence[str]


class ScenarioOptions(TypedDict, total=False):
    schema_version: Literal[1]
    timezone: str
    companies: Sequence[Company | Fields]
    workers: Sequence[Worker | Fields]
    demands: Sequence[Demand | Fields]
    skills: Sequence[Skill | Fields]
    pair_table: PairTable | Fields | None
    pins: Sequence[Pin | Fields]
    travel: TravelModel | Fields
    rules: Sequence[Rule | Fields]
    tiers: Sequence[Sequence[Term | Fields]]


class TermOptions(TypedDict, total=False):
    weight: int

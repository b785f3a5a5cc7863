"""What the user says: companies, workers, demands and the scenario that holds them, all frozen.

Money is whole cents, coordinates are WGS 84 degrees, times are stored as UTC in whole minutes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self, cast

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.bases import AnyRule, AnyTerm, AnyTravel, Registered, Rule, Term, TravelModel
from staffmatch.errors import InputError
from staffmatch.fields import (
    Cents,
    CompanyId,
    Count,
    Day,
    DemandId,
    Flag,
    Hours,
    Id,
    Instant,
    Level,
    Points,
    Real,
    Record,
    Score,
    Section,
    ShiftId,
    SkillId,
    Sorted,
    Version,
    Whole,
    WorkerId,
)
from staffmatch.listing import Listing, by_id, shifts_in_order, texts
from staffmatch.records import Many, Records
from staffmatch.sharing import Sharing

# Records that are known by their id, so that their order means nothing.
_NAMED = ("companies", "workers", "demands", "skills")


class Location(Record):
    """A point on the map; ``place`` names it for travel models that know places by name."""

    lat: Annotated[Real, Field(ge=-90, le=90)]
    lon: Annotated[Real, Field(ge=-180, le=180)]
    place: Id | None = None


class TimeWindow(Record):
    """A half-open span of time, ``[start, end)``."""

    start: Instant
    end: Instant

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end <= self.start:
            raise PydanticCustomError("empty_window", "ends before or as it starts; swap the two times")
        return self

    @classmethod
    def suspects(cls, number: Callable[[str], Any]) -> Any:
        return number("end") <= number("start")


class WorkTime(TimeWindow):
    """A window that is worked, less an unpaid break."""

    unpaid_break_minutes: Count = 0

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
    def suspects(cls, number: Callable[[str], Any]) -> Any:
        return super().suspects(number) | (number("end") - number("start") < number("unpaid_break_minutes"))


class Shift(WorkTime):
    """One time window of a demand; its id is unique in the scenario."""

    id: ShiftId


class Company(Record):
    """Lends workers, borrows workers, or both.

    ``sector`` is a WZ 2008 section (A to U). ``agreements`` lists companies with which a lending contract already
    exists; one side naming the other is enough.
    """

    id: CompanyId
    name: str = Field(default="", repr=False)
    sector: Section | None = None
    clusters: tuple[Id, ...] = ()
    location: Location | None = None
    agreements: tuple[CompanyId, ...] = ()


class Consent(StrEnum):
    """Where a worker stands on being lent: only ``accepted`` may be planned by default."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Secondment(Record):
    """Work at ``company`` before the plan begins, from the ``first`` to the ``last`` day, whoever lent the person."""

    company: CompanyId
    first: Day
    last: Day

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.last < self.first:
            raise PydanticCustomError("empty_secondment", "ends before it starts; swap the two days")
        return self

    @classmethod
    def suspects(cls, number: Callable[[str], Any]) -> Any:
        return number("last") < number("first")


class Worker(Record):
    """A person employed by ``company``, the lender.

    ``home_shifts`` are already rostered at the employer; ``ledger`` holds hours worked on days before the plan begins,
    ``secondments`` where the person was lent by then.
    ``preferences`` gives companies points of the worker's own scale, read by the term `Preferences`.
    A limit or list that is ``None`` does not restrict; an ``accepted_companies`` that is empty accepts none.
    """

    id: WorkerId
    company: CompanyId
    name: str = Field(default="", repr=False)
    home: Location | None = Field(default=None, repr=False)
    skills: Sorted[SkillId, Level] = Field(default_factory=dict)
    availability: tuple[TimeWindow, ...] = ()
    home_shifts: tuple[WorkTime, ...] = ()
    ledger: Sorted[Day, Hours] = Field(default_factory=dict)
    secondments: tuple[Secondment, ...] = ()
    max_hours_per_day: Hours | None = None
    max_hours_per_week: Hours | None = None
    max_hours: Hours | None = None
    max_commute_minutes: Count | None = None
    max_commute_km: Annotated[Real, Field(ge=0)] | None = None
    accepted_companies: tuple[CompanyId, ...] | None = None
    declined_companies: tuple[CompanyId, ...] = ()
    preferences: Sorted[CompanyId, Points] = Field(default_factory=dict)
    consent: Consent = Consent.OFFERED
    pay_cents_per_hour: Cents = 0


class Demand(Record):
    """One company's need at one place: ``headcount`` people with all of ``skills`` for each of ``shifts``.

    With ``same_worker`` a person takes all shifts or none. ``min_crew`` is the least number that is of any use: a shift
    gets that many people or nobody. ``priority`` multiplies uncovered hours. ``location`` is the company's by default.
    """

    id: DemandId
    company: CompanyId
    location: Location | None = None
    skills: Sorted[SkillId, Level] = Field(default_factory=dict)
    headcount: Annotated[Whole, Field(ge=1, le=10**6)] = 1
    min_crew: Annotated[Whole, Field(ge=0, le=10**6)] = 0
    shifts: Annotated[tuple[Shift, ...], Field(min_length=1)]
    same_worker: Flag = False
    priority: Annotated[Whole, Field(ge=1, le=10**6)] = 1
    pay_cents_per_hour: Cents = 0
    accepted_lenders: tuple[CompanyId, ...] | None = None
    declined_lenders: tuple[CompanyId, ...] = ()

    @model_validator(mode="after")
    def _crew(self) -> Self:
        if self.min_crew > self.headcount:
            raise PydanticCustomError(
                "min_crew_above_headcount",
                "asks for a crew of at least {crew} but has {seats} seats; lower min_crew or raise headcount",
                {"crew": self.min_crew, "seats": self.headcount},
            )
        return self

    @classmethod
    def suspects(cls, number: Callable[[str], Any]) -> Any:
        return (number("min_crew") > number("headcount")) | (number("shifts") == 0)

    def in_order(self) -> Self:
        """The same with shifts sorted by start, then by id."""
        ordered = tuple(sorted(self.shifts, key=lambda shift: (shift.start, shift.id)))
        return self if ordered == self.shifts else self.model_copy(update={"shifts": ordered})


class Skill(Record):
    """A skill that stands in for others: ``implies`` maps each of them to the levels lost (0 = none)."""

    id: SkillId
    implies: Sorted[SkillId, Annotated[Whole, Field(ge=0, le=4)]] = Field(default_factory=dict)


class Pin(Record):
    """A decision already taken: the worker has the shift (``assigned``), or must not get it."""

    worker: WorkerId
    shift: ShiftId
    assigned: Flag = True


class PairTable(Record):
    """A platform's own pairs as columns: who may do what, at which cost, counting for how many hours.

    Give either ``shifts`` or ``demands`` (a row for all shifts of the demand). All columns have one length. ``costs``
    are integers of any unit, read by the term `PairCost`; ``hours`` replace the worked hours of each shift of the row.
    """

    workers: tuple[WorkerId, ...]
    shifts: tuple[ShiftId, ...] | None = None
    demands: tuple[DemandId, ...] | None = None
    costs: tuple[Score, ...] | None = None
    hours: tuple[Hours, ...] | None = None

    @model_validator(mode="after")
    def _columns(self) -> Self:
        if (self.shifts is None) == (self.demands is None):
            raise PydanticCustomError("pair_table_target", "needs either shifts or demands, and not both")
        columns = {"shifts": self.shifts, "demands": self.demands, "costs": self.costs, "hours": self.hours}
        for name, column in columns.items():
            if column is not None and len(column) != len(self.workers):
                raise PydanticCustomError(
                    "ragged_pair_table",
                    "has {rows} workers but {length} {name}; give columns of one length",
                    {"rows": len(self.workers), "length": len(column), "name": name},
                )
        return self


def _default_rules() -> tuple[Rule, ...]:
    from staffmatch.constraints import DEFAULT_RULES

    return DEFAULT_RULES


def _default_tiers() -> tuple[tuple[Term, ...], ...]:
    from staffmatch.objectives import DEFAULT_TIERS

    return DEFAULT_TIERS


def _default_travel() -> TravelModel:
    from staffmatch.travel import GreatCircle

    return GreatCircle()


class Scenario(Listing, Sharing, Record):
    """All that is known: who there is, what is needed, and what a good plan means.

    ``timezone`` (an IANA name) defines day and ISO week. ``rules`` replace `DEFAULT_RULES` as a whole. ``tiers`` are
    minimised lexicographically; the terms within one tier are added up by weight.
    """

    schema_version: Version = 1
    timezone: Id = "Europe/Berlin"
    companies: Many[Company] = ()
    workers: Many[Worker] = ()
    demands: Many[Demand] = ()
    skills: tuple[Skill, ...] = ()
    pair_table: PairTable | None = None
    pins: tuple[Pin, ...] = ()
    travel: AnyTravel = Field(default_factory=_default_travel)
    rules: tuple[AnyRule, ...] = Field(default_factory=_default_rules)
    tiers: Annotated[tuple[Annotated[tuple[AnyTerm, ...], Field(min_length=1)], ...], Field(min_length=1)] = Field(
        default_factory=_default_tiers
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        from staffmatch.validation import problems

        if found := list(problems(self)):
            raise InputError(found)
        return self

    @classmethod
    def from_frames(
        cls, *, companies: Any, workers: Any, demands: Any, shifts: Any, pairs: Any = None, **fields: Any
    ) -> Self:
        """A scenario from data frames of pandas, polars or pyarrow, see `staffmatch.io.frames`."""
        from staffmatch.io.frames import scenario_content

        return cls.model_validate(scenario_content(companies, workers, demands, shifts, pairs) | fields)

    @classmethod
    def load(cls, source: str | Path, rules: Iterable[type[Rule]] = (), terms: Iterable[type[Term]] = ()) -> Self:
        """Read JSON, from text or a file; a folder of CSV or a workbook; a folder of Parquet tables or a DuckDB file.

        It may name your own rule and term classes by their ``kind``.
        """
        from staffmatch.io.files import read_text
        from staffmatch.io.sheets import holds_sheets, read_sheets
        from staffmatch.io.stored import read_stored

        own: dict[str, tuple[type[Record], ...]] = {"rules": tuple(rules), "terms": tuple(terms)}
        Registered("rules").classes(own["rules"])
        Registered("terms").classes(own["terms"])
        if isinstance(source, str) and source.lstrip().startswith("{"):
            return cls.model_validate_json(source, context=own)
        if stored := read_stored(source, own):
            return cast("Self", stored)
        if holds_sheets(source):
            return cls.model_validate(read_sheets(source, own).scenario)
        return cls.model_validate_json(read_text(source), context=own)

    def save(self, path: str | Path) -> None:
        """Write the scenario as JSON, or as a workbook (.xlsx), or as CSV into a folder that exists.

        An existing file is replaced in one step.
        """
        from staffmatch.io.files import write_text
        from staffmatch.io.sheets import write_scenario

        if Path(path).suffix.lower() == ".xlsx" or Path(path).is_dir():
            write_scenario(self, path)
        else:
            write_text(path, self.model_dump_json() + "\n")

    def in_order(self) -> Self:
        """The same with records sorted by id, shifts by start, pins by what they name.

        Whatever is computed from this depends on no order in which records were listed.
        """
        named = {name: by_id(getattr(self, name)) for name in _NAMED}
        demands = named["demands"]
        named["demands"] = (
            shifts_in_order(demands) if isinstance(demands, Records) else tuple(one.in_order() for one in demands)
        )
        return self.model_copy(update=named | {"pins": tuple(sorted(self.pins, key=lambda p: (p.worker, p.shift)))})

    def digest(self) -> str:
        """SHA-256 of the content, whatever the order in which the records are listed.

        Fields of a record, rule or term left at their default do not count, so that a field new to a later release
        changes no digest.
        """
        return self._digest

    @cached_property
    def _digest(self) -> str:
        content, ordered = hashlib.sha256(), self.in_order()
        for name in _NAMED:
            for text in texts(getattr(ordered, name)):
                content.update(text.encode())
        content.update(ordered.model_dump_json(exclude={*_NAMED, "rules", "tiers"}).encode())
        lists: Iterable[Iterable[Rule | Term]] = (self.rules, *self.tiers)
        for chosen in lists:
            told = (f"\n{one.kind} {one.model_dump_json(exclude_defaults=True)}" for one in chosen)
            content.update("".join(("\n", *told)).encode())
        return content.hexdigest()

    def model_copy(self, **options: Any) -> Self:
        """pydantic's own: without validation. What is remembered of this scenario is not true of the copy."""
        copied = super().model_copy(**options)
        copied.__dict__.pop("_digest", None)
        return copied

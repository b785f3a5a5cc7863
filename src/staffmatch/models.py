"""The scenario: a frozen record of companies, workers, demands, rules and objectives.

The other models are defined in `staffmatch.entities` and `staffmatch.records.places_and_times` and imported from here.
Methods forward to the modules that do the work.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self, Unpack
from zoneinfo import ZoneInfo

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator

from staffmatch.entities import Company, Demand, Shift, Worker
from staffmatch.errors import InputError
from staffmatch.records import accessors, changes, digest, persistence, rule_scopes
from staffmatch.records.accessors import TableName
from staffmatch.records.bases import RULES, TERMS, Rule
from staffmatch.records.certificates import HeldCertificate
from staffmatch.records.chosen_by_kind import AnyRule, AnyTier, AnyTravel
from staffmatch.records.consents import BorrowerConsent, Consent
from staffmatch.records.contact import Contact
from staffmatch.records.field_types import Counted, Id, Record, Version
from staffmatch.records.many import Many
from staffmatch.records.mending import also_wrong
from staffmatch.records.pair_table import PairTable
from staffmatch.records.pins import Pin
from staffmatch.records.places_and_times import DutyKind, Location, TimeWindow, WorkTime
from staffmatch.records.registry import problems_of
from staffmatch.records.skills import Skill
from staffmatch.records.travel_model import TRAVEL_MODELS
from staffmatch.records.validation_errors import as_lines
from staffmatch.records.wishes import Wish
from staffmatch.records.work_history import Absence, AbsenceKind, PastShift, Secondment

if TYPE_CHECKING:
    from staffmatch.domain.plan import Violation
    from staffmatch.io.naive import Naive
    from staffmatch.io.tables import ScenarioTable
    from staffmatch.privacy import Grain, Homes, Kind
    from staffmatch.records import signatures
    from staffmatch.records.changes import Found
    from staffmatch.result.solution import Solution

__all__ = [
    "Absence",
    "AbsenceKind",
    "BorrowerConsent",
    "Company",
    "Consent",
    "Contact",
    "Demand",
    "DutyKind",
    "HeldCertificate",
    "Location",
    "PastShift",
    "Pin",
    "Scenario",
    "Secondment",
    "Shift",
    "Skill",
    "TimeWindow",
    "Wish",
    "WorkTime",
    "Worker",
]


_TABLES: dict[str, type[Record]] = {"companies": Company, "workers": Worker, "demands": Demand}


class Scenario(Counted):
    """The whole problem: the people, the needs, and what makes a plan good.

    ``timezone`` (an IANA name) defines days and ISO weeks. ``rules`` replace `DEFAULT_RULES` as a whole; `with_rules`
    adds to them. ``tiers`` are minimised lexicographically; terms within a tier are added up by weight.

    >>> scenario.without(workers=["ben"]).ids("workers")
    ['ana', 'cem']
    >>> scenario.with_rules(sm.constraints.RollingHours(hours=30, days=7)).digest() == scenario.digest()
    False
    """

    counted = ("companies", "workers", "demands", "skills", "pins")

    schema_version: Version = 1
    timezone: Id = "Europe/Berlin"
    companies: Many[Company] = ()
    workers: Many[Worker] = ()
    demands: Many[Demand] = ()
    skills: tuple[Skill, ...] = ()
    pair_table: PairTable | None = None
    pins: tuple[Pin, ...] = ()
    travel: AnyTravel = Field(default_factory=lambda: TRAVEL_MODELS.default)
    rules: tuple[AnyRule, ...] = Field(default_factory=lambda: RULES.default)
    tiers: Annotated[tuple[AnyTier, ...], Field(min_length=1)] = Field(default_factory=lambda: TERMS.default)

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[signatures.ScenarioOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.ScenarioOptions]) -> Self: ...

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if found := list(problems_of(self)):
            raise InputError(found)
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _told_together(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Contradictions between records are reported even if some fields are refused; homes never are."""
        try:
            return handler(data)
        except ValidationError as error:
            raise as_lines(error, data, also_wrong(error, data, _TABLES, handler)) from None

    def local(self, time: datetime) -> datetime:
        """A time on the clocks of the scenario's zone; its local day is ``local(time).date()``."""
        return time.astimezone(ZoneInfo(self.timezone))

    @classmethod
    def load(cls, source: str | Path) -> Scenario:
        """Read JSON, from text or a file; a folder of CSV or a workbook; a folder of Parquet tables or a DuckDB file.

        Own rules, terms and travel models are known by their ``kind`` once their classes are registered
        (`staffmatch.register`). InputError if it cannot be read.
        """
        return persistence.load(source)

    @classmethod
    def from_frames(
        cls,
        *,
        companies: Any,
        workers: Any,
        demands: Any,
        shifts: Any,
        pairs: Any = None,
        naive: Naive | None = None,
        **fields: Any,
    ) -> Self:
        """A scenario from data frames of pandas, polars or pyarrow, whose columns are in ``docs/frames.md``.

        Times without an offset from UTC are refused, unless ``naive="scenario"`` says that they are in its timezone.
        """
        frames = {"companies": companies, "workers": workers, "demands": demands, "shifts": shifts, "pairs": pairs}
        return cls.model_validate(persistence.of_frames(frames, naive, fields))

    def save(self, path: str | Path, format: str | None = None) -> None:  # noqa: A002 - what users would call it
        """Write what `load` reads back as the same, by suffix: .json, .xlsx, .parquet (a folder) or .duckdb.

        An existing folder receives CSV. ``format`` overrides the suffix. Files are replaced atomically.
        """
        persistence.save(self, path, format)

    def export(self, path: str | Path, **options: Any) -> None:
        """Write a file or folder in the format of its suffix, see `staffmatch.io.formats.export`.

        ``tier=`` counts from 1.
        """
        persistence.export(self, path, **options)

    def to_geojson(self, homes: Grain | None = None) -> dict[str, Any]:
        """Companies and sites as GeoJSON; homes optionally as quarters or squares, see `staffmatch.io.geojson`."""
        return persistence.geojson(self, homes)

    def to_mps(self, tier: int = 1, after: Solution | None = None) -> str:
        """The mixed-integer program of one tier as MPS; later tiers need a solution, see `staffmatch.io.program`."""
        return persistence.mps(self, tier, after)

    def to_lp(self, tier: int = 1, after: Solution | None = None) -> str:
        """The same in the LP format."""
        return persistence.lp(self, tier, after)

    def pseudonymise(
        self, key: bytes | str, *, of: Iterable[Kind] = ("workers",), homes: Homes = "quarter"
    ) -> Scenario:
        """A copy to pass on: pseudonyms for ids, no names, coarse homes; see `staffmatch.privacy.pseudonyms`."""
        return changes.pseudonymised(self, key, of, homes)

    def restore(self, found: Found, key: bytes | str, *, of: Iterable[Kind] = ("workers",)) -> Found:
        """A plan or solution of the pseudonymised scenario with this scenario's ids; see `staffmatch.privacy`."""
        return changes.restored(self, found, key, of)

    def ids(self, name: TableName) -> list[str]:
        """The ids of all records, or of all shifts, without reading any other field."""
        return accessors.ids(self, name)

    def worker(self, id: str) -> Worker:  # noqa: A002 - what records call it
        """The worker with an id; InputError, with similar ids, if there is none."""
        found: Worker = changes.record(self, "workers", id)
        return found

    def company(self, id: str) -> Company:  # noqa: A002
        """The company with an id; InputError, with similar ids, if there is none."""
        found: Company = changes.record(self, "companies", id)
        return found

    def demand(self, id: str) -> Demand:  # noqa: A002
        """The demand with an id; InputError, with similar ids, if there is none."""
        found: Demand = changes.record(self, "demands", id)
        return found

    def without(
        self,
        *,
        companies: Iterable[str] = (),
        workers: Iterable[str] = (),
        demands: Iterable[str] = (),
        shifts: Iterable[str] = (),
    ) -> Scenario:
        """The scenario without some records, and without what belongs to them or refers to them.

        With a company go its workers and demands; a demand goes with the last of its shifts. InputError if an id is
        unknown, or if a rule refers to a removed record: change the rule first.
        """
        return changes.without(self, companies=companies, workers=workers, demands=demands, shifts=shifts)

    def adding(
        self,
        *,
        companies: Iterable[Company] = (),
        workers: Iterable[Worker] = (),
        demands: Iterable[Demand] = (),
        skills: Iterable[Skill] = (),
        pins: Iterable[Pin] = (),
    ) -> Scenario:
        """The scenario with more records; InputError if they do not fit the others."""
        more = {"companies": companies, "workers": workers, "demands": demands, "skills": skills, "pins": pins}
        return changes.adding(self, more)

    def with_past(self, solution: Solution) -> Scenario:
        """The scenario, such as that of the next week, with what a former plan has people do as their past shifts.

        Of everybody who is in both, past shifts, home shifts worked and lent shifts of the former scenario are added;
        home shifts that end after this plan begins, or that stand here already, are left to this scenario to say.
        Ledger, secondments and absences stay as they are here. InputError if lent shifts end after this plan begins, or
        were at a company that is not here.
        """
        return changes.with_past(self, solution)

    def with_rules(self, *rules: Rule) -> Self:
        """The scenario with more rules: each takes the place of one of the same kind and scope, and of no other."""
        return self.replace(rules=rule_scopes.with_rules(self.rules, rules))

    def without_rules(self, *rules: str | type[Rule] | Rule) -> Self:
        """The scenario without the rules of some kinds, or without those of the same kind and scope as a rule given.

        InputError, with similar kinds, if it has no such rule.
        """
        return self.replace(rules=rule_scopes.without_rules(self, rules))

    def to_frame(self, table: ScenarioTable, backend: str | None = None) -> Any:
        """One table as a data frame of pandas, polars or pyarrow; None takes the first one installed.

        ``companies``, ``workers``, ``demands``, ``shifts`` and ``pairs`` are what `from_frames` reads; there are also
        ``skills`` and ``pins``. Times are in the scenario's zone. All columns are in ``docs/frames.md``.
        """
        return persistence.to_frame(self, table, backend)

    def site_of(self, demand: Demand) -> Location | None:
        """The location of a demand: its own, else its company's, None if unknown."""
        return demand.location or self.base_of(demand.company)

    def base_of(self, company: str) -> Location | None:
        """The location of a company, None if unknown."""
        return accessors.bases(self)[company]

    def digest(self) -> str:
        """SHA-256 of the content, whatever the order of the records.

        Fields of a record, rule or term at their default do not count, so that a new field in a later release changes
        no digest. Neither do names and contacts: a corrected telephone number leaves a plan valid.
        """
        return digest.digest(self)

    def preexisting_violations(self) -> tuple[Violation, ...]:
        """Where the scenario violates its rules before anybody is lent, rule by rule."""
        return digest.preexisting_violations(self)

    def model_copy(self, **options: Any) -> Self:
        """pydantic's copy, without validation. Results kept with this scenario are not copied."""
        copied = super().model_copy(**options)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    def _repr_html_(self) -> str:
        """The HTML shown in notebooks."""
        from staffmatch.reports.notebook import scenario_html

        return scenario_html(self)

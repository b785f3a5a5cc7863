"""What the type checkers of callers are told about the parameters of rules, beside those in each class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, TypedDict

from staffmatch.records.signatures import Answer, Day, Fields, Ids, Time

if TYPE_CHECKING:
    from staffmatch.constraints.channels import Channel
    from staffmatch.records.legal_basis import LegalBasis


class PlacedOptions(TypedDict, total=False):
    borrower: str | None
    sector: str | None
    demand: str | None
    since: Day | None
    until: Day | None
    overrides: bool
    because: LegalBasis | Fields | None


class ScopeOptions(PlacedOptions, total=False):
    lender: str | None
    worker: str | None
    skill: str | None
    group: str | None


class BendingOptions(ScopeOptions, total=False):
    price_cents: int | None
    soft: bool


class SectorBanOptions(ScopeOptions, total=False):
    sectors: Ids
    among_themselves: bool
    except_skills: Ids


class CompetitorsOptions(ScopeOptions, total=False):
    pairs: Sequence[Sequence[str]]
    same_sector: bool


class BreaksOptions(ScopeOptions, total=False):
    over: Mapping[float, int]


class ConsentOptions(ScopeOptions, total=False):
    states: Sequence[Answer]
    as_of: Time | None


class ChannelOptions(TypedDict, total=False):
    cents: int
    max_days: int | None
    max_hours_per_week: float | None


class ChannelsOptions(ScopeOptions, total=False):
    channels: Sequence[Channel | Fields]
    per: Literal["secondment", "hour"]


class WorksCouncilOptions(ScopeOptions, total=False):
    of: Literal["borrower", "lender", "both"]
    lead_days: int
    as_of: Day | None


class PayFloorOptions(ScopeOptions, total=False):
    equal_pay: bool
    minimum_wage: Mapping[date, int] | Mapping[str, int]


class SkillMixOptions(PlacedOptions, total=False):
    twice: bool


class GroupOptions(PlacedOptions, total=False):
    per: Literal["shift", "site_day"]

"""All figures of a report as JSON, with a schema: what somebody needs who builds a page of their own.

Texts are in the report's language; names are those of the page. Moments are local, with their offset; times are in
minutes, money is in euros, places are sites of companies. It has no homes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from staffmatch.reports.audit import plan_digest
from staffmatch.reports.comparison import Comparison
from staffmatch.reports.document import Document
from staffmatch.reports.fairness import Fairness
from staffmatch.reports.figures import (
    Clash,
    Commute,
    Coverage,
    DayHours,
    Figures,
    Flow,
    Headline,
    PartnershipLine,
    Reached,
    Road,
    Shortfall,
    Site,
    Stint,
)
from staffmatch.reports.proofs import Proof
from staffmatch.result.contents import TierResult
from staffmatch.result.termination import Termination


@dataclass(frozen=True)
class Reason:
    """Why seats stay empty, and how many."""

    reason: str
    seats: int


@dataclass(frozen=True)
class RuleText:
    """A rule in force: its kind, its name, what it says, and what that rests on."""

    kind: str
    name: str
    text: str
    law: str
    source: str
    valid_from: date | None
    valid_until: date | None
    checked: date | None


@dataclass(frozen=True)
class Company:
    """A company that takes part, with the WZ 2008 section that it has."""

    name: str
    section: str | None
    section_name: str


@dataclass(frozen=True)
class Audit:
    """What it takes to check the plan or to find it again; ``certificates`` is how many tiers have one."""

    termination: Termination
    tiers: tuple[TierResult, ...]
    certificates: int
    found_here: bool
    scenario_digest: str
    plan_digest: str


@dataclass(frozen=True)
class Published:
    """The figures of a report; docs/report.md says what each is."""

    format: Literal["staffmatch.report"]
    version: Literal[1]
    language: str
    title: str
    verdict: str
    ending: str
    status: str
    proven: bool
    doubts: tuple[str, ...]
    timezone: str
    first_day: date | None
    last_day: date | None
    headline: Headline
    proofs: tuple[Proof, ...]
    coverage: tuple[Coverage, ...]
    days: tuple[DayHours, ...]
    flows: tuple[Flow, ...]
    companies: tuple[Company, ...]
    partnerships: tuple[PartnershipLine, ...]
    commute: Commute
    empty_seats: tuple[Shortfall, ...]
    reasons: tuple[Reason, ...]
    assignments: tuple[Stint, ...]
    sites: tuple[Site, ...]
    roads: tuple[Road, ...]
    contacts: tuple[Reached, ...]
    conflicts: tuple[Clash, ...]
    broken_before: tuple[str, ...]
    charged: tuple[str, ...]
    rules: tuple[RuleText, ...]
    off: tuple[str, ...]
    not_ruled: tuple[str, ...]
    low_limits: tuple[str, ...]
    secondments: str
    changes: str
    fairness: Fairness
    audit: Audit
    comparison: Comparison | None


def published(document: Document) -> str:
    """The figures as JSON."""
    return _adapter().dump_json(_of(document), indent=1, by_alias=True).decode()


def figures_schema() -> dict[str, Any]:
    """The JSON schema of what `staffmatch.report` writes as ``figures``."""
    return _adapter().json_schema(mode="serialization")


@cache
def _adapter() -> TypeAdapter[Published]:
    return TypeAdapter(Published)


def _of(document: Document) -> Published:
    found = document.figures
    words = found.words
    first, last = found.period or (None, None)
    return Published(
        format="staffmatch.report",
        version=1,
        language=words.lang,
        title=found.title,
        verdict=found.verdict,
        ending=found.ending,
        status=found.status,
        proven=found.proven,
        doubts=found.doubts,
        timezone=found.timezone,
        first_day=first,
        last_day=last,
        headline=found.headline,
        proofs=found.proofs,
        coverage=found.coverage,
        days=found.days,
        flows=found.flows,
        companies=tuple(Company(name, code, words.sector(code)) for name, code in found.sectors.items()),
        partnerships=found.partnerships,
        commute=found.commute,
        empty_seats=found.shortfalls,
        reasons=tuple(Reason(reason, seats) for reason, seats in found.reasons),
        assignments=found.stints,
        sites=found.sites,
        roads=found.roads,
        contacts=found.contacts,
        conflicts=found.conflicts,
        rules=_rules(document),
        **_sentences(found),
        fairness=document.fairness,
        audit=_audit(document),
        comparison=document.comparison,
    )


def _sentences(found: Figures) -> dict[str, Any]:
    """What is said of the rules and of the scenario."""
    words = found.words
    return {
        "broken_before": found.preexisting_violations,
        "charged": found.charged,
        "off": tuple(words.told(one.message) for one in found.absent if one.off),
        "not_ruled": tuple(words.told(one.message) for one in found.absent if not one.off),
        "low_limits": tuple(map(words.told, found.low_limits)),
        "secondments": found.secondments,
        "changes": found.changes,
    }


def _rules(document: Document) -> tuple[RuleText, ...]:
    words = document.figures.words
    return tuple(
        RuleText(
            kind=one.kind,
            name=words.rule_name(one.kind),
            text=words.told(one.message),
            law=words.plain(one.law),
            source=one.basis.source if one.basis else "",
            valid_from=one.basis.valid_from if one.basis else None,
            valid_until=one.basis.valid_until if one.basis else None,
            checked=one.basis.checked if one.basis else None,
        )
        for one in document.figures.rules
    )


def _audit(document: Document) -> Audit:
    solution = document.solution
    return Audit(
        termination=solution.termination,
        tiers=solution.tiers,
        certificates=sum(one is not None for one in solution.certificate),
        found_here=solution.found_here,
        scenario_digest=solution.scenario_digest,
        plan_digest=plan_digest(solution),
    )

"""The figures of every output, computed by `staffmatch.reports.gather`.

Records stand under the names that people read. Nothing here contains homes: only sites of companies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from staffmatch.reports import words
from staffmatch.reports.proofs import Proof
from staffmatch.result.solution import Status

BIN_MINUTES = 10
# The last bin has everything beyond it: two hours and more.
LAST_BIN = 12


@dataclass(frozen=True)
class CostParts:
    """Euros: pay, commuting time, and charges of rules."""

    pay: float
    commute: float
    charges: float

    @property
    def total(self) -> float:
        return self.pay + self.commute + self.charges


@dataclass(frozen=True)
class Headline:
    """``lent_minutes`` are credited to workers; ``demanded`` and ``covered`` count the shifts' own minutes."""

    seats: int
    filled: int
    workers: int
    lent: int
    demanded_minutes: int
    covered_minutes: int
    lent_minutes: int
    partnerships: int
    new_partnerships: int
    cost: CostParts

    @property
    def coverage(self) -> str:
        return words.percent(self.filled, self.seats)


@dataclass(frozen=True)
class Coverage:
    """Seats of the borrowers of one section, or of one borrower if no sections are given."""

    code: str | None
    name: str
    seats: int
    filled: int


@dataclass(frozen=True)
class DayHours:
    """Minutes of the shifts that start on a local day."""

    day: date
    demanded: int
    covered: int


@dataclass(frozen=True)
class Flow:
    """Minutes lent from one section to another."""

    lender: str | None
    borrower: str | None
    minutes: int


@dataclass(frozen=True)
class PartnershipLine:
    lender: str
    borrower: str
    new: bool
    workers: int
    assignments: int
    minutes: int


@dataclass(frozen=True)
class Commute:
    """Assignments by minutes one way; ``bins[k]`` counts from 10 k to below 10 (k + 1), the last without end."""

    bins: tuple[int, ...]
    median: float | None
    unknown: int


@dataclass(frozen=True)
class Shortfall:
    """Empty seats of one demand that have the same reason; ``minutes`` are missing, ``shifts`` are in local time."""

    demand: str
    borrower: str
    skills: str
    missing: int
    seats: int
    minutes: int
    priority: int
    shifts: tuple[tuple[datetime, datetime], ...]
    rule: str
    reason: str

    @property
    def when(self) -> str:
        first = f"{words.day(self.shifts[0][0])}, {words.span(*self.shifts[0])}"
        return first if len(self.shifts) == 1 else f"{first} and {words.count(len(self.shifts) - 1, 'more shift')}"


@dataclass(frozen=True)
class Stint:
    """One assignment in local time."""

    worker: str
    lender: str
    borrower: str
    sector: str | None
    demand: str
    shift: str
    start: datetime
    end: datetime
    minutes: int


@dataclass(frozen=True)
class Site:
    """A site of a company: the ``seats`` it needs there, how many are ``filled``, and whom to call."""

    company: str
    lat: float
    lon: float
    seats: int
    filled: int
    contact: str = ""


@dataclass(frozen=True)
class Reached:
    """Whom to call about a company, a person, or a demand ``of`` a borrower."""

    who: str
    of: str
    name: str
    phone: str
    email: str
    meeting_point: str
    remark: str


_REACHED = {
    "name": "Contact",
    "phone": "Phone",
    "email": "E-mail",
    "meeting_point": "Meeting point",
    "remark": "Remark",
}


@dataclass(frozen=True)
class Clash:
    """A pin that cannot be kept, and why."""

    worker: str
    shift: str
    text: str


@dataclass(frozen=True)
class Road:
    """Minutes lent from a lender's site to a borrower's."""

    lender: Site
    borrower: Site
    minutes: int


@dataclass(frozen=True)
class Figures:
    status: Status
    proven: bool
    reason: str
    method: str
    seconds: float
    timezone: str
    period: tuple[date, date] | None
    headline: Headline
    coverage: tuple[Coverage, ...]
    days: tuple[DayHours, ...]
    flows: tuple[Flow, ...]
    partnerships: tuple[PartnershipLine, ...]
    commute: Commute
    shortfalls: tuple[Shortfall, ...]
    reasons: tuple[tuple[str, int], ...]
    proofs: tuple[Proof, ...]
    stints: tuple[Stint, ...]
    sites: tuple[Site, ...]
    roads: tuple[Road, ...]
    contacts: tuple[Reached, ...]
    conflicts: tuple[Clash, ...]
    preexisting_violations: tuple[str, ...]
    doubts: tuple[str, ...] = ()

    @property
    def coverage_by(self) -> str:
        return "sector of the borrower" if any(one.code for one in self.coverage) else "borrower"

    @property
    def contact_fields(self) -> dict[str, str]:
        """What any contact has, with its title."""
        return {field: title for field, title in _REACHED.items() if any(getattr(one, field) for one in self.contacts)}

    @property
    def has_plan(self) -> bool:
        return self.status in {"optimal", "feasible"}

    @property
    def title(self) -> str:
        head = self.headline
        if not self.has_plan:
            return "No plan"
        if not head.seats:
            return "Nothing to cover: the scenario has no demand."
        return f"{head.filled:,} of {words.count(head.seats, 'seat')} filled ({head.coverage})"

    @property
    def facts(self) -> dict[str, str]:
        """The plan at a glance; empty if there is none."""
        head, cost = self.headline, self.headline.cost
        if not self.has_plan or not head.seats:
            return {}
        parts = [f"{words.money(cost.pay)} pay", f"{words.money(cost.commute)} commute"]
        if cost.charges:
            parts.append(f"{words.money(cost.charges)} charged by rules")
        agreed = head.partnerships - head.new_partnerships
        return {
            "Period": f"{words.days(*self.period)}, {self.timezone}" if self.period else "none",
            "Hours covered": f"{words.hours(head.covered_minutes)} of {words.hours(head.demanded_minutes)} demanded",
            "Workers lent": f"{head.lent:,} of {head.workers:,}",
            "Partnerships": f"{head.partnerships:,}: {head.new_partnerships:,} new, {agreed:,} agreed before",
            "Cost": f"{words.money(cost.total)} = {' + '.join(parts)}",
        }

    @property
    def verdict(self) -> str:
        return "Not confirmed" if self.doubts else words.STATUSES[self.status, self.proven]

    @property
    def ending(self) -> str:
        """How the search ended, such as "after 1.3 s: every tier is proven"; or which claims are doubtful."""
        if self.doubts:
            said = "thing" if len(self.doubts) == 1 else "things"
            return f"{len(self.doubts):,} {said} that the file says of itself do not hold: {self.doubts[0]}"
        reason = words.REASONS["settled" if self.reason == "proven" and not self.proven else self.reason]
        return f"after {words.number(self.seconds, 1)}{words.SPACE}s: {reason}"

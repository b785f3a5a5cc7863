"""The figures of every output, computed by `staffmatch.reports.gather`.

Records stand under the names that people read. Nothing here contains homes: only sites of companies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from staffmatch.explain.protections import Absence
from staffmatch.explain.rules_in_force import RuleInForce
from staffmatch.messages.message import Message
from staffmatch.reports.proofs import Proof
from staffmatch.reports.words import Words
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
    when: str
    shifts: tuple[tuple[datetime, datetime], ...]
    rule: str
    reason: str


@dataclass(frozen=True)
class Stint:
    """One assignment in local time; ``duty`` is empty for work."""

    worker: str
    lender: str
    borrower: str
    sector: str | None
    demand: str
    shift: str
    start: datetime
    end: datetime
    minutes: int
    duty: str


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


_REACHED = ("name", "phone", "email", "meeting_point", "remark")


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
    words: Words
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
    charged: tuple[str, ...]
    rules: tuple[RuleInForce, ...]
    absent: tuple[Absence, ...]
    low_limits: tuple[Message, ...]
    sectors: Mapping[str, str | None]
    secondments: str = ""
    changes: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def share(self) -> str:
        """Of the seats that are filled."""
        return self.words.percent(self.headline.filled, self.headline.seats)

    @property
    def by_sector(self) -> bool:
        """Whether coverage is told by the borrower's sector."""
        return any(one.code for one in self.coverage)

    @property
    def coverage_title(self) -> str:
        return self.words.say("coverage_by_sector" if self.by_sector else "coverage_by_borrower")

    @property
    def contact_fields(self) -> dict[str, str]:
        """What any contact has, with its title."""
        held = [field for field in _REACHED if any(getattr(one, field) for one in self.contacts)]
        return {field: self.words.say(f"contact.{field}") for field in held}

    @property
    def has_plan(self) -> bool:
        return self.status in {"optimal", "feasible"}

    @property
    def page_title(self) -> str:
        if not self.has_plan:
            return self.words.say("no_plan_keeps" if self.status == "infeasible" else "no_plan_found")
        if not self.headline.seats:
            return self.words.say("nothing")
        return self.words.say("filled_of", filled=self.headline.filled, n=self.headline.seats)

    @property
    def title(self) -> str:
        if not self.has_plan:
            return self.words.say("no_plan")
        if not self.headline.seats:
            return self.words.say("nothing_short")
        return self.words.say("title_share", title=self.page_title, share=self.share)

    @property
    def facts(self) -> dict[str, str]:
        """The plan at a glance; empty if there is none."""
        head, words = self.headline, self.words
        if not self.has_plan or not head.seats:
            return {}
        agreed = head.partnerships - head.new_partnerships
        told = {
            "fact.period": f"{words.days(*self.period)}, {self.timezone}" if self.period else words.say("none"),
            "fact.hours": words.say(
                "fact.hours_of", covered=words.hours(head.covered_minutes), demanded=words.hours(head.demanded_minutes)
            ),
            "workers_lent": words.say("part_of", part=head.lent, n=head.workers),
            "partnerships": words.say(
                "fact.partnerships", n=head.partnerships, new=head.new_partnerships, agreed=agreed
            ),
            "cost": self._cost(),
        }
        if self.secondments:
            told["fact.secondments"] = self.secondments
        return {words.say(name): fact for name, fact in told.items()}

    def _cost(self) -> str:
        """The cost as the sum of its parts."""
        cost, words = self.headline.cost, self.words
        parts = {"pay": cost.pay, "commute": cost.commute} | ({"charges": cost.charges} if cost.charges else {})
        told = (words.say(f"fact.{name}", amount=words.money(amount)) for name, amount in parts.items())
        return f"{words.money(cost.total)} = {' + '.join(told)}"

    @property
    def verdict(self) -> str:
        return self.words.say("status.doubted") if self.doubts else self.words.verdict(self.status, proven=self.proven)

    @property
    def ending(self) -> str:
        """How the search ended, such as "after 1.3 s: every tier is proven"; or which claims are doubtful."""
        words = self.words
        if self.doubts:
            return words.say("doubts", n=len(self.doubts), first=self.doubts[0])
        reason = words.say(f"ended.{'settled' if self.reason == 'proven' and not self.proven else self.reason}")
        return words.say("ended", seconds=words.number(self.seconds, 1), reason=reason)

"""What templates are given: for each page the texts and times that it may show, and nothing else of the scenario.

Times are local, names are those that people read, lists are in the order in which they are shown. What is unknown is an
empty text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Sheet:
    """What stands on every page: the days from ``first`` to ``last`` on which shifts begin, if there are any, by which
    digest the plan can be told from others, and its date, where one was given."""

    lang: str
    digest: str
    first: date | None
    last: date | None
    timezone: str
    dated: date | None


@dataclass(frozen=True)
class Reach:
    """Whom to call: a person or a company, and how; ``meeting_point`` and ``remark`` are for those who come."""

    name: str = ""
    phone: str = ""
    email: str = ""
    meeting_point: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Needed:
    """A skill that a shift requires, and its level."""

    skill: str
    level: int


@dataclass(frozen=True)
class Slot:
    """A shift: of which company and demand, when, where, with which skills; ``contact`` is there. ``duty`` is empty for
    work."""

    company: str
    demand: str
    start: datetime
    end: datetime
    pause: int
    duty: str
    skills: tuple[Needed, ...]
    place: str
    contact: Reach


@dataclass(frozen=True)
class Stint(Slot):
    """A shift that somebody has, lent by ``lender``: ``minutes`` are worked, ``commute`` is one way, for them alone."""

    worker: str
    lender: str
    minutes: int
    commute: int | None


@dataclass(frozen=True)
class OpenSeat(Slot):
    """Empty seats of a shift, and why; ``near`` are who comes closest and what is missing, for the coordinator; None
    where nobody looked."""

    missing: int
    headcount: int
    reason: str
    near: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Group:
    """Stints of one person, or of one day."""

    name: str
    day: date
    stints: tuple[Stint, ...]

    @property
    def minutes(self) -> int:
        return sum(stint.minutes for stint in self.stints)

    @property
    def shifts(self) -> tuple[tuple[Stint, ...], ...]:
        """The stints by shift: those of one demand at the same times."""
        found: dict[tuple[object, ...], list[Stint]] = {}
        for one in self.stints:
            found.setdefault((one.start, one.end, one.demand, one.place, one.skills), []).append(one)
        return tuple(map(tuple, found.values()))


@dataclass(frozen=True)
class CompanyPage:
    """For a company: whom it lends (by person), who comes (by day; ``people`` counts them) and to which ``meeting``
    points, the contacts at its lenders and where its people go, and open seats."""

    name: str
    contact: Reach
    lent: tuple[Group, ...]
    received: tuple[Group, ...]
    people: int
    meeting: tuple[tuple[str, str], ...]
    lenders: tuple[tuple[str, Reach], ...]
    sites: tuple[tuple[str, Reach], ...]
    open: tuple[OpenSeat, ...]


@dataclass(frozen=True)
class PersonPage:
    """For a person: when to be where, and whom to call there and, ``contact``, at the own employer."""

    name: str
    employer: str
    contact: Reach
    stints: tuple[Stint, ...]
    sites: tuple[tuple[str, Reach], ...]

    @property
    def minutes(self) -> int:
        return sum(stint.minutes for stint in self.stints)


@dataclass(frozen=True)
class Ask:
    """Somebody who has not answered yet, and what to ask them for; ``now`` if before all answers."""

    worker: str
    employer: str
    contact: Reach
    slots: tuple[Slot, ...]
    now: bool


@dataclass(frozen=True)
class Told:
    """Somebody whose shifts have changed: what is new, gone, or at another time or place; ``gone`` if they are no
    longer part of the scenario."""

    worker: str
    employer: str
    contact: Reach
    gained: tuple[Slot, ...]
    lost: tuple[Slot, ...]
    retimed: tuple[Slot, ...]
    gone: bool


@dataclass(frozen=True)
class CallList:
    """For the coordinator: whom to tell of changes, whom to ask in this order, and the open seats with who comes
    closest; ``unlisted`` seats are too many to look at."""

    tell: tuple[Told, ...]
    asks: tuple[Ask, ...]
    open: tuple[OpenSeat, ...]
    unlisted: int


@dataclass(frozen=True)
class Party:
    """One side of an agreement."""

    name: str
    place: str
    contact: Reach


@dataclass(frozen=True)
class Agreement:
    """Who lends whom to whom; ``known`` if the two had an agreement before, ``channels`` are the ways of lending."""

    lender: Party
    borrower: Party
    known: bool
    channels: str
    people: tuple[Group, ...]
    sites: tuple[tuple[str, Reach], ...]

    @property
    def minutes(self) -> int:
        return sum(group.minutes for group in self.people)

    @property
    def first(self) -> date:
        return min(stint.start.date() for group in self.people for stint in group.stints)

    @property
    def last(self) -> date:
        return max(stint.end.date() for group in self.people for stint in group.stints)


@dataclass(frozen=True)
class Listed:
    """A file on the list of all pages: for whom it is, and its path from there; ``other`` is the same as a calendar or
    a Word file, if there is one."""

    title: str
    path: str
    other: str = ""


@dataclass(frozen=True)
class Overview:
    """The list of all pages, by what they are."""

    companies: tuple[Listed, ...] = ()
    people: tuple[Listed, ...] = ()
    agreements: tuple[Listed, ...] = ()
    messages: tuple[Listed, ...] = ()
    coordinator: tuple[Listed, ...] = ()

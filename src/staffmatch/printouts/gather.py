"""A solution as a printed page says it: display names, local times, contacts, each assignment as a stint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from staffmatch.domain.contacts import contact_at
from staffmatch.domain.plan import Duty
from staffmatch.messages import names_of
from staffmatch.messages.message import Message
from staffmatch.models import Company, Contact, Demand, DutyKind, Location, Shift, Worker
from staffmatch.printouts.contents import Needed, OpenSeat, Party, Reach, Slot, Stint
from staffmatch.printouts.words import WORDS
from staffmatch.records.accessors import shifts_named, workers_named
from staffmatch.result.shortage import Shortage
from staffmatch.result.solution import Solution

DIGITS = 12


def printable(text: str) -> str:
    """The text in one line, without signs that no printer shows."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def plan_digest(solution: Solution) -> str:
    """By which a page is told from that of another plan: of the scenario and who has which shift."""
    held = json.dumps([solution.scenario_digest, *solution.plan.assignments])
    return hashlib.sha256(held.encode()).hexdigest()[:DIGITS]


class Gathered:
    """What pages take from a solution with a plan; sentences are in ``lang``."""

    def __init__(self, solution: Solution, lang: str) -> None:
        solution.require_plan()
        self.solution, self.scenario, self.lang = solution, solution.scenario, lang
        self.zone = ZoneInfo(self.scenario.timezone)
        self.companies = {company.id: company for company in self.scenario.companies}
        self._known = names_of(self.scenario)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """All assignments, by start."""
        return tuple(
            sorted(self.solution.plan.duties(self.scenario), key=lambda duty: (duty.shift.start, duty.worker.id))
        )

    @cached_property
    def names(self) -> dict[tuple[str, str], str]:
        """What sentences call people, companies, and the shifts that are filled or open."""
        named = {key: printable(name) for key, name in self._known.items()}
        for name, (demand, shift) in self.shifts.items():
            start = self.local(shift.start).isoformat()
            said = WORDS["shift"](demand=self.demand(demand), company=self.company(demand.company), start=start)
            named["shift", name] = said.text_in(self.lang, named)
        return named

    @cached_property
    def shifts(self) -> dict[str, tuple[Demand, Shift]]:
        """The shifts that are filled or open, by id."""
        every = {duty.shift.id for duty in self.duties} | {one.shift for one in self.solution.shortages}
        return shifts_named(self.scenario, every)

    def shift(self, name: str) -> tuple[Demand, Shift]:
        """A shift that is filled or open, with its demand."""
        return self.shifts[name]

    def said(self, message: Message) -> str:
        return printable(message.text_in(self.lang, self.names))

    def worker(self, name: str) -> str:
        return printable(self._known.get(("worker", name), "")) or printable(name)

    def company(self, name: str) -> str:
        return printable(self._known.get(("company", name), "")) or printable(name)

    def demand(self, demand: Demand) -> str:
        return printable(self._known.get(("demand", demand.id), demand.name)) or printable(demand.id)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def people(self, names: Iterable[str]) -> dict[str, Worker]:
        return workers_named(self.scenario, set(names))

    def days(self) -> tuple[date, date] | None:
        """The first and the last day on which a shift of the plan begins, filled or open; None without any."""
        starts = [shift.start for _, shift in self.shifts.values()]
        return (self.local(min(starts)).date(), self.local(max(starts)).date()) if starts else None

    def slot(self, demand: Demand, shift: Shift) -> Slot:
        return Slot(
            company=self.company(demand.company),
            demand=self.demand(demand),
            start=self.local(shift.start),
            end=self.local(shift.end),
            pause=shift.unpaid_break_minutes,
            duty="" if shift.duty is DutyKind.WORK else shift.duty.value,
            skills=tuple(Needed(printable(skill), level) for skill, level in demand.skills.items()),
            place=place(demand.location or self.companies[demand.company].location),
            contact=self.site(demand),
        )

    def stint(self, duty: Duty, commute: int | None = None) -> Stint:
        """An assignment; ``commute`` tells how far somebody lives from it, so it is for them alone."""
        return Stint(
            **vars(self.slot(duty.demand, duty.shift)),
            worker=self.worker(duty.worker.id),
            lender=self.company(duty.worker.company),
            minutes=duty.minutes,
            commute=commute,
        )

    def seat(self, shortage: Shortage, reason: str, near: Iterable[str] | None = None) -> OpenSeat:
        at = vars(self.slot(*self.shift(shortage.shift)))
        return OpenSeat(
            **at,
            missing=shortage.missing,
            headcount=shortage.headcount,
            reason=reason,
            near=None if near is None else tuple(near),
        )

    def open(self) -> Iterator[Shortage]:
        """The shortages by start."""
        yield from sorted(self.solution.shortages, key=lambda one: (self.shift(one.shift)[1].start, one.shift))

    def site(self, demand: Demand) -> Reach:
        """Whom to call and where to meet for a demand."""
        return reach(contact_at(demand, self.companies[demand.company]))

    def party(self, company: Company) -> Party:
        return Party(self.company(company.id), place(company.location), self.caller(company.id))

    def caller(self, company: str) -> Reach:
        """How a company is called by those who do not come to it."""
        there = reach(self.companies[company].contact)
        return Reach(there.name, there.phone, there.email)


def reach(contact: Contact | None) -> Reach:
    if contact is None:
        return Reach()
    return Reach(
        name=printable(contact.name),
        phone=printable(contact.phone),
        email=printable(contact.email),
        meeting_point=printable(contact.meeting_point),
        remark=printable(contact.remark),
    )


def place(location: Location | None) -> str:
    """The name of a place; its coordinates help nobody who reads paper."""
    return "" if location is None or location.place is None else printable(location.place)

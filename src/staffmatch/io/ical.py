"""iCalendar (RFC 5545): a calendar for each worker, each site, or the whole plan.

Times are in UTC, so they are correct across clock changes and need no time zone tables. The UID of an event is derived
from its calendar and the shift's id alone, so a new publication replaces the old events. An id of a shift should
therefore not be reused for another shift; ``namespace`` separates plans if it is. DTSTAMP is the moment of publication,
SEQUENCE its minutes since 1970: both rise with each publication, and for a given ``stamp`` the text is the same on
every run. Events that only a former plan has are marked as cancelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args
from uuid import NAMESPACE_URL, uuid5

from staffmatch.domain.contacts import contact_at
from staffmatch.domain.plan import Duty
from staffmatch.errors import InputError, InputIssue, choose, missing_extra
from staffmatch.io import refusals
from staffmatch.io.files import write_text
from staffmatch.io.names import file_names
from staffmatch.messages.language import Language
from staffmatch.messages.message import Message, Sentence
from staffmatch.messages.names import name_of, names_of, one_line
from staffmatch.models import Company, Contact, Demand, DutyKind, Location, Scenario, Shift
from staffmatch.result.solution import Solution

By = Literal["worker", "site", "plan"]

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:staffmatch:calendar")
_LENT = Sentence("report.calendar.lent", "{n:number} h, lent by {lender}.")
_BREAK = Sentence("report.calendar.break", "Unpaid break: {n:count} min.")
_ON_CALL = Sentence("report.calendar.on_call", "{demand} (on call)")
_STANDBY = Sentence("report.calendar.standby", "{demand} (standby)")
_WAY = Sentence("report.calendar.way", "About {n:count} min one way.")
_FILLED = Sentence("report.calendar.filled", "{n:count} of {of:count}")
_CONTACT = Sentence("report.calendar.contact", "Contact: {contact}")
_MEET = Sentence("report.calendar.meeting_point", "Meeting point: {place}")
_DUTIES = {DutyKind.ON_CALL: _ON_CALL, DutyKind.STANDBY: _STANDBY}
_PRODID = "-//staffmatch//staffmatch//EN"


class _Entry(NamedTuple):
    """A shift in a calendar, and its crew."""

    demand: Demand
    shift: Shift
    at: Location | None
    summary: str
    details: str
    meet: str


def calendars(
    solution: Solution,
    by: By = "worker",
    *,
    former: Solution | None = None,
    stamp: datetime | None = None,
    namespace: str = "",
    lang: str = "en",
) -> dict[str, str]:
    """The text of each calendar by worker id or site name, in a language; ``plan`` gives one of all shifts.

    A worker's calendar has an event for each assignment; a site's has one for each shift with a crew.
    People, companies and demands stand under their names, with whom to call and where to report; a site reads of the
    companies that lend, not of the people's own numbers. Homes are in none.
    """
    _require_icalendar()
    Language.of(lang)
    if by not in get_args(By):
        text = refusals.NO_CALENDARS_BY(by=str(by))
        raise InputError([InputIssue("bad_option", "by", text, choose(get_args(By)))])
    moment = _moment(stamp)
    now, before = _entries(solution, by, lang), {} if former is None else _entries(former, by, lang)
    known = ({} if former is None else names_of(former.scenario)) | names_of(solution.scenario)
    zone = solution.scenario.timezone
    made = {}
    for key in sorted(now.keys() | before.keys()):
        title = name_of(known, "worker", key) if by == "worker" else key
        made[key] = _calendar((namespace, by, key), title, now.get(key, {}), before.get(key, {}), zone, moment)
    return made


def save_calendars(solution: Solution, folder: str | Path, by: By = "worker", **options: Any) -> tuple[Path, ...]:
    """Write each calendar as a file into an existing folder."""
    made = calendars(solution, by, **options)
    paths = [Path(folder) / name for name in file_names(made, ".ics")]
    for path, text in zip(paths, made.values(), strict=True):
        write_text(path, text)
    return tuple(paths)


def _entries(solution: Solution, by: By, lang: str) -> dict[str, dict[str, _Entry]]:
    """The events of each calendar by shift id."""
    solution.require_plan()
    scenario = solution.scenario
    told = _Telling(scenario, lang)
    duties = solution.plan.duties(scenario)
    found: dict[str, dict[str, _Entry]] = {}
    if by == "worker":
        for duty in duties:
            found.setdefault(duty.worker.id, {})[duty.shift.id] = told.assignment(duty)
        return found
    for crew in solution.plan.crews(scenario).values():
        entry = told.crew(crew)
        key = "plan" if by == "plan" else _site(entry, told.companies[entry.demand.company])
        found.setdefault(key, {})[entry.shift.id] = entry
    return found or ({"plan": {}} if by == "plan" else {})


class _Telling:
    """What the events of a scenario say."""

    def __init__(self, scenario: Scenario, lang: str) -> None:
        self._lang = lang
        self.companies = {company.id: company for company in scenario.companies}
        self._names = names_of(scenario)

    def assignment(self, duty: Duty) -> _Entry:
        worker, demand, shift, minutes, commute, _ = duty
        details = [self._said(_LENT(n=minutes / 60, lender=self._named("company", worker.company)))]
        if shift.unpaid_break_minutes:
            details.append(self._said(_BREAK(n=shift.unpaid_break_minutes)))
        if commute:
            details.append(self._said(_WAY(n=commute)))
        return self._entry(demand, shift, "", [" ".join(details), *self._reached(demand)])

    def crew(self, crew: Sequence[Duty]) -> _Entry:
        demand, shift = crew[0].demand, crew[0].shift
        people = [
            f"{self._named('worker', duty.worker.id)} ({self._named('company', duty.worker.company)})" for duty in crew
        ]
        lenders = dict.fromkeys(duty.worker.company for duty in crew)
        contacts = [(lender, self.companies[lender].contact) for lender in lenders]
        told = [f"{self._named('company', lender)}: {one.line}" for lender, one in contacts if one and one.line]
        filled = self._said(_FILLED(n=len(crew), of=demand.headcount))
        return self._entry(demand, shift, f", {filled}", [*people, *told, *self._reached(demand)])

    def _entry(self, demand: Demand, shift: Shift, more: str, details: Sequence[str]) -> _Entry:
        borrower = self.companies[demand.company]
        what = self._named("demand", demand.id)
        if (duty := _DUTIES.get(shift.duty)) is not None:
            what = self._said(duty(demand=what))
        summary = f"{self._named('company', borrower.id)}: {what}{more}"
        meet = (contact_at(demand, borrower) or Contact()).meeting_point
        return _Entry(demand, shift, _place(demand, borrower), summary, "\n".join(details), one_line(meet))

    def _reached(self, demand: Demand) -> Iterator[str]:
        if contact := contact_at(demand, self.companies[demand.company]):
            if contact.line:
                yield self._said(_CONTACT(contact=contact.line))
            if meet := one_line(contact.meeting_point):
                yield self._said(_MEET(place=meet))
            if remark := one_line(contact.remark):
                yield remark

    def _said(self, message: Message) -> str:
        return message.text_in(self._lang)

    def _named(self, kind: str, one: str) -> str:
        return name_of(self._names, kind, one)


def _place(demand: Demand, borrower: Company) -> Location | None:
    return demand.location or borrower.location


def _site(entry: _Entry, borrower: Company) -> str:
    """The borrower's id, with the location if it is not its own."""
    if entry.at == borrower.location or entry.at is None:
        return borrower.id
    return f"{borrower.id}, {entry.at.place or f'{entry.at.lat:.5f},{entry.at.lon:.5f}'}"


def _calendar(
    identity: tuple[str, ...],
    title: str,
    now: dict[str, _Entry],
    before: dict[str, _Entry],
    timezone: str,
    stamp: datetime,
) -> str:
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _clean(title))
    calendar.add("x-wr-timezone", timezone)
    for shift, entry, status in _listed(now, before):
        event = icalendar.Event()
        event.add("uid", f"{uuid5(_NAMESPACE, chr(0).join((*identity, shift)))}@staffmatch")
        event.add("dtstamp", stamp)
        event.add("sequence", max(0, int(stamp.timestamp()) // 60))
        event.add("status", status)
        event.add("dtstart", entry.shift.start)
        event.add("dtend", entry.shift.end)
        event.add("summary", _clean(entry.summary))
        event.add("description", "\n".join(map(_clean, entry.details.split("\n"))))
        if entry.at is not None:
            event.add("geo", (entry.at.lat, entry.at.lon))
        if where := ", ".join(text for text in (entry.at.place if entry.at else None, entry.meet) if text):
            event.add("location", _clean(where))
        calendar.add_component(event)
    text: str = calendar.to_ical().decode()
    return text


def _listed(now: dict[str, _Entry], before: dict[str, _Entry]) -> Iterator[tuple[str, _Entry, str]]:
    """The entries in order of start; entries that are gone are cancelled."""
    gone = {shift: entry for shift, entry in before.items() if shift not in now}
    every = [(shift, entry, "CONFIRMED") for shift, entry in now.items()]
    every += [(shift, entry, "CANCELLED") for shift, entry in gone.items()]
    yield from sorted(every, key=lambda row: (row[1].shift.start, row[0]))


def _clean(text: str) -> str:
    """The text without characters that end a line in some readers."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _moment(stamp: datetime | None) -> datetime:
    if stamp is None:
        return datetime.now(UTC).replace(microsecond=0)
    if stamp.tzinfo is None:
        text, advice = refusals.TIME_WITHOUT_OFFSET(), refusals.TIME_WITHOUT_OFFSET_ADVICE()
        raise InputError([InputIssue("timezone_aware", "stamp", text, advice)])
    return stamp.astimezone(UTC).replace(microsecond=0)


def _require_icalendar() -> None:
    if find_spec("icalendar") is None:
        raise missing_extra(refusals.NEEDS_CALENDARS(), "icalendar", "ical")

"""The pages of companies and people, and the agreements between two companies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import TypeVar

from staffmatch.constraints.channels import CHANNELS
from staffmatch.domain.plan import Duty
from staffmatch.explain.secondments import secondments
from staffmatch.messages.language import SENTENCES
from staffmatch.messages.message import PLAIN, Message
from staffmatch.models import Worker
from staffmatch.printouts.contents import Agreement, CompanyPage, Group, OpenSeat, PersonPage, Reach
from staffmatch.printouts.gather import Gathered, reach
from staffmatch.printouts.words import WORDS
from staffmatch.result.shortage import Shortage

_Key = TypeVar("_Key")


def company_pages(gathered: Gathered, also: Iterable[str] = ()) -> dict[str, CompanyPage]:
    """By company id the pages of those that lend, receive, or have an empty seat, and of those in ``also``.

    A page has the people whom the company lends or receives, and of other companies what these need to be called.
    """
    lent = _by(gathered.duties, lambda duty: duty.worker.company)
    received = _by(gathered.duties, lambda duty: duty.demand.company)
    empty: dict[str, list[Shortage]] = {}
    for shortage in gathered.open():
        empty.setdefault(gathered.shift(shortage.shift)[0].company, []).append(shortage)
    named = sorted({*lent, *received, *empty, *(one for one in also if one in gathered.companies)})
    return {
        name: _company(gathered, name, lent.get(name, []), received.get(name, []), empty.get(name, []))
        for name in named
    }


def person_pages(gathered: Gathered, also: Iterable[str] = ()) -> dict[str, PersonPage]:
    """By worker id the pages of those who have a shift, and of those in ``also``."""
    rosters = _by(gathered.duties, lambda duty: duty.worker.id)
    workers = gathered.people({*rosters, *also})
    return {name: _person(gathered, workers[name], rosters.get(name, [])) for name in sorted(workers)}


def agreements(gathered: Gathered) -> dict[tuple[str, str], Agreement]:
    """By the ids of lender and borrower, for each partnership of the plan."""
    together = _by(gathered.duties, lambda duty: (duty.worker.company, duty.demand.company))
    new = {(one.lender, one.borrower): one.new for one in gathered.solution.partnerships}
    held = {(one.lender, one.borrower, one.channel) for one in secondments(gathered.solution)}
    return {
        pair: Agreement(
            lender=gathered.party(gathered.companies[pair[0]]),
            borrower=gathered.party(gathered.companies[pair[1]]),
            known=not new.get(pair, True),
            channels=_channels(gathered, held, pair),
            people=_by_person(gathered, duties),
            sites=_sites(gathered, duties),
        )
        for pair, duties in sorted(together.items())
    }


def _channels(gathered: Gathered, held: Collection[tuple[str, str, str | None]], pair: tuple[str, str]) -> str:
    """The ways of lending between two companies, where a rule asks for one."""
    return ", ".join(gathered.said(said()) for name, said in CHANNELS.items() if (*pair, name) in held)


def _company(
    gathered: Gathered, name: str, lent: Sequence[Duty], received: Sequence[Duty], empty: Sequence[Shortage]
) -> CompanyPage:
    company = gathered.companies[name]
    lenders = sorted({duty.worker.company for duty in received})
    return CompanyPage(
        name=gathered.company(name),
        contact=reach(company.contact),
        lent=_by_person(gathered, lent),
        received=_by_day(gathered, received),
        people=len({duty.worker.id for duty in received}),
        meeting=_meeting_points(gathered, received),
        lenders=tuple((gathered.company(one), gathered.caller(one)) for one in lenders),
        sites=_sites(gathered, lent),
        open=tuple(_open(gathered, name, shortage) for shortage in empty),
    )


def _open(gathered: Gathered, company: str, shortage: Shortage) -> OpenSeat:
    said = shortage.reason.message
    return gathered.seat(
        shortage, gathered.said(WORDS["reason_elsewhere"]() if tells_of_others(said, company) else said)
    )


def tells_of_others(message: Message, company: str) -> bool:
    """Whether a sentence names people, or another company; a plain text might."""
    sentence = SENTENCES.get(message.code)
    if sentence is None or sentence == PLAIN:
        return True
    kinds = sentence.kinds
    for name, value in message.values:
        held = value if isinstance(value, tuple) else (value,)
        if any(tells_of_others(one, company) for one in held if isinstance(one, Message)):
            return True
        if kinds.get(name) == "worker" or (kinds.get(name) == "company" and any(one != company for one in held)):
            return True
    return False


def _person(gathered: Gathered, worker: Worker, duties: Sequence[Duty]) -> PersonPage:
    return PersonPage(
        name=gathered.worker(worker.id),
        employer=gathered.company(worker.company),
        contact=gathered.caller(worker.company),
        stints=tuple(gathered.stint(duty, duty.commute) for duty in duties),
        sites=_sites(gathered, duties),
    )


def _by_person(gathered: Gathered, duties: Sequence[Duty]) -> tuple[Group, ...]:
    groups = [_group(gathered, found) for found in _by(duties, lambda duty: duty.worker.id).values()]
    return tuple(sorted(groups, key=lambda group: group.name.casefold()))


def _by_day(gathered: Gathered, duties: Sequence[Duty]) -> tuple[Group, ...]:
    def day(duty: Duty) -> date:
        return gathered.local(duty.shift.start).date()

    return tuple(_group(gathered, found) for found in _by(duties, day).values())


def _group(gathered: Gathered, duties: Sequence[Duty]) -> Group:
    stints = tuple(gathered.stint(duty) for duty in duties)
    return Group(stints[0].worker, stints[0].start.date(), stints)


def _meeting_points(gathered: Gathered, duties: Sequence[Duty]) -> tuple[tuple[str, str], ...]:
    """Where people report, by demand; one line for demands that share it."""
    found: dict[str, dict[str, None]] = {}
    for duty in duties:
        if point := gathered.site(duty.demand).meeting_point:
            found.setdefault(point, {})[gathered.demand(duty.demand)] = None
    return tuple((", ".join(sorted(demands, key=str.casefold)), point) for point, demands in found.items())


def _sites(gathered: Gathered, duties: Sequence[Duty]) -> tuple[tuple[str, Reach], ...]:
    """Whom to call where people go: of a company, or of some of its demands if they have contacts of their own."""
    found: dict[str, dict[Reach, dict[str, None]]] = {}
    for duty in duties:
        contacts = found.setdefault(gathered.company(duty.demand.company), {})
        contacts.setdefault(gathered.site(duty.demand), {})[gathered.demand(duty.demand)] = None
    return tuple(
        (company if len(contacts) == 1 else f"{company}: {', '.join(demands)}", there)
        for company, contacts in sorted(found.items(), key=lambda one: one[0].casefold())
        for there, demands in contacts.items()
    )


def _by(duties: Iterable[Duty], key: Callable[[Duty], _Key]) -> dict[_Key, list[Duty]]:
    found: dict[_Key, list[Duty]] = {}
    for duty in duties:
        found.setdefault(key(duty), []).append(duty)
    return found

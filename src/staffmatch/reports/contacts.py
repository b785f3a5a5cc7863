"""Whom to call: the contacts of those who take part in a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from staffmatch.domain.plan import Duty
from staffmatch.messages.language import Names
from staffmatch.messages.names import name_of, one_line
from staffmatch.models import Contact, Scenario
from staffmatch.reports.figures import Reached

_FIELDS = ("name", "phone", "email", "meeting_point", "remark")


def contacts(scenario: Scenario, duties: Iterable[Duty], names: Names) -> tuple[Reached, ...]:
    """Of the companies that lend or ask for people, and of demands; each once.

    A report goes to many, so that people's own numbers are not in it: they stand in the call list and on nobody else's
    page.
    """
    return tuple(dict.fromkeys(_listed(scenario, tuple(duties), names)))


def _listed(scenario: Scenario, duties: tuple[Duty, ...], names: Names) -> Iterator[Reached]:
    taking = {demand.company for demand in scenario.demands} | {duty.worker.company for duty in duties}
    for company in scenario.companies:
        if company.contact and company.id in taking:
            yield _reached(name_of(names, "company", company.id), "", company.contact)
    for demand in scenario.demands:
        if demand.contact:
            borrower = name_of(names, "company", demand.company)
            yield _reached(name_of(names, "demand", demand.id), borrower, demand.contact)


def _reached(who: str, of: str, contact: Contact) -> Reached:
    return Reached(who, of, *(one_line(getattr(contact, field)) for field in _FIELDS))

"""What a reader can filter a page by: sectors, days, companies and people.

Whatever is on the page has keys, such as ``s2 d0 c4 p17``: what it is about. It is shown if it has a key of each
filter; what sums up several assignments may have each of these from another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from staffmatch.reports.figures import Figures, PartnershipLine, Reached, Road, Shortfall, Site, Stint

Option = TypeVar("Option")


@dataclass
class _About:
    """What something is about: sections, days, companies and people, each once and in order."""

    sectors: dict[str | None, None] = field(default_factory=dict)
    days: dict[date, None] = field(default_factory=dict)
    companies: dict[str, None] = field(default_factory=dict)
    people: dict[str, None] = field(default_factory=dict)

    def add(self, other: _About) -> None:
        self.sectors |= other.sectors
        self.days |= other.days
        self.companies |= other.companies
        self.people |= other.people


class Filters:
    """The options of each filter, by the names that the page shows, and the keys of what is on it.

    People are those of the first ``listed`` assignments: the others are in no table.
    """

    def __init__(self, found: Figures, listed: int) -> None:
        self._sector_of = found.sectors
        self._pairs: dict[tuple[str, str], _About] = {}
        self._alone: dict[str, _About] = {}
        whole = _About()
        for place, stint in enumerate(found.stints):
            about = self._of_stint(stint, named=place < listed)
            self._pairs.setdefault((stint.lender, stint.borrower), _About()).add(about)
            for company in (stint.lender, stint.borrower):
                self._alone.setdefault(company, _About()).add(about)
            whole.add(about)
        for short in found.shortfalls:
            about = self._of_shortfall(short)
            self._alone.setdefault(short.borrower, _About()).add(about)
            whole.add(about)
        self.sectors = _sorted((code, found.words.sector(code)) for code in whole.sectors)
        self.days = [(day, found.words.day(day)) for day in sorted(whole.days)]
        self.companies = _sorted((one, one) for one in whole.companies)
        self.people = _sorted((one, one) for one in whole.people)
        options: Sequence[tuple[str, Sequence[tuple[object, str]]]] = (
            ("s", self.sectors),
            ("d", self.days),
            ("c", self.companies),
            ("p", self.people),
        )
        self._key = {
            (letter, value): f"{letter}{place}" for letter, held in options for place, (value, _) in enumerate(held)
        }

    def sector(self, codes: Sequence[str | None]) -> str:
        """The keys of sections."""
        return self._keys("s", codes)

    def day(self, day: date) -> str:
        """The key of a day; empty if nothing starts on it."""
        return self._keys("d", (day,))

    def stint(self, stint: Stint) -> str:
        return self._all(self._of_stint(stint, named=True))

    def shortfall(self, short: Shortfall) -> str:
        return self._all(self._of_shortfall(short))

    def partnership(self, line: PartnershipLine) -> str:
        return self.pair(line.lender, line.borrower)

    def road(self, road: Road) -> str:
        return self.pair(road.lender.company, road.borrower.company)

    def pair(self, lender: str, borrower: str) -> str:
        """The keys of two companies, with the days and people of what they share."""
        about = _About(companies={lender: None, borrower: None})
        about.sectors = {self._sector_of.get(lender): None, self._sector_of.get(borrower): None}
        about.add(self._pairs.get((lender, borrower), _About()))
        return self._all(about)

    def site(self, site: Site) -> str:
        return self.company(site.company)

    def contact(self, reached: Reached) -> str:
        return self.company(reached.of or reached.who)

    def person(self, name: str) -> str:
        """The key of somebody; empty if they are in no table."""
        return self._keys("p", (name,))

    def company(self, name: str) -> str:
        """The keys of all that a company takes part in."""
        return self._all(self._alone.get(name, _About({self._sector_of.get(name): None}, companies={name: None})))

    def _of_stint(self, stint: Stint, *, named: bool) -> _About:
        sectors = dict.fromkeys((self._sector_of.get(stint.lender), stint.sector))
        people = {stint.worker: None} if named else {}
        return _About(sectors, {stint.start.date(): None}, {stint.lender: None, stint.borrower: None}, people)

    def _of_shortfall(self, short: Shortfall) -> _About:
        days = {start.date(): None for start, _ in short.shifts}
        return _About({self._sector_of.get(short.borrower): None}, days, {short.borrower: None})

    def _all(self, about: _About) -> str:
        parts = (("s", about.sectors), ("d", about.days), ("c", about.companies), ("p", about.people))
        return " ".join(filter(None, (self._keys(letter, held) for letter, held in parts)))

    def _keys(self, letter: str, values: Iterable[object]) -> str:
        return " ".join(key for value in values if (key := self._key.get((letter, value))))


def _sorted(options: Iterable[tuple[Option, str]]) -> list[tuple[Option, str]]:
    return sorted(options, key=lambda option: option[1].casefold())

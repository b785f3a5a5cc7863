"""Where a plan happens: sites of borrowers, and the ways of hours from lenders to them. It has no homes."""

from __future__ import annotations

from collections import Counter

from staffmatch.domain.contacts import contact_at
from staffmatch.domain.plan import Plan
from staffmatch.messages.names import name_of, names_of
from staffmatch.models import Company, Demand, Location, Scenario
from staffmatch.reports.figures import Road, Site

# A borrower at a place.
Key = tuple[str, float, float]


class Places:
    """The sites of a scenario, and the roads of a plan of it."""

    def __init__(self, scenario: Scenario, plan: Plan | None = None) -> None:
        self.scenario = scenario
        self.duties = () if plan is None else plan.duties(scenario)
        self.companies = {company.id: company for company in scenario.companies}
        names = names_of(scenario)
        self.labels = {name: name_of(names, "company", name) for name in self.companies}

    def sites(self) -> dict[Key, Site]:
        """The sites of demands with a known location. Trainings have none: on these nobody is missing."""
        crew = Counter(duty.shift.id for duty in self.duties)
        seats: Counter[Key] = Counter()
        filled: Counter[Key] = Counter()
        reached: dict[Key, str] = {}
        for demand in self.scenario.demands:
            key = self._key(demand)
            if key is None or not demand.needed:
                continue
            if contact := contact_at(demand, self.companies[demand.company]):
                reached.setdefault(key, contact.line)
            seats[key] += demand.headcount * len(demand.shifts)
            filled[key] += sum(min(demand.needed, crew[shift.id]) for shift in demand.shifts)
        return {
            key: Site(self.labels[key[0]], *key[1:], n, filled[key], reached.get(key, "")) for key, n in seats.items()
        }

    def roads(self, sites: dict[Key, Site]) -> tuple[Road, ...]:
        """The hours from each lender with a known location to each site, most hours first."""
        minutes: Counter[tuple[str, Key]] = Counter()
        for duty in self.duties:
            if (key := self._key(duty.demand)) and not duty.demand.grants:
                minutes[duty.worker.company, key] += duty.minutes
        return tuple(
            Road(self._lending(self.companies[lender], home), sites[key], amount)
            for (lender, key), amount in minutes.most_common()
            if (home := self.companies[lender].location)
        )

    def _key(self, demand: Demand) -> Key | None:
        at = self.scenario.site_of(demand)
        return (demand.company, at.lat, at.lon) if at else None

    def _lending(self, lender: Company, at: Location) -> Site:
        return Site(self.labels[lender.id], at.lat, at.lon, 0, 0, lender.contact.line if lender.contact else "")

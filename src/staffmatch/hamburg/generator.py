"""Generates scenarios of Hamburg in spring 2020: idle sectors lend, sectors in need borrow, and skills, places and
hours fit only in part.

All randomness is `random.Random(seed)`, whose sequence Python guarantees: one seed gives the same bytes on every
machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from math import cos, pi, radians, sqrt
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from staffmatch.constraints import DEFAULT_RULES, PartnershipCost
from staffmatch.domain.travel import GreatCircle
from staffmatch.hamburg.facts import Job, Quarter, Sector, jobs, quarters, sectors, similarity
from staffmatch.hamburg.sizes import first_day, sizes_of
from staffmatch.models import Company, Consent, Demand, Location, Scenario, Shift, Skill, TimeWindow, Worker, WorkTime
from staffmatch.records.travel_model import TravelModel

T = TypeVar("T")
_ZONE = ZoneInfo("Europe/Berlin")
_SPRING = date(2020, 4, 6)

# The least similarity (share of less similar pairs of occupations) at which one occupation substitutes for another, and
# the levels lost by it.
_STAND_IN = ((0.85, 0), (0.75, 1), (0.6, 2))

_CONSENTS = {Consent.ACCEPTED: 80, Consent.OFFERED: 10, Consent.DECLINED: 7, Consent.WITHDRAWN: 3}

# The most lenders a borrower deals with: those of its own cluster first, then the nearest.
_KNOWN_LENDERS = 60

_SETUP_CENTS = 10_000


def scenario(
    preset: str | None = None,
    *,
    workers: int | None = None,
    seats: int | None = None,
    days: int | None = None,
    seed: int = 0,
    start: date | str = _SPRING,
    travel: TravelModel | None = None,
) -> Scenario:
    """A synthetic scenario with numbers of workers to lend, seats to fill, and days from ``start`` on.

    ``preset`` is ``"small"``, ``"medium"`` or ``"large"`` (see ``PRESETS``); ``workers``, ``seats`` and ``days``
    replace its numbers or are given instead. ``start`` may be a text such as "2020-04-13". ``travel`` is the great
    circle by default; `transit` is the city's rapid transit. Raises InputError for another preset, where numbers are
    missing or make no sense, and for a start that is no day.
    """
    sizes = sizes_of(preset, {"workers": workers, "seats": seats, "days": days})
    city = _City(Random(seed), first_day(start), sizes.days)  # noqa: S311 (a simulation, no secret)
    lenders = city.companies(lends=True, wanted=round(0.22 * sizes.workers**0.75))
    borrowers = city.companies(lends=False, wanted=round(0.4 * sizes.seats**0.7))
    city.agree(lenders, borrowers)
    return Scenario(
        companies=tuple(site.company for site in (*lenders, *borrowers)),
        workers=tuple(city.workers(lenders, sizes.workers)),
        demands=tuple(city.demands(borrowers, lenders, sizes.seats)),
        skills=tuple(_skills()),
        travel=travel or GreatCircle(),
        rules=(*DEFAULT_RULES, PartnershipCost(cents=_SETUP_CENTS)),
    )


def _skills() -> Iterator[Skill]:
    """Each lender's occupation substitutes for similar occupations of borrowers."""
    losses = {
        pair: next((loss for least, loss in _STAND_IN if alike >= least), None) for pair, alike in similarity().items()
    }
    # The occupational profiles miss that a housekeeper can clean.
    losses["housekeeper", "cleaner"] = 0
    for occupation in dict.fromkeys(one for one, _ in losses):
        others = {other: loss for (one, other), loss in losses.items() if one == occupation and loss is not None}
        yield Skill(id=occupation, implies=others)


@dataclass
class _Site:
    company: Company
    sector: Sector
    at: Location
    weight: float


class _City:
    """Draws companies, workers and demands, always in the same order."""

    def __init__(self, dice: Random, start: date, days: int) -> None:
        self.dice, self.start, self.days = dice, start, days
        self.by_name = {quarter.name: quarter for quarter in quarters()}
        # Thousands of workers share a few of these.
        self._window, self._office_day = cache(self._make_window), cache(self._make_office_day)
        self.jobs: dict[str, list[Job]] = {}
        for job in jobs():
            self.jobs.setdefault(job.sector, []).append(job)

    def companies(self, *, lends: bool, wanted: int) -> list[_Site]:
        """Companies of one side in the sectors that had most people idle or missing, at their usual places."""
        kinds = [sector for sector in sectors() if sector.lends == lends]
        # Every sector occurs once before the rest is drawn at random.
        chosen = kinds[:wanted]
        chosen += self._picks(kinds, [sector.people for sector in kinds], max(2, wanted) - len(chosen))
        numbers = {sector.key: count(1) for sector in kinds}
        sites = []
        for sector in chosen:
            quarter = self._quarter(sector)
            at, number = self._near(quarter), next(numbers[sector.key])
            company = Company(
                id=f"{sector.key.replace(' ', '-')}-{number}",
                name=f"{sector.name} {quarter.name} {number}",
                sector=sector.section,
                clusters=(sector.cluster,) if sector.cluster else (),
                location=at,
            )
            share = sector.people / sum(other.key == sector.key for other in chosen)
            sites.append(_Site(company, sector, at, share * self.dice.lognormvariate(0, 0.6)))
        return sites

    def agree(self, lenders: Sequence[_Site], borrowers: Sequence[_Site]) -> None:
        """Add a few existing agreements."""
        for borrower in borrowers:
            known = [lender.company.id for lender in lenders if self.dice.random() < 2 / max(20, len(lenders))]
            borrower.company = borrower.company.replace(agreements=tuple(known))

    def workers(self, lenders: Sequence[_Site], wanted: int) -> Iterator[Worker]:
        crowd = [quarter for quarter in self.by_name.values() if quarter.employees]
        residents = [quarter.employees for quarter in crowd]
        learned = sorted({job.occupation for job in jobs() if job.minutes})
        digits = len(str(wanted))
        employers = self._picks(lenders, [lender.weight for lender in lenders], wanted)
        homes = self._picks(crowd, residents, wanted)
        for number, (lender, quarter) in enumerate(zip(employers, homes, strict=True), start=1):
            job = self._job(lender.sector)
            level = min(5, max(1, job.level + self._pick((-1, 0, 1), (25, 50, 25))))
            skills = {job.occupation: level}
            if self.dice.random() < 0.4:
                skills[self._pick(learned)] = self._pick((1, 2, 3), (50, 35, 15))
            idle = self._idle_days()
            yield Worker(
                id=f"w{number:0{digits}}",
                company=lender.company.id,
                home=self._near(quarter),
                skills=skills,
                availability=tuple(self._windows(idle)),
                home_shifts=tuple(self._rostered(idle)),
                max_hours_per_day=10.0,
                max_hours_per_week=float(self._pick((20, 30, 35, 39, 40), (12, 12, 16, 30, 30))),
                max_commute_minutes=self._pick((30, 40, 50, 60, 75), (15, 25, 30, 20, 10)),
                consent=self._pick(tuple(_CONSENTS), tuple(_CONSENTS.values())),
                pay_cents_per_hour=round(job.cents_per_hour * self.dice.uniform(0.92, 1.15) / 10) * 10,
            )

    def demands(self, borrowers: Sequence[_Site], lenders: Sequence[_Site], seats: int) -> Iterator[Demand]:
        """Demands whose headcount × shifts add up to exactly so many seats."""
        known = {site.company.id: self._known(site, lenders) for site in borrowers}
        digits, weights = len(str(max(1, seats // 3))), [site.weight for site in borrowers]
        for number in count(1):
            if not seats:
                return
            site = self._pick(borrowers, weights)
            job = self._job(site.sector)
            starts = sorted(self._run(self._pick(job.starts)))
            headcount = min(self._pick((1, 2, 3, 4), (58, 26, 10, 6)), seats)
            starts = starts[: seats // headcount]
            seats -= headcount * len(starts)
            name = f"d{number:0{digits}}"
            yield Demand(
                id=name,
                company=site.company.id,
                skills={job.occupation: max(1, job.level + self._pick((0, 1), (75, 25)))},
                headcount=headcount,
                min_crew=2 if headcount >= 3 and self.dice.random() < 0.3 else 0,
                shifts=tuple(self._shift(name, begin, job.minutes) for begin in starts),
                same_worker=len(starts) > 1 and self.dice.random() < 0.12,
                priority=3 if site.sector.key in ("hospital", "care", "health office") else 1,
                pay_cents_per_hour=job.cents_per_hour,
                accepted_lenders=known[site.company.id],
            )

    def _known(self, borrower: _Site, lenders: Sequence[_Site]) -> tuple[str, ...] | None:
        if len(lenders) <= _KNOWN_LENDERS:
            return None
        clusters = set(borrower.company.clusters)

        def distance(lender: _Site) -> tuple[bool, float]:
            east = (lender.at.lon - borrower.at.lon) * cos(radians(53.55))
            return not clusters & set(lender.company.clusters), (lender.at.lat - borrower.at.lat) ** 2 + east**2

        nearest = [lender.company.id for lender in sorted(lenders, key=distance)[:_KNOWN_LENDERS]]
        return tuple(sorted({*nearest, *borrower.company.agreements}))

    def _run(self, minute: int) -> Iterator[datetime]:
        """Starts on one to five consecutive days, at the same time of day."""
        length = min(self._pick((1, 2, 3, 4, 5), (30, 20, 20, 12, 18)), self.days)
        first = int(self.dice.random() * (self.days - length + 1))
        for day in range(first, first + length):
            yield self._at(day, minute)

    def _shift(self, demand: str, begin: datetime, minutes: int) -> Shift:
        local = begin.astimezone(_ZONE)
        rest = 30 if minutes > 360 else 0
        return Shift(
            id=f"{demand}-{local:%m%d}",
            start=begin,
            end=begin + timedelta(minutes=minutes),
            unpaid_break_minutes=rest,
        )

    def _idle_days(self) -> list[bool]:
        """For some, no work at all; others work on the same days of each week."""
        if self.dice.random() < 0.35:
            return [True] * self.days
        busy = set(self._picks(range(5), [1] * 5, self._pick((1, 2, 3))))
        return [(self.start + timedelta(days=day)).weekday() not in busy for day in range(self.days)]

    def _windows(self, idle: Sequence[bool]) -> Iterator[TimeWindow]:
        """Availability in runs of idle days: round the clock, from early to late, or, for parents, during childcare."""
        opens, closes = self._pick(((0, 24 * 60), (5 * 60, 23 * 60), (7 * 60 + 30, 17 * 60)), (30, 45, 25))
        for day, free in enumerate(idle):
            if not free:
                continue
            if closes < 24 * 60:
                yield self._window(day, opens, day, closes)
            elif day == 0 or not idle[day - 1]:
                last = next((d for d in range(day, self.days) if not idle[d]), self.days)
                yield self._window(day, 0, last, 0 if last < self.days else 10 * 60)

    def _rostered(self, idle: Sequence[bool]) -> Iterator[WorkTime]:
        for day, free in enumerate(idle):
            if not free and (self.start + timedelta(days=day)).weekday() < 5:
                yield self._office_day(day)

    def _make_window(self, first: int, opens: int, last: int, closes: int) -> TimeWindow:
        return TimeWindow(start=self._at(first, opens), end=self._at(last, closes))

    def _make_office_day(self, day: int) -> WorkTime:
        return WorkTime(start=self._at(day, 8 * 60), end=self._at(day, 16 * 60 + 30), unpaid_break_minutes=30)

    def _at(self, day: int, minute: int) -> datetime:
        """A local time as an instant; a time skipped by the clock change moves forward."""
        moment = datetime.combine(self.start, time(), _ZONE) + timedelta(days=day, minutes=minute)
        return moment.astimezone(UTC)

    def _quarter(self, sector: Sector) -> Quarter:
        if sector.quarters:
            return self.by_name[self._pick(sector.quarters)]
        everywhere = tuple(self.by_name.values())
        return self._pick(everywhere, [quarter.population for quarter in everywhere])

    def _near(self, quarter: Quarter) -> Location:
        """A point within the circle that has about the quarter's area."""
        radius = sqrt(min(quarter.area_km2, 12.0) / pi) * sqrt(self.dice.random()) * 0.9
        east, north = self._direction()
        lat = quarter.lat + radius * north / 111.2
        lon = quarter.lon + radius * east / (111.2 * cos(radians(quarter.lat)))
        return Location(lat=round(lat, 4), lon=round(lon, 4), place=None)

    def _direction(self) -> tuple[float, float]:
        """A random unit vector without trigonometry, whose last digit differs between machines."""
        while True:
            east, north = 2 * self.dice.random() - 1, 2 * self.dice.random() - 1
            if 0.01 < (length := sqrt(east * east + north * north)) <= 1:
                return east / length, north / length

    def _job(self, sector: Sector) -> Job:
        choices = self.jobs[sector.key]
        return self._pick(choices, [job.weight for job in choices])

    def _pick(self, choices: Sequence[T], weights: Sequence[float] | None = None) -> T:
        return self.dice.choices(choices, weights)[0]

    def _picks(self, choices: Sequence[T], weights: Sequence[float], wanted: int) -> list[T]:
        return self.dice.choices(choices, weights, k=wanted) if wanted > 0 else []

"""What a map shows: spots of borrowers and lenders and the flows between them, summed up where they are too many."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from staffmatch.domain.plan import Plan
from staffmatch.hamburg.facts import quarters
from staffmatch.models import Location, Scenario
from staffmatch.privacy import Grain, coarse
from staffmatch.reports.figures import Road, Site
from staffmatch.reports.ground import in_hamburg
from staffmatch.reports.places import Places
from staffmatch.reports.plane import Plane, Point

# Arrows, and discs, that a map can hold.
MOST_FLOWS, MOST_SPOTS = 60, 150
# The ring of those at one point, as a part of what is drawn; kilometres of a degree of latitude.
_RING, _KM_OF_DEGREE = 1 / 50, 111.2


@dataclass(frozen=True)
class Spot:
    """A place with the seats that are asked for there; ``name`` is a company's, or that of a quarter, or empty."""

    name: str
    at: Point
    seats: int = 0
    filled: int = 0


@dataclass(frozen=True)
class Flow:
    """Minutes lent from one place to another."""

    start: Spot
    end: Spot
    minutes: int


@dataclass(frozen=True)
class Spots:
    """``sites`` by seats and ``flows`` by minutes, most first; ``square_km`` is None where they are by quarter, and 0
    where each stands for itself. ``unplaced`` are minutes without a place at one of their ends. Where companies share a
    point they stand ``apart``, on a ring around it."""

    hamburg: bool
    sites: tuple[Spot, ...]
    flows: tuple[Flow, ...]
    unplaced: int
    count: int
    square_km: float | None = 0.0
    apart: bool = False

    @property
    def lenders(self) -> tuple[Spot, ...]:
        """By hours lent, most first; only those of flows that are drawn."""
        lent: Counter[Spot] = Counter()
        for flow in self.flows[:MOST_FLOWS]:
            lent[flow.start] += flow.minutes
        return tuple(sorted(lent, key=lambda one: (-lent[one], one.name, one.at)))


def spots(scenario: Scenario, plan: Plan | None) -> Spots | None:
    """All that has a place; None if nothing has."""
    places = Places(scenario, plan)
    known = places.sites()
    sites = sorted(known.values(), key=lambda one: (-one.seats, one.company, one.lat, one.lon))
    roads = places.roads(known)
    ends = [(one.lat, one.lon) for one in (*sites, *(road.lender for road in roads))]
    ends = ends or [(at.lat, at.lon) for one in scenario.companies if (at := one.location)]
    if not ends:
        return None
    hamburg = in_hamburg(ends)
    lent = sum(duty.minutes for duty in places.duties if not duty.demand.grants)
    unplaced = lent - sum(road.minutes for road in roads)
    if len(roads) <= MOST_FLOWS and len(sites) <= MOST_SPOTS:
        own = {one: Spot(one.company, (one.lat, one.lon), one.seats, one.filled) for one in sites}
        return _apart(Spots(hamburg, tuple(own.values()), _flows(roads, own, _alone), unplaced, len(sites)))
    km = 0.0 if hamburg else _square_km(ends)
    cells = _cells(ends, "quarter" if hamburg else "grid", km or 5.0)
    joined = _joined(sites, lambda one: cells[one.lat, one.lon], _names() if hamburg else {})
    own = {one: joined[cells[one.lat, one.lon]] for one in sites}
    flows = _flows(roads, own, lambda one: joined.get(cells[one.lat, one.lon], Spot("", cells[one.lat, one.lon])))
    order = sorted(joined.values(), key=lambda one: (-one.seats, one.at))
    return Spots(hamburg, tuple(order), flows, unplaced, len(sites), None if hamburg else km)


def homes_by_place(homes: Iterable[Location | None], grain: Grain) -> dict[Point, int]:
    """How many live in each quarter or square."""
    return dict(sorted(Counter((at.lat, at.lon) for at in coarse(list(homes), grain) if at).items()))


def _apart(found: Spots) -> Spots:
    """Companies at one point side by side, in the order of their names, so that each is seen."""
    at: dict[Point, set[str]] = {}
    for one in (*found.sites, *found.lenders):
        at.setdefault(one.at, set()).add(one.name)
    if all(len(names) == 1 for names in at.values()):
        return found
    (west, east), (south, north) = Plane(list(at)).extent
    reach = max(east - west, north - south) * _RING / _KM_OF_DEGREE
    moved: dict[tuple[Point, str], Point] = {}
    for (lat, lon), names in at.items():
        for place, name in enumerate(sorted(names) if len(names) > 1 else ()):
            turn = 2 * math.pi * place / len(names)
            aside = reach * math.cos(turn) / math.cos(math.radians(lat))
            moved[(lat, lon), name] = lat + reach * math.sin(turn), lon + aside

    def shown(one: Spot) -> Spot:
        return replace(one, at=moved.get((one.at, one.name), one.at))

    flows = tuple(replace(one, start=shown(one.start), end=shown(one.end)) for one in found.flows)
    return replace(found, sites=tuple(map(shown, found.sites)), flows=flows, apart=True)


def _alone(lender: Site) -> Spot:
    return Spot(lender.company, (lender.lat, lender.lon))


def _square_km(ends: list[Point]) -> float:
    """Squares of which some twenty lie side by side, of 1, 2 or 5 km, ten, twenty ..."""
    (west, east), (south, north) = Plane(ends).extent
    wanted, size = max(east - west, north - south) / 20, 1.0
    for factor in (2, 2.5, 2) * 4:
        if size >= wanted:
            break
        size *= factor
    return min(size, 1000.0)


def _cells(ends: list[Point], grain: Grain, km: float) -> dict[Point, Point]:
    found = coarse([Location(lat=lat, lon=lon) for lat, lon in ends], grain, km)
    return {one: (cell.lat, cell.lon) for one, cell in zip(ends, found, strict=True) if cell}


def _names() -> dict[Point, str]:
    return {(one.lat, one.lon): one.name for one in quarters()}


def _joined(sites: list[Site], cell: Callable[[Site], Point], names: dict[Point, str]) -> dict[Point, Spot]:
    seats: Counter[Point] = Counter()
    filled: Counter[Point] = Counter()
    for site in sites:
        seats[cell(site)] += site.seats
        filled[cell(site)] += site.filled
    return {at: Spot(names.get(at, ""), at, seats[at], filled[at]) for at in seats}


def _flows(roads: Iterable[Road], sites: dict[Site, Spot], lender: Callable[[Site], Spot]) -> tuple[Flow, ...]:
    minutes: Counter[tuple[Spot, Spot]] = Counter()
    for road in roads:
        minutes[lender(road.lender), sites[road.borrower]] += road.minutes
    order = sorted(minutes, key=lambda one: (-minutes[one], one[0].name, one[0].at, one[1].name, one[1].at))
    return tuple(Flow(*pair, minutes[pair]) for pair in order)

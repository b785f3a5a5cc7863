"""GeoJSON (RFC 7946): companies, sites and assignments, for any map.

Companies and demands have their names beside their ids. Homes are left out, or given as quarters or grid squares, never
exactly; names of people and contacts are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from staffmatch.domain.plan import Duty
from staffmatch.messages.names import name_of, names_of
from staffmatch.models import Demand, Location, Scenario
from staffmatch.privacy import Grain, coarse
from staffmatch.result.solution import Solution

Feature = dict[str, Any]


def scenario_geojson(scenario: Scenario, homes: Grain | None = None) -> dict[str, Any]:
    """A FeatureCollection with a point for each company, each site of a borrower, and optionally each worker.

    Unknown places have no geometry. ``homes`` says how coarsely those of workers are given.
    """
    return _Map(scenario, homes).collection()


def solution_geojson(solution: Solution, homes: Grain | None = None) -> dict[str, Any]:
    """The same with a line for each assignment, from the lender or, with ``homes``, the coarse home, to the site."""
    solution.require_plan()
    found = _Map(solution.scenario, homes, solution.plan.duties(solution.scenario))
    return found.collection(*found.assignments())


class _Map:
    def __init__(self, scenario: Scenario, homes: Grain | None, duties: tuple[Duty, ...] | None = None) -> None:
        self.scenario, self.duties = scenario, duties
        self.names = names_of(scenario)
        self.companies = {company.id: company for company in scenario.companies}
        told = () if homes is None else coarse([worker.home for worker in scenario.workers], homes)
        self.homes = {worker.id: at for worker, at in zip(scenario.workers, told, strict=False)}

    def collection(self, *more: Feature) -> dict[str, Any]:
        points = [*self.company_points(), *self.sites(), *self.workers()]
        return {"type": "FeatureCollection", "features": [*points, *more]}

    def place(self, demand: Demand) -> Location | None:
        return demand.location or self.companies[demand.company].location

    def company_points(self) -> Iterator[Feature]:
        people = Counter(worker.company for worker in self.scenario.workers)
        for company in self.scenario.companies:
            said = {
                "company": company.id,
                "name": name_of(self.names, "company", company.id),
                "sector": company.sector,
                "workers": people[company.id],
            }
            yield _feature("company", company.id, _point(company.location), said)

    def sites(self) -> Iterator[Feature]:
        """A borrower's demands, grouped by location."""
        crews = None if self.duties is None else Counter(duty.shift.id for duty in self.duties)
        groups: dict[tuple[str, Location | None], list[Demand]] = {}
        for demand in self.scenario.demands:
            groups.setdefault((demand.company, self.place(demand)), []).append(demand)
        for (company, at), demands in groups.items():
            said: dict[str, Any] = {
                "company": company,
                "name": name_of(self.names, "company", company),
                "demands": [demand.id for demand in demands],
                "demand_names": list(dict.fromkeys(name_of(self.names, "demand", demand.id) for demand in demands)),
                "seats": sum(demand.needed * len(demand.shifts) for demand in demands),
            }
            if courses := [demand for demand in demands if demand.grants]:
                said["trainings"] = [demand.id for demand in courses]
                said["training_seats"] = sum(demand.headcount for demand in courses)
            if crews is not None:
                said["filled"] = sum(
                    min(demand.needed, crews[shift.id]) for demand in demands for shift in demand.shifts
                )
                if courses:
                    said["trained"] = sum(crews[demand.shifts[0].id] for demand in courses)
            yield _feature("site", demands[0].id, _point(at), said)

    def workers(self) -> Iterator[Feature]:
        for worker in self.scenario.workers if self.homes else ():
            said = {"worker": worker.id, "company": worker.company}
            yield _feature("worker", worker.id, _point(self.homes[worker.id]), said)

    def assignments(self) -> Iterator[Feature]:
        zone = ZoneInfo(self.scenario.timezone)
        for worker, demand, shift, minutes, commute, _ in self.duties or ():
            home = self.homes.get(worker.id)
            said = {
                "worker": worker.id,
                "lender": worker.company,
                "lender_name": name_of(self.names, "company", worker.company),
                "borrower": demand.company,
                "borrower_name": name_of(self.names, "company", demand.company),
                "demand": demand.id,
                "demand_name": name_of(self.names, "demand", demand.id),
                "shift": shift.id,
                "start": shift.start.astimezone(zone).isoformat(),
                "end": shift.end.astimezone(zone).isoformat(),
                "minutes": minutes,
                "commute_minutes": commute,
                "from": "home" if home else "lender",
            }
            way = _line(home or self.companies[worker.company].location, self.place(demand))
            yield _feature("assignment", f"{worker.id}/{shift.id}", way, said)


def _feature(kind: str, name: str, geometry: Mapping[str, Any] | None, said: Mapping[str, Any]) -> Feature:
    return {"type": "Feature", "id": f"{kind}/{name}", "geometry": geometry, "properties": {"kind": kind, **said}}


def _point(at: Location | None) -> Feature | None:
    return None if at is None else {"type": "Point", "coordinates": [at.lon, at.lat]}


def _line(start: Location | None, end: Location | None) -> Feature | None:
    """A line, split where it crosses the antimeridian, as RFC 7946 (3.1.9) requires."""
    if start is None or end is None:
        return None
    ends = [[start.lon, start.lat], [end.lon, end.lat]]
    if abs(end.lon - start.lon) <= 180:
        return {"type": "LineString", "coordinates": ends}
    side = 180.0 if start.lon > 0 else -180.0
    run = end.lon + 2 * side - start.lon
    lat = start.lat + (end.lat - start.lat) * (side - start.lon) / run if run else end.lat
    return {"type": "MultiLineString", "coordinates": [[ends[0], [side, lat]], [[-side, lat], ends[1]]]}

"""The tables in ``facts/`` as records; SOURCES.md gives the source of each."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple

from staffmatch.domain.travel import Line, Station, Transfer, Transit
from staffmatch.models import Location


class Quarter(NamedTuple):
    """A quarter (Stadtteil): a point inside it, and its people and employees by residence at the end of 2018."""

    name: str
    district: str
    lat: float
    lon: float
    area_km2: float
    population: int
    employees: int


class Sector(NamedTuple):
    """A kind of company: its WZ 2008 section, and how many people were idle or missing in it."""

    key: str
    name: str
    section: str
    lends: bool
    cluster: str
    people: int
    quarters: tuple[str, ...]


class Job(NamedTuple):
    """An occupation within a sector; for borrowers also the usual starts (minutes of the day) and hours of a shift."""

    sector: str
    occupation: str
    weight: int
    cents_per_hour: int
    level: int
    starts: tuple[int, ...]
    minutes: int


class Water(NamedTuple):
    """A part of a river, by points (lat, lon) along it and its width there in ``metres``; or (``shore``) a lake, by
    points around it."""

    name: str
    part: str
    shore: bool
    points: tuple[tuple[float, float], ...]
    metres: tuple[int, ...]


@cache
def quarters() -> tuple[Quarter, ...]:
    """All 104 quarters."""
    return tuple(
        Quarter(
            row["quarter"],
            row["district"],
            float(row["lat"]),
            float(row["lon"]),
            float(row["area_km2"]),
            int(row["population"]),
            int(row["employees"]),
        )
        for row in _rows("quarters")
    )


@cache
def waters() -> tuple[Water, ...]:
    """The Elbe with its arms, and the Alster, as a map of the whole city shows them."""
    parts = groupby(_rows("waters"), lambda row: (row["water"], row["part"], row["shore"] == "yes"))
    found = []
    for part, grouped in parts:
        rows = list(grouped)
        points = tuple((float(row["lat"]), float(row["lon"])) for row in rows)
        found.append(Water(*part, points, tuple(int(row["metres"]) for row in rows)))
    return tuple(found)


@cache
def postal_codes() -> dict[str, tuple[float, float]]:
    """A point (lat, lon) for each of 10,738 German postal codes, within 100 m near the city, within 1 km elsewhere."""
    source = files("staffmatch.hamburg") / "facts" / "postal_codes.csv"
    rows = (line.split(",") for line in source.read_text(encoding="utf-8").split()[1:])
    return {code: (float(lat), float(lon)) for code, lat, lon in rows}


@cache
def sectors() -> tuple[Sector, ...]:
    return tuple(
        Sector(
            row["sector"],
            row["name"],
            row["section"],
            row["role"] == "lends",
            row["cluster"],
            int(row["people"]) * int(row["share_percent"]) // 100,
            tuple(filter(None, row["quarters"].split(";"))),
        )
        for row in _rows("sectors")
    )


@cache
def jobs() -> tuple[Job, ...]:
    return tuple(
        Job(
            row["sector"],
            row["occupation"],
            int(row["weight"]),
            int(row["cents_per_hour"]),
            int(row["level"]),
            tuple(_minute(clock) for clock in row["starts"].split(";") if clock),
            round(float(row["hours"] or 0) * 60),
        )
        for row in _rows("jobs")
    )


@cache
def similarity() -> dict[tuple[str, str], float]:
    """The similarity of (lender's occupation, borrower's occupation): the share of all pairs of occupations that are
    less similar."""
    return {(row["occupation"], row["other"]): float(row["similarity"]) for row in _rows("transferability")}


@cache
def clusters() -> dict[str, str]:
    """The industry of each of the eight cluster organisations."""
    return {row["cluster"]: row["field"] for row in _rows("clusters")}


@cache
def transit() -> Transit:
    """U-Bahn, S-Bahn and A1 as a travel model: walk, wait, ride, change."""
    lines = [(name, list(stops)) for name, stops in groupby(_rows("lines"), lambda row: row["line"])]
    return Transit(
        stations=tuple(
            Station(id=row["station"], at=Location(lat=float(row["lat"]), lon=float(row["lon"])))
            for row in _rows("stations")
        ),
        lines=tuple(
            Line(
                id=name,
                stops=tuple(row["station"] for row in stops),
                minutes=tuple(float(row["minutes_from_previous"]) for row in stops[1:]),
            )
            for name, stops in lines
        ),
        transfers=tuple(
            Transfer(stations=(row["station"], row["other"]), minutes=float(row["minutes"]))
            for row in _rows("interchanges")
        ),
    )


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _rows(table: str) -> Iterator[dict[str, str]]:
    source = files("staffmatch.hamburg") / "facts" / f"{table}.csv"
    with source.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)

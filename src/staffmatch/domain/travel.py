"""Travel models: integer minutes one way between points, vectorised, and how far one gets in a time.

Points are rows (lat, lon, place code). An unknown point (NaN) counts as 0 minutes away. Without a way, or with a longer
one, the minutes are `UNREACHABLE`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Real
from staffmatch.models import Location
from staffmatch.records.field_types import Count, Id, Record, Whole
from staffmatch.records.field_types import Real as Number
from staffmatch.records.travel_model import TRAVEL_MODELS, TravelModel

if TYPE_CHECKING:
    pass

EARTH_RADIUS_KM = 6371.0088
UNREACHABLE = 10**6

# Points whose distances to all stations are computed at a time.
_CHUNK = 20_000

_Speed = Annotated[Number, Field(gt=0, le=1000)]
_Detour = Annotated[Number, Field(ge=1, le=10)]
_Positive = Annotated[Number, Field(gt=0, le=1440)]


def kilometres(a: Real, b: Real) -> Real:
    """Great-circle distance between the same rows of ``a`` and ``b`` (degrees); rows broadcast."""
    (lat_a, lon_a), (lat_b, lon_b) = (np.moveaxis(np.radians(points[..., :2]), -1, 0) for points in (a, b))
    chord = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    distance: Real = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord))
    return distance


class GreatCircle(TravelModel):
    """``access_minutes + 60 · km · detour / kmh``, rounded up to whole minutes."""

    kind: Literal["great_circle"] = "great_circle"
    detour: _Detour = 1.3
    kmh: _Speed = 25.0
    access_minutes: Count = 5

    def minutes(self, origins: Real, targets: Real) -> Int:
        return _whole(self.access_minutes + kilometres(origins, targets) * (self.detour / self.kmh * 60))

    def radius_km(self, minutes: float) -> float:
        return max(0.0, minutes - self.access_minutes) / 60 * self.kmh / self.detour


class Matrix(TravelModel):
    """Minutes between places from a table; the ``place`` of a location names its row and column.

    None in the table means that there is no way, as do a million minutes or more.
    """

    kind: Literal["matrix"] = "matrix"
    names: tuple[Id, ...]
    table: tuple[tuple[Count | None, ...], ...]

    if TYPE_CHECKING:

        def __init__(self, *, names: Sequence[str], table: Sequence[Sequence[int | None]]) -> None: ...

    @model_validator(mode="after")
    def _square(self) -> Self:
        size = len(self.names)
        if len(set(self.names)) < size:
            raise PydanticCustomError("duplicate_place", "names a place twice; give each one row")
        if len(self.table) != size or any(len(row) != size for row in self.table):
            raise PydanticCustomError(
                "matrix_not_square",
                "has {size} names, so its table needs {size} rows of {size} minutes",
                {"size": size},
            )
        return self

    @property
    def gaps(self) -> bool:
        return any(minutes is None or minutes >= UNREACHABLE for row in self.table for minutes in row)

    @cached_property
    def _minutes(self) -> Int:
        known = [[UNREACHABLE if minutes is None else minutes for minutes in (*row, None)] for row in self.table]
        return np.minimum(np.array([*known, [UNREACHABLE] * (len(self.names) + 1)], np.int64), UNREACHABLE)

    def places(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    def minutes(self, origins: Real, targets: Real) -> Int:
        found = self._minutes[origins[:, 2].astype(np.int64), targets[:, 2].astype(np.int64)]
        return np.where(np.isnan(origins[:, 0]) | np.isnan(targets[:, 0]), 0, found)


class Station(Record):
    """A stop of the network."""

    id: Id
    at: Location


class Line(Record):
    """Stations in order and the minutes from each to the next; trains run both ways."""

    id: Id
    stops: Annotated[tuple[Id, ...], Field(min_length=2)]
    minutes: tuple[_Positive, ...]


class Transfer(Record):
    """A footpath between two stations, in minutes."""

    stations: tuple[Id, Id]
    minutes: _Positive


class Transit(TravelModel):
    """Walk, wait, ride, change: the fastest way door to door, rounded up to whole minutes.

    A trip starts to one of the ``nearest`` stations, on foot or, after ``feeder_wait``, by bus or bicycle at
    ``feeder_kmh``; waits ``wait_minutes`` for each train; needs ``change_minutes`` between two trains; and ends from
    one of the stations nearest to the destination. If that is faster, the whole trip is on foot or by feeder.
    """

    kind: Literal["transit"] = "transit"
    stations: Annotated[tuple[Station, ...], Field(min_length=1)]
    lines: tuple[Line, ...]
    transfers: tuple[Transfer, ...] = ()
    walk_kmh: _Speed = 4.8
    feeder_kmh: _Speed = 15.0
    feeder_wait: Count = 6
    detour: _Detour = 1.3
    wait_minutes: Count = 4
    change_minutes: Count = 3
    nearest: Annotated[Whole, Field(ge=1, le=50)] = 5

    @model_validator(mode="after")
    def _known(self) -> Self:
        known = {station.id for station in self.stations}
        if len(known) < len(self.stations):
            raise PydanticCustomError("duplicate_id", "has two stations of one id; give each its own")
        for line in self.lines:
            if len(line.minutes) != len(line.stops) - 1:
                raise PydanticCustomError(
                    "ragged_line",
                    "line {line} has {stops} stops, so it needs {hops} minutes",
                    {"line": line.id, "stops": len(line.stops), "hops": len(line.stops) - 1},
                )
        named = [name for line in self.lines for name in line.stops]
        named += [name for transfer in self.transfers for name in transfer.stations]
        if missing := sorted(set(named) - known):
            raise PydanticCustomError("unknown_station", "has no station {name}", {"name": missing[0]})
        return self

    @cached_property
    def _points(self) -> Real:
        return np.array([(station.at.lat, station.at.lon) for station in self.stations])

    @cached_property
    def _rides(self) -> Real:
        """Minutes between all stations, from street to street, including waits and changes."""
        import networkx as nx

        network: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
        network.add_nodes_from(("street", station.id) for station in self.stations)
        for line in self.lines:
            for stop in line.stops:
                platform = (line.id, stop)
                network.add_edge(("street", stop), platform, minutes=self.wait_minutes)
                network.add_edge(platform, ("street", stop), minutes=0)
                network.add_edge(platform, ("hall", stop), minutes=self.change_minutes)
                network.add_edge(("hall", stop), platform, minutes=self.wait_minutes)
            for one, two, minutes in zip(line.stops, line.stops[1:], line.minutes, strict=False):
                network.add_edge((line.id, one), (line.id, two), minutes=minutes)
                network.add_edge((line.id, two), (line.id, one), minutes=minutes)
        for transfer in self.transfers:
            one, two = transfer.stations
            network.add_edge(("hall", one), ("hall", two), minutes=transfer.minutes)
            network.add_edge(("hall", two), ("hall", one), minutes=transfer.minutes)
        number = {("street", station.id): place for place, station in enumerate(self.stations)}
        rides = np.full((len(number), len(number)), np.inf)
        for node, place in number.items():
            for other, minutes in nx.single_source_dijkstra_path_length(network, node, weight="minutes").items():
                if other in number:
                    rides[place, number[other]] = minutes
        return rides

    def _on_the_road(self, km: Real) -> Real:
        """Minutes on foot or by feeder, whichever is faster."""
        way: Real = km * self.detour * 60
        faster: Real = np.minimum(way / self.walk_kmh, self.feeder_wait + way / self.feeder_kmh)
        return faster

    def minutes(self, origins: Real, targets: Real) -> Int:
        if not len(origins):
            return np.empty(0, np.int64)
        (homes, home), (sites, site) = (_distinct(points) for points in (origins, targets))
        start, access = self._access(homes)
        stop, egress = self._access(sites)
        arrival = np.empty((len(homes), len(self.stations)))
        for first in range(0, len(homes), _CHUNK):
            part = slice(first, first + _CHUNK)
            legs = (self._rides[start[part, k]] + access[part, k, None] for k in range(start.shape[1]))
            arrival[part] = next(legs)
            for leg in legs:
                np.minimum(arrival[part], leg, out=arrival[part])
        best = self._on_the_road(kilometres(origins, targets))
        for k in range(stop.shape[1]):
            np.fmin(best, arrival[home, stop[site, k]] + egress[site, k], out=best)
        return _whole(np.where(np.isnan(origins[:, 0]) | np.isnan(targets[:, 0]), 0.0, best))

    def _access(self, points: Real) -> tuple[Int, Real]:
        """The nearest stations of each point, and the minutes to them."""
        count = min(self.nearest, len(self.stations))
        near, minutes = np.zeros((len(points), count), np.int64), np.zeros((len(points), count))
        for first in range(0, len(points), _CHUNK):
            distance = kilometres(points[first : first + _CHUNK, None, :], self._points[None, :, :])
            found = np.argpartition(distance, count - 1, axis=1)[:, :count]
            near[first : first + _CHUNK] = found
            minutes[first : first + _CHUNK] = self._on_the_road(np.take_along_axis(distance, found, axis=1))
        return near, minutes

    @cached_property
    def _fastest_kmh(self) -> float:
        """The greatest straight-line speed in the network."""
        place = {station.id: number for number, station in enumerate(self.stations)}
        hops = [
            (place[one], place[two], minutes)
            for line in self.lines
            for one, two, minutes in zip(line.stops, line.stops[1:], line.minutes, strict=False)
        ]
        hops += [(place[one], place[two], t.minutes) for t in self.transfers for one, two in [t.stations]]
        one, two = (np.array([hop[end] for hop in hops], np.int64) for end in (0, 1))
        hours = np.array([minutes for *_, minutes in hops], float) / 60
        speeds = kilometres(self._points[one], self._points[two]) / hours
        return float(max(speeds.max(initial=0), self.walk_kmh / self.detour, self.feeder_kmh / self.detour))

    def radius_km(self, minutes: float) -> float:
        return minutes / 60 * self._fastest_kmh


def _distinct(points: Real) -> tuple[Real, Int]:
    """The distinct points, and the index of each row's point among them."""
    # Complex numbers sort ten times as fast as rows.
    found, which = np.unique(points[:, 0] + 1j * points[:, 1], return_inverse=True)
    return np.c_[found.real, found.imag], which


def _whole(minutes: Real) -> Int:
    """Rounded up after removing floating-point noise; NaN is 0."""
    known = np.minimum(np.nan_to_num(minutes, nan=0.0, posinf=UNREACHABLE), UNREACHABLE)
    whole: Int = np.ceil(known - 1e-9).astype(np.int64)
    return whole


for _model in (GreatCircle, Matrix, Transit):
    TRAVEL_MODELS.add(_model)
TRAVEL_MODELS.use_by_default(GreatCircle())

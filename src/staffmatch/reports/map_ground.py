"""The ground of a page's map in pixels: land, water, rapid transit and their names; elsewhere what the scenario has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from staffmatch.arrays import Real
from staffmatch.models import Scenario
from staffmatch.reports.ground import Named, districts, in_hamburg, land, lines, named_waters, network_of, water
from staffmatch.reports.plane import Plane, Point

# Names that would be cut at an edge are left out; half of the widest is about so many pixels.
_EDGE = 44.0


@dataclass(frozen=True)
class View:
    """A part of a plane as pixels, y downwards."""

    plane: Plane
    width: float
    height: float
    pixels_per_km: float

    @classmethod
    def of(cls, plane: Plane, width: float, least: float, most: float) -> Self:
        """All of the plane's places; between the least and the most pixels high."""
        (west, east), (south, north) = plane.extent
        pixels_per_km = min(width / (east - west), most / (north - south))
        return cls(plane, width, max(least, (north - south) * pixels_per_km), pixels_per_km)

    def pixels(self, places: Iterable[Point]) -> list[Point]:
        """Rows (lat, lon) as (x, y)."""
        return [(float(x), float(y)) for x, y in self.drawn(self.plane.project(places))]

    def drawn(self, km: Real) -> Real:
        """Rows of the plane as rows of pixels."""
        (west, east), (south, north) = self.plane.extent
        middle, rise = ((west + east) / 2, (south + north) / 2), self.pixels_per_km
        found: Real = (km - middle) * (rise, -rise) + (self.width / 2, self.height / 2)
        return found

    def touches(self, pixels: Real, around: float = 0.0) -> bool:
        """Whether the box of some points, and so much around it, is in sight."""
        (left, top), (right, bottom) = pixels.min(axis=0) - around, pixels.max(axis=0) + around
        return bool(left < self.width and right > 0 and top < self.height and bottom > 0)


@dataclass(frozen=True)
class Ground:
    """Discs (x, y, radius), paths, and names (x, y, name); all of them empty where nothing is known."""

    land: tuple[tuple[float, float, float], ...] = ()
    water: tuple[str, ...] = ()
    rail: tuple[str, ...] = ()
    districts: tuple[tuple[float, float, str], ...] = ()
    waters: tuple[tuple[float, float, str], ...] = ()


def ground(view: View, scenario: Scenario, places: Sequence[Point]) -> Ground:
    """What is in sight."""
    hamburg = in_hamburg(places)
    network = network_of(scenario, hamburg=hamburg)
    rail = () if network is None else _paths(view, lines(view.plane, network), "")
    if not hamburg:
        return Ground(rail=rail)
    middles, radii = land(view.plane)
    discs = zip(view.drawn(middles), radii * view.pixels_per_km, strict=True)
    return Ground(
        land=tuple((float(at[0]), float(at[1]), float(r)) for at, r in discs if view.touches(at[None, :], float(r))),
        water=_paths(view, water(view.plane), "Z"),
        rail=rail,
        districts=_names(view, districts(view.plane)),
        waters=_names(view, named_waters(view.plane)),
    )


def _paths(view: View, drawn: Iterable[Real], end: str) -> tuple[str, ...]:
    """Those in sight, without points that fall on the one before."""
    found = []
    for km in drawn:
        if not view.touches(pixels := view.drawn(km)):
            continue
        points = list(dict.fromkeys(f"{x:.0f} {y:.0f}" for x, y in pixels))
        found.append("M" + "L".join(points) + end)
    return tuple(found)


def _names(view: View, named: Iterable[Named]) -> tuple[tuple[float, float, str], ...]:
    at = [(view.drawn(one.at[None, :])[0], one.name) for one in named]
    placed = ((float(pixel[0]), float(pixel[1]), name) for pixel, name in at)
    inside = ((x, y, name) for x, y, name in placed if _EDGE < x < view.width - _EDGE and 12 < y < view.height - 12)
    return tuple(inside)

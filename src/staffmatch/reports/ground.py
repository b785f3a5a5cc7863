"""What lies below a map: the city of Hamburg, or the lines that a scenario travels by. In kilometres, on a plane."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from staffmatch.arrays import Real
from staffmatch.domain.travel import Transit, kilometres
from staffmatch.hamburg.facts import quarters, transit, waters
from staffmatch.models import Scenario
from staffmatch.reports.plane import Plane, Point

# Places within so many km of a quarter's point are in Hamburg, or near it.
_NEAR_KM = 5.0
# The part of each water beside which its name stands.
_NAMED_WATERS = (("Elbe", "Norderelbe"), ("Alster", "Außenalster"))
# Discs overlap a little, so that there are fewer gaps between them.
_SPREAD = 1.18


class Named(NamedTuple):
    """A name and where its middle stands."""

    name: str
    at: Real


def in_hamburg(places: Sequence[Point]) -> bool:
    """Whether most places are in Hamburg or near it."""
    city = np.array([(one.lat, one.lon) for one in quarters()])
    away = kilometres(np.array(places, float)[:, None, :], city[None, :, :]).min(axis=1)
    return bool((away <= _NEAR_KM).mean() > 0.5)


def land(plane: Plane) -> tuple[Real, Real]:
    """The quarters as discs of their area: middles, and radii."""
    known = quarters()
    radii: Real = _SPREAD * np.sqrt(np.array([one.area_km2 for one in known]) / np.pi)
    return plane.project((one.lat, one.lon) for one in known), radii


def water(plane: Plane) -> Iterable[Real]:
    """The outlines of Elbe and Alster."""
    for one in waters():
        line = plane.project(one.points)
        yield _rounded(line, closed=True) if one.shore else _banks(line, np.array(one.metres) / 1000)


def districts(plane: Plane) -> Iterable[Named]:
    """The districts, each in the middle of its quarters."""
    known = quarters()
    at = plane.project((one.lat, one.lon) for one in known)
    for district in dict.fromkeys(one.district for one in known):
        # Neuwerk is an island in the sea that belongs to a district a hundred kilometres away.
        own = [point for one, point in zip(known, at, strict=True) if one.district == district and one.population]
        yield Named(district, np.median(own, axis=0))


def named_waters(plane: Plane) -> Iterable[Named]:
    """Elbe and Alster, each where its name stands."""
    for name, part in _NAMED_WATERS:
        points = next(one.points for one in waters() if (one.name, one.part) == (name, part))
        yield Named(name, np.median(plane.project(points), axis=0))


def network_of(scenario: Scenario, *, hamburg: bool) -> Transit | None:
    """The network to draw: the scenario's own, or that of the city."""
    travel = scenario.travel
    if isinstance(travel, Transit):
        return travel
    return transit() if hamburg else None


def lines(plane: Plane, network: Transit) -> list[Real]:
    """Each line of rapid transit from stop to stop."""
    at = {stop.id: (stop.at.lat, stop.at.lon) for stop in network.stations}
    return [plane.project(at[stop] for stop in line.stops) for line in network.lines]


def _rounded(points: Real, closed: bool = False, times: int = 2) -> Real:
    """A line without corners: each is cut off twice (Chaikin 1974)."""
    for _ in range(times):
        ends = np.roll(points, -1, axis=0) if closed else points[1:]
        starts = points if closed else points[:-1]
        cut = np.stack([0.75 * starts + 0.25 * ends, 0.25 * starts + 0.75 * ends], axis=1).reshape(-1, points.shape[1])
        points = cut if closed else np.vstack([points[:1], cut, points[-1:]])
    return points


def _banks(line: Real, km: Real) -> Real:
    """The outline of a river of some width along a line."""
    smooth = _rounded(np.c_[line, km])
    along = np.gradient(smooth[:, :2], axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    aside = np.c_[-along[:, 1], along[:, 0]] * smooth[:, 2:] / 2
    outline: Real = np.vstack([smooth[:, :2] + aside, (smooth[:, :2] - aside)[::-1]])
    return outline

"""The earth near a few places as a plane, in kilometres."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from staffmatch.arrays import Real
from staffmatch.domain.travel import EARTH_RADIUS_KM

KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / 180
# A single place still gets a map a few kilometres wide.
_LEAST_KM = 4.0
_MARGIN = 0.09

Point = tuple[float, float]


class Plane:
    """An equirectangular projection, true to scale in the middle of the places (lat, lon); x east, y north, in km."""

    def __init__(self, places: Sequence[Point]) -> None:
        lat, lon = np.array(places, float).T
        # The mean direction, so that places on both sides of the antimeridian are neighbours.
        angles = np.radians(lon)
        self._lon = math.degrees(math.atan2(float(np.sin(angles).mean()), float(np.cos(angles).mean())))
        self._lat = float(lat.min() + lat.max()) / 2
        self._narrow = max(math.cos(math.radians(self._lat)), 0.01)
        x, y = self.project(places).T
        self._x, self._y = _span(x), _span(y)

    def project(self, places: Iterable[Point]) -> Real:
        """Rows (lat, lon) as rows (x, y)."""
        lat, lon = np.array(list(places), float).reshape(-1, 2).T
        east = (lon - self._lon + 180) % 360 - 180
        found: Real = np.c_[east * self._narrow, lat - self._lat] * KM_PER_DEGREE
        return found

    @property
    def extent(self) -> tuple[Point, Point]:
        """From where to where x and y go, with a margin."""
        return self._x, self._y


def _span(values: Real) -> Point:
    middle, half = float(values.min() + values.max()) / 2, float(values.max() - values.min()) / 2
    half = max(half * (1 + 2 * _MARGIN), _LEAST_KM / 2)
    return middle - half, middle + half

"""Homes made coarse: the middle of a quarter, or of a square of a grid, in place of a door."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from staffmatch.arrays import Int, Real
from staffmatch.domain.travel import EARTH_RADIUS_KM, kilometres
from staffmatch.errors import InputError, InputIssue
from staffmatch.hamburg.facts import quarters
from staffmatch.models import Location

Grain = Literal["quarter", "grid"]

CELL_KM = 5.0
# A point farther than this from every quarter of the table lies in none of them.
_REACH_KM = 5.0
_KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / 180


def coarse(
    places: Sequence[Location | None], to: Grain = "quarter", km: float = CELL_KM
) -> tuple[Location | None, ...]:
    """Each place as the point of the nearest of Hamburg's 104 quarters, or as the middle of its square of a grid.

    Squares are ``km`` wide and anchored at latitude and longitude 0. A place more than 5 km from the point of every
    quarter goes to its square, too. The name of a place is left out.
    """
    if to not in get_args(Grain):
        text = f"there is no grain {to!r}."
        raise InputError([InputIssue("unknown_grain", "to", text, f"Choose among {', '.join(get_args(Grain))}.")])
    if not 0 < km <= 1000:
        raise InputError([InputIssue("bad_cell", "km", f"{km:g} km is no width of a square.", "Give 1 to 1,000 km.")])
    known = [place for place in places if place is not None]
    points = np.array([(at.lat, at.lon) for at in known], float).reshape(len(known), 2)
    moved = _squares(points, km)
    if to == "quarter":
        middle, away = _quarters(points)
        moved = np.where((away <= _REACH_KM)[:, None], middle, moved)
    # Made once for all who share one.
    distinct, which = np.unique(moved, axis=0, return_inverse=True)
    made = [Location(lat=lat, lon=lon) for lat, lon in distinct.tolist()]
    found = iter(which.ravel().tolist())
    return tuple(None if place is None else made[next(found)] for place in places)


def _squares(points: Real, km: float) -> Real:
    """Rows of one height; within each, squares are as wide as they are high in its middle."""
    step = km / _KM_PER_DEGREE
    lat = np.clip((np.floor(points[:, 0] / step) + 0.5) * step, -90, 90)
    wide = np.minimum(step / np.maximum(np.cos(np.radians(lat)), 1e-6), 360)
    lon = np.clip((np.floor(points[:, 1] / wide) + 0.5) * wide, -180, 180)
    middle: Real = np.c_[lat, lon].round(6)
    return middle


def _quarters(points: Real) -> tuple[Real, Real]:
    """The point of the nearest quarter, and how many km away it is."""
    middle = np.array([(quarter.lat, quarter.lon) for quarter in quarters()])
    nearest = _nearest(points, middle)
    return middle[nearest], kilometres(points, middle[nearest])


def _nearest(points: Real, middle: Real) -> Int:
    from scipy.spatial import KDTree

    found: Int = KDTree(_on_sphere(middle)).query(_on_sphere(points))[1]
    return found


def _on_sphere(points: Real) -> Real:
    lat, lon = np.radians(points).T
    unit: Real = np.c_[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    return unit

"""Coarse homes: the centre of a quarter, or of a grid square, in place of an address."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from staffmatch.arrays import Int, Real
from staffmatch.domain.travel import EARTH_RADIUS_KM, kilometres
from staffmatch.errors import InputError, InputIssue, choose
from staffmatch.hamburg.facts import quarters
from staffmatch.models import Location
from staffmatch.privacy import refusals

Grain = Literal["quarter", "grid"]

CELL_KM = 5.0
# Points farther than this from every quarter in the table are in none of them.
_REACH_KM = 5.0
_KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / 180


def coarse(
    places: Sequence[Location | None], to: Grain = "quarter", km: float = CELL_KM
) -> tuple[Location | None, ...]:
    """Each place as the point of the nearest of Hamburg's 104 quarters, or as the centre of its grid square.

    Squares are ``km`` wide and anchored at latitude and longitude 0. With quarters, a place more than 5 km from all of
    them becomes the centre of its square. Names of places are removed. Raises InputError for another grain or width.
    """
    if to not in get_args(Grain):
        text = refusals.NO_GRAIN(name=str(to))
        raise InputError([InputIssue("unknown_grain", "to", text, choose(get_args(Grain)))])
    if not 0 < km <= 1000:
        text = refusals.NO_WIDTH(km=f"{km:g}")
        raise InputError([InputIssue("bad_cell", "km", text, refusals.NO_WIDTH_ADVICE(least=1, most=1000))])
    known = [place for place in places if place is not None]
    points = np.array([(at.lat, at.lon) for at in known], float).reshape(len(known), 2)
    moved = _squares(points, km)
    if to == "quarter":
        middle, away = _quarters(points)
        moved = np.where((away <= _REACH_KM)[:, None], middle, moved)
    # Computed once for all who share a home.
    distinct, which = np.unique(moved, axis=0, return_inverse=True)
    made = [Location(lat=lat, lon=lon) for lat, lon in distinct.tolist()]
    found = iter(which.ravel().tolist())
    return tuple(None if place is None else made[next(found)] for place in places)


def _squares(points: Real, km: float) -> Real:
    """Rows of equal height; within each row, squares are as wide as they are high at its middle."""
    step = km / _KM_PER_DEGREE
    lat = np.clip((np.floor(points[:, 0] / step) + 0.5) * step, -90, 90)
    wide = np.minimum(step / np.maximum(np.cos(np.radians(lat)), 1e-6), 360)
    lon = np.clip((np.floor(points[:, 1] / wide) + 0.5) * wide, -180, 180)
    middle: Real = np.c_[lat, lon].round(6)
    return middle


def _quarters(points: Real) -> tuple[Real, Real]:
    """The point of the nearest quarter, and its distance in km."""
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

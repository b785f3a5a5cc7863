"""Homes are told as quarters or squares, never as doors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.domain.travel import kilometres
from staffmatch.hamburg.facts import quarters
from staffmatch.privacy import coarse
from tests.strategies import examples

DOOR = sm.Location(lat=53.5563, lon=9.9312, place="Max-Brauer-Allee 1")
MUNICH = sm.Location(lat=48.137, lon=11.575)


def apart(one: sm.Location, other: sm.Location) -> float:
    a, b = (np.array([[at.lat, at.lon]]) for at in (one, other))
    return float(kilometres(a, b)[0])


def test_a_home_in_the_city_becomes_the_point_of_its_quarter() -> None:
    (found,) = coarse([DOOR])
    assert found is not None
    distances = {(q.lat, q.lon): apart(DOOR, sm.Location(lat=q.lat, lon=q.lon)) for q in quarters()}
    assert (found.lat, found.lon) == min(distances, key=distances.__getitem__)
    assert found.place is None


def test_a_home_far_from_every_quarter_becomes_the_middle_of_its_square() -> None:
    assert coarse([MUNICH]) == coarse([MUNICH], "grid")


def test_what_is_not_known_stays_unknown() -> None:
    assert coarse([None, DOOR, None])[::2] == (None, None)
    assert coarse([]) == ()


@examples(200)
@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180), km=st.sampled_from((1.0, 5.0, 50.0, 1000.0)))
def test_squares_are_no_farther_than_half_their_diagonal_and_map_to_themselves(
    lat: float, lon: float, km: float
) -> None:
    (found,) = coarse([sm.Location(lat=lat, lon=lon)], "grid", km)
    assert found is not None
    # Where squares are large a row is wider at the side towards the equator.
    assert apart(sm.Location(lat=lat, lon=lon), found) <= 0.85 * km
    assert coarse([found], "grid", km) == (found,)


def test_neighbours_share_a_square() -> None:
    near = [sm.Location(lat=48.137 + 0.0001 * n, lon=11.575) for n in range(5)]
    assert len(set(coarse(near, "grid"))) == 1


@pytest.mark.parametrize(("to", "km", "code"), [("door", 5, "unknown_grain"), ("grid", 0, "bad_cell")])
def test_a_grain_that_there_is_not_is_refused(to: str, km: float, code: str) -> None:
    with pytest.raises(sm.InputError) as error:
        coarse([DOOR], to, km)  # type: ignore[arg-type]
    assert error.value.problems[0].code == code

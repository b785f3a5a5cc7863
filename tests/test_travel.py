"""Minutes between places: each model by hand, and the promises that pairing relies on."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.arrays import Real
from staffmatch.domain.travel import UNREACHABLE, GreatCircle, Line, Matrix, Station, Transfer, Transit, kilometres
from tests.strategies import examples

NOWHERE = (math.nan, math.nan, -1.0)


def points(*rows: tuple[float, ...]) -> Real:
    return np.array([(*row, -1.0)[:3] for row in rows], float)


def station(name: str, lat: float, lon: float = 10.0) -> Station:
    return Station(id=name, at=sm.Location(lat=lat, lon=lon))


def test_hamburg_to_berlin_is_255_km() -> None:
    assert kilometres(points((53.5511, 9.9937)), points((52.52, 13.405)))[0] == pytest.approx(255.3, abs=0.5)


def test_great_circle_adds_access_and_detour_and_rounds_up() -> None:
    model = GreatCircle(detour=1.0, kmh=60.0, access_minutes=3)
    ten_km_north = (53.5 + 9.99 / 111.195, 10.0)
    assert model.minutes(points((53.5, 10.0)), points(ten_km_north))[0] == 13
    assert model.minutes(points((53.5, 10.0)), points((53.5, 10.0)))[0] == 3


def test_an_unknown_place_is_next_door() -> None:
    for model in (GreatCircle(), hamburg.transit(), Matrix(names=["a"], table=[[4]])):
        assert model.minutes(points(NOWHERE), points((53.5, 10.0)))[0] == 0


def test_a_matrix_reads_rows_as_origins_and_none_as_no_way() -> None:
    model = Matrix(names=["a", "b"], table=[[0, 5], [7, None]])
    assert model.places() == {"a": 0, "b": 1}
    origins, targets = np.array([[1, 1, 0], [1, 1, 1], [1, 1, 1]]), np.array([[1, 1, 1], [1, 1, 0], [1, 1, 1]])
    assert model.minutes(origins.astype(float), targets.astype(float)).tolist() == [5, 7, UNREACHABLE]


def test_a_matrix_has_to_be_square_and_names_distinct() -> None:
    with pytest.raises(sm.InputError, match="2 rows of 2 minutes"):
        Matrix(names=["a", "b"], table=[[0, 1]])
    with pytest.raises(sm.InputError, match="twice"):
        Matrix(names=["a", "a"], table=[[0, 1], [1, 0]])


def network(**changes: int | float) -> Transit:
    """A line of four stations 5 km apart, ten minutes each, crossed at the third by another line one transfer away."""
    step = 5 / 111.195
    return Transit(
        stations=[
            *(station(f"n{k}", 53.5 + k * step) for k in range(4)),
            station("x", 53.5 + 2 * step, 10.001),
            station("e", 53.5 + 2 * step, 10.2),
        ],
        lines=[
            Line(id="north", stops=["n0", "n1", "n2", "n3"], minutes=[10.0, 10.0, 10.0]),
            Line(id="east", stops=["x", "e"], minutes=[12.0]),
        ],
        transfers=[Transfer(stations=("n2", "x"), minutes=2.0)],
        wait_minutes=4,
        change_minutes=3,
        **changes,
    )


def between(model: Transit, one: str, two: str) -> int:
    place = {s.id: (s.at.lat, s.at.lon) for s in model.stations}
    return int(model.minutes(points(place[one]), points(place[two]))[0])


def test_a_ride_is_a_wait_and_the_minutes_of_the_line_both_ways() -> None:
    assert between(network(), "n0", "n2") == between(network(), "n2", "n0") == 4 + 20


def test_a_change_costs_leaving_the_train_the_footpath_and_another_wait() -> None:
    assert between(network(), "n0", "e") == 4 + 20 + 3 + 2 + 4 + 12


def test_whoever_is_near_walks() -> None:
    model = network()
    assert model.minutes(points((53.5, 10.0)), points((53.502, 10.0)))[0] == math.ceil(0.22239 * 1.3 / 4.8 * 60)


def test_lines_name_known_stations_and_have_a_minute_for_each_hop() -> None:
    with pytest.raises(sm.InputError, match="no station b"):
        Transit(stations=[station("a", 53.5)], lines=[Line(id="l", stops=["a", "b"], minutes=[1.0])])
    with pytest.raises(sm.InputError, match="needs 1 minutes"):
        Transit(stations=[station("a", 53.5), station("b", 53.6)], lines=[Line(id="l", stops=["a", "b"], minutes=[])])


@given(
    st.sampled_from([GreatCircle(), network(), hamburg.transit()]),
    st.lists(st.tuples(*(st.floats(low, low + 0.4) for low in (53.4, 9.8, 53.4, 9.8))), min_size=1, max_size=8),
)
@examples(300)
def test_nothing_within_the_minutes_lies_beyond_the_radius(
    model: sm.TravelModel, trips: list[tuple[float, float, float, float]]
) -> None:
    origins, targets = points(*(trip[:2] for trip in trips)), points(*(trip[2:] for trip in trips))
    for minutes, km in zip(model.minutes(origins, targets), kilometres(origins, targets), strict=True):
        assert km <= model.radius_km(float(minutes)) + 1e-6


def test_hamburg_rides_as_its_passengers_know_it() -> None:
    model = hamburg.transit()
    assert 20 <= between(model, "Jungfernstieg", "Harburg Rathaus") <= 35
    assert 28 <= between(model, "Hauptbahnhof Süd", "Hamburg Airport") <= 40

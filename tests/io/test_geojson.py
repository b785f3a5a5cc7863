"""Maps: what stands where, and no home as it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch.io import geojson
from tests.builders import HARBOUR, demand, scenario, shift, worker
from tests.reports.made import HOME, HOTEL, conflicting, plan_of, ward_and_depot
from tests.strategies import examples, scenarios


def features(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one for one in found["features"] if one["properties"]["kind"] == kind]


def positions(geometry: dict[str, Any] | None) -> list[list[float]]:
    if geometry is None:
        return []
    held = geometry["coordinates"]
    return [held] if geometry["type"] == "Point" else held


@examples(40)
@given(scenarios())
def test_every_record_is_one_feature_and_parses_back(known: sm.Scenario) -> None:
    found = json.loads(json.dumps(known.to_geojson(homes="grid"), allow_nan=False))
    assert found["type"] == "FeatureCollection"
    names = [one["id"] for one in found["features"]]
    assert len(set(names)) == len(names)
    assert [one["properties"]["company"] for one in features(found, "company")] == [one.id for one in known.companies]
    assert [one["properties"]["worker"] for one in features(found, "worker")] == [one.id for one in known.workers]
    told = [name for one in features(found, "site") for name in one["properties"]["demands"]]
    assert sorted(told) == sorted(one.id for one in known.demands)
    for one in found["features"]:
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in positions(one["geometry"]))


def test_a_plan_has_a_line_for_each_assignment_from_the_lender() -> None:
    found = plan_of(ward_and_depot()).to_geojson()
    lines = features(found, "assignment")
    assert [one["id"] for one in lines] == ["assignment/ana/mon", "assignment/ana/tue", "assignment/cem/night"]
    assert lines[0]["geometry"] == {"type": "LineString", "coordinates": [[HOTEL.lon, HOTEL.lat], [10.02, 53.60]]}
    assert lines[0]["properties"]["start"] == "2020-04-06T06:00:00+02:00"
    assert lines[0]["properties"]["from"] == "lender"
    assert [(one["properties"]["seats"], one["properties"]["filled"]) for one in features(found, "site")] == [
        (4, 2),
        (2, 1),
    ]
    assert features(found, "worker") == []


@pytest.mark.parametrize("homes", [None, "quarter", "grid"])
def test_no_home_is_told_as_it_is_and_no_name_of_a_person(homes: Any) -> None:
    text = json.dumps(plan_of(ward_and_depot()).to_geojson(homes))
    assert str(HOME.lat) not in text
    assert str(HOME.lon) not in text
    assert "Petersen" not in text


def test_with_homes_lines_start_there_where_one_is_known() -> None:
    found = plan_of(ward_and_depot()).to_geojson("quarter")
    ana, _, cem = features(found, "worker")
    first, _, last = features(found, "assignment")
    assert first["geometry"]["coordinates"][0] == ana["geometry"]["coordinates"]
    assert (cem["geometry"], last["properties"]["from"]) == (None, "lender")


def test_what_has_no_place_has_no_geometry() -> None:
    known = scenario([worker()], [demand("d", shift("s", 6, "06:00-14:00"))])
    found = sm.solve(known).to_geojson()
    assert [one["geometry"] for one in found["features"]] == [None] * 4


def test_a_line_over_the_antimeridian_is_cut_in_two() -> None:
    fiji, samoa = sm.Location(lat=-18, lon=178), sm.Location(lat=-14, lon=-172)
    companies = [sm.Company(id="lender", location=fiji), sm.Company(id="borrower", location=samoa)]
    need = [demand("d", shift("s", 6, "06:00-14:00"))]
    found = sm.solve(scenario([worker()], need, companies=companies)).to_geojson()
    (line,) = features(found, "assignment")
    west, east = line["geometry"]["coordinates"]
    assert west == [[178, -18], [180, pytest.approx(-17.2)]]
    assert east == [[-180, pytest.approx(-17.2)], [-172, -14]]
    back = geojson._line(samoa, fiji)
    assert back is not None
    assert back["coordinates"][0] == [[-172, -14], [-180, pytest.approx(-17.2)]]


def test_a_grain_that_there_is_not_is_refused() -> None:
    with pytest.raises(sm.InputError, match="no grain 'door'"):
        scenario([worker(home=HARBOUR)], []).to_geojson("door")  # type: ignore[arg-type]


def test_without_a_plan_there_is_no_map_of_it() -> None:
    with pytest.raises(sm.InputError, match="it has no plan"):
        conflicting(ward_and_depot()).to_geojson()

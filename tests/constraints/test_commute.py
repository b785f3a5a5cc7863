from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Commute, Coverage
from staffmatch.domain.travel import GreatCircle, Matrix, Station, Transit
from staffmatch.records.travel_model import TravelModel
from tests.builders import allowed, company, demand, example, refused, scenario, shift, violations, worker

# 0.1 degrees of latitude are 11.12 km, and 5 + 11.12 * 1.3 / 25 * 60 = 39.7 minutes.
HOME = sm.Location(lat=53.5, lon=10)
SITE = sm.Location(lat=53.6, lon=10)
NEED = demand("d", shift("s", 6, "08:00-16:00"), location=SITE)


def way(need: sm.Demand = NEED, **fields: Any) -> sm.Scenario:
    return scenario([worker(**{"home": HOME} | fields)], [need], [Commute()])


def kilometres(a: sm.Location, b: sm.Location) -> float:
    rise, run = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    chord = sin(rise) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(run) ** 2
    return 2 * 6371.0088 * asin(sqrt(chord))


def test_the_empty_plan_is_near() -> None:
    assert violations(way(max_commute_minutes=0, max_commute_km=0.0)) == []


def test_who_sets_no_limit_goes_anywhere() -> None:
    allowed(way(), ("w", "s"))


def test_a_way_as_long_as_the_limit_is_accepted() -> None:
    allowed(way(max_commute_minutes=40), ("w", "s"))


def test_a_minute_more_than_the_limit_is_not_accepted() -> None:
    text = refused(way(max_commute_minutes=39), ("w", "s"))
    assert text == example(Commute)


def test_kilometres_are_limited_on_their_own() -> None:
    allowed(way(max_commute_km=11.12), ("w", "s"))
    text = refused(way(max_commute_km=11.1), ("w", "s"))
    assert text == "Worker 'w' travels 11.1 km to shift 's' but accepts 11.1 km."


def test_both_limits_hold() -> None:
    allowed(way(max_commute_minutes=40, max_commute_km=12.0), ("w", "s"))
    assert "39 min" in refused(way(max_commute_minutes=39, max_commute_km=12.0), ("w", "s"))
    assert "11 km" in refused(way(max_commute_minutes=40, max_commute_km=11.0), ("w", "s"))


def test_an_unknown_home_is_next_door() -> None:
    allowed(way(home=None, max_commute_minutes=0, max_commute_km=0.0), ("w", "s"))


def test_an_unknown_site_is_next_door() -> None:
    allowed(way(NEED.replace(location=None), max_commute_minutes=0, max_commute_km=0.0), ("w", "s"))


def test_a_demand_without_a_place_is_at_its_company() -> None:
    near = worker(home=HOME, max_commute_minutes=39)
    bare = NEED.replace(location=None)
    assert "40 min" in refused(scenario([near], [bare], [Commute()], [company("borrower", location=SITE)]), ("w", "s"))


def test_minutes_are_those_of_the_travel_model() -> None:
    home, site = (sm.Location(lat=53.5, lon=10, place=name) for name in ("home", "site"))
    travel = Matrix(names=("home", "site"), table=((0, 70), (10, 0)))

    def by_matrix(limit: int) -> sm.Scenario:
        person = worker(home=home, max_commute_minutes=limit)
        return scenario([person], [NEED.replace(location=site)], [Commute()], travel=travel)

    allowed(by_matrix(70), ("w", "s"))
    assert "travels 70 min" in refused(by_matrix(69), ("w", "s"))


@pytest.mark.parametrize("step", range(8))
def test_a_limit_of_exactly_the_distance_is_enough(step: int) -> None:
    site = sm.Location(lat=53.5 + 0.017 * step, lon=10.3 - 0.029 * step)
    allowed(way(NEED.replace(location=site), max_commute_km=kilometres(HOME, site)), ("w", "s"))


NAMED = tuple(at.replace(place=name) for at, name in ((HOME, "home"), (SITE, "site")))
MILLION = 10**6


def by_matrix(minutes: int | None) -> TravelModel:
    return Matrix(names=("home", "site"), table=((0, minutes), (0, 0)))


def at_snails_pace(minutes: float) -> float:
    """Kilometres an hour at which the way takes so long."""
    return kilometres(HOME, SITE) * 60 / minutes


def by_great_circle(minutes: float) -> TravelModel:
    return GreatCircle(detour=1, kmh=at_snails_pace(minutes), access_minutes=0)


def by_transit(minutes: float) -> TravelModel:
    pace = {"walk_kmh": at_snails_pace(minutes), "feeder_kmh": at_snails_pace(minutes), "detour": 1}
    return Transit(stations=[Station(id="home", at=HOME)], lines=[], **pace)


def by(travel: TravelModel, *others: sm.Demand, **limits: Any) -> sm.Scenario:
    home, site = NAMED
    needs = [NEED.replace(location=site), *others]
    return scenario([worker(home=home, **limits)], needs, [Commute()], travel=travel)


@pytest.mark.parametrize("travel", [by_matrix(MILLION - 1), by_great_circle(MILLION - 1.5), by_transit(MILLION - 1.5)])
def test_a_way_may_be_long_for_who_sets_no_limit(travel: TravelModel) -> None:
    allowed(by(travel), ("w", "s"))
    allowed(by(travel, max_commute_minutes=MILLION - 1), ("w", "s"))


NO_WAY = {
    "none": by_matrix(None),
    "a million minutes": by_matrix(MILLION),
    "a billion minutes": by_matrix(10**9),
    "half a minute too far": by_great_circle(MILLION - 0.5),
    "too far for any number": by_great_circle(1e300),
    "too far on foot": by_transit(MILLION - 0.5),
}


@pytest.mark.parametrize("limit", [None, MILLION, 10**9])
@pytest.mark.parametrize("travel", NO_WAY.values(), ids=NO_WAY.keys())
def test_where_there_is_no_way_nobody_is_sent_whatever_their_limit(travel: TravelModel, limit: int | None) -> None:
    scene = by(travel, max_commute_minutes=limit)
    assert refused(scene, ("w", "s")) == "Worker 'w' has no way to shift 's'."
    (shortage,) = sm.solve(scene).shortages
    assert shortage.reason.text == "0 of 1 person has a way there within their commute limit; 1 is needed."
    waived = Commute(applies=False, worker="w", overrides=True)
    assert not sm.solve(scene.replace(rules=[Commute(), waived, Coverage()])).plan


def test_somebody_without_a_way_to_one_site_goes_to_another() -> None:
    near = demand("e", shift("t", 7, "08:00-16:00"), location=NAMED[0])
    scene = by(by_matrix(None), near)
    allowed(scene, ("w", "t"))
    assert sm.verify(scene, sm.solve(scene)).ok


def test_ways_that_are_none_need_a_rule_that_heeds_them() -> None:
    with pytest.raises(sm.InputError, match="Add the rule 'commute'") as caught:
        by(by_matrix(None)).replace(rules=[Coverage()])
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.ids) == ("missing_rule", "travel", ("commute",))
    assert by(by_matrix(MILLION - 1)).replace(rules=[Coverage()]).rules == (Coverage(),)

"""The synthetic city: exact sizes, one seed one city, and the mismatch of 2020."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.hamburg.facts import clusters, jobs, sectors, similarity
from staffmatch.objectives import EmptySeats
from tests.builders import window
from tests.strategies import examples


def seats(scenario: sm.Scenario) -> int:
    return sum(demand.headcount * len(demand.shifts) for demand in scenario.demands)


def test_the_small_preset_has_200_workers_and_80_seats_within_7_days() -> None:
    scenario = hamburg.scenario("small", seed=1)
    assert (len(scenario.workers), seats(scenario)) == (200, 80)
    starts = [shift.start.date() for demand in scenario.demands for shift in demand.shifts]
    assert date(2020, 4, 5) <= min(starts) <= max(starts) <= date(2020, 4, 12)


@given(st.integers(0, 60), st.integers(0, 40), st.integers(1, 20), st.integers(0, 10**6))
@examples(100)
def test_sizes_are_exact_whatever_they_are(workers: int, wanted: int, days: int, seed: int) -> None:
    scenario = hamburg.scenario(workers=workers, seats=wanted, days=days, seed=seed)
    assert (len(scenario.workers), seats(scenario)) == (workers, wanted)


def test_one_seed_gives_the_same_bytes_and_another_seed_another_city() -> None:
    one, same, other = (hamburg.scenario("small", seed=seed).model_dump_json() for seed in (5, 5, 6))
    assert one == same
    assert one != other


def test_the_bytes_of_a_seed_do_not_change_unnoticed() -> None:
    scenario = hamburg.scenario(workers=20, seats=10, days=3, seed=7)
    assert scenario.digest() == "6f494f7146bec133503910930fec6d246a7c0106b8cd08b665938393c5ecdda4"


def test_a_city_without_a_size_says_what_to_give() -> None:
    with pytest.raises(sm.InputError, match="Give workers from 0") as error:
        hamburg.scenario(days=-1)
    assert {problem.path for problem in error.value.problems} == {"workers", "seats", "days"}
    with pytest.raises(sm.InputError, match="'small', 'medium', 'large'"):
        hamburg.scenario("huge")


def test_numbers_replace_those_of_the_preset() -> None:
    assert len(hamburg.scenario("small", workers=10).workers) == 10


def test_lenders_have_workers_and_borrowers_have_demands() -> None:
    scenario = hamburg.scenario("small", seed=2)
    lenders, borrowers = ({record.company for record in kind} for kind in (scenario.workers, scenario.demands))
    assert not lenders & borrowers


def test_most_seats_can_be_filled_but_not_all() -> None:
    missing, total = 0, 0
    for seed in range(4):
        scenario = hamburg.scenario("small", seed=seed).replace(tiers=[[EmptySeats()]])
        solution = sm.solve(scenario)
        assert solution.status == "optimal"
        missing += sum(shortage.missing for shortage in solution.shortages)
        total += 80
    assert 0.02 * total <= missing <= 0.3 * total


def test_a_horizon_over_the_change_of_the_clock_is_fine() -> None:
    scenario = hamburg.scenario("small", seed=4, start=date(2020, 3, 25))
    assert sm.verify(scenario, sm.solve(scenario)).ok


def test_the_transit_network_serves_as_travel_model() -> None:
    scenario = hamburg.scenario("small", seed=1, travel=hamburg.transit())
    assert sm.verify(scenario, sm.solve(scenario)).ok
    assert sm.Scenario.model_validate_json(scenario.model_dump_json()) == scenario


def test_the_facts_are_whole() -> None:
    assert len(hamburg.quarters()) == 104
    assert sum(quarter.population for quarter in hamburg.quarters()) == pytest.approx(1_885_000, rel=0.01)
    assert len(clusters()) == 8
    names = {quarter.name for quarter in hamburg.quarters()}
    for sector in sectors():
        assert set(sector.quarters) <= names
        assert not sector.cluster or sector.cluster in clusters()
        assert any(job.sector == sector.key for job in jobs())
    lends = {sector.key: sector.lends for sector in sectors()}
    needed = {job.occupation for job in jobs() if not lends[job.sector]}
    offered = {job.occupation for job in jobs() if lends[job.sector]}
    for one, other in similarity():
        assert one in offered
        assert other in needed | {"home health aide"}
    assert all(bool(job.starts) != lends[job.sector] for job in jobs())


def test_the_waters_lie_where_the_quarters_leave_room() -> None:
    parts = {(one.name, one.part): one for one in hamburg.waters()}
    assert {name for name, _ in parts} == {"Elbe", "Alster"}
    for one in parts.values():
        assert len(one.points) == len(one.metres) >= 3
        assert one.shore == (set(one.metres) == {0})
    # The arms part and meet again.
    ends = {part: (one.points[0], one.points[-1]) for (_, part), one in parts.items()}
    assert ends["Upper Elbe"][1] == ends["Norderelbe"][0] == ends["Süderelbe"][0]
    assert ends["Norderelbe"][1] == ends["Süderelbe"][1] == ends["Lower Elbe"][0]
    # The lake lies between these two quarters.
    lake = [lon for _, lon in parts["Alster", "Außenalster"].points]
    by_name = {one.name: one for one in hamburg.quarters()}
    assert by_name["Harvestehude"].lon < min(lake) < max(lake) < by_name["Hohenfelde"].lon


def test_the_first_day_is_a_date_or_its_text() -> None:
    one, same = (hamburg.scenario(workers=9, seats=6, days=3, start=day) for day in (date(2020, 4, 13), "2020-04-13"))
    assert one == same
    assert min(shift.start for demand in one.demands for shift in demand.shifts).date() >= date(2020, 4, 12)


@pytest.mark.parametrize("start", ["13 April", "2020-04-31", 13, None, window(6, "08:00-16:00")])
def test_a_start_that_is_no_day_is_refused(start: Any) -> None:
    with pytest.raises(sm.InputError) as caught:
        hamburg.scenario("small", start=start)
    (issue,) = caught.value.problems
    assert (issue.code, issue.path, issue.advice) == ("not_a_date", "start", "Write it as 2020-04-06.")


def test_a_size_that_is_no_number_is_refused() -> None:
    with pytest.raises(sm.InputError, match="workers: is many"):
        hamburg.scenario("small", workers="many")  # type: ignore[arg-type]

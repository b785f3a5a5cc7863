from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import RecallNotice
from staffmatch.domain.travel import Matrix
from tests.builders import allowed, company, demand, example, refused, scenario, shift, solved, violations
from tests.builders import worker as person

NOON = shift("noon", 6, "08:00-16:00")
HERE, THERE = (sm.Location(lat=53.5, lon=10, place=name) for name in ("here", "there"))
TEAM = [person(name, company="hotel", skills={"care": 1}) for name in ("ann", "bob", "cem")]
HOTEL = company("hotel", location=HERE)


def recall(*needs: sm.Demand, way: int = 0, team: Any = TEAM, **fields: Any) -> sm.Scenario:
    """The way from the borrower to the hotel takes so many minutes, that to the borrower an hour."""
    rule = RecallNotice(**{"people": 2, "hours": 4} | fields)
    travel = Matrix(names=("here", "there"), table=((0, 60), (way, 0)))
    return scenario(team, needs, [rule], [HOTEL], travel=travel)


def noon(day: str = "08:00-16:00", headcount: int = 3) -> sm.Demand:
    return demand("d", shift("noon", 6, day), headcount=headcount, location=THERE)


def test_who_is_not_lent_is_at_hand() -> None:
    assert violations(recall(noon())) == []


def test_who_finishes_soon_enough_is_at_hand() -> None:
    allowed(recall(noon("08:00-12:00")), *((one.id, "noon") for one in TEAM))
    scene = recall(noon("08:00-12:01"))
    assert len(solved(scene)) == 1
    assert "on 2020-04-06 at 08:00; the minimum is 2" in refused(scene, ("ann", "noon"), ("bob", "noon"))


def test_the_words_are_those_of_the_book() -> None:
    assert refused(recall(noon(), skill="care"), ("ann", "noon"), ("bob", "noon")) == example(RecallNotice)


def test_the_way_from_the_site_to_the_employer_counts() -> None:
    allowed(recall(noon("08:00-11:30"), way=30), *((one.id, "noon") for one in TEAM))
    assert len(solved(recall(noon("08:00-11:31"), way=30))) == 1


def test_long_shifts_one_after_the_other_may_each_take_one() -> None:
    """The first is within reach again four hours before it ends."""
    needs = demand("d", NOON), demand("e", shift("next", 6, "12:00-20:00"))
    assert violations(recall(*needs), ("ann", "noon"), ("bob", "next")) == []
    earlier = demand("d", NOON), demand("e", shift("next", 6, "11:59-20:00"))
    assert "at 11:59" in refused(recall(*earlier), ("ann", "noon"), ("bob", "next"))


def test_a_way_longer_than_the_notice_outlasts_the_shift() -> None:
    needs = (
        demand("d", shift("a", 6, "08:00-12:00"), location=THERE),
        demand("e", shift("b", 6, "12:30-16:00"), location=THERE),
    )
    assert violations(recall(*needs, way=90, hours=1), ("ann", "a"), ("bob", "b")) == []
    scene = recall(*needs, way=91, hours=1)
    assert "at 12:30" in refused(scene, ("ann", "a"), ("bob", "b"))
    assert violations(scene, ("ann", "a"), ("ann", "b")) == []


def test_without_notice_nobody_beyond_the_rest_may_be_away() -> None:
    scene = recall(noon("08:00-09:00"), hours=0)
    assert len(solved(scene)) == 1
    assert "could have 1 of 3 people back within 0 h" in refused(scene, ("ann", "noon"), ("bob", "noon"))


def test_a_lender_smaller_than_the_reserve_is_reported_and_keeps_everybody() -> None:
    small = person("eve", company="spa")
    scene = recall(noon(headcount=4), team=[*TEAM, small])
    solution = sm.solve(scene)
    assert [breach.text for breach in solution.preexisting_violations] == [
        "'spa' has 1 person; 2 are to be within reach."
    ]
    assert len(solution.assignments) == 1
    assert "could have 0 of 1 person back" in refused(scene, ("eve", "noon"))


def test_more_than_all_staff_is_refused() -> None:
    with pytest.raises(sm.InputError, match="4 people are to be kept, but 'hotel' has 3"):
        recall(noon(), people=4)


@pytest.mark.parametrize("wrong", [{"people": -1, "hours": 1}, {"people": 1}, {"people": 1, "hours": -1}])
def test_parameters_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(sm.InputError):
        RecallNotice(**wrong)

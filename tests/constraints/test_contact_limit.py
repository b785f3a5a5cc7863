from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import ContactLimit
from tests.builders import HARBOUR, allowed, demand, example, refused, scenario, shift, solved, violations
from tests.builders import worker as person

EARLY, LATE, NEXT = shift("early", 6, "06:00-10:00"), shift("late", 6, "12:00-16:00"), shift("next", 7, "06:00-10:00")
TEAM = [person("ann", company="hotel"), person("bob", company="hotel"), person("cem", company="spa")]


def meeting(*needs: sm.Demand, lenders: int = 1, **fields: Any) -> sm.Scenario:
    return scenario(TEAM, needs, [ContactLimit(lenders=lenders)], **fields)


def clinic(name: str, *shifts: sm.Shift, **fields: Any) -> sm.Demand:
    return demand(name, *shifts, **{"company": "clinic"} | fields)


def test_nobody_meets_nobody() -> None:
    assert violations(meeting(clinic("d", EARLY))) == []


def test_as_many_lenders_as_the_limit_may_meet() -> None:
    everybody = ("ann", "early"), ("bob", "early"), ("cem", "early")
    allowed(meeting(clinic("d", EARLY, headcount=3), lenders=2), *everybody)
    scene = meeting(clinic("d", EARLY, headcount=3))
    assert refused(scene, *everybody) == example(ContactLimit)
    assert solved(scene) == {("ann", "early"), ("bob", "early")}


def test_people_meet_at_a_site_on_a_day_whatever_their_shift() -> None:
    scene = meeting(clinic("d", EARLY), clinic("e", LATE))
    assert "('hotel', 'spa')" in refused(scene, ("ann", "early"), ("cem", "late"))
    assert len(solved(scene)) == 2


@pytest.mark.parametrize(
    "other", [clinic("e", NEXT), clinic("e", LATE, location=HARBOUR), demand("e", LATE, company="lab")]
)
def test_another_day_another_place_and_another_borrower_are_no_meeting(other: sm.Demand) -> None:
    scene = meeting(clinic("d", EARLY), other)
    assert violations(scene, ("ann", "early"), ("cem", other.shifts[0].id)) == []


def test_a_night_belongs_to_each_day_on_which_it_has_minutes() -> None:
    night = shift("night", 28, "22:00-06:00", month=3)
    scene = meeting(clinic("d", night), clinic("e", shift("sunday", 29, "06:00-10:00", month=3)))
    assert "2020-03-29" in refused(scene, ("ann", "night"), ("cem", "sunday"))
    in_new_york = scene.replace(timezone="America/New_York")
    assert violations(in_new_york, ("ann", "night"), ("cem", "sunday")) == []
    assert "2020-03-28" in refused(
        meeting(clinic("d", night), clinic("e", shift("noon", 28, "10:00-14:00", month=3))),
        ("ann", "night"),
        ("cem", "noon"),
    )


def test_a_job_of_several_shifts_meets_people_on_each_of_its_days() -> None:
    throughout = clinic("d", EARLY, NEXT, same_worker=True)
    scene = meeting(throughout, clinic("e", shift("noon", 7, "12:00-16:00")))
    assert "2020-04-07" in refused(scene, ("ann", "early"), ("ann", "next"), ("cem", "noon"))


def test_the_limit_may_be_that_of_one_borrower() -> None:
    needs = [clinic("d", EARLY, headcount=3), demand("e", NEXT, headcount=3, company="lab")]
    scene = scenario(TEAM, needs, [ContactLimit(lenders=1, borrower="clinic")])
    assert len(solved(scene)) == 2 + 3


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"lenders": 0}, "greater than or equal to 1"),
        ({"lenders": 1, "borrower": "clinik"}, "no company 'clinik' has a demand. [clinik] Did you mean 'clinic'?"),
        ({"lenders": 1, "borrower": "spa"}, "no company 'spa' has a demand. [spa] Correct the borrower"),
    ],
)
def test_a_limit_is_positive_and_about_a_borrower(fields: dict[str, Any], text: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        scenario(TEAM, [clinic("d", EARLY)], [ContactLimit(**fields)])
    assert text in str(caught.value)


def test_a_night_meets_the_next_morning_and_ends_at_midnight() -> None:
    night, evening = shift("night", 6, "22:00-06:00"), shift("night", 6, "16:00-00:00")
    scene = meeting(clinic("d", night), clinic("e", NEXT))
    assert "on 2020-04-07" in refused(scene, ("ann", "night"), ("cem", "next"))
    assert violations(meeting(clinic("d", evening), clinic("e", NEXT)), ("ann", "night"), ("cem", "next")) == []

from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Apart
from staffmatch.domain.plan import Plan
from tests.builders import HARBOUR, company, demand, example, refused, scenario, shift, solved, violations
from tests.builders import worker as person

EARLY, LATE, NEXT = shift("early", 6, "06:00-10:00"), shift("late", 6, "12:00-16:00"), shift("next", 7, "06:00-10:00")
TRIO = [person("ann"), person("bob"), person("cem")]


def kept_apart(*needs: sm.Demand, per: str = "shift", groups: Any = (("ann", "bob"),), **fields: Any) -> sm.Scenario:
    return scenario(TRIO, needs, [Apart(groups=groups, per=per)], **fields)


def test_nobody_is_apart_from_nobody() -> None:
    assert violations(kept_apart(demand("d", EARLY))) == []


def test_two_of_a_group_never_share_a_shift() -> None:
    scene = kept_apart(demand("d", EARLY, headcount=2))
    text = refused(scene, ("ann", "early"), ("bob", "early"))
    assert text == example(Apart)
    assert ("cem", "early") in solved(scene)


@pytest.mark.parametrize("together", [1, 2, 3])
def test_of_a_whole_group_only_one_comes(together: int) -> None:
    scene = kept_apart(demand("d", EARLY, headcount=3), groups=[["ann", "bob", "cem"]])
    crew = [(one.id, "early") for one in TRIO[:together]]
    found = violations(scene, *crew)
    assert [violation.amount for violation in found] == [together - 1] * (together > 1)
    assert len(solved(scene)) == 1


def test_on_different_shifts_they_do_not_meet() -> None:
    scene = kept_apart(demand("d", EARLY, LATE, headcount=2))
    assert violations(scene, ("ann", "early"), ("bob", "late")) == []
    assert len(solved(scene)) == 4


def test_on_one_site_and_day_they_do() -> None:
    scene = kept_apart(demand("d", EARLY), demand("e", LATE), per="site_day")
    text = refused(scene, ("ann", "early"), ("bob", "late"))
    assert text == "Workers 'ann' and 'bob' are to be kept apart but meet at 'borrower' on 2020-04-06."
    assert len(solved(scene)) == 2


def test_one_of_them_may_do_all_the_work_of_a_day() -> None:
    scene = kept_apart(demand("d", EARLY, LATE), per="site_day").replace(workers=TRIO[:2])
    assert violations(scene, ("ann", "early"), ("ann", "late")) == []
    assert len(solved(scene)) == 2
    assert len({worker for worker, _ in solved(scene)}) == 1


@pytest.mark.parametrize(
    "other", [demand("e", NEXT), demand("e", LATE, location=HARBOUR), demand("e", LATE, company="spa")]
)
def test_another_day_another_place_and_another_borrower_are_no_meeting(other: sm.Demand) -> None:
    name = other.shifts[0].id
    scene = kept_apart(demand("d", EARLY), other, per="site_day").replace(workers=TRIO[:2])
    assert violations(scene, ("ann", "early"), ("bob", name)) == []


def test_a_demand_without_a_place_is_at_its_borrowers() -> None:
    needs = demand("d", EARLY, location=HARBOUR), demand("e", LATE)
    scene = kept_apart(*needs, per="site_day", companies=[company("borrower", location=HARBOUR)])
    assert "meet at 'borrower'" in refused(scene, ("ann", "early"), ("bob", "late"))


@pytest.mark.parametrize(("zone", "meets"), [("Europe/Berlin", False), ("America/New_York", True)])
def test_the_day_is_that_of_the_scenarios_timezone(zone: str, meets: bool) -> None:
    night = shift("night", 7, "02:00-06:00")
    scene = kept_apart(demand("d", LATE), demand("e", night), per="site_day", timezone=zone)
    assert bool(violations(scene, ("ann", "late"), ("bob", "night"))) == meets


def test_a_job_of_several_shifts_is_there_on_each_of_its_days() -> None:
    throughout = demand("d", EARLY, NEXT, same_worker=True)
    scene = kept_apart(throughout, demand("e", shift("noon", 7, "12:00-16:00")), per="site_day")
    assert "2020-04-07" in refused(scene, ("ann", "early"), ("ann", "next"), ("bob", "noon"))


def test_groups_are_apart_one_by_one() -> None:
    scene = kept_apart(demand("d", EARLY, headcount=3), groups=[["ann", "bob"], ["bob", "cem"]])
    assert len(violations(scene, *((one.id, "early") for one in TRIO))) == 2
    assert solved(scene) == {("ann", "early"), ("cem", "early")}


@pytest.mark.parametrize(
    ("groups", "code", "text"),
    [
        ((("ann", "bop"),), "unknown_worker", "there is no worker 'bop'. [bop] Did you mean 'bob'?"),
        ((("ann", "ann"),), "repeated_member", "names somebody twice. Name each person once"),
        ((("ann",),), "too_short", "at least 2 items"),
        ((), "too_short", "at least 1 item"),
    ],
)
def test_groups_are_of_two_known_people_at_least(groups: Any, code: str, text: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        kept_apart(demand("d", EARLY), groups=groups)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert text in str(problem)


def test_what_is_checked_is_what_the_plan_says() -> None:
    scene = kept_apart(demand("d", EARLY, headcount=2))
    (violation,) = Apart(groups=[["ann", "bob"]]).check(scene, Plan.of([("ann", "early"), ("bob", "early")]))
    assert (violation.rule, violation.amount, violation.unit) == ("apart", 1, "people")
    assert violation.ids == ("ann", "bob", "early")

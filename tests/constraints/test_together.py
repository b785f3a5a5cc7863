from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import DailyRest, Skills, Together
from tests.builders import HARBOUR, allowed, demand, example, refused, scenario, shift, solved, violations
from tests.builders import worker as person

EARLY, LATE, NEXT = shift("early", 6, "06:00-10:00"), shift("late", 6, "12:00-16:00"), shift("next", 7, "06:00-10:00")
PAIR = [person("ann"), person("bob")]


def pool(
    *needs: sm.Demand, per: str = "shift", people: Any = PAIR, groups: Any = (("ann", "bob"),), **fields: Any
) -> sm.Scenario:
    """With a demand that seats any group, but no one is able to fill: that there is none would be refused."""
    ship = demand("ship", shift("trip", 20, "06:00-10:00"), company="port", headcount=9, skills={"captain": 1})
    return scenario(people, (*needs, ship), [Together(groups=groups, per=per), Skills()], **fields)


def test_nobody_has_to_go() -> None:
    assert violations(pool(demand("d", EARLY))) == []


def test_both_go_or_neither() -> None:
    allowed(pool(demand("d", EARLY, headcount=2)), ("ann", "early"), ("bob", "early"))
    assert refused(pool(demand("d", EARLY)), ("ann", "early")) == example(Together)
    assert solved(pool(demand("d", EARLY))) == set()


def test_others_go_alone() -> None:
    scene = pool(demand("d", EARLY), people=[*PAIR, person("cem")])
    assert solved(scene) == {("cem", "early")}


def test_where_one_may_not_go_the_other_does_not_either() -> None:
    cook = demand("d", EARLY, headcount=2, skills={"cook": 1})
    people = [person("ann", skills={"cook": 1}), person("bob")]
    scene = scenario(people, [cook], [*sm.DEFAULT_RULES, Together(groups=[["ann", "bob"]])])
    assert solved(scene) == set()
    assert solved(scene.replace(rules=sm.DEFAULT_RULES)) == {("ann", "early")}


def test_on_a_site_and_day_each_may_have_a_shift_of_their_own() -> None:
    needs = demand("d", EARLY), demand("e", LATE)
    scene = pool(*needs, per="site_day")
    assert violations(scene, ("ann", "early"), ("bob", "late")) == []
    text = refused(scene, ("ann", "early"), ("ann", "late"))
    assert text == "Workers 'ann' and 'bob' go together, but only 'ann' is at 'borrower' on 2020-04-06."
    assert len({worker for worker, _ in solved(scene)}) == 2


@pytest.mark.parametrize(
    "other", [demand("e", NEXT), demand("e", LATE, location=HARBOUR), demand("e", LATE, company="spa")]
)
def test_another_day_another_place_and_another_borrower_are_not_together(other: sm.Demand) -> None:
    scene = pool(demand("d", EARLY), other, per="site_day")
    assert len(violations(scene, ("ann", "early"), ("bob", other.shifts[0].id))) == 2
    assert solved(scene) == set()


def test_a_job_of_several_shifts_takes_the_other_along_on_each_day() -> None:
    throughout = demand("d", EARLY, NEXT, same_worker=True)
    day = demand("e", LATE, shift("noon", 7, "12:00-16:00"))
    scene = pool(throughout, day, per="site_day")
    taken = ("ann", "early"), ("ann", "next"), ("bob", "late")
    (violation,) = violations(scene, *taken)
    assert "only 'ann' is at 'borrower' on 2020-04-07" in violation.text
    assert violations(scene, *taken, ("bob", "noon")) == []
    assert len(solved(scene)) == 4


def test_three_go_as_one_and_the_missing_are_named() -> None:
    scene = pool(demand("d", EARLY, headcount=3), people=[*PAIR, person("cem")], groups=[["ann", "bob", "cem"]])
    (violation,) = violations(scene, ("ann", "early"), ("cem", "early"))
    assert "only 'ann' and 'cem' are on shift 'early'" in violation.text
    assert (violation.amount, violation.unit, violation.ids) == (1, "people", ("bob", "early"))
    assert len(solved(scene)) == 3


def test_groups_that_share_a_person_are_one() -> None:
    scene = pool(
        demand("d", EARLY, headcount=2), people=[*PAIR, person("cem")], groups=[["ann", "bob"], ["bob", "cem"]]
    )
    assert solved(scene) == set()
    assert len(solved(scene.replace(demands=[demand("d", EARLY, headcount=3)]))) == 3
    with pytest.raises(sm.InputError, match="'ann', 'bob' and 'cem' go together, and no shift has more than 2 seats"):
        scene.replace(demands=[demand("d", EARLY, headcount=2)])


def test_a_rest_that_one_of_them_needs_holds_for_both() -> None:
    tired = [PAIR[0], PAIR[1].replace(home_shifts=(sm.WorkTime(start=LATE.start, end=LATE.end),))]
    needs = [demand("d", EARLY, NEXT, headcount=2)]
    scene = scenario(tired, needs, [DailyRest(), Together(groups=[["ann", "bob"]])])
    assert solved(scene) == {("ann", "next"), ("bob", "next")}


def test_a_group_has_two_known_people_at_least() -> None:
    with pytest.raises(sm.InputError, match="there is no worker 'bop'"):
        pool(demand("d", EARLY), groups=[["ann", "bop"]])


@pytest.mark.parametrize(
    ("per", "needs", "most"),
    [
        ("shift", [demand("d", EARLY), demand("e", LATE)], "no shift has more than 1 seat"),
        ("site_day", [demand("d", EARLY, NEXT), demand("e", LATE, location=HARBOUR)], "one day has more than 1 seat"),
        ("site_day", [demand("d", EARLY), demand("e", LATE, company="spa")], "no site on one day has more than 1 seat"),
        ("site_day", [demand("d", EARLY), demand("e", LATE)], ""),
        ("shift", [], ""),
    ],
)
def test_a_group_for_which_there_are_never_seats_enough_is_refused(per: str, needs: Any, most: str) -> None:
    rules = [Together(groups=[["ann", "bob"]], per=per)]
    if not most:
        assert scenario(PAIR, needs, rules).rules
        return
    with pytest.raises(sm.InputError) as caught:
        scenario(PAIR, needs, rules)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.ids) == ("group_above_headcount", "rules[0].groups", ("ann", "bob"))
    assert problem.text.startswith("'ann' and 'bob' go together, and no ")
    assert most in problem.text

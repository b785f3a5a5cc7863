"""Whom a rule is about, and what a scenario breaks before anybody is lent."""

from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.constraints import Coverage, DailyHours, WeeklyHours
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.formulation.encoding import columns_of
from tests.builders import allowed, company, demand, home_shift, refused, scenario, shift, solved, worker

SHIFT = shift("mo", 6, "08:00-16:00")
TEAM = [
    worker("ann", skills={"nurse": 3}),
    worker("bob", skills={"care": 1}, company="other"),
    worker("cem", skills={"nurse": 1}),
]
SKILLS = (sm.Skill(id="nurse", implies={"care": 1}),)
SCENE = scenario(TEAM, [demand("d", SHIFT, headcount=3)], [], [company("other")], skills=SKILLS)


@pytest.mark.parametrize(
    ("scope", "named"),
    [
        ({}, {"ann", "bob", "cem"}),
        ({"worker": "bob"}, {"bob"}),
        ({"lender": "lender"}, {"ann", "cem"}),
        ({"skill": "nurse"}, {"ann", "cem"}),
        ({"skill": "care"}, {"ann", "bob"}),
        ({"lender": "lender", "skill": "care"}, {"ann"}),
    ],
)
def test_a_scope_means_the_same_people_in_columns_and_in_words(scope: dict[str, str], named: set[str]) -> None:
    rule = WeeklyHours(hours=0, **scope)
    columns = columns_of(SCENE.replace(rules=[rule, Coverage()]))
    masked = {name for name, inside in zip(columns.workers.ids, rule.within(columns), strict=True) if inside}
    assert masked == set(rule.members(SCENE)) == named
    assert solved(SCENE.replace(rules=[rule, Coverage()])) == {(name, "mo") for name in {"ann", "bob", "cem"} - named}


@pytest.mark.parametrize(
    ("scope", "code", "text"),
    [
        ({"worker": "ana"}, "unknown_scope", "nobody is known by worker 'ana'. [ana] Did you mean 'ann'?"),
        (
            {"lender": "airport"},
            "unknown_scope",
            "nobody is known by lender 'airport'. [airport] Correct the lender",
        ),
        ({"skill": "nurses"}, "unknown_scope", "Did you mean 'nurse'?"),
        ({"lender": "other", "skill": "nurse"}, "empty_scope", "there is nobody of 'other' with 'nurse'."),
        (
            {"lender": "other", "worker": "ann"},
            "empty_scope",
            "there is nobody 'ann' of 'other'. [other, ann] 'ann' is employed by 'lender': name this lender",
        ),
        ({"demand": "e"}, "unknown_scope", "there is no demand 'e'. [e]"),
        ({"borrower": "other"}, "unknown_scope", "no company 'other' has a demand. [other]"),
        (
            {"demand": "d", "sector": "Q"},
            "empty_scope",
            "there is no shift in sector 'Q' for 'd'. [d] Widen the scope",
        ),
        (
            {"since": "2020-05-01"},
            "empty_scope",
            "there is no shift from 2020-05-01 on. Shifts start from 2020-04-06 to 2020-04-06: correct the days",
        ),
        ({"until": "2020-04-05"}, "empty_scope", "there is no shift until 2020-04-05. Shifts start from 2020-04-06"),
    ],
)
def test_a_scope_that_names_nobody_is_refused(scope: dict[str, str], code: str, text: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        SCENE.replace(rules=[DailyHours(hours=8), WeeklyHours(**scope), Coverage()])
    (problem,) = caught.value.problems
    assert (problem.code, problem.path.split(".")[0]) == (code, "rules[1]")
    assert text in str(problem)


def test_a_scope_says_itself() -> None:
    assert Scoped().whose == Scoped().whom == ""
    assert Scoped(worker="ann").whom == " 'ann'"
    assert Scoped(lender="hotel").whom == " people of 'hotel'"
    assert Scoped(worker="ann", lender="hotel", skill="care").whose == " 'ann' of 'hotel' with 'care'"


OVERWORKED = scenario(
    [worker("ann", home_shifts=(home_shift(7, "06:00-18:00"),)), worker("bob")],
    [demand("d", SHIFT, headcount=2)],
    [WeeklyHours(hours=10)],
)


def test_what_the_scenario_breaks_is_reported_and_not_made_worse() -> None:
    solution = sm.solve(OVERWORKED)
    assert [(a.worker, a.shift) for a in solution.assignments] == [("bob", "mo")]
    (breach,) = solution.preexisting_violations
    assert breach.text == "Worker 'ann' has 12 h at home in week 15 of 2020; the limit is 10 h."
    assert (breach.rule, breach.amount, breach.unit, breach.ids) == ("weekly_hours", 120, "min", ("ann",))
    allowed(OVERWORKED, ("bob", "mo"))
    assert "0 h are left of 10 h" in refused(OVERWORKED, ("ann", "mo"))


def test_a_limit_that_is_just_met_at_home_is_no_breach() -> None:
    assert sm.solve(OVERWORKED.replace(rules=[WeeklyHours(hours=12), Coverage()])).preexisting_violations == ()


def test_breaches_outside_the_scope_are_none() -> None:
    assert (
        sm.solve(OVERWORKED.replace(rules=[WeeklyHours(hours=10, worker="bob"), Coverage()])).preexisting_violations
        == ()
    )


def test_a_breach_that_is_kept_quiet_is_found() -> None:
    solution = sm.solve(OVERWORKED)
    (violation,) = sm.verify(OVERWORKED, solution.replace(preexisting_violations=()).of(OVERWORKED)).violations
    assert "before anybody is lent" in violation.text

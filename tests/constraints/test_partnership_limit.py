from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import PartnershipLimit
from tests.builders import allowed, company, demand, example, refused, scenario, shift, solved, violations, worker

MO, TU = shift("mo", 6, "08:00-16:00"), shift("tu", 7, "08:00-16:00")
TEAM = [worker("ann", company="hotel"), worker("bob", company="hotel"), worker("cem", company="spa")]
CLINIC = demand("d", MO, company="clinic", headcount=3)
ALL = ("ann", "mo"), ("bob", "mo"), ("cem", "mo")


def lending(*needs: sm.Demand, **limits: Any) -> sm.Scenario:
    return scenario(TEAM, needs or (CLINIC,), [PartnershipLimit(**limits)])


def test_who_lends_to_nobody_has_no_partners() -> None:
    assert violations(lending(lenders=1, borrowers=1)) == []


def test_as_many_lenders_as_the_limit_may_lend() -> None:
    allowed(lending(lenders=2), *ALL)
    assert refused(lending(lenders=1), *ALL) == example(PartnershipLimit)
    assert solved(lending(lenders=1)) == {("ann", "mo"), ("bob", "mo")}


def test_as_many_borrowers_as_the_limit_may_borrow() -> None:
    needs = demand("d", MO, company="clinic"), demand("e", TU, company="lab")
    assert len(solved(lending(*needs, borrowers=2))) == 2
    text = refused(lending(*needs, borrowers=1), ("ann", "mo"), ("bob", "tu"))
    assert text == "Company 'hotel' lends to 2 borrowers ('clinic', 'lab'); the limit is 1."
    assert {worker for worker, _ in solved(lending(*needs, borrowers=1))} > {"cem"}


def test_both_sides_may_be_limited_at_once() -> None:
    needs = demand("d", MO, company="clinic", headcount=2), demand("e", TU, company="lab")
    scene = lending(*needs, lenders=1, borrowers=1)
    assert [violation.ids for violation in violations(scene, *ALL[1:], ("bob", "tu"))] == [("clinic",), ("hotel",)]
    assert solved(scene) == {("ann", "mo"), ("bob", "mo"), ("cem", "tu")}


def test_whole_plans_count_and_not_days() -> None:
    scene = lending(demand("d", MO, TU, company="clinic"), lenders=1)
    assert "2 lenders" in refused(scene, ("ann", "mo"), ("cem", "tu"))


def test_an_agreement_counts_once_it_is_used() -> None:
    agreed = [company("hotel", "clinic"), company("clinic")]
    scene = scenario(TEAM, [CLINIC], [PartnershipLimit(lenders=1)], agreed)
    assert solved(scene) == {("ann", "mo"), ("bob", "mo")}


def test_the_limit_may_be_that_of_one_borrower_or_one_lender() -> None:
    needs = CLINIC, demand("e", TU, company="lab", headcount=3)
    assert len(solved(lending(*needs, lenders=1, borrower="clinic"))) == 2 + 3
    assert len(solved(lending(*needs, borrowers=1, lender="hotel"))) == 3 + 1
    assert len(solved(lending(*needs, borrowers=1, lender="spa"))) == 3 + 2


@pytest.mark.parametrize(
    ("limits", "code", "text"),
    [
        ({}, "no_limit", "Give one of the two"),
        ({"lenders": 0}, "greater_than_equal", "greater than or equal to 1"),
        (
            {"lenders": 1, "borrower": "clinik"},
            "unknown_scope",
            "'clinik' has a demand. [clinik] Did you mean 'clinic'?",
        ),
        ({"borrowers": 1, "lender": "clinic"}, "empty_scope", "there is nobody of 'clinic'."),
        ({"lenders": 1, "borrower": "spa"}, "unknown_scope", "Correct the borrower, or leave it out."),
        ({"lenders": 1, "lender": "spa"}, "one_lender", "lender 'spa' is but one lender. [spa] Leave out lenders"),
        ({"borrowers": 1, "borrower": "clinic"}, "one_borrower", "Leave out borrowers, or the borrower."),
    ],
)
def test_a_limit_is_positive_and_about_a_company_on_that_side(limits: Any, code: str, text: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        lending(**limits)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert text in str(problem)


def test_only_people_in_scope_make_partners() -> None:
    team = [
        *TEAM,
        worker("dan", company="port", skills={"nurse": 1}),
        worker("eve", company="quay", skills={"nurse": 2}),
    ]
    scene = scenario(team, [CLINIC.replace(headcount=5)], [PartnershipLimit(lenders=1, skill="nurse")])
    text = refused(scene, *ALL, ("dan", "mo"), ("eve", "mo"))
    assert text == "Company 'clinic' borrows people with 'nurse' from 2 lenders ('port', 'quay'); the limit is 1."
    assert len(solved(scene)) == 4


def test_what_one_worker_takes_may_be_limited_as_what_a_lender_gives() -> None:
    needs = demand("d", MO, company="clinic"), demand("e", TU, company="lab")
    scene = scenario([worker("ann"), worker("bob")], needs, [PartnershipLimit(borrowers=1, worker="ann")])
    assert "lends 'ann' to 2 borrowers" in refused(scene, ("ann", "mo"), ("ann", "tu"))
    assert violations(scene, ("bob", "mo"), ("bob", "tu")) == []

from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import BorrowersPerWorker
from tests.builders import allowed, demand, example, refused, scenario, shift, solved, violations, worker

NEEDS = [
    demand("d", shift("mo", 6, "08:00-16:00"), shift("tu", 7, "08:00-16:00"), company="clinic"),
    demand("e", shift("we", 8, "08:00-16:00"), company="lab"),
    demand("f", shift("th", 9, "08:00-16:00"), company="farm"),
]


def lent(*people: sm.Worker, **fields: Any) -> sm.Scenario:
    return scenario(people or [worker()], NEEDS[:2], [BorrowersPerWorker(**fields)])


def test_nobody_has_to_go() -> None:
    assert violations(lent()) == []


def test_one_borrower_is_one_however_often() -> None:
    assert violations(lent(), ("w", "mo"), ("w", "tu")) == []
    assert solved(lent()) == {("w", "mo"), ("w", "tu")}


def test_a_second_borrower_is_one_too_many_unless_two_are_allowed() -> None:
    assert refused(lent(), ("w", "mo"), ("w", "we")) == example(BorrowersPerWorker)
    allowed(lent(borrowers=2), ("w", "mo"), ("w", "tu"), ("w", "we"))


def test_each_worker_has_borrowers_of_their_own() -> None:
    assert len(solved(lent(worker("ann"), worker("bob")))) == 3


def test_of_three_borrowers_two_are_visited() -> None:
    scene = scenario([worker()], NEEDS, [BorrowersPerWorker(borrowers=2)])
    (violation,) = violations(scene, ("w", "mo"), ("w", "we"), ("w", "th"))
    assert (violation.amount, violation.unit, violation.ids) == (1, "borrowers", ("w",))
    assert len(solved(scene)) == 3


def test_people_outside_the_scope_may_change() -> None:
    scene = lent(worker("ann"), worker("bob", company="spa"), lender="spa")
    assert violations(scene, ("ann", "mo"), ("ann", "we")) == []
    assert len(violations(scene, ("bob", "mo"), ("bob", "we"))) == 1


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"borrowers": 0}, "greater than or equal to 1"),
        ({"worker": "vera"}, "nobody is known by worker 'vera'. [vera] Correct the worker"),
        ({"lender": "clinic"}, "there is nobody of 'clinic'"),
    ],
)
def test_a_limit_is_positive_and_about_somebody(fields: Any, text: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        lent(**fields)
    assert text in str(caught.value)

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Budget, Coverage, OnboardingCost
from staffmatch.domain.plan import Plan
from staffmatch.reports.proofs import proofs
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words
from tests.builders import demand, example, refused, scenario, shift, solved, violations, worker

MO, TU = shift("mo", 6, "08:00-16:00"), shift("tu", 7, "08:00-16:00")
BEFORE = (sm.Secondment(company="borrower", first=date(2016, 1, 1), last=date(2016, 1, 2)),)


def lent(*people: sm.Worker, rule: OnboardingCost | None = None, needs: Any = None) -> sm.Scenario:
    return scenario(people or [worker()], needs or [demand("d", MO, TU)], [rule or OnboardingCost(cents=7500)])


def charged(scene: sm.Scenario, *assigned: tuple[str, str]) -> float:
    """In cents."""
    return scene.rules[0].charge(scene, Plan.of(assigned)) / 60


def test_who_does_not_go_learns_nothing() -> None:
    assert violations(lent()) == []
    assert charged(lent()) == 0


def test_each_worker_is_shown_around_once() -> None:
    scene = lent(worker(), worker("v"))
    assert charged(scene, ("w", "mo"), ("w", "tu")) == 7500
    assert charged(scene, ("w", "mo"), ("v", "tu")) == 2 * 7500
    assert len({person for person, _ in solved(scene)}) == 1
    assert proofs(sm.solve(scene), Words.of("en"))[1].text.replace(SPACE, " ") == example(OnboardingCost)


def test_each_borrower_has_to_show() -> None:
    needs = [demand("d", MO), demand("e", TU, company="lab")]
    assert charged(lent(needs=needs), ("w", "mo"), ("w", "tu")) == 2 * 7500
    one = OnboardingCost(cents=100, borrower="lab")
    assert charged(lent(needs=needs, rule=one), ("w", "mo"), ("w", "tu")) == 100
    assert sm.solve(lent(needs=needs, rule=one)).tiers[1].value == 1


def test_who_has_been_there_before_knows_the_place_and_is_preferred() -> None:
    scene = lent(worker(), worker("v", secondments=BEFORE))
    assert charged(scene, ("v", "mo")) == 0
    assert solved(scene) == {("v", "mo"), ("v", "tu")}
    assert sm.solve(scene).tiers[1].value == 0


def test_it_is_paid_from_a_budget_where_charges_count() -> None:
    scene = lent().replace(rules=(*lent().rules, Budget(cents=7499, with_charges=True)))
    assert "costs 'borrower' 75.00 EUR" in refused(scene, ("w", "mo"))


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"cents": -1}, "greater than or equal to 0"),
        ({"cents": 1, "borrower": "borower"}, "no company 'borower' has a demand. [borower] Did you mean 'borrower'?"),
        ({"cents": 1, "borrower": "lender"}, "no company 'lender' has a demand."),
        ({"cents": 1, "lender": "lendr"}, "rules[0].lender: nobody is known by lender 'lendr'."),
    ],
)
def test_it_is_of_whole_cents_and_a_borrowers(fields: Any, text: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        lent(rule=OnboardingCost(**fields))
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("scope", "charge"),
    [
        ({"lender": "hotel"}, 100),
        ({"worker": "v"}, 100),
        ({"skill": "nurse"}, 200),
        ({"lender": "hotel", "worker": "v"}, 0),
    ],
)
def test_those_out_of_scope_learn_for_nothing(scope: dict[str, str], charge: int) -> None:
    people = [worker(skills={"nurse": 1}, company="hotel"), worker("v", skills={"nurse": 3})]
    scene = scenario(people, [demand("d", MO, headcount=2)], [Coverage()])
    rule = OnboardingCost(cents=100, **scope)
    assert rule.charge(scene, Plan.of([("w", "mo"), ("v", "mo")])) == charge * 60
    if charge:
        assert sm.solve(scene.replace(rules=[rule, Coverage()])).tiers[1].value == charge / 100
    else:
        with pytest.raises(sm.InputError, match="there is nobody 'v' of 'hotel'"):
            scene.replace(rules=[rule, Coverage()])

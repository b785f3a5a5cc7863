from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.constraints import Partners, PartnershipCost
from staffmatch.domain.plan import Plan
from staffmatch.reports.proofs import proofs
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words
from tests.builders import allowed, company, demand, example, scenario, shift, solved, violations, worker

A, B = shift("a", 6, "08:00-16:00"), shift("b", 7, "08:00-16:00")
RULE = PartnershipCost(cents=5000)


def charged(scene: sm.Scenario, *assigned: tuple[str, str]) -> int:
    return RULE.charge(scene, Plan.of(assigned))


def test_the_empty_plan_needs_no_contract() -> None:
    scene = scenario([worker()], [demand("d", A)], [RULE])
    assert violations(scene) == []
    assert charged(scene) == 0


def test_no_plan_is_refused_for_its_contracts() -> None:
    allowed(scenario([worker()], [demand("d", A)], [RULE]), ("w", "a"))


def test_a_new_partnership_is_paid_once_in_sixtieths_of_a_cent() -> None:
    scene = scenario([worker(), worker("v")], [demand("d", A, B)], [RULE])
    assert charged(scene, ("w", "a")) == 5000 * 60
    assert charged(scene, ("w", "a"), ("w", "b"), ("v", "b")) == 5000 * 60
    assert proofs(sm.solve(scene), Words.of("en"))[1].text.replace(SPACE, " ") == example(PartnershipCost)


@pytest.mark.parametrize(
    "companies",
    [
        [company("lender", "borrower"), company("borrower")],
        [company("lender"), company("borrower", "lender")],
        [company("lender", "borrower"), company("borrower", "lender")],
    ],
)
def test_an_agreement_on_either_side_costs_nothing(companies: list[sm.Company]) -> None:
    scene = scenario([worker()], [demand("d", A)], [RULE], companies)
    assert charged(scene, ("w", "a")) == 0
    assert sm.solve(scene).tiers[1].value == 0
    back = scenario([worker(company="borrower")], [demand("d", A, company="lender")], [RULE], companies)
    assert charged(back, ("w", "a")) == 0
    assert sm.solve(back).tiers[1].value == 0


def test_each_direction_and_each_partner_is_paid_for() -> None:
    needs = [demand("d", A), demand("e", B, company="lender")]
    scene = scenario([worker(), worker("v", company="borrower")], needs, [RULE, Partners()])
    assert charged(scene, ("w", "a"), ("v", "b")) == 2 * 5000 * 60
    assert sm.solve(scene).tiers[1].value == 100


def test_who_is_dearer_but_needs_no_contract_is_preferred() -> None:
    dear = worker("dear", company="friend", pay_cents_per_hour=600)
    companies = [company("friend", "borrower"), company("borrower")]
    scene = scenario([worker(), dear], [demand("d", A)], [RULE], companies)
    assert solved(scene) == {("dear", "a")}
    assert solved(scene.replace(rules=(*scene.rules[1:], PartnershipCost(cents=4799)))) == {("w", "a")}


def test_one_contract_serves_many() -> None:
    first, second = worker("v", company="third"), worker("u", company="third")
    need = demand("d", A, headcount=2)
    scene = scenario([worker(), first, second], [need], [RULE])
    assert solved(scene) == {("v", "a"), ("u", "a")}


def test_too_few_people_for_the_seats_is_explained() -> None:
    scene = scenario([worker()], [demand("d", A, headcount=2)], [RULE])
    (shortage,) = sm.solve(scene).shortages
    assert (shortage.missing, shortage.reason.left) == (1, 1)


@pytest.mark.parametrize(
    ("scope", "charge"),
    [
        ({"lender": "lender"}, 5000),
        ({"lender": "friend"}, 5000),
        ({"worker": "nan"}, 5000),
        ({"skill": "nurse"}, 10_000),
        ({"lender": "friend", "skill": "nurse"}, 5000),
    ],
)
def test_only_people_in_scope_make_a_contract_necessary(scope: dict[str, str], charge: int) -> None:
    team = [
        worker("nan", skills={"nurse": 1}),
        worker("cid"),
        worker("ned", company="friend", skills={"nurse": 1}),
    ]
    scene = scenario(team, [demand("d", A, headcount=3)], [PartnershipCost(cents=5000, **scope)])
    assert scene.rules[0].charge(scene, Plan.of([(name, "a") for name in ("nan", "cid", "ned")])) == charge * 60
    assert scene.rules[0].charge(scene, Plan.of([("cid", "a")])) == (5000 * 60 if scope == {"lender": "lender"} else 0)
    assert sm.solve(scene).tiers[1].value == charge / 100


def test_a_scope_that_names_nobody_is_refused() -> None:
    with pytest.raises(sm.InputError, match=r"rules\[0\].lender: nobody is known by lender 'lendr'"):
        scenario([worker()], [demand("d", A)], [PartnershipCost(cents=1, lender="lendr")])

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Budget, CommutePay, PartnershipCost
from staffmatch.domain.travel import Matrix
from staffmatch.errors import UnsupportedRule
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from tests.builders import allowed, company, demand, example, refused, scenario, shift, solved, violations, worker

MO, TU = shift("mo", 6, "08:00-16:00"), shift("tu", 7, "08:00-16:00")
HOME, SITE = (sm.Location(lat=53.5, lon=10, place=name) for name in ("home", "site"))
TRAVEL = Matrix(names=("home", "site"), table=((0, 30), (30, 0)))


def spending(*rules: Any, pay: int = 1500, there: int = 0, **fields: Any) -> sm.Scenario:
    need = demand("d", MO, TU, company="clinic", pay_cents_per_hour=there, location=SITE)
    return scenario([worker("ann", pay_cents_per_hour=pay, home=HOME)], [need], rules, travel=TRAVEL, **fields)


BOTH = ("ann", "mo"), ("ann", "tu")


def test_nobody_costs_nothing() -> None:
    assert violations(spending(Budget(cents=0))) == []


def test_what_the_work_costs_may_be_spent() -> None:
    allowed(spending(Budget(cents=24_000)), *BOTH)
    assert len(solved(spending(Budget(cents=23_999)))) == 1
    assert refused(spending(Budget(cents=20_000)), *BOTH) == example(Budget)


def test_a_cent_less_is_too_little() -> None:
    assert "costs 'clinic' 240.00 EUR; its budget is 239.99 EUR" in refused(spending(Budget(cents=23_999)), *BOTH)


def test_the_higher_of_both_rates_is_paid() -> None:
    allowed(spending(Budget(cents=32_000), there=2000), *BOTH)
    assert "320.00 EUR" in refused(spending(Budget(cents=31_999), there=2000), *BOTH)


def test_less_than_a_cent_too_much_is_too_much() -> None:
    odd = demand("d", shift("odd", 6, "08:00-08:01"))
    scene = scenario([worker("ann", pay_cents_per_hour=61)], [odd], [Budget(cents=1)])
    assert "costs 'borrower' 0.02 EUR; its budget is 0.01 EUR" in refused(scene, ("ann", "odd"))
    (violation,) = violations(scene, ("ann", "odd"))
    assert (violation.amount, violation.unit) == (pytest.approx(1 / 6000), "EUR")


def test_each_borrower_spends_its_own() -> None:
    needs = [demand("d", MO, company="clinic"), demand("e", TU, company="lab")]
    team = [worker("ann", pay_cents_per_hour=1000)]
    assert len(solved(scenario(team, needs, [Budget(cents=8000)]))) == 2
    assert solved(scenario(team, needs, [Budget(cents=7999, borrower="lab")])) == {("ann", "mo")}


def test_a_new_contract_is_paid_from_it_where_charges_count() -> None:
    rules = PartnershipCost(cents=5000), Budget(cents=28_999, with_charges=True)
    assert "290.00 EUR; its budget is 289.99 EUR" in refused(spending(*rules), *BOTH)
    assert len(solved(spending(*rules))) == 1
    allowed(spending(rules[0], Budget(cents=29_000, with_charges=True)), *BOTH)
    allowed(spending(rules[0], Budget(cents=24_000)), *BOTH)


def test_where_the_contract_alone_is_too_dear_nobody_is_lent() -> None:
    assert solved(spending(PartnershipCost(cents=5000), Budget(cents=16_999, with_charges=True))) == set()


def test_the_way_to_work_is_paid_from_it_where_charges_count() -> None:
    way = CommutePay(cents_per_minute=10)
    allowed(spending(way, Budget(cents=24_000 + 2 * 600, with_charges=True)), *BOTH)
    assert "252.00 EUR" in refused(spending(way, Budget(cents=25_199, with_charges=True)), *BOTH)


def test_hours_are_those_of_the_pair_table() -> None:
    table = sm.PairTable(workers=("ann", "ann"), shifts=("mo", "tu"), hours=(4.0, 2.0))
    allowed(spending(Budget(cents=9000), pair_table=table), *BOTH)
    assert "90.00 EUR" in refused(spending(Budget(cents=8999), pair_table=table), *BOTH)


class Fee(sm.Rule):
    """A charge for each worker, whoever borrows them."""

    kind: str = "fee"

    def charges(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return pairs.by("worker").any(variables).sum(60)

    def charge(self, scenario: sm.Scenario, plan: sm.Plan) -> int:
        return 60 * len({worker for worker, _ in plan})


def test_a_charge_that_belongs_to_no_one_borrower_is_refused() -> None:
    needs = [demand("d", MO, company="clinic"), demand("e", TU, company="lab")]
    scene = scenario([worker("ann")], needs, [Fee(), Budget(cents=1, with_charges=True)])
    with pytest.raises(UnsupportedRule, match="Set with_charges to false"):
        sm.solve(scene)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"cents": -1}, "greater than or equal to 0"),
        ({"cents": 0.5}, "valid integer"),
        ({"cents": 1, "borrower": "clinik"}, "Did you mean 'clinic'?"),
    ],
)
def test_a_budget_is_of_whole_cents_and_a_borrowers(fields: Any, text: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        spending(Budget(**fields))
    assert text in str(caught.value)


def test_a_budget_may_be_for_the_work_of_some() -> None:
    team = [
        worker("ann", pay_cents_per_hour=1000, company="hotel"),
        worker("bob", pay_cents_per_hour=1000, skills={"nurse": 1}),
    ]
    need = demand("d", MO, company="clinic", headcount=2)
    for scope, left in (({"lender": "hotel"}, "bob"), ({"worker": "bob"}, "ann"), ({"skill": "nurse"}, "ann")):
        allowed(scenario(team, [need], [Budget(cents=8000, **scope)]), ("ann", "mo"), ("bob", "mo"))
        allowed(scenario(team, [need], [Budget(cents=7999, **scope)]), (left, "mo"))
    nurses = scenario(team, [need], [Budget(cents=7999, skill="nurse", borrower="clinic")])
    text = "Lent work of people with 'nurse' costs 'clinic' 80.00 EUR; its budget is 79.99 EUR."
    assert refused(nurses, ("ann", "mo"), ("bob", "mo")) == text


def test_charges_belong_to_no_one_person() -> None:
    with pytest.raises(
        sm.InputError, match=r"counts charges, which belong to no one person.*Drop lender, skill, or set"
    ):
        Budget(cents=1, with_charges=True, lender="hotel", skill="nurse")


def with_contracts(*budgets: Budget) -> sm.Scenario:
    """80 EUR of work at each of clinic (Q) and lab (M), and 50 EUR for each contract."""
    needs = [demand("d", MO, company="clinic"), demand("e", TU, company="lab")]
    companies = [company("clinic", sector="Q"), company("lab", sector="M")]
    return scenario([worker("ann", pay_cents_per_hour=1000)], needs, [PartnershipCost(cents=5000), *budgets], companies)


@pytest.mark.parametrize("whose", [{"borrower": "lab"}, {"sector": "M"}, {"sector": "M", "total": True}])
def test_charges_of_one_borrower_or_sector_count(whose: Any) -> None:
    allowed(with_contracts(Budget(cents=13_000, with_charges=True, **whose)), *BOTH)
    assert solved(with_contracts(Budget(cents=13_000, with_charges=True, **whose))) == set(BOTH)
    assert "130.00 EUR" in refused(with_contracts(Budget(cents=12_999, with_charges=True, **whose)), *BOTH)
    assert solved(with_contracts(Budget(cents=12_999, with_charges=True, **whose))) == {("ann", "mo")}


@pytest.mark.parametrize("whose", [{"borrower": "lab"}, {"sector": "M"}])
def test_a_budget_with_charges_is_overridden_for_a_borrower_or_a_sector(whose: Any) -> None:
    all_but = Budget(cents=12_999, with_charges=True)
    over = Budget(cents=13_000, with_charges=True, overrides=True, **whose)
    assert solved(with_contracts(all_but, over)) == {("ann", "tu")}
    assert "at 'lab'" not in refused(with_contracts(all_but, over), ("ann", "mo"))


def test_a_budget_with_charges_is_not_overridden_for_some_people_or_days() -> None:
    with pytest.raises(
        sm.InputError, match=r"with the scope 'lender' and 'since', and.*for a borrower or a sector"
    ) as caught:
        with_contracts(
            Budget(cents=1, with_charges=True),
            Budget(cents=2, lender="lender", since=date(2020, 4, 7), overrides=True),
        )
    assert caught.value.problems[0].code == "charges_overridden"


def test_one_budget_may_be_for_all_borrowers_together() -> None:
    needs = [demand("d", MO, company="clinic"), demand("e", TU, company="lab")]
    team = [worker("ann", pay_cents_per_hour=1000)]
    allowed(scenario(team, needs, [Budget(cents=16_000, total=True)]), *BOTH)
    text = "Lent work costs 160.00 EUR in all; the budget is 159.99 EUR."
    assert refused(scenario(team, needs, [Budget(cents=15_999, total=True)]), *BOTH) == text
    assert violations(scenario(team, needs, [Budget(cents=0, total=True)])) == []


def test_a_budget_for_all_counts_charges_that_belong_to_no_one_borrower() -> None:
    needs = [demand("d", MO, company="clinic"), demand("e", TU, company="lab")]
    rules = Fee(), Budget(cents=1, with_charges=True, total=True)
    allowed(scenario([worker("ann")], needs, rules), *BOTH)
    assert solved(scenario([worker("ann")], needs, [Fee(), Budget(cents=0, with_charges=True, total=True)])) == set()


def test_a_budget_for_all_may_be_for_the_work_of_some() -> None:
    team = [worker("ann", pay_cents_per_hour=1000), worker("bob", pay_cents_per_hour=1000, company="hotel")]
    needs = [demand("d", MO, company="clinic", headcount=2)]
    some = Budget(cents=7999, total=True, lender="hotel")
    assert "Lent work of people of 'hotel' costs 80.00 EUR in all" in refused(
        scenario(team, needs, [some]), ("ann", "mo"), ("bob", "mo")
    )


def test_a_budget_for_all_is_of_no_one_borrower() -> None:
    with pytest.raises(sm.InputError, match="Drop borrower, or set total to false"):
        Budget(cents=1, total=True, borrower="clinic")

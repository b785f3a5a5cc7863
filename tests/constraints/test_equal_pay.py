"""EqualPay: the difference to what comparable people earn is paid."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Budget, EqualPay, PayFloor
from staffmatch.domain.plan import Plan
from staffmatch.objectives import Cost, EmptySeats
from staffmatch.reports.proofs import proofs
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words
from staffmatch.testing import conforms
from tests.builders import demand, example, scenario, shift, solved, worker

MO, TU = shift("mo", 6, "06:00-14:00"), shift("tu", 7, "06:00-14:00")
TIERS = ((EmptySeats(),), (Cost(cents_per_commute_hour=0),))


def lent(
    rule: EqualPay, *more: sm.Rule, home: int = 1200, there: int = 0, comparable: int = 1500, **fields: Any
) -> sm.Scenario:
    need = demand("d", MO, TU, pay_cents_per_hour=there, comparable_pay_cents_per_hour=comparable)
    return scenario([worker("w", pay_cents_per_hour=home, **fields)], [need], [rule, *more], tiers=TIERS)


def added(rule: EqualPay, *shifts: str, **fields: Any) -> float:
    """In cents, the same by `charge` and in the formulation."""
    scene = lent(rule, **fields)
    conforms(rule, [scene])
    return rule.charge(scene, Plan.of([("w", name) for name in shifts])) / 60


def test_the_difference_to_the_higher_pay_is_added() -> None:
    assert added(EqualPay(), "mo", "tu") == 16 * 300
    assert added(EqualPay(), "mo", there=1400) == 8 * 100
    assert added(EqualPay()) == 0


@pytest.mark.parametrize("pay", [{"home": 1500}, {"there": 1600}, {"comparable": 0}])
def test_who_earns_as_much_costs_no_more(pay: dict[str, int]) -> None:
    assert added(EqualPay(), "mo", **pay) == 0


def stay(first: str, last: str) -> dict[str, Any]:
    return {"secondments": [sm.Secondment(company="borrower", first=first, last=last)]}


@pytest.mark.parametrize(("days", "due"), [(0, 2), (1, 1), (2, 0)])
def test_days_of_the_plan_count_from_its_first(days: int, due: int) -> None:
    assert added(EqualPay(after_days=days), "mo", "tu") == due * 8 * 300


@pytest.mark.parametrize(("days", "due"), [(31, 2), (32, 1), (33, 0)])
def test_days_of_stays_before_count(days: int, due: int) -> None:
    assert added(EqualPay(after_days=days), "mo", "tu", **stay("2020-03-01", "2020-03-31")) == due * 8 * 300


@pytest.mark.parametrize(("pause", "due"), [(5, 2), (4, 0)])
def test_a_longer_break_ends_the_count(pause: int, due: int) -> None:
    # From 1 to 5 April.
    history = stay("2020-03-01", "2020-03-31")
    assert added(EqualPay(after_days=31, break_days=pause), "mo", "tu", **history) == due * 8 * 300


def test_nine_months_are_over_within_the_plan() -> None:
    rule = EqualPay(after_days=273)
    first = date(2020, 4, 6).toordinal() - 272
    history = stay(date.fromordinal(first).isoformat(), "2020-04-05")
    assert added(rule, "mo", "tu", **history) == 8 * 300


def test_pay_floor_excludes_whom_it_would_pay_the_difference() -> None:
    assert solved(lent(EqualPay(), PayFloor())) == set()
    assert solved(lent(EqualPay(), PayFloor(equal_pay=False))) == {("w", "mo"), ("w", "tu")}


@pytest.mark.parametrize("cents", [23_999, 24_000])
def test_a_budget_with_charges_just_pays_or_does_not(cents: int) -> None:
    found = solved(lent(EqualPay(), Budget(cents=cents, with_charges=True)))
    assert len(found) == (2 if cents == 24_000 else 1)


def test_the_cost_is_told() -> None:
    need = demand("d", MO, comparable_pay_cents_per_hour=1500)
    solution = sm.solve(scenario([worker("w")], [need], [EqualPay()], tiers=TIERS), threads=1)
    assert proofs(solution, Words.of("en"))[1].text.replace(SPACE, " ") == example(EqualPay)

"""Amounts beyond 64 bits are refused before numpy could wrap them around."""

from __future__ import annotations

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.arrays import product
from staffmatch.constraints import Availability, ConsentRule, Coverage, PayPremium
from staffmatch.domain.plan import Plan
from staffmatch.objectives import Cost, UncoveredHours

LONG = {"start": "2000-01-01T00:00Z", "end": "2030-01-01T00:00Z"}


def decades(**changes: object) -> sm.Scenario:
    demand = sm.Demand.model_validate({"id": "d", "company": "b", "shifts": [LONG | {"id": "s"}]} | changes)
    worker = sm.Worker(id="w", company="a", consent="accepted", availability=[LONG], pay_cents_per_hour=10**9)
    companies = [sm.Company(id="a"), sm.Company(id="b")]
    rules = [ConsentRule(), Availability(), Coverage()]
    return sm.Scenario(companies=companies, workers=[worker], demands=[demand], rules=rules)


def test_what_fits_is_solved() -> None:
    solution = sm.solve(decades())
    assert solution.status == "optimal"
    assert len(solution.assignments) == 1


def test_too_many_priority_hours_are_refused() -> None:
    with pytest.raises(sm.LimitError, match=r"exact arithmetic\. Look for"):
        sm.solve(decades(headcount=10**6, priority=10**6))


def test_a_premium_is_no_larger_on_its_way_than_what_is_due() -> None:
    scene = decades().with_rules(rule := PayPremium(night=1000, sunday=1000))
    premium = rule.charge(scene, Plan.of([("w", "s")]))
    assert 2**55 < premium < 2**62 < 100 * premium
    assert sm.solve(scene.replace(tiers=[[UncoveredHours()], [Cost()]])).status == "optimal"


def test_a_product_is_exact_or_refused() -> None:
    assert product(3, np.array([4, -5]), np.array([6, 7])).tolist() == [72, -105]
    assert product(np.empty(0, np.int64), 7).tolist() == []
    with pytest.raises(sm.LimitError):
        product(np.array([2**31]), np.array([2**31]))

"""The first plan keeps the rows that bound indicators from above, so that no search for any plan has to come first."""

from __future__ import annotations

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.bases import Rule
from staffmatch.columns import columns_of
from staffmatch.constraints import Apart, Budget, ContactLimit, PartnershipCost
from staffmatch.engine.greedy import greedy
from staffmatch.engine.problem import Problem
from staffmatch.formulation import formulate
from staffmatch.pairing import eligible_pairs
from tests.builders import demand, scenario, shift, worker

TEAM = [worker(f"w{n}", company=f"hotel {n % 3}", pay_cents_per_hour=1000) for n in range(6)]
NEEDS = [
    demand(f"d{n}", shift(f"early {n}", 6, "06:00-10:00"), shift(f"late {n}", 6, "12:00-16:00"), headcount=2)
    for n in range(2)
]
RULES = (
    ContactLimit(lenders=1),
    Apart(groups=[("w0", "w1"), ("w1", "w2", "w3")], per="site_day"),
    Budget(cents=33_000, with_charges=True),
)


def problem_of(scene: sm.Scenario) -> Problem:
    return formulate(eligible_pairs(columns_of(scene), scene.rules), scene.tiers)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_the_first_plan_breaks_no_row_over_indicators_and_fills_seats(rule: Rule) -> None:
    problem = problem_of(scenario(TEAM, NEEDS, [rule, PartnershipCost(cents=5_000)]))
    everything = np.ones(problem.pairs, bool)
    assert len(problem.broken(problem.complete(everything)))
    for wanted in (None, everything):
        chosen = greedy(problem, wanted)
        assert chosen.sum() >= 3
        assert not len(problem.broken(problem.complete(chosen)))

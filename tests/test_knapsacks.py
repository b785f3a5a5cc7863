"""Cuts from rows of unequal weights."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import Budget
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulation
from staffmatch.formulation.knapsack_cuts import _best
from tests.builders import demand, scenario, shift, worker
from tests.strategies import sample


@pytest.mark.parametrize("seed", sample(range(20), 6))
def test_the_most_that_whole_items_are_worth_is_found(seed: int) -> None:
    dice = np.random.default_rng(seed)
    weight, worth, places = dice.integers(1, 9, 4), dice.integers(0, 9, 4), dice.integers(0, 4, 4)
    capacity = int(dice.integers(0, 30))
    chosen = [np.array(number) for number in product(*(range(most + 1) for most in places))]
    assert _best(weight, worth, places, capacity) == max(int(n @ worth) for n in chosen if n @ weight <= capacity)


def test_weights_are_rounded_down_where_there_are_too_many() -> None:
    weight = np.array([300_001, 299_999])
    assert _best(weight, np.array([3, 2]), np.array([1, 1]), 600_000) >= 5


def test_a_budget_for_one_shift_and_a_half_fills_one() -> None:
    monday, tuesday = shift("mo", 6, "08:00-16:00"), shift("tu", 7, "08:00-15:00")
    scene = scenario(
        [worker()],
        [demand("d", monday, tuesday, pay_cents_per_hour=1_000)],
        [Budget(borrower="borrower", cents=11_000)],
    )
    found = formulation(eligible_pairs(columns_of(scene), scene.rules), scene.tiers)
    problem, cut = found.problem, found.rules.index("budget whole")
    assert cut in problem.cuts
    (row,) = np.flatnonzero(problem.row_group == cut)
    # Eight hours, in minutes.
    assert problem.upper[row] == 8 * 60
    assert sm.solve(scene).tiers[0].value == 7

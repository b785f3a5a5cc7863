"""The restricted linear program against scipy's: its value, its duals, and the reduced costs of what it lacks."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from staffmatch.engine.bounds.master import Master
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.control import Control
from tests.engine.test_greedy import PAIRS, problem
from tests.strategies import sample


def optimum(tier: Tier, columns: np.ndarray) -> float:
    matrix = tier.matrix.toarray()[:, columns]
    return float(linprog(tier.costs[columns], matrix, tier.upper, bounds=(0, 1)).fun)


@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_value_and_duals_are_those_of_the_columns_inside(seed: int) -> None:
    instance, limits = problem(seed), Control(threads=1).limits
    tier = Tier(instance, instance.objectives[0])
    master, some = Master(tier, "highs"), np.random.default_rng(seed).permutation(PAIRS)[: PAIRS // 2]
    master.enter(np.sort(some))
    answer = master.solve(limits)
    assert master.size == len(some)
    assert answer.value == pytest.approx(optimum(tier, np.sort(some)))
    assert answer.duals is not None
    rows = master.row_duals(answer.duals)
    assert (rows <= 0).all()
    reduced = master.reduced(rows, answer.duals)
    assert reduced == pytest.approx(tier.costs - tier.matrix.T @ rows)
    # Weak duality: with all columns the value is no less than what the duals prove.
    proven = rows @ tier.upper + np.minimum(reduced, 0).sum()
    assert proven <= optimum(tier, np.arange(PAIRS)) + 1e-6


def test_columns_enter_once_and_bounds_hold_until_they_change() -> None:
    instance, limits = problem(0), Control(threads=1).limits
    tier = Tier(instance, instance.objectives[0])
    master = Master(tier, "highs")
    for _ in range(2):
        master.enter(np.arange(PAIRS))
    assert master.size == PAIRS
    master.bound(np.zeros(PAIRS), np.zeros(PAIRS))
    assert master.solve(limits).value == 0
    master.bound(np.zeros(PAIRS), np.ones(PAIRS))
    assert master.solve(limits).value == pytest.approx(optimum(tier, np.arange(PAIRS)))

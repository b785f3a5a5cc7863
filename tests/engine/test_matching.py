"""Matchings against scipy's dense solver, and where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from staffmatch.engine.backends.matching import matching
from tests.strategies import sample


def pairs(seed: int, workers: int, seats: int, worth: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    dice = np.random.default_rng(seed)
    worker, seat = np.nonzero(dice.random((workers, seats)) < 0.3)
    return worker, seat, dice.integers(-20, 5, len(worker)) - worth


@pytest.mark.parametrize("worth", [0, 10**6])
@pytest.mark.parametrize("shape", [(12, 9), (9, 12), (30, 30)])
@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_it_is_the_cheapest(seed: int, shape: tuple[int, int], worth: int) -> None:
    """Also where one pair more is worth any price, and whether or not all can be matched."""
    worker, seat, cost = pairs(seed, *shape, worth)
    table = np.zeros(shape)
    table[worker, seat] = np.minimum(cost, 0)
    taken = matching(worker, seat, cost)
    assert taken is not None
    assert max(np.bincount(worker[taken]).max(), np.bincount(seat[taken]).max()) == 1
    assert cost[taken].sum() == table[linear_sum_assignment(table)].sum()


def test_no_pairs_are_matched_at_once() -> None:
    nothing = np.empty(0, np.int64)
    taken = matching(nothing, nothing, nothing)
    assert taken is not None
    assert not len(taken)


def test_parallel_pairs_are_left_to_a_flow() -> None:
    assert matching(np.array([0, 0]), np.array([0, 0]), np.array([-1, -2])) is None


def test_the_last_unit_of_large_costs_counts_and_larger_ones_are_left_to_a_flow() -> None:
    worker, seat, base = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), 2**50
    taken = matching(worker, seat, np.array([-base, -base, -base - 1, -base]))
    assert taken is not None
    assert taken.tolist() == [False, True, True, False]
    assert matching(worker, seat, np.full(4, -8 * base)) is None


def test_many_rows_are_left_to_a_flow() -> None:
    assert matching(*pairs(0, 12, 9), most_rows=5) is None

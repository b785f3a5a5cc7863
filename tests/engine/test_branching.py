"""Reliable pseudo-costs: which column is split on, and when trying ends."""

from __future__ import annotations

import numpy as np

from staffmatch.engine.cases.branching import Branching
from staffmatch.engine.params import CaseParams

X = np.array([0.5, 0.5, 0.5])


def test_the_column_whose_two_cases_gain_most_by_their_product_is_split_on() -> None:
    gains = {(0, 0): 9.0, (0, 1): 0.0, (1, 0): 2.0, (1, 1): 2.0, (2, 0): 3.0, (2, 1): 1.0}
    assert Branching(3, 3).best(np.arange(3), X, lambda column, fixed: gains[column, fixed]) == 1


def test_what_is_known_well_enough_is_not_tried_again() -> None:
    tried: list[int] = []

    def rise(column: int, fixed: int) -> float:
        tried.append(column)
        return 1.0 + (column == 2)

    branching = Branching(3, 3, CaseParams(reliable=2))
    assert [branching.best(np.arange(3), X, rise) for _ in range(5)] == [2] * 5
    assert sorted(tried) == sorted([0, 1, 2] * 2 * 2)


def test_fewer_are_compared_where_columns_are_many() -> None:
    tried: set[int] = set()

    def rise(column: int, fixed: int) -> float:
        tried.add(column)
        return 1.0

    Branching(50, 50, CaseParams(long=10, few_candidates=2)).best(np.arange(50), np.full(50, 0.5), rise)
    assert len(tried) == 2

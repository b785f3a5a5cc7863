"""The flow solver against linear assignment, and what it cannot add up."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from staffmatch.engine.backends.min_cost_flow import Arrows, OutOfRange, least_cost
from tests.strategies import sample


def assignment(table: np.ndarray) -> Arrows:
    """Rows 0.., columns after them, then source and sink."""
    rows, columns = table.shape
    row, column = (part.ravel() for part in np.indices(table.shape))
    source, sink = rows + columns, rows + columns + 1
    return Arrows(
        tail=np.r_[np.full(rows, source), row, rows + np.arange(columns)],
        head=np.r_[np.arange(rows), rows + column, np.full(columns, sink)],
        capacity=np.ones(rows + table.size + columns, np.int64),
        cost=np.r_[np.zeros(rows, np.int64), table.ravel(), np.zeros(columns, np.int64)],
        supply=rows,
    )


@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_a_flow_of_ones_is_a_cheapest_assignment(seed: int) -> None:
    table = np.random.default_rng(seed).integers(-50, 50, (6, 9))
    flow = least_cost(assignment(table))
    assert flow[:6].tolist() == [1] * 6
    assert (flow * assignment(table).cost).sum() == table[linear_sum_assignment(table)].sum()


def test_costs_that_it_can_not_add_up_are_said() -> None:
    with pytest.raises(OutOfRange):
        least_cost(assignment(np.full((3, 3), 2**61)))

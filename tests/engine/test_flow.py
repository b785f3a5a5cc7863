"""Flow by pricing against the assignment solver of scipy, and its prices as a proof."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from staffmatch.engine import flow
from staffmatch.engine.lp import Limits
from staffmatch.engine.structure import Network


def limits(stop: bool = False) -> Limits:
    return Limits(60.0, 1, 0, lambda: stop)


def market(seed: int, workers: int, seats: int, most: int) -> tuple[Network, np.ndarray]:
    dice = np.random.default_rng(seed)
    worker, seat = np.nonzero(dice.random((workers, seats)) < 0.3)
    costs = dice.integers(-100, 20, len(worker))
    capacity = dice.integers(1, most + 1, workers), dice.integers(1, most + 1, seats)
    nothing = np.full(workers, -1), np.full(seats, -1)
    return Network(worker, seat, *capacity, *nothing), costs


def dual(net: Network, costs: np.ndarray, found: flow.Flow) -> int:
    reduced = costs + found.worker_price[net.worker] + found.seat_price[net.seat]
    capacity = net.worker_capacity @ found.worker_price + net.seat_capacity @ found.seat_price
    return int(np.minimum(reduced, 0).sum() - capacity)


@pytest.mark.parametrize("first", [1, 8])
@pytest.mark.parametrize("seed", range(10))
def test_prices_prove_the_flow(seed: int, first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "_FIRST_PER_UNIT", first)
    monkeypatch.setattr(flow, "_NEXT_PER_UNIT", 1)
    net, costs = market(seed, 60, 40, most=3)
    found = flow.cheapest(net, costs, limits())
    assert found is not None
    assert (np.bincount(net.worker[found.chosen], minlength=60) <= net.worker_capacity).all()
    assert (np.bincount(net.seat[found.chosen], minlength=40) <= net.seat_capacity).all()
    assert min(found.worker_price.min(), found.seat_price.min()) >= 0
    assert int(costs[found.chosen].sum()) == dual(net, costs, found)


@pytest.mark.parametrize("seed", range(5))
def test_one_seat_a_worker_is_linear_assignment(seed: int) -> None:
    net, costs = market(seed, 50, 30, most=1)
    table = np.zeros((50, 30))
    table[net.worker, net.seat] = np.minimum(costs, 0)
    found = flow.cheapest(net, costs, limits())
    assert found is not None
    assert int(costs[found.chosen].sum()) == table[linear_sum_assignment(table)].sum()


@pytest.mark.parametrize("seed", range(5))
def test_matchings_and_flows_agree_and_prices_prove_both(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    net, costs = market(seed, 50, 60, most=1)
    monkeypatch.setattr(flow, "_FIRST_PER_UNIT", 1)
    monkeypatch.setattr(flow._Arcs, "_flow", lambda *_: pytest.fail("a flow where a matching would do"))
    matched = flow.cheapest(net, costs, limits())
    monkeypatch.undo()
    monkeypatch.setattr(flow, "matching", lambda *_: None)
    flowed = flow.cheapest(net, costs, limits())
    assert matched is not None
    assert flowed is not None
    value = int(costs[flowed.chosen].sum())
    assert value == int(costs[matched.chosen].sum()) == dual(net, costs, matched) == dual(net, costs, flowed)


def test_where_nothing_pays_nothing_is_chosen() -> None:
    net, _ = market(0, 5, 5, most=1)
    found = flow.cheapest(net, np.ones(len(net.worker), np.int64), limits())
    assert found is not None
    assert not found.chosen.any()


def test_a_flow_that_is_over_is_none() -> None:
    assert flow.cheapest(*market(0, 5, 5, most=1), limits(stop=True)) is None

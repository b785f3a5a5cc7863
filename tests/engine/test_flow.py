"""Flow by pricing against the assignment solver of scipy, and its prices as a proof."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.model.structure import Network
from staffmatch.engine.network import flow, residual_network
from staffmatch.engine.params import FlowParams
from tests.strategies import sample

# A flow that is thought to take long.
SLOW = FlowParams(seconds_per_pair=1.0)


def limits(stop: bool = False, isolate: bool = False) -> Limits:
    return Limits(60.0, 1, 0, lambda: stop, isolate=isolate)


def market(seed: int, workers: int, seats: int, most: int) -> tuple[Network, np.ndarray]:
    dice = np.random.default_rng(seed)
    worker, seat = np.nonzero(dice.random((workers, seats)) < 0.3)
    costs = dice.integers(-100, 20, len(worker))
    capacity = dice.integers(1, most + 1, workers), dice.integers(1, most + 1, seats)
    nothing = np.full(workers, -1), np.full(seats, -1)
    return Network(worker, seat, *capacity, *nothing), costs


def shut(seed: int) -> tuple[Network, np.ndarray]:
    """A market in which some nodes have no capacity."""
    net, costs = market(seed, 9, 8, most=2)
    dice = np.random.default_rng(seed)
    workers, seats = dice.integers(0, 3, 9), dice.integers(0, 3, 8)
    return replace(net, worker_capacity=workers, seat_capacity=seats), costs


def auction_all(first: int) -> FlowParams:
    """First prices by an auction, where there are more pairs than so many for each unit."""
    return FlowParams(first_per_unit=first, at_once_per_unit=0, at_once_matched=0)


def dual(net: Network, costs: np.ndarray, found: flow.Flow) -> int:
    reduced = costs + found.worker_price[net.worker] + found.seat_price[net.seat]
    capacity = net.worker_capacity @ found.worker_price + net.seat_capacity @ found.seat_price
    return int(np.minimum(reduced, 0).sum() - capacity)


def kept(net: Network, found: flow.Flow) -> bool:
    workers, seats = (
        np.bincount(node[found.chosen], minlength=len(capacity))
        for node, capacity in ((net.worker, net.worker_capacity), (net.seat, net.seat_capacity))
    )
    return bool((workers <= net.worker_capacity).all() and (seats <= net.seat_capacity).all())


@pytest.mark.parametrize("params", [FlowParams(), auction_all(1)], ids=["at once", "auction"])
@pytest.mark.parametrize("seed", sample(range(20), 6))
def test_a_node_without_capacity_takes_no_pair_and_costs_no_proof(seed: int, params: FlowParams) -> None:
    net, costs = shut(seed)
    found = flow.cheapest(net, costs, limits, params)
    assert found.proven
    assert kept(net, found)
    assert dual(net, costs, found) == found.bound == costs[found.chosen].sum()


@pytest.mark.parametrize("first", [1, 8])
@pytest.mark.parametrize("seed", sample(range(10), 4))
def test_prices_prove_the_flow(seed: int, first: int) -> None:
    net, costs = market(seed, 60, 40, most=3)
    found = flow.cheapest(net, costs, limits, replace(auction_all(first), next_per_unit=1))
    assert found.proven
    assert kept(net, found)
    assert min(found.worker_price.min(), found.seat_price.min()) >= 0
    assert int(costs[found.chosen].sum()) == dual(net, costs, found)


@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_one_seat_a_worker_is_linear_assignment(seed: int) -> None:
    net, costs = market(seed, 50, 30, most=1)
    table = np.zeros((50, 30))
    table[net.worker, net.seat] = np.minimum(costs, 0)
    found = flow.cheapest(net, costs, limits)
    assert int(costs[found.chosen].sum()) == table[linear_sum_assignment(table)].sum()


@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_matchings_and_flows_agree_and_prices_prove_both(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    net, costs = market(seed, 50, 60, most=1)
    monkeypatch.setattr(residual_network.Arcs, "_flow", lambda *_: pytest.fail("a flow where a matching would do"))
    matched = flow.cheapest(net, costs, limits, auction_all(1))
    monkeypatch.undo()
    monkeypatch.setattr(residual_network, "matching", lambda *_: None)
    flowed = flow.cheapest(net, costs, limits)
    value = int(costs[flowed.chosen].sum())
    assert value == int(costs[matched.chosen].sum()) == dual(net, costs, matched) == dual(net, costs, flowed)


def test_where_nothing_pays_nothing_is_chosen() -> None:
    net, _ = market(0, 5, 5, most=1)
    found = flow.cheapest(net, np.ones(len(net.worker), np.int64), limits)
    assert not found.chosen.any()


@pytest.mark.parametrize("first", [1, 8])
@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_who_has_no_time_gets_a_full_plan_and_a_bound(seed: int, first: int) -> None:
    net, costs = market(seed, 60, 40, most=3)
    best, found = (
        flow.cheapest(net, costs, asked, auction_all(first)) for asked in (limits, lambda: limits(stop=True))
    )
    assert not found.proven
    assert kept(net, found)
    free_worker = np.bincount(net.worker[found.chosen], minlength=60) < net.worker_capacity
    free_seat = np.bincount(net.seat[found.chosen], minlength=40) < net.seat_capacity
    assert not ((costs < 0) & ~found.chosen & free_worker[net.worker] & free_seat[net.seat]).any()
    least = int(costs[best.chosen].sum())
    assert found.bound == dual(net, costs, found) <= least <= int(costs[found.chosen].sum()) < 0


@pytest.mark.parametrize("most", [1, 3])
def test_a_process_of_its_own_finds_the_same(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(residual_network, "matching", lambda *_: None)
    net, costs = market(0, 60, 40, most)
    apart, within = (flow.cheapest(net, costs, partial(limits, isolate=isolate), SLOW) for isolate in (True, False))
    assert apart.proven
    assert (apart.chosen == within.chosen).all()


@pytest.mark.parametrize("isolate", [True, False])
def test_a_process_is_ended_when_time_is_over(isolate: bool) -> None:
    """Only where that is allowed; a plan is there either way."""
    net, costs = market(0, 60, 40, most=3)
    found = flow.cheapest(net, costs, lambda: Limits(1e-3, 1, 0, lambda: False, isolate=isolate), SLOW)
    assert found.proven != isolate
    assert kept(net, found)

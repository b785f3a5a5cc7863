"""Minimum-cost flow by pricing: solve on the cheapest pairs, price all of them with integer potentials.

With prices ``u, v >= 0`` of the workers' and the seats' capacities a, b and reduced costs ``r = c + u + v``

    Σ c x  >=  - Σ a u - Σ b v + Σ min(0, r)

for every plan x. Shortest distances in the residual network of an optimum on some pairs make both sides equal on these
pairs; other pairs of negative r enter, until there are none. Prices prove a bound at any time, and the auction that
finds the first ones leaves a plan, so a stopped search has both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.structure import Network
from staffmatch.engine.network.auction import auctioned
from staffmatch.engine.network.residual_network import Arcs, by
from staffmatch.engine.params import FlowParams

_LARGEST = 2**62


@dataclass(frozen=True)
class Flow:
    """A choice of pairs, and prices of both sides' capacities that prove ``bound``; the choice is optimal if
    ``proven``."""

    chosen: Mask
    worker_price: Int
    seat_price: Int
    bound: int
    proven: bool


def merged(problem: Problem, net: Network) -> Int | None:
    """One integer objective that orders plans as the tiers do; None if 64 bits cannot hold it."""
    factors = _factors(problem, net)
    if factors is None:
        return None
    total = np.zeros(problem.pairs, np.int64)
    for factor, objective in zip(factors, problem.objectives, strict=True):
        total += factor * (objective.costs[: problem.pairs] // objective.step)
    return total


def _factors(problem: Problem, net: Network) -> list[int] | None:
    """Factors of the tiers, each a multiple of the next and more than twice the range of all later tiers merged.

    With at most K pairs chosen, a tier ranges over ``K · max |c|`` each way; computed in Python integers.
    """
    factors = [1]
    for _ in problem.objectives:
        factors.insert(0, factors[0] * -(-(2 * _reach(problem, net, factors) + 1) // factors[0]))
    return factors[1:] if factors[0] < _LARGEST else None


def _reach(problem: Problem, net: Network, factors: list[int]) -> int:
    """The largest absolute value that the last tiers reach when merged with these factors."""
    most = min(int(net.worker_capacity.sum()), int(net.seat_capacity.sum()))
    last = problem.objectives[len(problem.objectives) - len(factors) :]
    largest = (int(np.abs(tier.costs[: problem.pairs] // tier.step).max(initial=0)) for tier in last)
    return sum(factor * most * cost for factor, cost in zip(factors, largest, strict=True))


def first_bound(problem: Problem, net: Network, bound: int) -> int | None:
    """The bound of the first tier that follows from a bound of the merged objective."""
    factors = _factors(problem, net)
    if factors is None:
        return None
    objective = problem.objectives[0]
    return objective.constant + objective.step * -((_reach(problem, net, factors[1:]) - bound) // factors[0])


def cheapest(net: Network, costs: Int, limits: Callable[[], Limits], params: FlowParams = FlowParams()) -> Flow:
    """The pairs of least total cost within the capacities of both sides; pairs of positive cost are never taken.

    If stopped, the best found so far: the auction's plan, filled up.
    """
    closed = (net.worker_capacity[net.worker] == 0) | (net.seat_capacity[net.seat] == 0)
    useful = np.flatnonzero((costs < 0) & ~closed)
    # Usually all pairs may pay, and then nothing is copied.
    some = slice(None) if len(useful) == len(costs) else useful
    market = Arcs(net, net.worker[some], net.seat[some], costs[some], params)
    worker, seat, cost = market.worker, market.seat, market.cost
    u: Int = np.zeros(len(net.worker_capacity), np.int64)
    v: Int = np.zeros(len(net.seat_capacity), np.int64)
    taken, inside = np.zeros(len(cost), bool), np.ones(len(cost), bool)
    units = min(_units(worker, net.worker_capacity), _units(seat, net.seat_capacity))
    if not _at_once(market, units, limits()):
        u, v, taken = _first(market, limits())
        inside = _near(cost + u[worker] + v[seat], params.first_per_unit * units)
    proven = False
    while not (proven or (limit := limits()).over):
        part = np.flatnonzero(inside)
        limit.charge(params.steps_per_pair * len(part) + len(cost))
        arcs = Arcs(net, worker[part], seat[part], cost[part], params)
        if (found := arcs.solve(u, v, limit)) is None:
            break
        taken = np.zeros(len(cost), bool)
        taken[part[found]] = True
        if (labels := arcs.prices(found, u, v, limit)) is None:
            break
        u, v = labels
        reduced = cost + u[worker] + v[seat]
        proven = not ((reduced < 0) & ~inside).any()
        # The pairs closest to paying would enter next.
        inside |= _near(reduced, params.next_per_unit * units)
    chosen = np.zeros(len(costs), bool)
    chosen[useful[taken if proven else market.filled(taken)]] = True
    bound = market.proves(u, v)
    _close(net, costs, u, v)
    return Flow(chosen, u, v, bound, proven)


def _close(net: Network, costs: Int, u: Int, v: Int) -> None:
    """Raise the prices of nodes without capacity, which costs nothing, until none of their pairs pays."""
    due = -(costs + u[net.worker] + v[net.seat])
    for node, capacity, price in ((net.worker, net.worker_capacity, u), (net.seat, net.seat_capacity, v)):
        shut = capacity[node] == 0
        if shut.any():
            more = np.zeros(len(price), np.int64)
            np.maximum.at(more, node[shut], due[shut])
            np.add(price, more, out=price)


def _units(node: Int, capacity: Int) -> int:
    """The most pairs that one side can take."""
    return int(np.minimum(np.bincount(node, minlength=len(capacity)), capacity).sum())


def _at_once(market: Arcs, units: int, limits: Limits) -> bool:
    """Whether solving on all pairs is quicker than the auction, and surely in time."""
    pairs, params = len(market.cost), market.params
    matched = units <= params.matching_rows and pairs <= params.at_once_matched and market.single
    few = pairs <= params.at_once_per_unit * units or matched
    return pairs <= params.first_per_unit * units or (few and market.seconds < limits.seconds and not limits.over)


def _first(market: Arcs, limits: Limits) -> tuple[Int, Int, Mask]:
    """Prices and pairs by an auction in which the shorter side bids: its places are all taken, so prices need not rise
    far."""
    worker, seat, cost, net = market.worker, market.seat, market.cost, market.net
    taken = np.zeros(len(cost), bool)
    if _units(seat, net.seat_capacity) <= _units(worker, net.worker_capacity):
        order = by(seat, cost)
        bids = auctioned(
            seat[order],
            worker[order],
            cost[order],
            net.seat_capacity,
            net.worker_capacity,
            limits,
            market.params.auction,
        )
        v, u, pairs = bids
    else:
        order = by(worker, cost)
        bids = auctioned(
            worker[order],
            seat[order],
            cost[order],
            net.worker_capacity,
            net.seat_capacity,
            limits,
            market.params.auction,
        )
        u, v, pairs = bids
    taken[order[pairs]] = True
    return u, v, taken


def flow_proofs(problem: Problem, net: Network, found: Flow) -> Iterator[Proof | None]:
    """The duals of each tier.

    Prices of the merged objective are path lengths: a multiple of a tier's factor, plus less than half of it for all
    later tiers. So rounding separates the tiers, and the row of each earlier tier has its factor as dual.
    """
    factors = _factors(problem, net)
    for number in range(len(problem.objectives)):
        if factors is None or not _whole(problem, net):
            yield None
            continue
        prices, unit = np.zeros(problem.matrix.shape[0] + number), factors[number]
        for row, price in ((net.worker_row, found.worker_price), (net.seat_row, found.seat_price)):
            prices[row[row >= 0]] = -((2 * price + unit) // (2 * unit))[row >= 0]
        prices[problem.matrix.shape[0] :] = [-(factor // unit) for factor in factors[:number]]
        yield Proof(prices, scale=1)


def _whole(problem: Problem, net: Network) -> bool:
    """Whether all coefficients are 1, so that node prices are duals of rows."""
    rows = np.r_[net.worker_row, net.seat_row]
    part = problem.matrix[rows[rows >= 0]]
    return bool((part.data == 1).all())


def _near(reduced: Int, count: int) -> Mask:
    """The ``count`` pairs of least reduced cost, with all ties, and all pairs of negative reduced cost."""
    if count >= len(reduced):
        return np.ones(len(reduced), bool)
    within: Mask = reduced <= max(0, int(np.partition(reduced, count)[count]))
    return within

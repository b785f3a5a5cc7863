"""Minimum-cost flow by pricing: solve on the cheapest pairs, price all of them with whole-numbered potentials.

With prices ``u, v >= 0`` of the workers' and the seats' capacities a, b and reduced costs ``r = c + u + v``

    Σ c x  >=  - Σ a u - Σ b v + Σ min(0, r)

for every plan x. Shortest distances in the residual network of an optimum on some pairs make both sides equal on these;
pairs outside of negative r enter, until there is none. Prices prove something at any time, and the auction that finds
the first ones leaves a plan, so whoever is stopped has both.
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
    """A choice of pairs, and prices of both sides' capacities that prove ``bound``; the cheapest if ``proven``."""

    chosen: Mask
    worker_price: Int
    seat_price: Int
    bound: int
    proven: bool


def merged(problem: Problem, net: Network) -> Int | None:
    """One integer objective that orders plans as the tiers do; None where 64 bits can not hold it."""
    factors = _factors(problem, net)
    if factors is None:
        return None
    total = np.zeros(problem.pairs, np.int64)
    for factor, objective in zip(factors, problem.objectives, strict=True):
        total += factor * (objective.costs[: problem.pairs] // objective.step)
    return total


def _factors(problem: Problem, net: Network) -> list[int] | None:
    """Factors of the tiers, each a multiple of the next and more than twice the range of all later ones merged.

    At most K pairs make a range of ``K · max |c|`` each way, in Python integers.
    """
    factors = [1]
    for _ in problem.objectives:
        factors.insert(0, factors[0] * -(-(2 * _reach(problem, net, factors) + 1) // factors[0]))
    return factors[1:] if factors[0] < _LARGEST else None


def _reach(problem: Problem, net: Network, factors: list[int]) -> int:
    """How far from 0 the last tiers can be when they are merged by these factors."""
    most = min(int(net.worker_capacity.sum()), int(net.seat_capacity.sum()))
    last = problem.objectives[len(problem.objectives) - len(factors) :]
    largest = (int(np.abs(tier.costs[: problem.pairs] // tier.step).max(initial=0)) for tier in last)
    return sum(factor * most * cost for factor, cost in zip(factors, largest, strict=True))


def first_bound(problem: Problem, net: Network, bound: int) -> int | None:
    """What a bound of the merged objective says of the first tier: as much as the later ones leave of it."""
    factors = _factors(problem, net)
    if factors is None:
        return None
    objective = problem.objectives[0]
    return objective.constant + objective.step * -((_reach(problem, net, factors[1:]) - bound) // factors[0])


def cheapest(net: Network, costs: Int, limits: Callable[[], Limits], params: FlowParams = FlowParams()) -> Flow:
    """The pairs of least total cost within the capacities of both sides; a pair of positive cost is never taken.

    When stopped, the best that there is by then: the auction's plan, filled up.
    """
    useful = np.flatnonzero(costs < 0)
    # Where all may pay, as most often, nothing is copied.
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
        # Pairs that nearly pay would enter next.
        inside |= _near(reduced, params.next_per_unit * units)
    chosen = np.zeros(len(costs), bool)
    chosen[useful[taken if proven else market.filled(taken)]] = True
    return Flow(chosen, u, v, market.proves(u, v), proven)


def _units(node: Int, capacity: Int) -> int:
    """The most pairs that one side can take."""
    return int(np.minimum(np.bincount(node, minlength=len(capacity)), capacity).sum())


def _at_once(market: Arcs, units: int, limits: Limits) -> bool:
    """Whether all pairs are solved sooner than an auction tells which of them matter, and in time for sure."""
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
    """The prices of each tier.

    Prices of the merged objective are lengths of paths: a multiple of a tier's factor, and less than half of it for all
    later tiers. So rounding takes them apart, and each earlier tier's row is priced by its factor.
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
    """Whether the rows count pairs one by one, so that prices of nodes are prices of rows."""
    rows = np.r_[net.worker_row, net.seat_row]
    part = problem.matrix[rows[rows >= 0]]
    return bool((part.data == 1).all())


def _near(reduced: Int, count: int) -> Mask:
    """Pairs of reduced costs among the so many least, with all that tie, and all that pay."""
    if count >= len(reduced):
        return np.ones(len(reduced), bool)
    within: Mask = reduced <= max(0, int(np.partition(reduced, count)[count]))
    return within

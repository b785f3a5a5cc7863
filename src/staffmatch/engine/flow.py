"""Minimum-cost flow by pricing: solve on the cheapest pairs, price all of them with whole-numbered potentials.

With prices ``u, v >= 0`` of the workers' and the seats' capacities a, b and reduced costs ``r = c + u + v``

    Σ c x  >=  - Σ a u - Σ b v + Σ min(0, r)

for every plan x. Shortest distances in the residual network of an optimum on some pairs make both sides equal on these;
pairs outside of negative r enter, until there is none. This is the only place that touches the binding, which trusts
whatever it is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.engine.auction import prices
from staffmatch.engine.lp import Limits
from staffmatch.engine.matching import matching
from staffmatch.engine.problem import Problem
from staffmatch.engine.proof import Proof
from staffmatch.engine.structure import Network
from staffmatch.errors import InternalError

_LARGEST = 2**62
_NODES = 2**31 - 1

# Pairs for each unit that the shorter side can take: nearest to paying at the auction's prices, and at exact ones.
_FIRST_PER_UNIT = 3
_NEXT_PER_UNIT = 2

# The work of a round, for each pair in the network.
_STEPS_PER_PAIR = 2_000


@dataclass(frozen=True)
class Flow:
    """The cheapest choice of pairs, with the prices of both sides' capacities that prove it."""

    chosen: Mask
    worker_price: Int
    seat_price: Int


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
    most = min(int(net.worker_capacity.sum()), int(net.seat_capacity.sum()))
    factors, reach = [1], 0
    for objective in reversed(problem.objectives):
        reach += factors[0] * most * int(np.abs(objective.costs[: problem.pairs] // objective.step).max(initial=0))
        factors.insert(0, factors[0] * -(-(2 * reach + 1) // factors[0]))
    return factors[1:] if factors[0] < _LARGEST else None


def cheapest(net: Network, costs: Int, limits: Limits) -> Flow | None:
    """The pairs of least total cost within the capacities of both sides; a pair of positive cost is never taken.

    None when stopped before the last solve.
    """
    useful = np.flatnonzero(costs < 0)
    # Where all may pay, as most often, nothing is copied.
    some = slice(None) if len(useful) == len(costs) else useful
    worker, seat, cost = net.worker[some], net.seat[some], costs[some]
    u: Int = np.zeros(len(net.worker_capacity), np.int64)
    v: Int = np.zeros(len(net.seat_capacity), np.int64)
    inside = np.ones(len(useful), bool)
    units = min(_units(worker, net.worker_capacity), _units(seat, net.seat_capacity))
    if len(useful) > _FIRST_PER_UNIT * units:
        u, v = _first_prices(net, worker, seat, cost, limits)
        inside = _near(cost + u[worker] + v[seat], _FIRST_PER_UNIT * units)
    while not limits.stop():
        part = np.flatnonzero(inside)
        limits.charge(_STEPS_PER_PAIR * len(part) + len(cost))
        arcs = _Arcs(net, worker[part], seat[part], cost[part])
        taken = arcs.solve(u, v)
        u, v = arcs.prices(taken, u, v)
        reduced = cost + u[worker] + v[seat]
        if not ((reduced < 0) & ~inside).any():
            chosen = np.zeros(len(costs), bool)
            chosen[useful[part[taken]]] = True
            return Flow(chosen, u, v)
        # Pairs that nearly pay would enter next.
        inside |= _near(reduced, _NEXT_PER_UNIT * units)
    return None


def _units(node: Int, capacity: Int) -> int:
    """The most pairs that one side can take."""
    return int(np.minimum(np.bincount(node, minlength=len(capacity)), capacity).sum())


def _first_prices(net: Network, worker: Int, seat: Int, cost: Int, limits: Limits) -> tuple[Int, Int]:
    """Prices from an auction in which the shorter side bids: its places are all taken, so prices need not rise far."""
    if _units(seat, net.seat_capacity) <= _units(worker, net.worker_capacity):
        order = _by(seat, cost)
        v, u = prices(seat[order], worker[order], cost[order], net.seat_capacity, net.worker_capacity, limits)
    else:
        order = _by(worker, cost)
        u, v = prices(worker[order], seat[order], cost[order], net.worker_capacity, net.seat_capacity, limits)
    return u, v


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


def _by(node: Int, cost: Int) -> Int:
    """The order by node and cost; ties as they stand, never as the processor's own way of sorting lets them."""
    count, least = len(cost), int(cost.min(initial=0))
    span = int(np.ptp(cost)) + 1 if count else 1
    if span * (int(node.max(initial=0)) + 1) * count < _LARGEST:
        # One key that holds its own place sorts several times as fast as an order is found.
        key = (node * span + (cost - least)) * count + np.arange(count)
        key.sort()
        return key % max(1, count)
    return np.lexsort((cost, node))


def _near(reduced: Int, count: int) -> Mask:
    """Pairs of reduced costs among the so many least, with all that tie, and all that pay."""
    if count >= len(reduced):
        return np.ones(len(reduced), bool)
    within: Mask = reduced <= max(0, int(np.partition(reduced, count)[count]))
    return within


@dataclass(frozen=True)
class _Arcs:
    """A network on some of the pairs."""

    net: Network
    worker: Int
    seat: Int
    cost: Int

    def solve(self, u: Int, v: Int) -> Mask:
        """An optimum: a matching where nobody takes more than one, else a flow."""
        used, worker = np.unique(self.worker, return_inverse=True)
        open_, seat = np.unique(self.seat, return_inverse=True)
        room, seats = self.net.worker_capacity[used], self.net.seat_capacity[open_]
        if (room == 1).all() and (seats == 1).all() and (taken := matching(worker, seat, self.cost)) is not None:
            return taken
        return self._flow(u, v, used, worker, open_, seat)

    def _flow(self, u: Int, v: Int, used: Int, worker: Int, open_: Int, seat: Int) -> Mask:
        """Prices near the best shrink the costs, and with them the work."""
        from ortools.graph.python import min_cost_flow

        room, seats = self.net.worker_capacity[used], self.net.seat_capacity[open_]
        source, sink = len(used) + len(open_), len(used) + len(open_) + 1
        reduced = self.cost + u[self.worker] + v[self.seat]
        largest = max(int(np.abs(part).max(initial=0)) for part in (reduced, u, v))
        if sink > _NODES or largest * (sink + 1) >= _LARGEST:
            raise InternalError("The network exceeds the range of the flow solver.")
        flow = min_cost_flow.SimpleMinCostFlow()

        def arcs(tail: Int, head: Int, capacity: Int, cost: Int) -> Int:
            added = flow.add_arcs_with_capacity_and_unit_cost(
                tail.astype(np.int32), head.astype(np.int32), capacity.astype(np.int64), cost.astype(np.int64)
            )
            return np.asarray(added)

        arcs(np.full(len(used), source), np.arange(len(used)), room, -u[used])
        pairs = arcs(worker, len(used) + seat, np.ones(len(worker), np.int64), reduced)
        arcs(len(used) + np.arange(len(open_)), np.full(len(open_), sink), seats, -v[open_])
        supply = int(min(room.sum(), seats.sum()))
        arcs(np.array([source]), np.array([sink]), np.array([supply]), np.zeros(1, np.int64))
        flow.set_nodes_supplies(np.array([source, sink], np.int32), np.array([supply, -supply], np.int64))
        status = flow.solve()
        if status != flow.OPTIMAL:
            raise InternalError(f"The flow solver ended with {status}.")
        taken: Mask = np.asarray(flow.flows(pairs)) > 0
        return taken

    def prices(self, taken: Mask, u: Int, v: Int) -> tuple[Int, Int]:
        """The highest labels at most those of known prices, by label correcting; the hub lends to free workers, takes
        from taken seats, and gets back from busy workers and from seats with room.

        Distances from the hub alone would do for these pairs, but where few of them connect a seat they say nothing of
        what it is worth to others.
        """
        crew = np.bincount(self.worker[taken], minlength=len(self.net.worker_capacity))
        staff = np.bincount(self.seat[taken], minlength=len(self.net.seat_capacity))
        free_worker, busy, taken_seat = crew < self.net.worker_capacity, crew > 0, staff > 0
        room = staff < self.net.seat_capacity
        to_worker, to_seat, hub = u.copy(), -v, 0
        back_worker, back_seat, back = self.worker[taken], self.seat[taken], self.cost[taken]
        free = np.flatnonzero(~taken)
        free = free[np.argsort(self.seat[free], kind="stable")]
        worker, seat, cost = self.worker[free], self.seat[free], self.cost[free]
        first = np.flatnonzero(np.r_[True, seat[1:] != seat[:-1]]) if len(seat) else np.empty(0, np.int64)
        reached = seat[first]
        while True:
            before = int(to_worker.sum()) + int(to_seat.sum()) + hub
            to_worker[free_worker] = np.minimum(to_worker[free_worker], hub)
            to_seat[taken_seat] = np.minimum(to_seat[taken_seat], hub)
            np.minimum.at(to_worker, back_worker, to_seat[back_seat] - back)
            if len(first):
                to_seat[reached] = np.minimum(to_seat[reached], np.minimum.reduceat(to_worker[worker] + cost, first))
            hub = min(hub, int(to_worker[busy].min(initial=hub)), int(to_seat[room].min(initial=hub)))
            if int(to_worker.sum()) + int(to_seat.sum()) + hub == before:
                return np.maximum(to_worker - hub, 0), np.maximum(hub - to_seat, 0)

"""A network on some pairs: its optimum, the prices that prove it, and the filling of an unfinished plan."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Mask, nth
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.backends.matching import matching
from staffmatch.engine.backends.min_cost_flow import Arrows, OutOfRange, least_cost
from staffmatch.engine.backends.subprocess_solver import flow_apart
from staffmatch.engine.model.structure import Network
from staffmatch.engine.params import FlowParams

_LARGEST = 2**62
_NODES = 2**31 - 1


def by(node: Int, cost: Int) -> Int:
    """The order by node and cost, with ties in their present order whatever sorting routine the processor selects."""
    count, least = len(cost), int(cost.min(initial=0))
    span = int(np.ptp(cost)) + 1 if count else 1
    if span * (int(node.max(initial=0)) + 1) * count < _LARGEST:
        # Sorting one key that contains the position is several times as fast as argsort.
        key = (node * span + (cost - least)) * count + np.arange(count)
        key.sort()
        return key % max(1, count)
    return np.lexsort((cost, node))


@dataclass(frozen=True)
class Arcs:
    """A network on some of the pairs."""

    net: Network
    worker: Int
    seat: Int
    cost: Int
    params: FlowParams = FlowParams()

    @property
    def seconds(self) -> float:
        """The time that a flow takes at most."""
        return self.params.seconds_per_pair * len(self.cost)

    @property
    def single(self) -> bool:
        """Whether all capacities are 1."""
        return not ((self.net.worker_capacity[self.worker] > 1) | (self.net.seat_capacity[self.seat] > 1)).any()

    def solve(self, u: Int, v: Int, limits: Limits) -> Mask | None:
        """An optimum: a matching if all capacities are 1, else a flow; None if stopped."""
        used, worker = _numbered(self.worker, len(u))
        open_, seat = _numbered(self.seat, len(v))
        if self.single and (taken := matching(worker, seat, self.cost, self.params.matching_rows)) is not None:
            return taken
        return self._flow(u, v, used, worker, open_, seat, limits)

    def _flow(self, u: Int, v: Int, used: Int, worker: Int, open_: Int, seat: Int, limits: Limits) -> Mask | None:
        """Good prices make the costs small, and with them the flow solver's work."""
        room, seats = self.net.worker_capacity[used], self.net.seat_capacity[open_]
        source, sink = len(used) + len(open_), len(used) + len(open_) + 1
        reduced = self.cost + u[self.worker] + v[self.seat]
        largest = max(int(np.abs(part).max(initial=0)) for part in (reduced, u, v))
        if sink > _NODES or largest * (sink + 1) >= _LARGEST:
            raise OutOfRange
        tail = np.r_[np.full(len(used), source), worker, len(used) + np.arange(len(open_)), source]
        head = np.r_[np.arange(len(used)), len(used) + seat, np.full(len(open_), sink), sink]
        supply = int(min(room.sum(), seats.sum()))
        arrows = Arrows(
            tail=tail,
            head=head,
            capacity=np.r_[room, np.ones(len(worker), np.int64), seats, supply],
            cost=np.r_[-u[used], reduced, -v[open_], 0],
            supply=supply,
        )
        apart = limits.isolate and sys.executable and self.seconds > limits.seconds
        flow = flow_apart(arrows, limits) if apart else least_cost(arrows)
        return None if flow is None else flow[len(used) : len(used) + len(worker)] > 0

    def prices(self, taken: Mask, u: Int, v: Int, limits: Limits) -> tuple[Int, Int] | None:
        """The highest labels that are at most the known prices, by label correcting. The hub has arcs to free workers,
        from filled seats, and back from busy workers and from seats with free places.

        Distances from the hub alone would prove the optimum on these pairs, but where few of them connect a seat they
        say little about its worth for other pairs. None if stopped.
        """
        crew = np.bincount(self.worker[taken], minlength=len(self.net.worker_capacity))
        staff = np.bincount(self.seat[taken], minlength=len(self.net.seat_capacity))
        free_worker, busy, taken_seat = crew < self.net.worker_capacity, crew > 0, staff > 0
        room = staff < self.net.seat_capacity
        to_worker, to_seat, hub = u.copy(), -v, 0
        back_worker, back_seat, back = self.worker[taken], self.seat[taken], self.cost[taken]
        free = np.flatnonzero(~taken)
        free = free[by(self.seat[free], np.zeros_like(free))]
        worker, seat, cost = self.worker[free], self.seat[free], self.cost[free]
        first = np.flatnonzero(np.r_[True, seat[1:] != seat[:-1]]) if len(seat) else np.empty(0, np.int64)
        reached = seat[first]
        while not limits.stop():
            before = int(to_worker.sum()) + int(to_seat.sum()) + hub
            to_worker[free_worker] = np.minimum(to_worker[free_worker], hub)
            to_seat[taken_seat] = np.minimum(to_seat[taken_seat], hub)
            np.minimum.at(to_worker, back_worker, to_seat[back_seat] - back)
            if len(first):
                to_seat[reached] = np.minimum(to_seat[reached], np.minimum.reduceat(to_worker[worker] + cost, first))
            hub = min(hub, int(to_worker[busy].min(initial=hub)), int(to_seat[room].min(initial=hub)))
            if int(to_worker.sum()) + int(to_seat.sum()) + hub == before:
                return np.maximum(to_worker - hub, 0), np.maximum(hub - to_seat, 0)
        return None

    def proves(self, u: Int, v: Int) -> int:
        """The lower bound that prices prove, whatever they are."""
        reduced = self.cost + u[self.worker] + v[self.seat]
        return int(np.minimum(reduced, 0).sum() - u @ self.net.worker_capacity - v @ self.net.seat_capacity)

    def filled(self, taken: Mask) -> Mask:
        """Add what still fits: repeatedly those pairs that are, for both their worker and their seat, among the
        cheapest that there is room for."""
        taken = taken.copy()
        room = self.net.worker_capacity - np.bincount(self.worker[taken], minlength=len(self.net.worker_capacity))
        seats = self.net.seat_capacity - np.bincount(self.seat[taken], minlength=len(self.net.seat_capacity))
        open_ = np.flatnonzero(~taken & (room[self.worker] > 0) & (seats[self.seat] > 0))
        while len(open_):
            worker, seat, cost = self.worker[open_], self.seat[open_], self.cost[open_]
            fits = (_rank(worker, cost) < room[worker]) & (_rank(seat, cost) < seats[seat])
            taken[open_[fits]] = True
            np.subtract.at(room, worker[fits], 1)
            np.subtract.at(seats, seat[fits], 1)
            open_ = open_[~fits & (room[worker] > 0) & (seats[seat] > 0)]
        return taken


def _numbered(node: Int, nodes: int) -> tuple[Int, Int]:
    """The nodes that occur, and the index of each pair's node among them."""
    used = np.flatnonzero(np.bincount(node, minlength=nodes))
    number = np.empty(nodes, np.int64)
    number[used] = np.arange(len(used))
    return used, number[node]


def _rank(node: Int, cost: Int) -> Int:
    """How many pairs of the same node are cheaper, or as cheap and come before."""
    order = by(node, cost)
    rank = np.empty(len(order), np.int64)
    rank[order] = nth(node[order])
    return rank

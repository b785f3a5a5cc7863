"""The tiers one after the other: relax, fix by reduced cost, finish with branch and bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.branch import branch
from staffmatch.engine.control import Control, Reason
from staffmatch.engine.flow import cheapest, merged
from staffmatch.engine.greedy import greedy
from staffmatch.engine.lagrange import climb
from staffmatch.engine.lp import Answer, BackendName, Limits, Status
from staffmatch.engine.neighbourhoods import Neighbourhoods
from staffmatch.engine.problem import SEAT, Objective, Problem
from staffmatch.engine.relaxation import Relaxed, relax
from staffmatch.engine.structure import network
from staffmatch.engine.tier import Tier


@dataclass(frozen=True)
class Outcome:
    """The best choice of pairs, None if there is none; value and bound of each tier, None where no bound is known."""

    chosen: Mask | None
    values: tuple[int, ...]
    bounds: tuple[int | None, ...]
    reason: Reason
    method: str


# Branch and bound begins with so many pairs, goes on with so many times as many, and stops before it takes all memory.
_FIRST_PAIRS, _GROWTH, _MOST_PAIRS = 4_000, 3, 250_000
_TIER_SHARE = 0.6

# A part of the pairs that takes longer than this has no plan that is much better.
_SECONDS_PER_PAIR = 5e-4

# Of the time left in a tier, what neighbourhoods leave to branch and bound, and the most that one of them takes.
_FINISH_SHARE, _PART_SECONDS = 0.1, 2.0

# With more links of charged indicators than this the linear program is slower than prices alone.
_CHARGED_LINKS = 5_000


def run(problem: Problem, control: Control, start: Mask | None, backend: BackendName | None) -> Outcome:
    """Minimise the objectives lexicographically."""
    control.tell("greedy")
    chosen = greedy(problem, control, start)
    if len(problem.broken(problem.complete(chosen))):
        return _forced(problem, control, backend)
    net = network(problem)
    if net is not None and (costs := merged(problem, net)) is not None:
        control.tell("flow")
        best = cheapest(net, costs)
        values = problem.values(problem.complete(best))
        return Outcome(best, values, values, Reason.PROVEN, "min-cost flow")
    return _Search(problem, control, backend, chosen).run()


def _forced(problem: Problem, control: Control, backend: BackendName | None) -> Outcome:
    """Where rows force pairs in and the greedy plan misses them, branch and bound looks for any plan first."""
    control.tell("feasibility")
    answer = any_plan(problem, control, backend)
    if answer.status is Status.INFEASIBLE:
        return Outcome(None, (), (), Reason.INFEASIBLE, "branch and bound")
    if answer.x is None:
        return Outcome(None, (), (), control.ended or Reason.UNPROVEN, "branch and bound")
    return _Search(problem, control, backend, answer.x[: problem.pairs] > 0.5).run()


def any_plan(problem: Problem, control: Control, backend: BackendName | None) -> Answer:
    """Whether there is a plan at all."""
    if not problem.width:
        # HiGHS calls a program without columns optimal, whatever its rows ask for.
        return Answer(Status.INFEASIBLE)
    indifferent = Tier(problem, Objective(0, np.zeros(problem.width, np.int64)))
    everything = np.ones(problem.width, bool)
    return branch(indifferent, everything, _limits(control, np.inf), backend)


class _Search:
    """The incumbent and the columns that may still be in a better plan."""

    def __init__(self, problem: Problem, control: Control, backend: BackendName | None, chosen: Mask) -> None:
        self.problem, self.control, self.backend = problem, control, backend
        self.x = problem.complete(chosen)
        self.alive = np.ones(problem.width, bool)
        self.number = 0

    def run(self) -> Outcome:
        objectives = self.problem.objectives
        bounds: list[int | None] = []
        for number, objective in enumerate(objectives):
            self.number = number
            values = self.problem.values(self.x)
            tier = Tier(self.problem, objective, tuple(zip(objectives[:number], values[:number], strict=True)))
            share = 1.0 if number == len(objectives) - 1 else _TIER_SHARE
            bounds.append(self._tier(tier, self.control.seconds + share * self.control.remaining))
        values = self.problem.values(self.x)
        gaps = [_gap(value, bound) for value, bound in zip(values, bounds, strict=True)]
        reason = Reason.PROVEN if not any(gaps) else self.control.ended or Reason.UNPROVEN
        if reason is Reason.UNPROVEN and all(gap <= self.control.gap for gap in gaps):
            reason = Reason.GAP
        return Outcome(self.x[: self.problem.pairs], values, tuple(bounds), reason, "relax, fix, branch and bound")

    def _tier(self, tier: Tier, until: float) -> int:
        """Improve the incumbent in one tier; returns a bound and leaves alive what may be in a plan as good."""
        bound = seat_bound(tier)
        if self._settled(tier, bound, "bound") or self.control.over():
            return bound
        relaxed = self._relax(tier, until)
        if relaxed is None:
            return bound
        bound = max(bound, tier.objective.round_up(tier.value(relaxed.bound)))
        self._offer(relaxed.x)
        bound = self._finish(tier, relaxed, bound, until)
        self.alive = self._within_gap(tier, relaxed)
        return bound

    def _finish(self, tier: Tier, relaxed: Relaxed, bound: int, until: float) -> int:
        """Branch and bound on more and more pairs; returns the bound, better if it came to all that matter.

        Neighbourhoods come after two attempts, or before any where charged links leave branch and bound little hope.
        """
        pairs, explored = _FIRST_PAIRS, False
        while not self._settled(tier, bound, "relaxation") and not self.control.over():
            columns, whole = self._promising(relaxed, self._within_gap(tier, relaxed), pairs)
            if not (whole or explored) and (tier.charged or pairs > _FIRST_PAIRS * _GROWTH):
                self._explore(tier, relaxed, bound, until)
                explored = True
                continue
            if (tier.charged and not whole) or columns[: self.problem.pairs].sum() > _MOST_PAIRS:
                break
            share = until if whole else min(until, self.control.seconds + _SECONDS_PER_PAIR * pairs)
            answer = self._branch(tier, columns, share, bound)
            if answer.x is not None:
                self._offer(answer.x)
            if whole:
                if answer.bound is not None:
                    proven = tier.objective.round_up(tier.value(answer.bound))
                    bound = max(bound, min(proven, tier.objective.value(self.x)))
                break
            pairs *= _GROWTH
        return bound

    def _relax(self, tier: Tier, until: float) -> Relaxed | None:
        """By linear programming, or by prices alone where links of charged indicators would make that slow."""

        def limits() -> Limits:
            return _limits(self.control, until)

        if sum(len(family.member) for family in tier.charged) <= _CHARGED_LINKS:
            return relax(tier, self.alive, self.x, limits, self.backend)
        free = relax(tier.without_charges(), self.alive, self.x, limits, self.backend)
        if free is None:
            return None
        until = self.control.seconds + (until - self.control.seconds) / 4
        value = tier.objective.value(self.x)

        def told(steps: float) -> None:
            self.control.tell("prices", value, tier.value(steps), self.number)

        return climb(tier, self.alive, tier.steps(value), free.prices, limits, told)

    def _within_gap(self, tier: Tier, relaxed: Relaxed) -> Mask:
        """Columns that can be in a plan no worse than the incumbent: reduced cost at most value - relaxation."""
        objective = tier.objective
        gap = tier.steps(objective.value(self.x)) - relaxed.bound
        return self.alive & (relaxed.reduced <= gap + 1e-6 * max(1.0, abs(gap))) | self.x

    def _promising(self, relaxed: Relaxed, within: Mask, pairs: int) -> tuple[Mask, bool]:
        """The pairs of least reduced cost with all indicators, and whether these are all that matter."""
        found = np.flatnonzero(within[: self.problem.pairs])
        if len(found) <= pairs:
            return within, True
        columns = within.copy()
        columns[found[np.argsort(relaxed.reduced[found], kind="stable")[pairs:]]] = False
        return columns | self.x, False

    def _explore(self, tier: Tier, relaxed: Relaxed, bound: int, until: float) -> None:
        """Mend the plan part by part, which is quick where branch and bound on the whole is not."""
        parts = Neighbourhoods(tier, relaxed.reduced, self.control.seed, self.backend)
        end = self.control.seconds + (1 - _FINISH_SHARE) * (until - self.control.seconds)
        while not (parts.exhausted or self.control.seconds >= end or self.control.over()):
            if self._settled(tier, bound, "neighbourhoods"):
                break
            candidate = parts.improve(self.x, _limits(self.control, min(end, self.control.seconds + _PART_SECONDS)))
            better = self.problem.values(candidate) < self.problem.values(self.x)
            if better and not len(self.problem.broken(candidate, candidate != self.x)):
                self.x = candidate
                parts.succeeded()

    def _branch(self, tier: Tier, columns: Mask, until: float, bound: int) -> Answer:
        value, objective = tier.objective.value(self.x), tier.objective
        good_enough = self.control.gap * abs(bound) / objective.step
        limits = _limits(self.control, until, max(0.999, good_enough))

        def on_bound(steps: float) -> None:
            self.control.tell("branch and bound", value, max(bound, tier.value(steps)), self.number)

        return branch(tier, columns, limits, self.backend, self.x, on_bound=on_bound)

    def _offer(self, x: Real) -> None:
        """Take a solution, or what rounding and the greedy make of it, if it is better than the incumbent."""
        chosen = x[: self.problem.pairs] > 0.5
        candidate = self.problem.complete(chosen)
        if len(self.problem.broken(candidate)):
            candidate = self.problem.complete(greedy(self.problem, self.control, chosen))
        if not len(self.problem.broken(candidate)) and self.problem.values(candidate) < self.problem.values(self.x):
            self.x = candidate

    def _settled(self, tier: Tier, bound: int, phase: str) -> bool:
        value = tier.objective.value(self.x)
        self.control.tell(phase, value, bound, self.number)
        return _gap(value, bound) <= self.control.gap


def _gap(value: int, bound: int | None) -> float:
    if bound is None:
        return float("inf")
    return 0.0 if bound >= value else (value - bound) / max(abs(value), 1)


def _limits(control: Control, until: float, gap: float = 0.999) -> Limits:
    return Limits(
        min(control.remaining, max(0.0, until - control.seconds)), control.threads, control.seed, control.over, gap
    )


def seat_bound(tier: Tier) -> int:
    """A bound at once: each seat row takes its cheapest pairs as if no other row were there."""
    problem, costs = tier.problem, tier.objective.costs
    rows = np.flatnonzero(problem.side == SEAT)
    seat = problem.matrix[rows]
    owner = np.full(problem.pairs, -1)
    owner[seat.indices] = np.repeat(np.arange(len(rows)), np.diff(seat.indptr))
    capacity = np.append(problem.upper[rows], np.inf)
    cheap = np.flatnonzero(costs[: problem.pairs] < 0)
    cheap = cheap[np.lexsort((costs[cheap], owner[cheap] % len(capacity)))]
    mine = owner[cheap] % len(capacity)
    rank = np.arange(len(cheap)) - np.searchsorted(mine, mine)
    taken = int(costs[cheap[rank < capacity[mine]]].sum())
    return tier.objective.constant + taken + int(np.minimum(costs[problem.pairs :], 0).sum())

"""The best plan so far, and what is told of it."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.model.problem import SEAT, Problem, thin
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.control import Control


class Incumbent:
    """A choice of pairs with its indicators, that breaks no row; ``number`` is the tier at work."""

    def __init__(self, problem: Problem, control: Control, chosen: Mask) -> None:
        self.problem, self.control, self.number = problem, control, 0
        self._known: dict[int, int] = {}
        self.x = problem.complete(chosen)
        control.improved(self.pairs)

    @property
    def pairs(self) -> Mask:
        return self.x[: self.problem.pairs]

    @property
    def values(self) -> tuple[int, ...]:
        return self.problem.values(self.x)

    @property
    def vacant(self) -> float:
        """The share of the seats that it leaves empty."""
        rows = np.flatnonzero(self.problem.side == SEAT)
        taken = thin(self.problem.columns, self.x)[rows]
        return 1 - float(taken.sum()) / max(1.0, float(self.problem.upper[rows].sum()))

    def offer(self, x: Real) -> None:
        """Take what a solution rounds to, or what the greedy makes of that, if it is better."""
        chosen = x[: self.problem.pairs] > 0.5
        candidate = self.problem.complete(chosen)
        if len(self.problem.broken(candidate)):
            candidate = self.problem.complete(greedy(self.problem, chosen))
        self.replace(candidate)

    def replace(self, candidate: Mask) -> bool:
        """Take a completed choice if it is better and breaks no row; whether it was taken."""
        better = self.problem.values(candidate) < self.values
        if better and not len(self.problem.broken(candidate, candidate != self.x)):
            self.x = candidate
            self.control.improved(self.pairs)
            return True
        return False

    def raised(self, tier: Tier, bound: int, steps: float) -> int:
        """The bound, raised to the steps that plans cost which may be better than this one."""
        return max(bound, min(tier.least(steps), tier.objective.value(self.x)))

    def settles(self, tier: Tier, bound: int, phase: str) -> bool:
        """Whether the bound is as near as the caller wants it; tells value and bound."""
        self.tell(tier, bound, phase)
        return relative_gap(tier.objective.value(self.x), bound) <= self.control.gap

    def tell(self, tier: Tier, bound: int, phase: str) -> None:
        """Tell what the plan is worth in a tier, and the best bound so far.

        In a look ahead the tier at work is supposed to reach its own bound: what that says of a later one is no bound.
        """
        value = tier.objective.value(self.x)
        if tier.number != self.number:
            self.control.tell(phase, value, None, tier.number)
            return
        self._known[tier.number] = best = max(bound, self._known.get(tier.number, bound))
        self.control.tell(phase, value, min(best, value), tier.number)


def relative_gap(value: int, bound: float | None) -> float:
    if bound is None:
        return float("inf")
    return 0.0 if bound >= value else (value - bound) / max(abs(value), 1)

"""The best plan so far."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.model.problem import SEAT, Problem, thin
from staffmatch.engine.state.control import Control


class Incumbent:
    """A choice of pairs with its indicators, ``x``, that violates no row; ``first`` is the initial one."""

    def __init__(self, problem: Problem, control: Control, chosen: Mask) -> None:
        self.problem, self.control = problem, control
        self.x = self.first = problem.complete(chosen)
        control.improved(self.pairs)

    @property
    def pairs(self) -> Mask:
        return self.x[: self.problem.pairs]

    @property
    def values(self) -> tuple[int, ...]:
        return self.problem.values(self.x)

    @property
    def vacant(self) -> float:
        """The share of seats that are empty."""
        rows = np.flatnonzero(self.problem.side == SEAT)
        taken = thin(self.problem.columns, self.x)[rows]
        return 1 - float(taken.sum()) / max(1.0, float(self.problem.upper[rows].sum()))

    def offer(self, x: Real) -> None:
        """Round a solution, repair it by the greedy, and take it if it is better."""
        chosen = x[: self.problem.pairs] > 0.5
        candidate = self.problem.complete(chosen)
        if len(self.problem.broken(candidate)):
            candidate = self.problem.complete(greedy(self.problem, chosen, params=self.control.params.greedy))
        self.replace(candidate)

    def replace(self, candidate: Mask) -> bool:
        """Take a completed choice if it is better and violates no row; whether it was taken."""
        better = self.problem.values(candidate) < self.values
        if better and not len(self.problem.broken(candidate, candidate != self.x)):
            self.x = candidate
            self.control.improved(self.pairs)
            return True
        return False


def relative_gap(value: int, bound: float | None) -> float:
    """(value - bound) / max(|value|, 1); 0 where the bound is reached, infinite if there is none."""
    if bound is None:
        return float("inf")
    return 0.0 if bound >= value else (value - bound) / max(abs(value), 1)

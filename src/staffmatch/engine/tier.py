"""One objective in its turn."""

from __future__ import annotations

from copy import copy
from functools import cached_property

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from staffmatch.arrays import Int
from staffmatch.engine.problem import Indicators, Objective, Problem


class Tier:
    """One objective among plans whose earlier objectives are no worse than given values."""

    def __init__(self, problem: Problem, objective: Objective, earlier: tuple[tuple[Objective, int], ...] = ()) -> None:
        self.problem, self.objective, self.earlier, self.first = problem, objective, earlier, not earlier
        caps = np.array([o.costs // o.step for o, _ in earlier], np.int64).reshape(len(earlier), problem.width)
        limits = np.array([(value - o.constant) // o.step for o, value in earlier], float)
        self.matrix = csr_array(vstack([problem.matrix, csr_array(caps)], format="csr")) if earlier else problem.matrix
        self.lower = np.r_[problem.lower, np.full(len(limits), -np.inf)]
        self.upper = np.r_[problem.upper, limits]
        # In steps, so that one unit is the least difference between two values.
        self.costs = objective.costs // objective.step

    @cached_property
    def by_column(self) -> csc_array:
        return self.problem.columns if self.matrix is self.problem.matrix else csc_array(self.matrix)

    def value(self, steps: float) -> float:
        return self.objective.constant + self.objective.step * steps

    def steps(self, value: float) -> float:
        return (value - self.objective.constant) / self.objective.step

    @property
    def charged(self) -> list[Indicators]:
        """Families of forced indicators that cost something by themselves."""
        return [
            family
            for family in self.problem.indicators
            if family.forced and self.costs[family.first : family.first + family.count].any()
        ]

    def without_charges(self) -> Tier:
        """The same, with charged indicators for nothing: a weaker problem, and an easier one."""
        free = copy(self)
        free.costs = self.costs.copy()
        for family in self.charged:
            free.costs[family.first : family.first + family.count] = 0
        return free

    def links(self) -> tuple[Int, Int]:
        """Forced links (pair, indicator) whose indicator some row or this objective looks at; the others are idle."""
        seen = self.costs != 0
        seen[self.matrix.indices] = True
        pair, indicator = self.problem.links
        return pair[seen[indicator]], indicator[seen[indicator]]

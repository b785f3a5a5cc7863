"""One objective in its turn."""

from __future__ import annotations

from copy import copy
from functools import cached_property

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.problem import Indicators, Objective, Problem, thin


class Tier:
    """One objective among plans whose earlier objectives are no worse than given values."""

    def __init__(self, problem: Problem, objective: Objective, earlier: tuple[tuple[Objective, int], ...] = ()) -> None:
        self.problem, self.objective, self.earlier, self.first = problem, objective, earlier, not earlier
        caps = np.array([o.costs // o.step for o, _ in earlier], np.int64).reshape(len(earlier), problem.width)
        limits = np.array([(value - o.constant) // o.step for o, value in earlier], float)
        self.matrix = csr_array(vstack([problem.matrix, csr_array(caps)], format="csr")) if earlier else problem.matrix
        # In steps, so that one unit is the least difference between two values.
        self.costs = objective.costs // objective.step
        self.lower = np.r_[problem.lower, np.full(len(limits), -np.inf)]
        self.upper = np.r_[self._capacities(), limits]

    @property
    def number(self) -> int:
        """Its place among the objectives, counted from 0."""
        return len(self.earlier)

    @cached_property
    def by_column(self) -> csc_array:
        return self.problem.columns if self.matrix is self.problem.matrix else csc_array(self.matrix)

    def activity(self, x: Mask | Real) -> Int | Real:
        """What x, which is 0 nearly everywhere, makes of each row."""
        return thin(self.by_column, x)

    @property
    def bounded(self) -> Mask:
        """Rows that say something in this tier."""
        bounded: Mask = np.isfinite(self.lower) | np.isfinite(self.upper)
        return bounded

    def value(self, steps: float) -> float:
        return self.objective.constant + self.objective.step * steps

    def least(self, steps: float) -> int:
        """The least value of a plan that costs so many steps or more."""
        return self.objective.round_up(self.value(steps))

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
        for derived in ("_watched", "_links"):
            free.__dict__.pop(derived, None)
        free.upper = np.r_[free._capacities(), self.upper[len(self.problem.upper) :]]
        return free

    def links(self) -> tuple[Int, Int]:
        """Forced links (pair, indicator) whose indicator some row or this objective looks at; the others are idle."""
        return self._links

    @cached_property
    def _links(self) -> tuple[Int, Int]:
        pair, indicator = self.problem.links
        return pair[self._watched[indicator]], indicator[self._watched[indicator]]

    @property
    def priced(self) -> Mask:
        """Columns that this objective or an earlier one looks at."""
        priced: Mask = self.costs != 0
        for objective, _ in self.earlier:
            priced |= objective.costs != 0
        return priced

    @cached_property
    def _watched(self) -> Mask:
        """Columns that this objective, an earlier one or a row that is no cut looks at."""
        watched: Mask = self.priced | self.problem.asked
        return watched

    def _capacities(self) -> Real:
        """Upper bounds of the problem's rows; a cut with an indicator that nobody looks at has none."""
        rows, held = self.problem.cutting
        upper: Real = self.problem.upper.copy()
        upper[rows[held @ ~self._watched > 0]] = np.inf
        return upper

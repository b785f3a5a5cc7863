"""One tier: an objective among plans that are no worse in the earlier ones."""

from __future__ import annotations

from copy import copy
from functools import cached_property

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.backends.lp import is_safe
from staffmatch.engine.model.problem import Indicators, Objective, Problem, thin
from staffmatch.engine.params import PricingParams

# Duals are rounded to multiples of 2^-20.
_BITS = 20

# Costs of more bits than this are passed to solvers divided by a power of two.
_COST_BITS = 32


class Tier:
    """One objective among plans whose earlier objectives are at most given values.

    ``absent`` columns are in none of these plans; rows of earlier objectives leave them out and are divided by the gcd
    of the remaining coefficients. ``floors`` are values that no such plan is below in earlier tiers, None where there
    is none. Duals have fewer bits with more columns than ``fine_columns``.
    """

    def __init__(
        self,
        problem: Problem,
        objective: Objective,
        earlier: tuple[tuple[Objective, int], ...] = (),
        absent: Mask | None = None,
        fine_columns: int = PricingParams.fine_columns,
        floors: tuple[int | None, ...] = (),
    ) -> None:
        self.fine_columns = fine_columns
        self.faces: tuple[Real | None, ...] = ()
        self.problem, self.objective, self.earlier, self.first = problem, objective, earlier, not earlier
        # In steps: 1 is the least difference between two values.
        self.costs = in_steps(objective)[0]
        capped = [_caps(o, absent) for o, _ in earlier]
        self.caps, self.divisors = [caps for caps, _ in capped], [divisor for _, divisor in capped]
        steps = [(value - o.constant) // o.step for o, value in earlier]
        self.limits = [limit // divisor for limit, divisor in zip(steps, self.divisors, strict=True)]
        self.floors = [
            None if floor is None else -((o.constant - floor) // o.step // divisor)
            for (o, _), floor, divisor in zip(earlier, floors or (None,) * len(earlier), self.divisors, strict=True)
        ]
        rows = _rows_of([in_steps(o)[1] for o, _ in earlier], self.caps, problem.width)
        self.matrix = csr_array(vstack([problem.matrix, rows], format="csr")) if earlier else problem.matrix
        self.lower = np.r_[problem.lower, [-np.inf if floor is None else floor for floor in self.floors]]
        self.upper = np.r_[self._capacities(), np.array(self.limits, float)]

    def side(self, row: int, price: int) -> int:
        """The side of a row towards which a dual pulls: the lower one if it is positive."""
        if (number := row - len(self.problem.upper)) >= 0:
            floor = self.floors[number]
            return self.limits[number] if price < 0 or floor is None else floor
        return int(self.lower[row] if price > 0 else self.upper[row])

    @property
    def number(self) -> int:
        """The index of the tier, from 0."""
        return len(self.earlier)

    @cached_property
    def by_column(self) -> csc_array:
        return self.problem.columns if self.matrix is self.problem.matrix else csc_array(self.matrix)

    def activity(self, x: Mask | Real) -> Int | Real:
        """The activity of each row at a sparse x."""
        return thin(self.by_column, x)

    @property
    def bounded(self) -> Mask:
        """Rows with a finite side."""
        bounded: Mask = np.isfinite(self.lower) | np.isfinite(self.upper)
        return bounded

    @cached_property
    def scale(self) -> int:
        """Duals are rounded to multiples of 1 / scale: finer where earlier tiers have large coefficients, so that
        rounding them costs little, unless integers beyond 64 bits would take too long."""
        largest = max([1, *(int(np.abs(caps).max(initial=0)) for caps in self.caps)]).bit_length()
        if largest <= _BITS:
            return 1 << _BITS
        return 1 << (largest + _BITS if len(self.costs) <= self.fine_columns else largest)

    @cached_property
    def unit(self) -> float:
        """Costs are passed to solvers as multiples of this power of two, so that they are not taken for infinite."""
        return float(2 ** max(0, int(np.abs(self.costs).max(initial=0)).bit_length() - _COST_BITS))

    @cached_property
    def safe(self) -> bool:
        """Whether the numbers are small enough for a floating-point solver to be trusted."""
        return is_safe(self.matrix, self.lower, self.upper, self.costs)

    def value(self, steps: float) -> float:
        return self.objective.constant + self.objective.step * steps

    def at(self, steps: int) -> int:
        """The value of a number of steps."""
        return self.objective.constant + self.objective.step * steps

    def least(self, steps: float) -> int:
        """The least value of a plan that costs at least so many steps; integers are taken as exact."""
        if isinstance(steps, int):
            return self.at(steps)
        return self.objective.round_up(self.value(steps))

    def steps_of(self, x: Mask) -> int:
        """The cost of a completed choice, in steps."""
        return self.exact_steps(self.objective.value(x))

    def exact_steps(self, value: int) -> int:
        """A value as a whole number of steps."""
        return (value - self.objective.constant) // self.objective.step

    def steps(self, value: float) -> float:
        return (value - self.objective.constant) / self.objective.step

    @property
    def charged(self) -> list[Indicators]:
        """Indicators with upper linking rows and costs of their own."""
        return [
            indicators
            for indicators in self.problem.indicators
            if indicators.upper_linked and self.costs[indicators.columns].any()
        ]

    def with_faces(self, faces: tuple[Real | None, ...]) -> Tier:
        """The same, knowing duals of earlier tiers by which rows are full (`Face`)."""
        found = copy(self)
        found.faces = faces
        return found

    def without_charges(self) -> Tier:
        """The tier without the costs of charged indicators: a weaker, easier problem."""
        free = copy(self)
        free.costs = self.costs.copy()
        for indicators in self.charged:
            free.costs[indicators.columns] = 0
        for derived in ("_watched", "_links"):
            free.__dict__.pop(derived, None)
        free.upper = np.r_[free._capacities(), self.upper[len(self.problem.upper) :]]
        return free

    def links(self) -> tuple[Int, Int]:
        """Upper linking rows (pair, indicator) of indicators that some row or this objective contains."""
        return self._links

    @cached_property
    def _links(self) -> tuple[Int, Int]:
        pair, indicator = self.problem.links
        return pair[self._watched[indicator]], indicator[self._watched[indicator]]

    @property
    def excluded(self) -> Mask:
        """Columns that would alone exceed the value of an earlier tier, whatever the others are."""
        found = np.zeros(len(self.costs), bool)
        for caps, limit in zip(self.caps, self.limits, strict=True):
            found |= caps > limit - int(np.minimum(caps, 0).sum())
        return found

    @property
    def priced(self) -> Mask:
        """Columns with a coefficient in this objective or an earlier one."""
        priced: Mask = self.costs != 0
        for objective, _ in self.earlier:
            priced |= objective.costs != 0
        return priced

    @cached_property
    def _watched(self) -> Mask:
        """Columns in this objective, an earlier one, or a row that is not a cut."""
        watched: Mask = self.priced | self.problem.asked
        return watched

    def _capacities(self) -> Real:
        """Upper sides of the problem's rows; infinite for cuts with an indicator that nothing else contains."""
        rows, held = self.problem.cutting
        upper: Real = self.problem.upper.copy()
        upper[rows[held @ ~self._watched > 0]] = np.inf
        return upper


def in_steps(objective: Objective) -> tuple[Int, Int]:
    """The costs of an objective in steps, and the columns that have any; kept with the objective."""
    known = vars(objective)
    if "in_steps" not in known:
        known["in_steps"] = objective.costs // objective.step, np.flatnonzero(objective.costs)
    found: tuple[Int, Int] = known["in_steps"]
    return found


def _caps(objective: Objective, absent: Mask | None) -> tuple[Int, int]:
    """The coefficients of the row that keeps an objective at a value, and what they were divided by."""
    costs, columns = in_steps(objective)
    if absent is None or not absent[columns].any():
        return costs, 1
    caps: Int = np.where(absent, 0, costs)
    divisor = max(1, int(np.gcd.reduce(caps, initial=0)))
    return caps // divisor, divisor


def _rows_of(columns: list[Int], caps: list[Int], width: int) -> csr_array:
    """The rows with these coefficients, which are 0 outside the columns of each."""
    inside = [own[row[own] != 0] for own, row in zip(columns, caps, strict=True)]
    none = np.empty(0, np.int64)
    data = np.concatenate([none, *(row[own] for own, row in zip(inside, caps, strict=True))])
    ends = np.r_[0, np.cumsum([len(own) for own in inside], dtype=np.int64)]
    return csr_array((data, np.concatenate([none, *inside]), ends), shape=(len(caps), width))

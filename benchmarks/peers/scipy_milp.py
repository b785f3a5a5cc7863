"""scipy's ``milp`` (its own HiGHS) with one Boolean a pair, as tutorials do it: a row for each condition, no more.

The rows that follow from others in whole numbers are left out, and each tier starts anew. It takes one thread.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.sparse import csr_array, vstack

from benchmarks.peers.base import Answer
from benchmarks.peers.model import Found, rows_of, tier_by_tier
from benchmarks.run import Run
from staffmatch import Scenario
from staffmatch.arrays import Int, Mask
from staffmatch.engine.model.problem import Problem


def scipy_milp(scenario: Scenario, run: Run) -> Answer:
    return tier_by_tier(scenario, run, ScipyMilp)


class ScipyMilp:
    def __init__(self, problem: Problem, run: Run) -> None:
        matrix, lower, upper = rows_of(problem)
        stated = np.r_[~problem.cut, np.ones(matrix.shape[0] - len(problem.cut), bool)]
        self._matrix, self._lower, self._upper = matrix[np.flatnonzero(stated)], lower[stated], upper[stated]

    def minimise(self, costs: Int, start: Mask | None, seconds: float) -> Found:
        from scipy.optimize import Bounds, LinearConstraint, milp

        options = {"mip_rel_gap": 0.0} | ({"time_limit": seconds} if math.isfinite(seconds) else {})
        found = milp(
            costs.astype(float),
            integrality=np.ones(len(costs)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(self._matrix, self._lower, self._upper),
            options=options,
        )
        if found.status == 2:
            return Found(None, None, proven=True)
        bound = found.mip_dual_bound
        bound = bound if bound is not None and np.isfinite(bound) else None
        return Found(start if found.x is None else found.x > 0.5, bound, proven=found.status == 0)

    def hold(self, costs: Int, most: int) -> None:
        self._matrix = csr_array(vstack([self._matrix, csr_array(costs[None, :])], format="csr"))
        self._lower, self._upper = np.r_[self._lower, -np.inf], np.r_[self._upper, float(most)]

"""HiGHS with one binary variable for each pair."""

from __future__ import annotations

import numpy as np

from benchmarks.peers.base import Answer
from benchmarks.peers.model import Found, rows_of, tier_by_tier
from benchmarks.run import Run
from staffmatch import InternalError, Scenario
from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.control import available_threads
from staffmatch.engine.lp import BRANCH_OPTIONS
from staffmatch.engine.problem import Problem


def highs(scenario: Scenario, run: Run) -> Answer:
    return tier_by_tier(scenario, run, Highs)


class Highs:
    def __init__(self, problem: Problem, run: Run) -> None:
        import highspy

        self._api, self._width = highspy, problem.width
        self._columns = np.arange(problem.width, dtype=np.int32)
        self._highs = highspy.Highs()
        for option, value in {
            "output_flag": False,
            # The default of 1e-4 would call a plan optimal that is not.
            "mip_rel_gap": 0.0,
            **BRANCH_OPTIONS,
            "threads": run.threads or available_threads(),
            "random_seed": run.seed,
        }.items():
            self._highs.setOptionValue(option, value)
        zeros, ones = np.zeros(problem.width), np.ones(problem.width)
        none = np.empty(0, np.int32)
        self._highs.addCols(problem.width, zeros, zeros, ones, 0, none, none, np.empty(0))
        self._highs.changeColsIntegrality(problem.width, self._columns, np.ones(problem.width, np.uint8))
        matrix, lower, upper = rows_of(problem)
        self._add(matrix.indptr[:-1], matrix.indices, matrix.data, lower, upper)

    def minimise(self, costs: Int, start: Mask | None, seconds: float) -> Found:
        self._highs.changeColsCost(self._width, self._columns, costs.astype(float))
        if start is not None:
            self._highs.setSolution(self._width, self._columns, start.astype(float))
        # Its time limit counts all runs of one object.
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + seconds)
        self._highs.run()
        status, info = self._highs.getModelStatus(), self._highs.getInfo()
        if status == self._api.HighsModelStatus.kInfeasible:
            return Found(None, None, proven=True)
        bound = info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else None
        if info.primal_solution_status != self._api.SolutionStatus.kSolutionStatusFeasible:
            return Found(start, bound, proven=False)
        chosen = np.array(self._highs.getSolution().col_value) > 0.5
        return Found(chosen, bound, proven=status == self._api.HighsModelStatus.kOptimal)

    def hold(self, costs: Int, most: int) -> None:
        charged = np.flatnonzero(costs)
        self._add(np.zeros(1), charged, costs[charged], np.array([-np.inf]), np.array([float(most)]))

    def _add(self, start: Int | Real, columns: Int, values: Int, lower: Real, upper: Real) -> None:
        done = self._highs.addRows(
            len(lower),
            lower,
            upper,
            len(columns),
            start.astype(np.int32),
            columns.astype(np.int32),
            values.astype(float),
        )
        if done == self._api.HighsStatus.kError:
            raise InternalError("HiGHS refused rows.")

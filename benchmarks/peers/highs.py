"""HiGHS with one binary variable for each pair, and its linear program alone, which bounds the first tier."""

from __future__ import annotations

import math
import time

import numpy as np

from benchmarks.peers.base import Answer
from benchmarks.peers.model import Found, pairs_of, rows_of, tier_by_tier
from benchmarks.run import Run
from staffmatch import InternalError, Scenario
from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.backends.lp import BRANCH_OPTIONS
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.state.control import available_threads
from staffmatch.formulation.integer_program import Scale, formulate


def highs(scenario: Scenario, run: Run) -> Answer:
    return tier_by_tier(scenario, run, Highs)


def highs_lp(scenario: Scenario, run: Run) -> Answer:
    """The LP relaxation over all pairs, without a plan; often there are too many pairs for more."""
    started = time.perf_counter()
    pairs = pairs_of(scenario)
    problem = formulate(pairs, scenario.tiers)
    solver = Highs(problem, run, whole=False)
    built = time.perf_counter()
    found = solver.relax(problem.objectives[0].costs, math.inf if run.time_limit is None else run.time_limit)
    phases = {"build": built - started, "solve": time.perf_counter() - built}
    if found is None:
        return Answer("unknown", None, (), phases, len(pairs))
    bound = (problem.objectives[0].constant + math.ceil(found - 1e-5)) / Scale.of(scenario.tiers[0]).per_unit
    return Answer("relaxed", None, (), phases, len(pairs), bound=bound)


class Highs:
    def __init__(self, problem: Problem, run: Run, whole: bool = True) -> None:
        import highspy

        self._api, self._width = highspy, problem.width
        self._columns = np.arange(problem.width, dtype=np.int32)
        self._highs = highspy.Highs()
        for option, value in {
            "output_flag": False,
            # The default of 1e-4 would report plans as optimal that are not.
            "mip_rel_gap": 0.0,
            **BRANCH_OPTIONS,
            "threads": run.threads or available_threads(),
            "random_seed": run.seed,
        }.items():
            self._highs.setOptionValue(option, value)
        zeros, ones = np.zeros(problem.width), np.ones(problem.width)
        none = np.empty(0, np.int32)
        self._highs.addCols(problem.width, zeros, zeros, ones, 0, none, none, np.empty(0))
        if whole:
            self._highs.changeColsIntegrality(problem.width, self._columns, np.ones(problem.width, np.uint8))
        matrix, lower, upper = rows_of(problem)
        self._add(matrix.indptr[:-1], matrix.indices, matrix.data, lower, upper)

    def minimise(self, costs: Int, start: Mask | None, seconds: float) -> Found:
        self._highs.changeColsCost(self._width, self._columns, costs.astype(float))
        if start is not None:
            self._highs.setSolution(self._width, self._columns, start.astype(float))
        # The time limit counts all runs of one instance.
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

    def relax(self, costs: Int, seconds: float) -> float | None:
        """The optimal value, None if time ran out."""
        self._highs.changeColsCost(self._width, self._columns, costs.astype(float))
        self._highs.setOptionValue("time_limit", seconds)
        self._highs.run()
        solved = self._highs.getModelStatus() == self._api.HighsModelStatus.kOptimal
        return float(self._highs.getObjectiveValue()) if solved else None

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

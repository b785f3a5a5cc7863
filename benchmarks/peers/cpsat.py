"""CP-SAT with one Boolean for each pair, as its tutorials do it."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.peers.base import Answer
from benchmarks.peers.model import Found, rows_of, tier_by_tier
from benchmarks.run import Run
from staffmatch import Scenario
from staffmatch.arrays import Int, Mask
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.state.control import available_threads

_NONE, _ALL = int(np.iinfo(np.int64).min), int(np.iinfo(np.int64).max)


def cpsat(scenario: Scenario, run: Run) -> Answer:
    return tier_by_tier(scenario, run, CpSat)


class CpSat:
    def __init__(self, problem: Problem, run: Run) -> None:
        from ortools.sat.python import cp_model, cp_model_helper

        self._api, self._run, self._width = cp_model, run, problem.width
        self._model = cp_model.CpModel()
        # Written directly into the protocol buffer: the modelling layer takes seconds for 100,000 variables.
        self._proto = self._model.proto
        boolean = cp_model_helper.IntegerVariableProto()
        boolean.domain.extend([0, 1])
        self._proto.variables.extend([boolean] * problem.width)
        matrix, lower, upper = rows_of(problem)
        columns, values, start = matrix.indices.tolist(), matrix.data.tolist(), matrix.indptr.tolist()
        for row, (low, high) in enumerate(zip(lower.tolist(), upper.tolist(), strict=True)):
            entries = slice(start[row], start[row + 1])
            least, most = _NONE if math.isinf(low) else int(low), _ALL if math.isinf(high) else int(high)
            self._add(columns[entries], values[entries], least, most)

    def minimise(self, costs: Int, start: Mask | None, seconds: float) -> Found:
        charged = np.flatnonzero(costs)
        self._proto.clear_objective()
        self._proto.objective.vars.extend(charged.tolist())
        self._proto.objective.coeffs.extend(costs[charged].tolist())
        if start is not None:
            self._proto.clear_solution_hint()
            self._proto.solution_hint.vars.extend(range(self._width))
            self._proto.solution_hint.values.extend(start.astype(int).tolist())
        solver = self._api.CpSolver()
        solver.parameters.num_workers = self._run.threads or available_threads()
        solver.parameters.random_seed = self._run.seed
        if math.isfinite(seconds):
            solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self._model)
        if status in (self._api.UNKNOWN, self._api.INFEASIBLE):
            return Found(start, None, proven=status == self._api.INFEASIBLE)
        chosen = np.array(solver.response_proto.solution, bool)
        return Found(chosen, solver.best_objective_bound, proven=status == self._api.OPTIMAL)

    def hold(self, costs: Int, most: int) -> None:
        charged = np.flatnonzero(costs)
        self._add(charged.tolist(), costs[charged].tolist(), _NONE, most)

    def _add(self, columns: list[int], values: list[int], lower: int, upper: int) -> None:
        row = self._proto.constraints.add().linear
        row.vars.extend(columns)
        row.coeffs.extend(values)
        row.domain.extend([lower, upper])

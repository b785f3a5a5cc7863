"""LPs and MIPs through OR-Tools MathOpt: GLOP for LPs, HiGHS for MIPs, each solve a cold start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
from scipy.sparse import csc_array, csr_array, hstack, vstack

from staffmatch.arrays import Int, Real, owners_of
from staffmatch.engine.backends.lp import (
    BRANCH_OPTIONS,
    Answer,
    Limits,
    Program,
    SolverFault,
    Status,
)


class MathOptSession:
    def __init__(self, program: Program) -> None:
        self._program, self._unit = program, program.unit
        self._least: Real = np.zeros(len(program.costs))
        self._most = program.upper_bounds

    def add_rows(self, matrix: csr_array, lower: Real, upper: Real) -> None:
        old = self._program
        taller = csr_array(vstack([old.matrix, matrix], format="csr"))
        self._program = replace(old, matrix=taller, lower=np.r_[old.lower, lower], upper=np.r_[old.upper, upper])

    def add_columns(self, costs: Int, matrix: csc_array, most: Real | None = None) -> None:
        old = self._program
        wider = csr_array(hstack([old.matrix, matrix], format="csr"))
        self._program = replace(old, matrix=wider, costs=np.r_[old.costs, costs])
        self._least = np.r_[self._least, np.zeros(len(costs))]
        self._most = np.r_[self._most, np.ones(len(costs)) if most is None else most]

    def bound(self, lower: Real, upper: Real) -> None:
        self._least, self._most = lower, upper

    def relax(self, limits: Limits, interior: bool = False, enough: float = np.inf) -> Answer:
        result = self._run(limits, integer=False)
        if result is None:
            return Answer(Status.UNKNOWN)
        status, rows = self._status(result), self._program.matrix.shape[0]
        if status is Status.INFEASIBLE and result.has_dual_ray():
            return Answer(status, duals=np.fromiter(result.ray_dual_values().values(), float, rows))
        if status is not Status.OPTIMAL:
            return Answer(status)
        value = self._unit * result.objective_value()
        duals = self._unit * np.fromiter(result.dual_values().values(), float, rows)
        return Answer(status, self._values(result), value, value, duals)

    def solve(
        self,
        limits: Limits,
        start: Real | None,
        on_bound: Callable[[float], None],
        on_solution: Callable[[float, Real], None] | None = None,
    ) -> Answer:
        result = self._run(limits, integer=True)
        if result is None:
            return Answer(Status.UNKNOWN)
        status = self._status(result)
        if status is Status.INFEASIBLE:
            return Answer(status)
        dual = result.termination.objective_bounds.dual_bound
        bound = self._unit * dual if np.isfinite(dual) else None
        if not result.has_primal_feasible_solution():
            return Answer(Status.UNKNOWN, bound=bound)
        found = Status.OPTIMAL if status is Status.OPTIMAL else Status.FEASIBLE
        return Answer(found, self._values(result), self._unit * result.objective_value(), bound)

    def _values(self, result: Any) -> Real:
        return np.fromiter(result.variable_values().values(), float, self._program.matrix.shape[1])

    def _run(self, limits: Limits, integer: bool) -> Any | None:
        """Solve; None if the solver gives up, as on some badly scaled programs."""
        from ortools.glop import parameters_pb2
        from ortools.math_opt.python import mathopt
        from ortools.math_opt.solvers import highs_pb2
        from pybind11_abseil.status import StatusCode, StatusCodeAsInt, StatusNotOk

        parameters = mathopt.SolveParameters(random_seed=limits.seed % 2**31)
        if np.isfinite(limits.seconds):
            parameters.time_limit = timedelta(seconds=limits.seconds)
        if integer:
            parameters.relative_gap_tolerance = 0.0
            parameters.absolute_gap_tolerance = limits.gap / self._unit
            parameters.highs = highs_pb2.HighsOptionsProto(int_options=BRANCH_OPTIONS)
        elif self._program.matrix.shape[1] <= limits.params.plain_columns:
            # The only settings with which GLOP returns a ray for an infeasible program.
            parameters.lp_algorithm = mathopt.LPAlgorithm.DUAL_SIMPLEX
            parameters.presolve = parameters.scaling = mathopt.Emphasis.OFF
            parameters.glop = parameters_pb2.GlopParameters(change_status_to_imprecise=False)
        # MathOpt has no callbacks here, so nodes or iterations are limited instead; a node counts as one callback.
        params = limits.params
        worth = (params.branch_steps if integer else params.simplex_steps) * (self._program.matrix.nnz + 1)
        if np.isfinite(limits.steps):
            most = max(1, int(limits.steps) // worth)
            parameters.node_limit, parameters.iteration_limit = (most, None) if integer else (None, most)
        solver = mathopt.SolverType.HIGHS if integer else mathopt.SolverType.GLOP
        try:
            result = mathopt.solve(self._model(integer), solver, params=parameters)
        except AttributeError as error:
            # OR-Tools 9.15 raises AttributeError while it translates a solver's error.
            if not isinstance(error.__context__, StatusNotOk):
                raise
            if error.__context__.code != StatusCodeAsInt(StatusCode.INTERNAL):
                raise SolverFault(f"MathOpt failed: {error.__context__}") from error
            limits.charge(worth)
            return None
        stats = result.solve_stats
        limits.charge(worth * (1 + (stats.node_count if integer else stats.simplex_iterations)))
        return result

    def _model(self, integer: bool) -> Any:
        """The program as bulk protocol-buffer arrays; one Python call a column would take seconds."""
        from ortools.math_opt import model_pb2
        from ortools.math_opt.python import mathopt

        p, proto = self._program, model_pb2.ModelProto()
        rows, columns = p.matrix.shape
        proto.variables.ids.extend(range(columns))
        proto.variables.lower_bounds.extend(self._least)
        proto.variables.upper_bounds.extend(self._most)
        proto.variables.integers.extend(np.full(columns, integer))
        proto.linear_constraints.ids.extend(range(rows))
        proto.linear_constraints.lower_bounds.extend(p.lower)
        proto.linear_constraints.upper_bounds.extend(p.upper)
        matrix = csr_array(p.matrix)
        matrix.sum_duplicates()
        matrix.sort_indices()
        proto.linear_constraint_matrix.row_ids.extend(owners_of(matrix.indptr))
        proto.linear_constraint_matrix.column_ids.extend(matrix.indices)
        proto.linear_constraint_matrix.coefficients.extend(matrix.data.astype(float))
        used = np.flatnonzero(p.costs)
        proto.objective.linear_coefficients.ids.extend(used)
        proto.objective.linear_coefficients.values.extend(p.costs[used] / self._unit)
        return mathopt.Model.from_model_proto(proto)

    def _status(self, result: Any) -> Status:
        from ortools.math_opt.python import mathopt

        reason, names = result.termination.reason, mathopt.TerminationReason
        if reason == names.OPTIMAL:
            return Status.OPTIMAL
        if reason in (names.INFEASIBLE, names.INFEASIBLE_OR_UNBOUNDED):
            return Status.INFEASIBLE
        if reason in (names.FEASIBLE, names.NO_SOLUTION_FOUND, names.IMPRECISE):
            return Status.UNKNOWN
        raise SolverFault(f"MathOpt ended with {reason}: {result.termination.detail}")

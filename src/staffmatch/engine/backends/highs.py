"""LPs and MIPs with HiGHS through highspy: bulk arrays, a basis kept between solves, and interrupts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.sparse import csc_array, csr_array

from staffmatch.arrays import Int, Real
from staffmatch.engine.backends.lp import (
    BRANCH_OPTIONS,
    Answer,
    Limits,
    Program,
    SolverFault,
    Status,
)
from staffmatch.errors import InternalError

_pool = threading.local()
_DUAL, _PRIMAL = 1, 4

# Rows with coefficients of more bits than this are passed to the solver divided by a power of two.
_ROW_BITS = 30

# HiGHS's scaling strategy where programs are scaled.
_SCALING = 2


class HighsSession:
    def __init__(self, program: Program) -> None:
        import highspy

        self._api = highspy
        self._highs = highspy.Highs()
        self._set("output_flag", False)
        # The default of 1e-4 would report plans as optimal that are not.
        self._set("mip_rel_gap", 0.0)
        self._columns = np.empty(0, np.int32)
        self._new, self._presolve, self._unit = 0, program.presolve, program.unit
        self._row_units = np.empty(0)
        self._begun_with, self._scaling = len(program.costs), -1
        self.add_columns(program.costs, csc_array((0, len(program.costs))), program.upper_bounds)
        self.add_rows(program.matrix, program.lower, program.upper)

    def add_rows(self, matrix: csr_array, lower: Real, upper: Real) -> None:
        if len(lower):
            index, start = matrix.indices.astype(np.int32), matrix.indptr[:-1].astype(np.int32)
            units = _row_units(matrix)
            data = matrix.data / np.repeat(units, np.diff(matrix.indptr))
            self._require_ok(
                self._highs.addRows(len(lower), lower / units, upper / units, matrix.nnz, start, index, data)
            )
            self._row_units = np.r_[self._row_units, units]

    def add_columns(self, costs: Int, matrix: csc_array, most: Real | None = None) -> None:
        if count := len(costs):
            index, start = matrix.indices.astype(np.int32), matrix.indptr[:-1].astype(np.int32)
            data, most = matrix.data / self._row_units[matrix.indices], np.ones(count) if most is None else most
            self._require_ok(
                self._highs.addCols(count, costs / self._unit, np.zeros(count), most, matrix.nnz, start, index, data)
            )
            self._columns = np.arange(len(self._columns) + count, dtype=np.int32)
            # A column without cost and without entries does not disturb the basis.
            self._new += int(np.count_nonzero((costs != 0) | (np.diff(matrix.indptr) > 0)))

    def bound(self, lower: Real, upper: Real) -> None:
        self._require_ok(self._highs.changeColsBounds(len(self._columns), self._columns, lower, upper))

    def relax(self, limits: Limits, interior: bool = False, enough: float = np.inf) -> Answer:
        # After new columns the last basis is primal feasible; after new violated rows it is dual feasible. With many
        # new columns it is slower to start from the basis than from scratch.
        params = limits.params
        if self._new > params.fresh_share * len(self._columns):
            self._require_ok(self._highs.clearSolver())
            self._new = 0
        self._set("simplex_strategy", _PRIMAL if self._new else _DUAL)
        self._new = 0
        small = len(self._columns) <= params.simplex_columns and not interior
        if self._scaling < 0:
            self._scale(0 if 0 < self._begun_with <= params.unscaled_columns else _SCALING)
        self._set("presolve", "off" if small else "choose")
        self._set("solver", "ipm" if interior else "choose")
        self._set("run_crossover", "off" if interior else "on")
        self._set("objective_bound", enough / self._unit)
        self._apply(limits)
        status = self._run(limits, limits.params.simplex_steps)
        if status is Status.UNKNOWN and not limits.over:
            status = self._retry_rescaled(limits)
        if status is Status.INFEASIBLE:
            _, known, ray = self._highs.getDualRay()
            return Answer(status, duals=np.array(ray) / self._row_units if known else None)
        if status not in (Status.OPTIMAL, Status.BEYOND):
            return Answer(status)
        solution, value = self._highs.getSolution(), self._unit * self._highs.getObjectiveValue()
        duals = self._unit / self._row_units * np.array(solution.row_dual)
        if status is Status.BEYOND:
            return Answer(status, duals=duals if solution.dual_valid else None)
        return Answer(status, np.array(solution.col_value), value, value, duals)

    def _retry_rescaled(self, limits: Limits) -> Status:
        """Solve again from scratch with scaling switched, since scaling, or the lack of it, can be what HiGHS fails
        on."""
        self._require_ok(self._highs.clearSolver())
        self._scale(0 if self._scaling else _SCALING)
        self._apply(limits)
        return self._run(limits, limits.params.simplex_steps)

    def solve(
        self,
        limits: Limits,
        start: Real | None,
        on_bound: Callable[[float], None],
        on_solution: Callable[[float, Real], None] | None = None,
    ) -> Answer:
        self._require_ok(
            self._highs.changeColsIntegrality(len(self._columns), self._columns, np.ones(len(self._columns), np.uint8))
        )
        self._set("presolve", "choose" if self._presolve else "off")
        self._scale(_SCALING)
        for option, value in BRANCH_OPTIONS.items():
            self._set(option, value)
        self._set("mip_allow_restart", len(self._columns) > limits.params.restarted_columns)
        self._apply(limits)
        if start is not None:
            self._require_ok(self._highs.setSolution(len(start), self._columns, start))
        status = self._run(limits, limits.params.branch_steps, on_bound, on_solution)
        info = self._highs.getInfo()
        bound = self._unit * info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else None
        if status is Status.INFEASIBLE:
            return Answer(status)
        if info.primal_solution_status != self._api.SolutionStatus.kSolutionStatusFeasible:
            return Answer(Status.UNKNOWN, bound=bound)
        found = Status.OPTIMAL if status is Status.OPTIMAL else Status.FEASIBLE
        return Answer(
            found, np.array(self._highs.getSolution().col_value), self._unit * info.objective_function_value, bound
        )

    def _apply(self, limits: Limits) -> None:
        # HiGHS counts its time limit over all runs of one instance.
        limit = self._highs.getRunTime() + limits.seconds if np.isfinite(limits.seconds) else float("inf")
        self._set("time_limit", limit)
        # HiGHS's thread pool is shared by all instances in a Python thread, and a run with another number of threads is
        # refused until the pool is reset.
        if getattr(_pool, "size", None) != limits.threads:
            self._highs.resetGlobalScheduler(True)
        _pool.size = limits.threads
        self._set("threads", limits.threads)
        self._set("mip_abs_gap", limits.gap / self._unit)
        self._set("random_seed", limits.seed % 2**31)

    def _run(
        self,
        limits: Limits,
        steps: int,
        on_bound: Callable[[float], None] | None = None,
        on_solution: Callable[[float, Real], None] | None = None,
    ) -> Status:
        """Run; each callback counts as ``steps`` of work for each entry of the matrix."""
        worth = steps * (self._highs.getNumNz() + 1)
        spent = worth

        def interrupt(event: Any) -> None:
            nonlocal spent
            spent += worth
            if spent >= limits.steps or limits.stop():
                event.interrupt()
            if on_bound is not None and np.isfinite(event.data_out.mip_dual_bound):
                on_bound(self._unit * event.data_out.mip_dual_bound)

        def improve(event: Any) -> None:
            if on_solution is not None:
                on_solution(self._unit * event.data_out.objective_function_value, np.array(event.data_out.mip_solution))

        highs = self._highs
        hooks = [(hook, interrupt) for hook in (highs.cbSimplexInterrupt, highs.cbIpmInterrupt, highs.cbMipInterrupt)]
        if on_solution is not None:
            hooks.append((highs.cbMipImprovingSolution, improve))
        for hook, answer in hooks:
            hook.subscribe(answer)
        try:
            done = highs.run() != self._api.HighsStatus.kError
        except RuntimeError as error:
            # A C++ exception, for example where the system cannot start a thread.
            raise SolverFault(f"HiGHS failed: {error}") from error
        finally:
            for hook, answer in hooks:
                hook.unsubscribe(answer)
        limits.charge(spent)
        if not done:
            # HiGHS gives up on some badly scaled programs; that only means that there is no answer.
            highs.clearSolver()
            return Status.UNKNOWN
        return self._status()

    def _status(self) -> Status:
        status, names = self._highs.getModelStatus(), self._api.HighsModelStatus
        if status in (names.kOptimal, names.kModelEmpty):
            return Status.OPTIMAL
        if status == names.kObjectiveBound:
            return Status.BEYOND
        if status in (names.kInfeasible, names.kUnboundedOrInfeasible):
            return Status.INFEASIBLE
        if status in (names.kTimeLimit, names.kInterrupt, names.kUnknown, names.kIterationLimit, names.kSolutionLimit):
            return Status.UNKNOWN
        raise SolverFault(f"HiGHS ended with {status}")

    def _scale(self, strategy: int) -> None:
        self._scaling = strategy
        self._set("simplex_scale_strategy", strategy)

    def _set(self, option: str, value: object) -> None:
        self._require_ok(self._highs.setOptionValue(option, value))

    def _require_ok(self, status: Any) -> None:
        if status == self._api.HighsStatus.kError:
            raise InternalError("HiGHS refused a call.")


def _row_units(matrix: csr_array) -> Real:
    """The power of two by which each row is divided, since HiGHS takes coefficients of 1e15 for infinite."""
    units, filled = np.ones(matrix.shape[0]), np.flatnonzero(np.diff(matrix.indptr))
    if len(filled):
        largest = np.maximum.reduceat(np.abs(matrix.data), matrix.indptr[filled]).astype(float)
        units[filled] = 2.0 ** np.maximum(0, np.ceil(np.log2(np.maximum(largest, 1))) - _ROW_BITS)
    return units

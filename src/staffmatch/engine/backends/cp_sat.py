"""CP-SAT, for integer programs whose numbers are too large for floating-point solvers, and for those of clauses.

It propagates in integers: its LPs only guide the search, and every bound it reports is confirmed in integers. Sums must
stay below 2^62.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import numpy as np

from staffmatch.arrays import Real
from staffmatch.engine.backends.lp import Answer, Limits, Program, SolverFault, Status

_LARGEST = 2**62

# Steps of work in one unit of CP-SAT's deterministic time, which is about a second.
_STEPS = 10**9


def counts(program: Program) -> bool:
    """Whether the sums of all rows and of the costs fit into 64 bits."""
    rows = np.abs(program.matrix).sum(axis=1, dtype=float)
    return max(float(rows.max(initial=0)), float(np.abs(program.costs).sum(dtype=float))) < _LARGEST


def count(program: Program, limits: Limits, start: Real | None, presolve: bool = False) -> Answer:
    """Solve; the bound is proven in integers.

    With ``presolve``, OR-Tools 9.15 has reported a feasible program as infeasible: whoever asks for it trusts neither
    infeasibility nor bounds.
    """
    from ortools.sat.python import cp_model

    model, columns = _model(program)
    if start is not None:
        for column, value in zip(columns, start.tolist(), strict=True):
            model.add_hint(column, round(value))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = limits.threads
    solver.parameters.random_seed = limits.seed % 2**31
    solver.parameters.catch_sigint_signal = False
    solver.parameters.cp_model_presolve = presolve
    solver.parameters.absolute_gap_limit = limits.gap
    if np.isfinite(limits.seconds):
        solver.parameters.max_time_in_seconds = limits.seconds
    if np.isfinite(limits.steps):
        solver.parameters.max_deterministic_time = limits.steps / _STEPS
    status = _run(solver, model, limits)
    limits.charge(round(solver.response_proto.deterministic_time * _STEPS))
    if status == cp_model.INFEASIBLE:
        return Answer(Status.INFEASIBLE)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        raise SolverFault(f"CP-SAT ended with {solver.status_name(status)}")
    bound = int(solver.response_proto.inner_objective_lower_bound)
    if status == cp_model.UNKNOWN:
        return Answer(Status.UNKNOWN, bound=bound)
    x = np.array([solver.value(column) for column in columns], float)
    value = float(program.costs @ x.astype(np.int64))
    return Answer(Status.OPTIMAL if status == cp_model.OPTIMAL else Status.FEASIBLE, x, value, bound)


def _model(program: Program) -> tuple[Any, list[Any]]:
    from ortools.sat.python import cp_model

    model, matrix = cp_model.CpModel(), program.matrix
    columns = [model.new_int_var(0, most, "") for most in program.upper_bounds.astype(int).tolist()]
    for row in range(matrix.shape[0]):
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        terms = [columns[column] for column in matrix.indices[span].tolist()]
        total = cp_model.LinearExpr.weighted_sum(terms, [int(weight) for weight in matrix.data[span].tolist()])
        low, high = program.lower[row], program.upper[row]
        least, most = (int(side) if np.isfinite(side) else None for side in (low, high))
        most = program.large.get(row, most)
        model.add_linear_constraint(total, -_LARGEST if least is None else least, _LARGEST if most is None else most)
    model.minimize(cp_model.LinearExpr.weighted_sum(columns, [int(cost) for cost in program.costs.tolist()]))
    return model, columns


def _run(solver: Any, model: Any, limits: Limits) -> Any:
    """Run the solver in a thread, since it cannot be interrupted from within; this thread polls ``stop``."""
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(solver.solve, model)
        while not wait([work], limits.params.counting_pulse).done:
            if limits.stop():
                solver.stop_search()
        return work.result()

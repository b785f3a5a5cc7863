"""What is asked once of all rows, by one look at their entries: sooner than by the matrix column by column."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.engine.model.problem import Problem


def rows_of(problem: Problem, columns: Mask) -> Int:
    """The rows with an entry in some of the columns, in order."""
    at = np.flatnonzero(columns[problem.matrix.indices])
    rows: Int = np.unique(np.searchsorted(problem.matrix.indptr, at, side="right") - 1)
    return rows


def with_rows_of(problem: Problem, columns: Mask) -> Problem:
    """All columns of a problem without integer variables, and only the rows with an entry in some of these columns."""
    rows = rows_of(problem, columns)
    return replace(
        problem,
        matrix=problem.matrix[rows],
        lower=problem.lower[rows],
        upper=problem.upper[rows],
        side=problem.side[rows],
        row_group=problem.row_group[rows],
        timeline=None,
    )


def feasible(problem: Problem, x: Mask) -> bool:
    """Whether a completed choice keeps all rows."""
    activity = problem.matrix @ x.astype(np.int64)
    return bool(((activity >= problem.lower) & (activity <= problem.upper)).all())

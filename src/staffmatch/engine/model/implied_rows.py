"""Rows that another row implies, which no linear program needs.

``Σ_{j in S} x_j <= u`` follows from ``Σ_{j in T} x_j <= v`` where S is part of T and v <= u. Hours of a day under a
rest are such rows, and hours of a week beside a limit of days in a row. Of two equal rows the first stays.
"""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask, owners_of, ranges
from staffmatch.engine.model.problem import Problem

# Rows with more entries in all are not compared.
_MOST_ENTRIES = 2_000_000


def implied_rows(problem: Problem) -> Mask:
    """Rows of pairs with coefficients of 1 that another one implies, in time about entries times rows of a column.

    Kept with the problem.
    """
    known = vars(problem)
    if "implied_rows" not in known:
        known["implied_rows"] = _implied(problem)
    found: Mask = known["implied_rows"]
    return found


def _implied(problem: Problem) -> Mask:
    matrix, size = problem.matrix, np.diff(problem.matrix.indptr)
    found = np.zeros(len(size), bool)
    able = problem.packing & np.isfinite(problem.upper) & (problem.heaviest == 1) & ~problem.cut & (size > 0)
    if matrix.nnz > _MOST_ENTRIES or not matrix.has_sorted_indices or not able.any():
        return found
    able[able] = np.add.reduceat(matrix.data, matrix.indptr[:-1][size > 0])[able[size > 0]] == size[able]
    one, other = _sharing_the_first_column(problem, np.flatnonzero(able))
    wider = able[other] & (size[other] >= size[one]) & (problem.upper[other] <= problem.upper[one])
    alike = (size[other] == size[one]) & (problem.upper[other] == problem.upper[one])
    one, other = (part[wider & (~alike | (other < one))] for part in (one, other))
    # Rows and columns of all entries in one number each, in order.
    entries = owners_of(matrix.indptr) * problem.width + matrix.indices
    for entry in (size - 1, size // 2):
        held = _in(entries, other * problem.width + matrix.indices[matrix.indptr[one] + entry[one]])
        one, other = one[held], other[held]
    which, at = ranges(matrix.indptr[one], matrix.indptr[one + 1])
    missing = which[~_in(entries, other[which] * problem.width + matrix.indices[at])]
    holding = np.ones(len(one), bool)
    holding[missing] = False
    found[one[holding]] = True
    return found


def _sharing_the_first_column(problem: Problem, rows: Int) -> tuple[Int, Int]:
    """Each of the rows with every other row that has its first column."""
    first, columns = problem.matrix.indices[problem.matrix.indptr[rows]], problem.columns
    which, at = ranges(columns.indptr[first], columns.indptr[first + 1])
    one, other = rows[which], columns.indices[at].astype(np.int64)
    return one[one != other], other[one != other]


def _in(known: Int, wanted: Int) -> Mask:
    """Which are among the known numbers, which are in order."""
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found: Mask = known[at] == wanted
    return found

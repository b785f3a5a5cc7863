"""What is asked once of all rows, by one look at their entries: sooner than by the matrix column by column."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.engine.model.problem import Problem

# Where more than one row in so many belongs to a block that is asked about, all entries are sooner looked at.
_FEW = 4


def rows_of(problem: Problem, columns: Mask) -> Int:
    """The rows with an entry in some of the columns, in order."""
    near = _near(problem, columns)
    matrix = problem.matrix if near is None else problem.matrix[near]
    at = np.flatnonzero(columns[matrix.indices])
    rows: Int = np.unique(np.searchsorted(matrix.indptr, at, side="right") - 1)
    return rows if near is None else near[rows]


def _near(problem: Problem, columns: Mask) -> Int | None:
    """Rows of a block of the columns, or of none; None where these are not known, or many."""
    line, block = problem.timeline, row_block(problem)
    if line is None or block is None:
        return None
    asked = np.zeros(int(line.block.max(initial=-1)) + 2, bool)
    asked[line.block[np.flatnonzero(columns[: problem.pairs])]] = True
    asked[-1] = True
    near = np.flatnonzero(asked[block])
    return near if _FEW * len(near) < len(block) else None


def row_block(problem: Problem) -> Int | None:
    """The block of the timeline to which all entries of a row belong, -1 where there is none such; None where entries
    or blocks are in no order, and this is not quickly told. Kept with the problem."""
    known = vars(problem)
    if "row_block" not in known:
        known["row_block"] = _row_block(problem)
    found: Int | None = known["row_block"]
    return found


def _row_block(problem: Problem) -> Int | None:
    line, matrix = problem.timeline, problem.matrix
    if line is None or not matrix.has_sorted_indices or (np.diff(line.block) < 0).any():
        return None
    found = np.full(matrix.shape[0], -1)
    rows = np.flatnonzero(np.diff(matrix.indptr))
    # In order, the last entry of a row of pairs alone is a pair, of the same block as the first if all are.
    rows = rows[matrix.indices[matrix.indptr[rows + 1] - 1] < problem.pairs]
    first, last = (line.block[matrix.indices[at]] for at in (matrix.indptr[rows], matrix.indptr[rows + 1] - 1))
    found[rows] = np.where(first == last, first, -1)
    return found


def only_rows(problem: Problem, rows: Int) -> Problem:
    """All columns of a problem without integer variables, and only some rows."""
    return replace(
        problem,
        matrix=problem.matrix[rows],
        lower=problem.lower[rows],
        upper=problem.upper[rows],
        side=problem.side[rows],
        row_group=problem.row_group[rows],
        timeline=None,
    )


def take_over_rows(problem: Problem, former: Problem, rows: tuple[Int, Int]) -> None:
    """What was found of rows of pairs in a former problem is known of the same rows here: their places there and
    here."""
    there, here = rows
    others = np.ones(problem.matrix.shape[0], bool)
    others[here] = False
    left = np.flatnonzero(others)
    part = only_rows(problem, left)
    for name in ("heaviest", "packing"):
        if name in vars(former):
            known = vars(former)[name]
            found = np.empty(len(others), known.dtype)
            found[here], found[left] = known[there], getattr(part, name)
            vars(problem)[name] = found


def activity(problem: Problem, x: Mask) -> Int:
    """What each row adds up to."""
    found: Int = problem.matrix @ x.astype(np.int64)
    return found


def within(problem: Problem, activity: Int) -> bool:
    """Whether all rows are kept that add up to this."""
    return bool(((activity >= problem.lower) & (activity <= problem.upper)).all())


def feasible(problem: Problem, x: Mask) -> bool:
    """Whether a completed choice keeps all rows."""
    return within(problem, activity(problem, x))

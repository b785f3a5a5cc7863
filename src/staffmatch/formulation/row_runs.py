"""Rows that stand next to each other in some matrix, and many of them one after another as one matrix.

The rows of a changed market are mostly those of the one before, with other column numbers: of each run of them, the
same number is added to all. So they are copied once, without a look at single rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int

_LARGEST = 2**31


class Run(NamedTuple):
    """Rows ``first`` to below ``end`` of a matrix, with ``shift`` added to the columns of their entries."""

    matrix: csr_array
    first: int
    end: int
    shift: int

    @classmethod
    def whole(cls, matrix: csr_array) -> Run:
        """All rows of a matrix."""
        return cls(matrix, 0, matrix.shape[0], 0)


def stacked(runs: Sequence[Run], width: int) -> csr_array:
    """All rows in turn, of a matrix so wide; entries stay in the order in which they stand in their rows."""
    begins = [int(run.matrix.indptr[run.first]) for run in runs]
    ends = [int(run.matrix.indptr[run.end]) for run in runs]
    size = sum(ends) - sum(begins)
    kind = np.int32 if max(size, width) < _LARGEST else np.int64
    data, indices = np.empty(size, np.int64), np.empty(size, kind)
    indptr = np.empty(1 + sum(run.end - run.first for run in runs), kind)
    row, at = 0, 0
    indptr[0] = 0
    for run, begin, end in zip(runs, begins, ends, strict=True):
        rows = run.end - run.first
        np.add(run.matrix.indptr[run.first + 1 : run.end + 1], at - begin, out=indptr[row + 1 : row + rows + 1])
        data[at : at + end - begin] = run.matrix.data[begin:end]
        np.add(run.matrix.indices[begin:end], run.shift, out=indices[at : at + end - begin])
        row, at = row + rows, at + end - begin
    made = csr_array((data, indices, indptr), shape=(len(indptr) - 1, width))
    made.has_sorted_indices = all(run.matrix.has_sorted_indices for run in runs)
    return made


def taken_over(runs: Sequence[Run], former: csr_array) -> tuple[Int, Int]:
    """The rows of a former matrix among all of the runs: their places there, and their places in all."""
    old, new, row = [np.empty(0, np.int64)], [np.empty(0, np.int64)], 0
    for run in runs:
        if run.matrix is former:
            old.append(np.arange(run.first, run.end))
            new.append(np.arange(row, row + run.end - run.first))
        row += run.end - run.first
    return np.concatenate(old), np.concatenate(new)

"""Whole numbers in arrays: codes of several columns, exact sums by group, and what counts as whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.records.ragged import factorize

_LARGEST = 2**62

# Floating point adds whole numbers without an error up to here.
_EXACT = 2**53


def codes_of(columns: Sequence[Int], length: int) -> Int:
    """For each row of the columns its place among the distinct rows, in lexicographic order; linear time where codes
    lie close to each other."""
    code: Int = np.zeros(length, np.int64)
    reach = 1
    for column in columns if length else ():
        least = int(column.min())
        extent = int(column.max()) - least + 1
        if reach * extent >= _LARGEST:
            code = factorize(code)
            reach = int(code.max()) + 1
        code = code * extent + (column - least)
        reach *= extent
    return factorize(code)


def added(at: Int, values: Int, count: int) -> Int:
    """The sum of the values at each of ``count`` places, in 64-bit integers."""
    if max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0)))) * len(values) < _EXACT:
        return np.bincount(at, values, count).astype(np.int64)
    total = np.zeros(count, np.int64)
    np.add.at(total, at, values)
    return total


def whole(what: Int | Mask | int, length: int) -> Int:
    """One whole number for each of so many, 1 where a mask is set.

    Raises TypeError for what is not whole, ValueError for another length.
    """
    values = np.asarray(what)
    if values.dtype.kind not in "iub":
        raise TypeError(f"whole numbers are needed, not {values.dtype}; round or scale them first")
    if values.shape not in ((), (length,)):
        raise ValueError(f"{length} numbers are needed, or one for all, not {values.shape}")
    return np.broadcast_to(values, length).astype(np.int64)

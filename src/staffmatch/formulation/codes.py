"""Integer codes: combining columns, exact sums by group, and the check for integers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.records.ragged import factorize

_LARGEST = 2**62

# Floating point adds integers exactly up to here.
_EXACT = 2**53


def codes_of(columns: Sequence[Int], length: int) -> Int:
    """For each row its rank among the distinct rows, in lexicographic order; linear time if codes are close
    together."""
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
    """The sum of the values at each of ``count`` indices, as int64."""
    if max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0)))) * len(values) < _EXACT:
        return np.bincount(at, values, count).astype(np.int64)
    total = np.zeros(count, np.int64)
    np.add.at(total, at, values)
    return total


def whole(what: Int | Mask | int, length: int) -> Int:
    """An int64 array of the given length; a mask becomes 0 and 1, a number is repeated.

    TypeError if not integer, ValueError for another length.
    """
    values = np.asarray(what)
    if values.dtype.kind not in "iub":
        raise TypeError(f"whole numbers are needed, not {values.dtype}; round or scale them first")
    if values.shape not in ((), (length,)):
        raise ValueError(f"{length} numbers are needed, or one for all, not {values.shape}")
    return np.broadcast_to(values, length).astype(np.int64)

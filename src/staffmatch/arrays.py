"""Names for the numpy arrays that are passed around, and what numpy lacks: places among equals, a product that does not
wrap around."""

from functools import reduce
from math import prod
from operator import mul
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffmatch.errors import LimitError

Int = NDArray[np.integer[Any]]
Real = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]

_LARGEST = 2**62


def nth(labels: Int) -> Int:
    """How many of the same label stand before each, in sorted labels."""
    place: Int = np.arange(len(labels)) - np.searchsorted(labels, labels)
    return place


def owners_of(start: Int) -> Int:
    """The owner of each item, where ``start[i]`` to ``start[i + 1]`` are those of owner i; a row for each entry."""
    owners: Int = np.repeat(np.arange(len(start) - 1), np.diff(start))
    return owners


def ranges(low: Int, high: Int) -> tuple[Int, Int]:
    """The whole numbers from each ``low`` to below its ``high``, one range after the other: (which range, number)."""
    size = high - low
    which = np.repeat(np.arange(len(low)), size)
    return which, np.arange(len(which)) + np.repeat(high - np.cumsum(size), size)


def product(*factors: Int | int) -> Int:
    """The product of 64-bit integers; LimitError where it might not fit, asked in Python integers."""
    largest = prod(max(abs(int(np.max(f, initial=0))), abs(int(np.min(f, initial=0)))) for f in factors)
    if largest >= _LARGEST:
        raise LimitError(
            f"An amount may reach {largest:.1e}, over {_LARGEST:.1e}, which is too much for exact arithmetic. Look for "
            "a pay, a priority, a headcount, a duration or a value of time that is too high."
        )
    result: Int = reduce(mul, factors, np.ones(1, np.int64))
    return result

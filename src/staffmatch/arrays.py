"""Names for numpy array types, and helpers that numpy lacks: ragged ranges, ranks among equals, products that cannot
overflow silently."""

from functools import reduce
from math import prod
from operator import mul
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffmatch.errors import LimitError
from staffmatch.messages.message import Sentence

Int = NDArray[np.integer[Any]]
Real = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]

_LARGEST = 2**62

_TOO_LARGE = Sentence(
    "error.limit.amount",
    "An amount may reach {largest}, over {most}, which is too much for exact arithmetic. Look for a pay, a priority, a "
    "headcount, a duration or a value of time that is too high.",
)


def nth(labels: Int) -> Int:
    """For sorted labels, how many equal ones stand before each."""
    place: Int = np.arange(len(labels)) - np.searchsorted(labels, labels)
    return place


def owners_of(start: Int) -> Int:
    """The owner of each item, where items ``start[i]`` to ``start[i + 1]`` belong to owner i: the row of each entry of
    a CSR matrix, given its ``indptr``."""
    owners: Int = np.repeat(np.arange(len(start) - 1), np.diff(start))
    return owners


def ranges(low: Int, high: Int) -> tuple[Int, Int]:
    """The integers from each ``low`` to below its ``high``, range by range, as (index of the range, integer)."""
    size = high - low
    which = np.repeat(np.arange(len(low)), size)
    return which, np.arange(len(which)) + np.repeat(high - np.cumsum(size), size)


def product(*factors: Int | int) -> Int:
    """The product of 64-bit integers; LimitError where it might overflow, which is checked in Python integers."""
    largest = prod(max(abs(int(np.max(f, initial=0))), abs(int(np.min(f, initial=0)))) for f in factors)
    if largest >= _LARGEST:
        raise LimitError(_TOO_LARGE(largest=f"{largest:.1e}", most=f"{_LARGEST:.1e}"))
    result: Int = reduce(mul, factors, np.ones(1, np.int64))
    return result


def sliding(at: Int, length: int) -> tuple[Int, Int]:
    """The windows of a length that contain each place on an axis, by their first place: (position, window)."""
    back = np.arange(length)[::-1]
    return np.repeat(np.arange(len(at)), length), (at[:, None] - back).ravel()

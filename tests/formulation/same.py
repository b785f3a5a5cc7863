"""Whether two problems are the same to the last bit."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array


def assert_same(one: Any, other: Any) -> None:
    """Values of one type that hold the same arrays, of the same numbers in the same types."""
    assert type(one) is type(other), (type(one), type(other))
    if isinstance(one, csr_array):
        assert one.shape == other.shape
        for part in ("indptr", "indices", "data"):
            assert_same(getattr(one, part), getattr(other, part))
    elif isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    elif is_dataclass(one):
        for field in fields(one):
            assert_same(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, tuple):
        assert len(one) == len(other)
        for first, second in zip(one, other, strict=True):
            assert_same(first, second)
    else:
        assert one == other

"""Cells of data frames in Python's own types, as the models take them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import narwhals as nw

_PLAIN = {str, int, bool, type(None)}


def is_empty(value: object) -> bool:
    """None, a number that is none, and what pandas has for absent values and times."""
    if isinstance(value, (float, np.floating)):
        return math.isnan(value)
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def plain(value: Any) -> Any:
    """Lists and structs without their absent members, as the models want them."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items() if not is_empty(inner)}
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def plain_cells(series: nw.Series[Any]) -> list[Any]:
    """The cells as models want them, None where they are empty."""
    cells = mapped(series)
    if {*map(type, cells)} <= _PLAIN:
        return cells
    return [None if is_empty(cell) else plain(cell) for cell in cells]


def mapped(series: nw.Series[Any]) -> list[Any]:
    """The cells of a series; those of a column of mappings, which arrow gives as pairs, as mappings."""
    cells: list[Any] = series.to_list()
    if series.implementation.is_pyarrow() and str(series.to_native().type).startswith("map<"):
        return [None if cell is None else dict(cell) for cell in cells]
    return cells


def meant_whole(series: nw.Series[Any]) -> bool:
    """Whether floats were made of integers, because other cells are empty."""
    if not series.dtype.is_float():
        return False
    held = series.to_numpy().astype(float)
    given = held[~np.isnan(held)]
    return len(given) < len(held) and bool((np.isfinite(given) & (given == np.floor(given))).all())

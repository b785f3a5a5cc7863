"""Cells of data frames as Python values for the models."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import narwhals as nw

_PLAIN = {str, int, bool, type(None)}


def is_empty(value: object) -> bool:
    """Whether a value is None, NaN, or pandas' NA or NaT."""
    if isinstance(value, (float, np.floating)):
        return math.isnan(value)
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def plain(value: Any) -> Any:
    """Lists and structs without their empty members, as the models expect them."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items() if not is_empty(inner)}
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def plain_cells(series: nw.Series[Any]) -> list[Any]:
    """The cells as the models expect them, None where empty."""
    cells = mapped(series)
    if {*map(type, cells)} <= _PLAIN:
        return cells
    return [None if is_empty(cell) else plain(cell) for cell in cells]


def mapped(series: nw.Series[Any]) -> list[Any]:
    """The cells of a series; mappings, which arrow gives as lists of pairs, as mappings."""
    cells: list[Any] = series.to_list()
    if series.implementation.is_pyarrow() and str(series.to_native().type).startswith("map<"):
        return [None if cell is None else dict(cell) for cell in cells]
    return cells


def meant_whole(series: nw.Series[Any]) -> bool:
    """Whether a float column held integers before empty cells made it one."""
    if not series.dtype.is_float():
        return False
    held = series.to_numpy().astype(float)
    given = held[~np.isnan(held)]
    return len(given) < len(held) and bool((np.isfinite(given) & (given == np.floor(given))).all())

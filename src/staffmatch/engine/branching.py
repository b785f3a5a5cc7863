"""Which column to split on: strong branching until a column is known, then what it did before.

T. Achterberg, T. Koch and A. Martin, "Branching rules revisited", Operations Research Letters 33 (2005).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from staffmatch.arrays import Int, Real

# So many columns are compared, fewer where each linear program takes long, and each is tried so many times.
_CANDIDATES, _FEW_CANDIDATES, _RELIABLE = 12, 6, 3

# With more columns than this a linear program takes long.
_LONG = 20_000

# A case that is closed counts as a rise of this, one that does not move as the least.
_CLOSED, _LEAST = 1e8, 1e-6


class Branching:
    """What splitting on each column has raised the bound by, either way."""

    def __init__(self, columns: int) -> None:
        self._most = _FEW_CANDIDATES if columns > _LONG else _CANDIDATES
        self._rises: dict[int, tuple[float, float]] = {}
        self._tried: dict[int, int] = {}

    def best(self, candidates: Int, x: Real, rise: Callable[[int, int], float]) -> int:
        """The candidate whose weaker case gains most, by the product of both; the most fractional ones are compared."""
        fraction = np.abs(x[candidates] - np.rint(x[candidates]))
        ranked = candidates[np.argsort(-fraction, kind="stable")][: self._most]
        for column in ranked.tolist():
            if self._tried.get(column, 0) < _RELIABLE:
                self._rises[column] = (rise(column, 0), rise(column, 1))
                self._tried[column] = self._tried.get(column, 0) + 1
        return max(ranked.tolist(), key=self._score)

    def _score(self, column: int) -> float:
        down, up = self._rises[column]
        return max(min(down, _CLOSED), _LEAST) * max(min(up, _CLOSED), _LEAST)

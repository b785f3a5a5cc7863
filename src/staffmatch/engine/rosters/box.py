"""Bounds of columns in a case, as they are told to the rosters of a block and to a pool of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask
from staffmatch.engine.rosters.diagram import Numbers


@dataclass(frozen=True)
class Box:
    """``lower <= x <= upper`` for every column, of which the first are ``pairs``; these, and columns that belong to no
    block, may be fixed."""

    pairs: int
    lower: Int
    upper: Int

    @classmethod
    def whole(cls, pairs: int, width: int) -> Box:
        return cls(pairs, np.zeros(width, np.int8), np.ones(width, np.int8))

    @property
    def free(self) -> Mask:
        free: Mask = self.lower < self.upper
        return free

    def fixed(self, column: int, value: int) -> Box:
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[column] = upper[column] = value
        return replace(self, lower=lower, upper=upper)

    def without(self, columns: Int) -> Box:
        """The same with more columns fixed at 0."""
        upper = self.upper.copy()
        upper[columns] = 0
        return replace(self, upper=upper)

    def steered(self, costs: Numbers) -> tuple[Numbers, Any]:
        """Costs at which the best rosters keep to the box where any does, and what to add to their total: at least as
        much as all costs together where some block has no such roster."""
        pairs, far, steered = slice(self.pairs), 1 + 2 * np.abs(costs).sum(), costs.copy()
        steered[pairs] += far * (1 - self.upper[pairs]) - far * self.lower[pairs]
        return steered, far * self.lower[pairs].sum(dtype=np.int64)

    def least(self, costs: Numbers, columns: Int) -> Any:
        """The least total of some columns, each for itself."""
        part = costs[columns]
        return np.where(part < 0, part * self.upper[columns], part * self.lower[columns]).sum()

    def keeps(self, block: Int, pairs: csr_array, own: Int) -> Mask:
        """Which rosters keep to the box; ``own`` is the block of each pair."""
        lower, upper = (side[: self.pairs].astype(np.int64) for side in (self.lower, self.upper))
        wanted = np.flatnonzero(lower)
        need = np.bincount(own[wanted], minlength=int(block.max(initial=0)) + 1)
        kept: Mask = (pairs @ (1 - upper) == 0) & (pairs @ lower >= need[block])
        return kept

"""Rows and costs: linear forms over pairs, indicators and digits of integer variables, by column of the problem.

Column p < len(pairs) is pair p. Further columns are *indicators*, 1 iff any pair of a group is chosen, and the binary
digits of *integer variables*, each the least that makes its rows feasible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from staffmatch.arrays import Int, Mask

Side = Literal["seat", "worker"]

NO_BOUND = 2**62


@dataclass(frozen=True)
class Linear:
    """``constant + Σ values · x[columns]`` in integers; a column may occur several times."""

    constant: int
    columns: Int
    values: Int

    @classmethod
    def over_pairs(cls, values: Int, constant: int = 0) -> Linear:
        return cls(constant, np.arange(len(values)), values)

    @classmethod
    def nothing(cls, constant: int = 0) -> Linear:
        """A number without variables."""
        return cls(constant, np.empty(0, np.int64), np.empty(0, np.int64))

    @classmethod
    def total(cls, parts: Iterable[tuple[int, Linear]]) -> Linear:
        """A weighted sum of linear forms."""
        kept = list(parts)
        if len(kept) == 1 and kept[0][0] == 1:
            return kept[0][1]
        return cls(
            sum(weight * part.constant for weight, part in kept),
            np.concatenate([part.columns for _, part in kept]),
            np.concatenate([weight * part.values for weight, part in kept]),
        )


@dataclass(frozen=True)
class RowBlock:
    """``lower <= Σ value · x[column] <= upper`` for each row; entries of the same (row, column) are added up.

    ``side`` marks rows of one worker's or one seat's pairs, from which a network may be read. ``spans`` are given if
    the rows state exactly that a worker's pairs with overlapping spans exclude each other. A ``cut`` only restricts
    fractional points. ``rule`` names the rule that made the block, filled in by `formulation`. ``alike`` labels rows
    ``Σ value · x - a x_p >= 0`` that differ only in the pair p: if these pairs exclude each other, one row with all of
    them is tighter. ``violation`` labels rows that a plan breaks together: where the rule bends, it is charged for the
    one that is broken by most.
    """

    row: Int
    column: Int
    value: Int
    lower: Int
    upper: Int
    side: Side | None = None
    spans: tuple[Int, Int] | None = None
    cut: bool = False
    alike: Int | None = None
    rule: str = ""
    violation: Int | None = None

    @classmethod
    def at_most(
        cls,
        row: Int,
        column: Int,
        value: Int,
        upper: Int,
        side: Side | None = None,
        spans: tuple[Int, Int] | None = None,
        cut: bool = False,
        rule: str = "",
    ) -> RowBlock:
        return cls(row, column, value, np.full(len(upper), -NO_BOUND), upper, side, spans, cut, rule=rule)

    @classmethod
    def at_least(cls, row: Int, column: Int, value: Int, lower: Int) -> RowBlock:
        return cls(row, column, value, lower, np.full(len(lower), NO_BOUND))

    def binding(self) -> RowBlock:
        """The block without rows that always hold."""
        rows, lowers = len(self.lower), self.value < 0
        most = np.bincount(self.row, np.maximum(self.value, 0), rows)
        least = np.bincount(self.row[lowers], self.value[lowers], rows)
        kept = (most > self.upper) | (least < self.lower)
        return self if kept.all() else self.reduced(kept, kept[self.row], np.cumsum(kept) - 1)

    def divided(self) -> RowBlock:
        """Each row divided by the gcd of its values, with its sides rounded inwards."""
        if self.cut or self.alike is not None or (np.abs(self.value) == 1).all():
            return self
        divisor = np.zeros(len(self.lower), np.int64)
        np.gcd.at(divisor, self.row, self.value)
        divisor = np.maximum(divisor, 1)
        return replace(
            self,
            value=self.value // divisor[self.row],
            lower=np.where(self.lower <= -NO_BOUND, self.lower, -(-self.lower // divisor)),
            upper=np.where(self.upper >= NO_BOUND, self.upper, self.upper // divisor),
        )

    def added_up(self) -> RowBlock:
        """The block with one entry for each row and column."""
        width = int(self.column.max(initial=0)) + 1
        code, at = np.unique(self.row * width + self.column, return_inverse=True)
        value = np.zeros(len(code), np.int64)
        np.add.at(value, at, self.value)
        return replace(self, row=code // width, column=code % width, value=value)

    def reduced(self, kept: Mask, entries: Mask, number: Int) -> RowBlock:
        """Only the rows ``kept`` and the marked ``entries``, renumbered by ``number[row]``."""
        return replace(
            self,
            row=number[self.row[entries]],
            column=self.column[entries],
            value=self.value[entries],
            lower=self.lower[kept],
            upper=self.upper[kept],
            alike=None if self.alike is None else self.alike[kept],
            violation=None if self.violation is None else self.violation[kept],
        )

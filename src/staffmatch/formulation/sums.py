"""Sums of variables by group, which become rows when they are compared with bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from staffmatch.arrays import Int
from staffmatch.formulation.codes import whole
from staffmatch.formulation.rows import RowBlock, Side

if TYPE_CHECKING:
    from staffmatch.formulation.relations import Groups
    from staffmatch.formulation.variables import VariableRegistry


class Part(NamedTuple):
    """Coefficients of rows, over one family of indicators or over pairs: ``value`` of ``column`` in ``row``."""

    row: Int
    column: Int
    value: Int
    indicators: tuple[VariableRegistry, str] | None


@dataclass(frozen=True, eq=False)
class Sum:
    """A sum of variables for each group; comparing it with bounds gives rows."""

    groups: Groups
    parts: tuple[Part, ...]

    def __le__(self, upper: Sum | Int | int) -> RowBlock:
        """A row for each group; ``upper`` is a number, an array by group, or a sum grouped by the same columns."""
        if isinstance(upper, Sum):
            return self._plus(upper, -1) <= 0
        bound, (row, column, value) = whole(upper, len(self.groups)), self._entries(1)
        # Rows that forbid all their pairs do not bound a node of a network.
        return RowBlock.at_most(row, column, value, bound, self._side if (bound > 0).any() else None)

    def __ge__(self, lower: Sum | Int | int) -> RowBlock:
        if isinstance(lower, Sum):
            return self._plus(lower, -1) >= 0
        row, column, value = self._entries(-1)
        return RowBlock.at_least(row, column, value, whole(lower, len(self.groups)))

    def __add__(self, other: Sum) -> Sum:
        """The sum of both for each group of this; what the other has for groups that are not here is left out."""
        return self._plus(other, 1)

    def _plus(self, other: Sum, sign: int) -> Sum:
        to = self.groups.locate(**{name: other.groups[name] for name in self.groups.names})
        moved = []
        for part in other.parts:
            row = to[part.row]
            kept = row >= 0
            moved.append(Part(row[kept], part.column[kept], sign * part.value[kept], part.indicators))
        return Sum(self.groups, (*self.parts, *moved))

    def _entries(self, sign: int) -> tuple[Int, Int, Int]:
        for part in self.parts:
            link(part.indicators, sign * part.value)
        if len(self.parts) == 1:
            return self.parts[0][:3]
        row, column, value = (np.concatenate([part[field] for part in self.parts]) for field in range(3))
        return row, column, value

    @property
    def _side(self) -> Side | None:
        """The side, if every row has pairs of one worker only or of one seat only, from which a network may be read."""
        names = self.groups.names
        if any(part.indicators is not None and part.indicators[0].indicates(part.column) for part in self.parts):
            return None
        return "worker" if "worker" in names else "seat" if "job" in names else None


def link(indicators: tuple[VariableRegistry, str] | None, burden: Int) -> None:
    """Add links: upper ones where a pair must switch on an indicator that burdens a row or a cost, lower ones where an
    indicator that relieves one needs a pair."""
    if indicators is not None:
        variables, name = indicators
        variables.link(name, upper_linked=bool((burden > 0).any()), lower_linked=bool((burden < 0).any()))

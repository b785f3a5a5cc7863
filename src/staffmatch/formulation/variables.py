"""The auxiliary variables: indicators of groups of pairs, and integer variables, each created only once."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.rows import Linear, RowBlock


@dataclass(frozen=True)
class IndicatorVariables:
    """Indicators ``first + k``, one for each of ``keys``; pair ``member[i]`` belongs to indicator ``group[i]``.

    ``upper_linked``: x_p <= y for every member. ``lower_linked``: y <= Σ x_p over the members. ``meaning`` has the
    grouping columns, with a value for each indicator.
    """

    first: int
    keys: Int
    member: Int
    group: Int
    upper_linked: bool
    lower_linked: bool
    meaning: tuple[tuple[str, Int], ...] = ()

    @property
    def columns(self) -> Int:
        return self.first + np.arange(len(self.keys))

    def linked(self, upper: bool, lower: bool) -> IndicatorVariables:
        """The same family with these links added."""
        return replace(self, upper_linked=self.upper_linked or upper, lower_linked=self.lower_linked or lower)


@dataclass(frozen=True)
class IntegerVariables:
    """Integer variables, each as small as its rows allow; ``digits[k, i]`` is the column with weight 2^i in variable k.

    Row i of ``block`` gets ``weight[i]`` times variable ``owner[i]`` added to its left-hand side.
    """

    digits: Int
    block: RowBlock
    owner: Int
    weight: Int

    @property
    def total(self) -> Linear:
        """The sum of the variables."""
        powers = np.broadcast_to(2 ** np.arange(self.digits.shape[1]), self.digits.shape)
        return Linear(0, self.digits.ravel(), powers.ravel())

    def rows(self) -> RowBlock:
        block, bits = self.block, self.digits.shape[1]
        return replace(
            block,
            row=np.r_[block.row, np.repeat(np.arange(len(self.owner)), bits)],
            column=np.r_[block.column, self.digits[self.owner].ravel()],
            value=np.r_[block.value, (self.weight[:, None] * 2 ** np.arange(bits)).ravel()],
        )


class VariableRegistry:
    """The registry of indicators and integer variables: a family asked for again is the same family."""

    def __init__(self, pairs: int) -> None:
        self.pairs = self.width = pairs
        self.families: dict[str, IndicatorVariables] = {}
        self.numbers: dict[str, IntegerVariables] = {}
        self.cuts: list[RowBlock] = []
        self._convex: dict[str, list[tuple[int, Linear]]] = {}
        self._asked: dict[Hashable, tuple[str, Int, Int]] = {}

    def of_groups(
        self, key: Hashable, label: str, member: Int, group: Int, meaning: tuple[tuple[str, Int], ...], own: Mask
    ) -> tuple[str, Int, Int]:
        """A variable for each group, 1 iff any of its members is chosen, as (family, variable, group).

        The same key gives the same variables. They are not linked to their members yet, see `link`. ``meaning`` has
        values by group; members of the groups in ``own`` represent these themselves.
        """
        if key not in self._asked:
            name = label if label not in self.families else f"{label}_{len(self._asked)}"
            inside = ~own[group]
            several = np.flatnonzero(~own)
            number = np.cumsum(~own) - 1
            first = self.width
            if len(several):
                told = tuple((column, values[several]) for column, values in meaning)
                self.families[name] = IndicatorVariables(
                    first,
                    several,
                    member[inside],
                    number[group[inside]],
                    upper_linked=False,
                    lower_linked=False,
                    meaning=told,
                )
                self.width += len(several)
            variable = np.r_[member[~inside], first + np.arange(len(several))]
            self._asked[key] = name, variable, np.r_[group[~inside], several]
        return self._asked[key]

    def indicates(self, columns: Int) -> bool:
        """Whether any of the columns is not a pair."""
        return bool((columns >= self.pairs).any())

    def link(self, name: str, *, upper_linked: bool = False, lower_linked: bool = False) -> None:
        """Link the indicators of a family to their pairs, if the family exists."""
        if (known := self.families.get(name)) is not None and (upper_linked, lower_linked) > (False, False):
            self.families[name] = known.linked(upper_linked, lower_linked)

    def least(
        self,
        name: str,
        block: RowBlock,
        weight: Int | int,
        most: int,
        *,
        each: bool = False,
        owner: Int | None = None,
    ) -> IntegerVariables:
        """The least whole number, up to ``most``, that ``weight[i]`` times makes good what row i of the block lacks of
        its lower bound; with ``each`` a number of its own for every row, with ``owner`` one for all rows of the same
        owner, counted from 0.

        Costs on them must be positive, so that the least values are optimal.
        """
        rows = len(block.lower)
        owner = np.arange(rows) if each else np.zeros(rows, np.int64) if owner is None else owner
        count = int(owner.max(initial=0)) + 1
        if name not in self.numbers:
            bits = max(1, most.bit_length())
            digits = self.width + np.arange(count * bits).reshape(count, bits)
            self.numbers[name] = IntegerVariables(
                digits, replace(block, rule=name), owner, np.broadcast_to(weight, rows)
            )
            self.width += digits.size
        return self.numbers[name]

    def at_least(self, name: str, value: Linear, lower: int) -> None:
        """A cut that holds a value at what it is at least anyway."""
        row = np.zeros(len(value.columns), np.int64)
        block = RowBlock.at_least(row, value.columns, value.values, np.array([lower - value.constant]))
        self.cuts.append(replace(block, cut=True, rule=name))

    def convex(self, name: str, place: int, value: Linear) -> None:
        """The next value of a convex function, at a place beyond those before: a cut holds it above the line through
        the last two.

        ``(v - u) f(w) >= (w - u) f(v) - (w - v) f(u)`` for ``u < v < w``.
        """
        known = self._convex.setdefault(name, [])
        if known and place <= known[-1][0]:
            return
        if len(known) > 1:
            (u, before), (v, last), w = known[-2], known[-1], place
            self.at_least(name, Linear.total([(v - u, value), (u - w, last), (w - v, before)]), 0)
        known.append((place, value))

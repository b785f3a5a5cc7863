"""Pairs, and linear forms over them: the language in which rules and terms talk to the formulation.

Column p < len(pairs) stands for pair p; further columns are *indicators*, 1 iff any pair of a group is chosen, and
the digits of *numbers*, the least that make good what rows lack.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.columns import Columns, Table
from staffmatch.records.bases import Rule

Side = Literal["seat", "worker"]


@dataclass(frozen=True)
class Pairs:
    """Eligible (worker, job), sorted by worker and job; ``commute`` is minutes one way.

    ``rules`` are those of the scenario: some terms collect what they charge.
    """

    columns: Columns
    rules: tuple[Rule, ...]
    worker: Int
    job: Int
    commute: Int

    def __len__(self) -> int:
        return len(self.worker)

    def take(self, which: Mask | Int) -> Pairs:
        return Pairs(self.columns, self.rules, self.worker[which], self.job[which], self.commute[which])

    @property
    def demand(self) -> Int:
        return self.columns.job_demand[self.job]

    @property
    def lender(self) -> Int:
        return self.columns.workers.company[self.worker]

    @property
    def borrower(self) -> Int:
        return self.columns.demands.company[self.demand]

    @property
    def partnership(self) -> Int:
        return self.columns.partnership(self.lender, self.borrower)

    @cached_property
    def spans(self) -> tuple[Int, Int]:
        """Every shift of every pair, as (pair, shift)."""
        return self.columns.job_shifts.expand(self.job)

    @cached_property
    def span_minutes(self) -> Int:
        """Worked minutes of each span: the pair table's where it gives its own, else the shift's."""
        own = self.columns.shifts.minutes[self.spans[1]]
        if self._listed is None:
            return own
        table, row = self._listed
        return np.where((row >= 0) & (table.minutes[row] >= 0), table.minutes[row], own)

    @cached_property
    def cost(self) -> Int:
        """The sum of the pair table's costs over the shifts of each pair."""
        total = np.zeros(len(self), np.int64)
        if self._listed is not None:
            table, row = self._listed
            np.add.at(total, self.spans[0], np.where(row >= 0, table.cost[row], 0))
        return total

    @cached_property
    def _listed(self) -> tuple[Table, Int] | None:
        """The pair table, if it has rows, and its row for each span, -1 where it lists none."""
        (pair, shift), table = self.spans, self.columns.table
        if table is None or not len(table.key):
            return None
        key = self.worker[pair] * table.shifts + shift
        # Eligible pairs ask in the table's own order, which is several times faster than any other.
        at = np.minimum(np.searchsorted(table.key, key), len(table.key) - 1)
        return table, np.where(table.key[at] == key, at, -1)

    @cached_property
    def minutes(self) -> Int:
        """Worked minutes of each pair."""
        return np.bincount(self.spans[0], self.span_minutes, len(self)).astype(np.int64)

    @cached_property
    def commute_days(self) -> Int:
        """Distinct local days on which each job starts a shift: one way there and one back on each."""
        jobs = self.columns.job_shifts
        days = np.unique(np.c_[jobs.owners, self.columns.shifts.day[jobs.items]], axis=0)
        return np.bincount(days[:, 0], minlength=self.columns.jobs)[self.job]


@dataclass(frozen=True)
class Linear:
    """``constant + Σ values · x[columns]`` in integers; a column may occur more than once."""

    constant: int
    columns: Int
    values: Int

    @classmethod
    def over_pairs(cls, values: Int, constant: int = 0) -> Linear:
        return cls(constant, np.arange(len(values)), values)

    @classmethod
    def total(cls, parts: Iterable[tuple[int, Linear]]) -> Linear:
        """Weighted sum."""
        kept = list(parts)
        return cls(
            sum(weight * part.constant for weight, part in kept),
            np.concatenate([part.columns for _, part in kept]),
            np.concatenate([weight * part.values for weight, part in kept]),
        )


@dataclass(frozen=True)
class RowBlock:
    """``lower <= Σ value · x[column] <= upper`` for each row; entries of one (row, column) are added up.

    ``side`` marks rows that hold one worker's or one seat's pairs, from which a network may be read. ``spans`` are
    given where the rows say exactly that of one worker's pairs those whose spans overlap exclude each other. A ``cut``
    says nothing new of whole choices, only of fractions. ``alike`` labels rows ``Σ value · x - a x_p >= 0`` that differ
    in the pair p only: where these exclude each other, one row with all of them is tighter.
    """

    rule: str
    row: Int
    column: Int
    value: Int
    lower: Int
    upper: Int
    side: Side | None = None
    spans: tuple[Int, Int] | None = None
    cut: bool = False
    alike: Int | None = None

    @classmethod
    def at_most(
        cls,
        rule: str,
        row: Int,
        column: Int,
        value: Int,
        upper: Int,
        side: Side | None = None,
        spans: tuple[Int, Int] | None = None,
        cut: bool = False,
    ) -> RowBlock:
        return cls(rule, row, column, value, np.full(len(upper), -NO_BOUND), upper, side, spans, cut)

    @classmethod
    def at_least(cls, rule: str, row: Int, column: Int, value: Int, lower: Int, alike: Int | None = None) -> RowBlock:
        return cls(rule, row, column, value, lower, np.full(len(lower), NO_BOUND), alike=alike)

    def reduced(self, kept: Mask, entries: Mask, number: Int) -> RowBlock:
        """Only the rows kept and the entries marked, which move to ``number[row]`` of the rows kept."""
        return replace(
            self,
            row=number[self.row[entries]],
            column=self.column[entries],
            value=self.value[entries],
            lower=self.lower[kept],
            upper=self.upper[kept],
            alike=None if self.alike is None else self.alike[kept],
        )


NO_BOUND = 2**62


@dataclass(frozen=True)
class Family:
    """Indicators ``first + k``, one for each of ``keys``; pair ``member[i]`` belongs to number ``group[i]``.

    ``forced``: x_p <= y for every member. ``earned``: y <= Σ x_p over the members.
    """

    first: int
    keys: Int
    member: Int
    group: Int
    forced: bool
    earned: bool

    @property
    def columns(self) -> Int:
        return self.first + np.arange(len(self.keys))


@dataclass(frozen=True)
class Numbers:
    """Whole numbers, each the least that its rows allow; ``digits[k, i]`` is the column that counts 2^i to number k.

    Row i of ``block`` gets ``weight[i]`` times number ``owner[i]`` added to its left-hand side.
    """

    digits: Int
    block: RowBlock
    owner: Int
    weight: Int

    @property
    def total(self) -> Linear:
        """The sum of the numbers."""
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
    """The registry of indicators and numbers: each family is made once, whoever asks first."""

    def __init__(self, pairs: int) -> None:
        self.width = pairs
        self.families: dict[str, Family] = {}
        self.numbers: dict[str, Numbers] = {}

    def indicators(self, name: str, member: Int, key: Int, *, forced: bool = True, earned: bool = False) -> Family:
        """One indicator for each distinct ``key``: 1 iff a pair ``member[i]`` with that ``key[i]`` is chosen."""
        if (known := self.families.get(name)) is None:
            keys, group = np.unique(key, return_inverse=True)
            self.families[name] = Family(self.width, keys, member, group, forced, earned)
            self.width += len(keys)
        else:
            self.families[name] = replace(known, forced=known.forced or forced, earned=known.earned or earned)
        return self.families[name]

    def any_of(self, name: str, member: Int, key: Int) -> tuple[Int, Int]:
        """A column for each distinct key, 1 iff a pair with that key is chosen, as (column, key).

        It is the pair itself where there is but one, else an indicator.
        """
        if not len(member):
            return member, key
        axis = int(member.max()) + 1
        key, member = np.divmod(np.unique(key * axis + member), axis)
        _, at, size = np.unique(key, return_inverse=True, return_counts=True)
        several = size[at] > 1
        if not several.any():
            return member, key
        family = self.indicators(name, member[several], key[several])
        return np.r_[member[~several], family.columns], np.r_[key[~several], family.keys]

    def partnership(self, pairs: Pairs) -> Family:
        """Lender and borrower have at least one assignment."""
        return self.indicators("partnership", np.arange(len(pairs)), pairs.partnership)

    def secondment(self, pairs: Pairs) -> Family:
        """Worker and borrower have at least one assignment; keys are ``worker * companies + borrower``."""
        key = pairs.worker * len(pairs.columns.company_ids) + pairs.borrower
        return self.indicators("secondment", np.arange(len(pairs)), key)

    def least(self, name: str, block: RowBlock, owner: Int, weight: Int, count: int, most: int) -> Numbers:
        """``count`` whole numbers up to ``most``: number ``owner[i]`` times ``weight[i]`` makes good what row i of the
        block lacks of its lower bound.

        A cost on them must be positive, so that the least numbers are the best.
        """
        if name not in self.numbers:
            bits = max(1, most.bit_length())
            digits = self.width + np.arange(count * bits).reshape(count, bits)
            self.numbers[name] = Numbers(digits, block, owner, weight)
            self.width += digits.size
        return self.numbers[name]

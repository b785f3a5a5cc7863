"""Relations: the vocabulary in which the rows of a rule read like its formula.

``pairs`` has an entry for each pair, ``pairs.spans`` one for each shift of each pair, both with named columns. Entries
are narrowed (``where``), put beside others (``join``), grouped (``by``, ``each``, ``overlapping``, ``excluding``),
added up (``sum``, ``count``) and turned into indicators (``any``); a sum that is compared with a bound is a block of
rows:

    cohorts = pairs.spans.by("site", "day", "lender").any(variables)
    yield cohorts.by("site", "day").count() <= self.lenders
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha1
from typing import TYPE_CHECKING, overload

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.cliques import greedy_cliques, maximal_cliques
from staffmatch.formulation.codes import added, codes_of, whole
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.sums import Part, Sum, link
from staffmatch.records.ragged import Lists

if TYPE_CHECKING:
    from staffmatch.formulation.variables import VariableRegistry

# A column name, an integer array with one value for each entry, a mask counted as 0 and 1, or one number for all.
Values = str | Int | Mask | int


@dataclass(frozen=True, eq=False)
class Relation:
    """Entries with named integer columns; entry i stands for the variable ``variable[i]``.

    A variable is the index of a column of the problem, a pair or an indicator; several entries may stand for the same
    one unless ``distinct``. ``read`` gives a column by its name, KeyError if there is none. ``origin`` identifies the
    entries, so that the same group always gets the same indicator. ``family`` names the indicators, if the entries
    stand for some.
    """

    variable: Int
    read: Callable[[str], Int]
    origin: tuple[str | Int, ...]
    indicators: tuple[VariableRegistry, str] | None = None
    distinct: bool = False

    def __len__(self) -> int:
        return len(self.variable)

    @overload
    def __getitem__(self, name: str) -> Int: ...

    @overload
    def __getitem__(self, name: tuple[str, ...]) -> tuple[Int, ...]: ...

    def __getitem__(self, name: str | tuple[str, ...]) -> Int | tuple[Int, ...]:
        return self.read(name) if isinstance(name, str) else tuple(map(self.read, name))

    def where(self, kept: Mask | Int) -> Relation:
        """The entries of a mask, or at given indices, in their order."""
        if kept.dtype == bool and kept.all():
            return self
        at: Int = np.flatnonzero(kept) if kept.dtype == bool else kept.astype(np.int64)
        distinct = self.distinct and kept.dtype == bool
        origin = (*self.origin, at)
        return Relation(self.variable[at], lambda name: self.read(name)[at], origin, self.indicators, distinct)

    def assign(self, **columns: Int) -> Relation:
        """The same entries with columns added or replaced."""
        added = tuple(part for name, column in columns.items() for part in (name, column))

        def read(name: str) -> Int:
            return columns[name] if name in columns else self.read(name)

        return Relation(self.variable, read, (*self.origin, *added), self.indicators, self.distinct)

    def by(self, *names: str) -> Groups:
        """The entries grouped by equal values in these columns; groups are in the order of their values."""
        if names not in self._grouped:
            self._grouped[names] = Groups(self, names, codes_of([self.read(name) for name in names], len(self)))
        return self._grouped[names]

    @cached_property
    def _grouped(self) -> dict[tuple[str, ...], Groups]:
        return {}

    def join(self, **columns: Int) -> tuple[Int, Int]:
        """Each entry with each of the given rows that has the same values in these columns, as (entry, row)."""
        own, near = {name: self.read(name) for name in columns}, np.ones(len(self), bool)
        for name, values in columns.items():
            near &= np.isin(own[name], values)
        at = np.flatnonzero(near)
        joined = [np.r_[own[name][at], values] for name, values in columns.items()]
        codes = codes_of(joined, len(joined[0]))
        rows = Lists.grouped(codes[len(at) :], int(codes.max(initial=-1)) + 1)
        entry, row = rows.expand(codes[: len(at)])
        return at[entry], row

    def agrees(self, **columns: Int) -> Mask:
        """Which entries have in these columns the values of any of the given rows."""
        found = np.zeros(len(self), bool)
        found[self.join(**columns)[0]] = True
        return found

    def each(self, **columns: Int) -> Groups:
        """A group for each of the given rows, no two the same, with the entries that have its values; maybe none."""
        at, row = self.join(**columns)
        return Groups(self.where(at), tuple(columns), row, self.distinct, columns)

    def overlapping(
        self, owner: str | tuple[str, ...], start: Values = "start", end: Values = "end", least: int = 2
    ) -> Groups:
        """The maximal sets of at least ``least`` entries of one owner whose half-open intervals share a moment.

        An entry is in every set that contains it. The groups have the columns of ``owner`` and ``clique``.
        """
        names = (owner,) if isinstance(owner, str) else owner
        whose = self.read(owner) if isinstance(owner, str) else self.by(*owner).group
        clique, at = maximal_cliques(whose, self.values(start), self.values(end), least)
        # Only a variable of several entries can be in a set twice.
        several = np.flatnonzero((np.bincount(self.variable) > 1)[self.variable[at]])
        code = clique[several] * (int(self.variable.max(initial=0)) + 1) + self.variable[at[several]]
        once = len(np.unique(code)) == len(code)
        return Groups(self.where(at).assign(clique=clique), (*names, "clique"), clique, once)

    def excluding(self, owner: str, one: Int, other: Int) -> Groups:
        """Sets of variables of one owner that exclude each other, and hold every two entries ``one[i]``, ``other[i]``.

        They are greedy cliques, by the earliest ``start`` of each variable, with the columns ``owner`` and ``clique``.
        """
        count, start = int(self.variable.max(initial=-1)) + 1, self.read("start")
        whose, first = np.zeros(count, np.int64), np.full(count, start.max(initial=0))
        whose[self.variable] = self.read(owner)
        np.minimum.at(first, self.variable, start)
        clique, variable = greedy_cliques(whose, first, self.variable[one], self.variable[other])
        columns = {owner: whose[variable], "clique": clique}
        found = Relation(variable, columns.__getitem__, (*self.origin, variable, clique), self.indicators)
        return Groups(found, (owner, "clique"), clique, True)

    def values(self, what: Values) -> Int:
        """One integer for each entry; TypeError if not integer, ValueError for another length."""
        return whole(self.read(what) if isinstance(what, str) else what, len(self))

    def sum(self, what: Values, constant: int = 0) -> Linear:
        """``constant + Σ what · x`` over all entries, to be minimised."""
        values = self.values(what)
        link(self.indicators, values)
        return Linear(constant, self.variable, values)

    def count(self) -> Linear:
        """``Σ x``, each variable once, to be minimised."""
        link(self.indicators, np.ones(1, np.int64))
        columns = self.variable if self.distinct else np.unique(self.variable)
        return Linear(0, columns, np.ones(len(columns), np.int64))


@dataclass(frozen=True, eq=False)
class Groups:
    """Entry i of a relation is in group ``group[i]``; the entries of a group agree in the named columns.

    ``once`` says that no variable is in a group twice, where that is known. ``given`` has the columns by group where
    groups may have no entries.
    """

    relation: Relation
    names: tuple[str, ...]
    group: Int
    once: bool = False
    given: Mapping[str, Int] | None = None

    @cached_property
    def size(self) -> int:
        if self.given is not None:
            return len(next(iter(self.given.values())))
        return int(self.group.max(initial=-1)) + 1

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, name: str) -> Int:
        """A grouping column, with one value for each group."""
        if name not in self.names:
            raise KeyError(f"groups by {', '.join(self.names)} have no column {name!r}")
        return self.relation.read(name)[self._first] if self.given is None else self.given[name]

    @cached_property
    def _first(self) -> Int:
        """An entry of each group."""
        first = np.empty(len(self), np.int64)
        first[self.group] = np.arange(len(self.group))
        return first

    @cached_property
    def keys(self) -> Relation:
        """An entry for each group, with its columns, that stands for no variable: to be grouped and counted."""
        columns = {name: self[name] for name in self.names}
        return Relation(np.full(len(self), -1), columns.__getitem__, ("keys", *self.names, *self.relation.origin))

    def parted(self) -> Iterator[Groups]:
        """The groups of pairs alone, which rows of one worker or seat may be about, and those with indicators."""
        pairs = np.ones(len(self), bool)
        if self.relation.indicators is not None:
            variables, _ = self.relation.indicators
            pairs[self.group[self.relation.variable >= variables.pairs]] = False
        for kept in (pairs, ~pairs):
            yield self.relation.where(kept[self.group]).by(*self.names)

    def sum(self, what: Values) -> Sum:
        """``Σ what · x`` over the entries of each group."""
        values = self.relation.values(what)
        if self._distinct:
            return Sum(self, (Part(self.group, self.relation.variable, values, self.relation.indicators),))
        row, column, at = self._members
        total = np.zeros(len(row), np.int64)
        np.add.at(total, at, values)
        return Sum(self, (Part(row, column, total, self.relation.indicators),))

    def count(self) -> Sum:
        """``Σ x`` over the variables of each group, each once."""
        row, column = (self.group, self.relation.variable) if self._distinct else self._members[:2]
        return Sum(self, (Part(row, column, np.ones(len(row), np.int64), self.relation.indicators),))

    def any(self, variables: VariableRegistry, *, alone: bool | Mask = False) -> Relation:
        """An indicator for each group, 1 iff any of its pairs is chosen; its columns are those of the groups.

        If ``alone`` is True, a group of one pair is represented by the pair itself; a mask marks other groups of which
        two pairs are never both chosen, and which are represented by their pairs. Links follow from the use of the
        indicators: a row or a cost that they burden forces them to 1 with any pair, one that they relieve allows them
        to be 1 only with one. ValueError if the entries are not pairs.
        """
        if self.relation.indicators is not None:
            raise ValueError("indicators stand for groups of pairs, not of other indicators")
        row, column = (self.group, self.relation.variable) if self._distinct else self._members[:2]
        meaning = tuple((name, self[name]) for name in self.names)
        own = np.zeros(len(self), bool)
        if alone is not False:
            own = np.bincount(row, minlength=len(self)) == 1
            own |= alone is not True and alone
        key = (*self.names, _digest(own), *map(_digest, self.relation.origin))
        name, variable, at = variables.of_groups(key, "_".join(self.names), column, row, meaning, own)
        columns = dict(meaning)
        return Relation(variable, lambda name: columns[name][at], (name,), (variables, name), distinct=alone is False)

    def total(self, what: Values = 1) -> Int:
        """The sum of a column over the entries of each group, chosen or not."""
        return added(self.group, self.relation.values(what), len(self))

    def match(self, what: Int | int, **columns: Int) -> Int:
        """The sum of other data for each group: ``what[i]`` counts in the group whose columns equal ``columns`` at
        i."""
        length = len(next(iter(columns.values())))
        at = self.locate(**columns)
        found = at >= 0
        return added(at[found], whole(what, length)[found], len(self))

    def locate(self, **columns: Int) -> Int:
        """The index of the group with these values, given for all grouping columns; -1 if there is none."""
        if not len(self):
            return np.full(len(next(iter(columns.values()))), -1)
        joined = [np.r_[self[name], columns[name]] for name in self.names]
        codes = codes_of(joined, len(joined[0]))
        at = np.full(int(codes.max()) + 1, -1)
        at[codes[: len(self)]] = np.arange(len(self))
        return at[codes[len(self) :]]

    @cached_property
    def _members(self) -> tuple[Int, Int, Int]:
        """The distinct variables of each group as (group, variable), and for each entry the index of its own."""
        width = int(self.relation.variable.max(initial=0)) + 1
        code, at = np.unique(self.group * width + self.relation.variable, return_inverse=True)
        return code // width, code % width, at

    @cached_property
    def _distinct(self) -> bool:
        """Whether no variable is in a group twice; quick if they are in the usual order."""
        if self.once or self.relation.distinct:
            return True
        code = self.relation.variable * max(1, len(self)) + self.group
        return bool((code[1:] > code[:-1]).all())


def _digest(part: str | Int | Mask) -> str:
    return part if isinstance(part, str) else sha1(part.tobytes(), usedforsecurity=False).hexdigest()

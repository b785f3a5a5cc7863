"""The engine's problem: binary columns, indicators of groups of them, integer rows, and objectives in order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from staffmatch.arrays import Int, Mask, Real, owners_of

FREE, SEAT, WORKER = 0, 1, 2


@dataclass(frozen=True)
class Objective:
    """Minimise ``constant + costs · x``, all integers."""

    constant: int
    costs: Int

    @cached_property
    def step(self) -> int:
        """The gcd of the costs: all values differ by multiples of it."""
        return int(np.gcd.reduce(self.costs)) if self.costs.any() else 1

    def value(self, x: Mask) -> int:
        return self.constant + int(self.costs[x].sum())

    def round_up(self, bound: float) -> int:
        """The least attainable value not below a bound that solver tolerance may have made slightly too high."""
        slack = max(1e-5, 1e-11 * abs(bound))
        return self.constant + self.step * math.ceil((bound - self.constant - slack) / self.step)


@dataclass(frozen=True)
class Indicators:
    """Column ``first + group[i]`` is 1 iff a member pair of the group is.

    Two kinds of linking rows say so: ``x <= y`` for each member (upper linking) and ``y <= Σ x`` (lower linking).
    """

    first: int
    count: int
    member: Int
    group: Int
    upper_linked: bool
    lower_linked: bool

    @property
    def columns(self) -> slice:
        return slice(self.first, self.first + self.count)


@dataclass(frozen=True)
class IntegerVariables:
    """Integer variables in binary: ``z_k = Σ_i 2^i x[first + bits · k + i]``, each as small as its rows allow.

    Row ``rows[i]`` is ``weight[i] · z_owner[i] + ... >= lower``; its other columns are pairs and indicators.
    """

    first: int
    count: int
    bits: int
    rows: Int
    owner: Int
    weight: Int

    @property
    def columns(self) -> slice:
        return slice(self.first, self.first + self.count * self.bits)


@dataclass(frozen=True)
class Timeline:
    """Each pair has a span ``[start, end)``; of a block's pairs with overlapping spans, at most one is chosen.

    The marked ``rows`` state this and nothing else.
    """

    block: Int
    start: Int
    end: Int
    rows: Mask


@dataclass(frozen=True)
class Problem:
    """Binary ``x``: the first ``pairs`` columns are the choice; indicators and the binary digits of integer variables
    follow.

    ``lower <= matrix · x <= upper``. ``side`` says whether a row bounds the pairs of one seat or of one worker.
    ``row_group`` labels the rows of one condition; ``cuts`` are the labels of rows that integrality implies from
    others, ``lazy`` of those of which few bind. ``seat`` labels the pairs that fill the same seats, whether or not a
    row bounds them. Upper linking rows are not in the matrix: `links` lists the pairs and indicators from which they
    are made on demand.
    """

    pairs: int
    matrix: csr_array
    lower: Real
    upper: Real
    side: NDArray[np.int8]
    row_group: Int
    seat: Int
    timeline: Timeline | None
    indicators: tuple[Indicators, ...]
    objectives: tuple[Objective, ...]
    integers: tuple[IntegerVariables, ...] = ()
    cuts: tuple[int, ...] = ()
    lazy: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        return int(self.matrix.shape[1])

    @cached_property
    def columns(self) -> csc_array:
        return self.matrix.tocsc()

    @cached_property
    def cut(self) -> Mask:
        """Rows that are implied by others for integer points."""
        cut: Mask = np.isin(self.row_group, self.cuts)
        return cut

    @cached_property
    def capacity(self) -> Int:
        """How many pairs each seat takes: the upper side of its row, or the number of its pairs."""
        capacity = np.bincount(self.seat)
        rows = np.flatnonzero((self.side == SEAT) & (np.diff(self.matrix.indptr) > 0))
        capacity[self.seat[self.matrix.indices[self.matrix.indptr[rows]]]] = self.upper[rows].astype(np.int64)
        return capacity

    @cached_property
    def cutting(self) -> tuple[Int, csr_array]:
        """The cuts, and for each the columns it contains, as ones."""
        rows = np.flatnonzero(self.cut)
        held = self.matrix[rows]
        return rows, csr_array((np.ones_like(held.data), held.indices, held.indptr), shape=held.shape)

    @cached_property
    def asked(self) -> Mask:
        """Columns that appear in a row that is not a cut."""
        asked = np.zeros(self.width, bool)
        asked[self.matrix.indices[np.repeat(~self.cut, np.diff(self.matrix.indptr))]] = True
        return asked

    @cached_property
    def heaviest(self) -> Int:
        """The largest coefficient of each row, at least 0."""
        heaviest = np.zeros(self.matrix.shape[0], np.int64)
        filled = np.flatnonzero(np.diff(self.matrix.indptr))
        if len(filled):
            heaviest[filled] = np.maximum(np.maximum.reduceat(self.matrix.data, self.matrix.indptr[filled]), 0)
        return heaviest

    @cached_property
    def tallest(self) -> int:
        """An upper bound on the sum of a column's absolute coefficients."""
        longest = int(np.bincount(self.matrix.indices).max(initial=0))
        return max(1, longest * int(np.abs(self.matrix.data).max(initial=0)))

    @cached_property
    def packing(self) -> Mask:
        """Rows that only have an upper side and non-negative coefficients of pairs."""
        packing = np.isneginf(self.lower)
        filled = np.flatnonzero(np.diff(self.matrix.indptr))
        if len(begin := self.matrix.indptr[filled]):
            packing[filled] &= np.minimum.reduceat(self.matrix.data, begin) >= 0
            packing[filled] &= np.maximum.reduceat(self.matrix.indices, begin) < self.pairs
        return packing

    @cached_property
    def asking(self) -> Mask:
        """Rows that hold for the empty choice and have columns with negative coefficients, cuts aside."""
        row = owners_of(self.matrix.indptr)
        lowering = np.zeros(self.matrix.shape[0], bool)
        lowering[row[(self.matrix.data < 0) & ~self.cut[row]]] = True
        for integers in self.integers:
            lowering[integers.rows] = False
        asking: Mask = lowering & np.isfinite(self.lower) & (self.lower <= 0) & np.isposinf(self.upper)
        return asking

    @cached_property
    def linked_group(self) -> Int | None:
        """The linked group of each pair, of pairs that rows require together; -1 for a pair by itself, None if all
        pairs are by themselves."""
        asks = self.matrix[np.flatnonzero(self.asking)]
        row = owners_of(asks.indptr)
        watched = np.zeros(self.width, bool)
        watched[asks.indices] = True
        if not watched.any():
            return None
        links = [(f.member, f.first + f.group) for f in self.indicators]
        ends = [np.stack([pair, column])[:, watched[column]] for pair, column in links]
        one, other = np.concatenate([np.stack([self.width + row, asks.indices]), *ends], axis=1)
        watched[one[asks.nnz :]] = True
        size = self.width + asks.shape[0]
        joined = coo_array((np.ones(len(one), bool), (one, other)), shape=(size, size))
        label = connected_components(joined, directed=False)[1][: self.pairs]
        return np.where(watched[: self.pairs], label, -1)

    def by_linked_group(self, pairs: Int, draw: Callable[[int], Real]) -> Real:
        """A random number for each pair, the same for all pairs of a linked group."""
        drawn = draw(len(pairs))
        if self.linked_group is None:
            return drawn
        linked, together = self.linked_group[pairs], draw(int(self.linked_group.max()) + 1)
        return np.where(linked >= 0, together[linked], drawn)

    @cached_property
    def members(self) -> tuple[Int, Int]:
        """The pairs of all indicators, as (pair, indicator column)."""
        return _members(self.indicators)

    @cached_property
    def links(self) -> tuple[Int, Int]:
        """All upper linking rows as (pair, indicator column)."""
        return _members(indicators for indicators in self.indicators if indicators.upper_linked)

    @cached_property
    def digits(self) -> Mask:
        """Columns that are binary digits of integer variables."""
        found = np.zeros(self.width, bool)
        for integers in self.integers:
            found[integers.columns] = True
        return found

    @cached_property
    def _integer_rows(self) -> list[tuple[IntegerVariables, csr_array, Int]]:
        return [(n, self.matrix[n.rows], self.lower[n.rows].astype(np.int64)) for n in self.integers]

    def with_objectives(self, objectives: tuple[Objective, ...]) -> Problem:
        """The same rows and columns, and what was found of them, with other objectives."""
        found, own = replace(self, objectives=objectives), {one.name for one in fields(self)}
        vars(found).update({name: value for name, value in vars(self).items() if name not in own})
        return found

    def with_rows(self, matrix: csr_array, lower: Real, upper: Real) -> Problem:
        """The same with more rows, which stand last."""
        count = len(lower)
        timeline = self.timeline
        if timeline is not None:
            timeline = replace(timeline, rows=np.r_[timeline.rows, np.zeros(count, bool)])
        return replace(
            self,
            matrix=csr_array(vstack([self.matrix, matrix], format="csr")),
            lower=np.r_[self.lower, lower],
            upper=np.r_[self.upper, upper],
            side=np.r_[self.side, np.full(count, FREE, self.side.dtype)],
            row_group=np.r_[self.row_group, self.row_group.max(initial=-1) + 1 + np.arange(count)],
            timeline=timeline,
        )

    def complete(self, chosen: Mask) -> Mask:
        """A choice of pairs with its indicators and integer variables."""
        x = np.zeros(self.width, bool)
        x[: self.pairs] = chosen[: self.pairs]
        for indicators in self.indicators:
            on = x[indicators.member]
            x[indicators.first + indicators.group[on]] = True
        for integers, matrix, lower in self._integer_rows:
            wanting = lower - matrix @ x.astype(np.int64)
            least = np.zeros(integers.count, np.int64)
            np.maximum.at(least, integers.owner, -(-wanting // integers.weight))
            x[integers.columns] = (least[:, None] >> np.arange(integers.bits) & 1).astype(bool).ravel()
        return x

    def broken(self, x: Mask, changed: Mask | None = None) -> Int:
        """Rows that a completed choice violates, restricted to rows with a changed column where ``changed`` is
        given."""
        rows: Int = np.arange(self.matrix.shape[0])
        if changed is not None:
            rows = np.unique(self.columns[:, changed].indices)
        activity = thin(self.columns, x) if changed is None else self.matrix[rows] @ x.astype(np.int64)
        broken: Int = rows[(activity < self.lower[rows] - 0.5) | (activity > self.upper[rows] + 0.5)]
        return broken

    def values(self, x: Mask) -> tuple[int, ...]:
        return tuple(objective.value(x) for objective in self.objectives)


def thin(columns: csc_array, x: Mask | Real) -> Int | Real:
    """``columns @ x`` for a sparse x: only columns with a nonzero entry are read."""
    used = np.flatnonzero(x)
    values = x[used]
    product: Int | Real = columns[:, used] @ (values.astype(np.int64) if values.dtype == bool else values)
    return product


def _members(indicator_sets: Iterable[Indicators]) -> tuple[Int, Int]:
    parts = [(indicators.member, indicators.first + indicators.group) for indicators in indicator_sets]
    none = np.empty(0, np.int64)
    return np.concatenate([none, *(pair for pair, _ in parts)]), np.concatenate([none, *(own for _, own in parts)])

"""The restricted master: as many rosters for each class of alike blocks as it has blocks, shared columns, and the rows
that no block keeps alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from scipy.sparse import csc_array, csr_array, hstack, vstack

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.backends.lp import Answer, BackendName, Limits, Program, Status, open_session
from staffmatch.engine.model.exact import signed
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.rosters.alike_blocks import AlikeBlocks
from staffmatch.engine.rosters.box import Box
from staffmatch.engine.rosters.own_rows import SHARED
from staffmatch.engine.rosters.rosters import Rosters

# A row is broken by less than this many units.
_MOST_BROKEN = 1e6


@dataclass(frozen=True)
class Pool:
    """Rosters found so far: their classes of blocks, pairs of the block that stands for the class, costs in steps, and
    entries in the rows of the master."""

    block: Int
    pairs: csr_array
    costs: Int
    entries: csr_array

    def only(self, chosen: Int) -> Pool:
        return Pool(self.block[chosen], self.pairs[chosen], self.costs[chosen], self.entries[chosen])

    def joined(self, other: Pool) -> Pool:
        return Pool(
            np.r_[self.block, other.block],
            csr_array(vstack([self.pairs, other.pairs], format="csr")),
            np.r_[self.costs, other.costs],
            csr_array(vstack([self.entries, other.entries], format="csr")),
        )


@dataclass(frozen=True)
class Prices:
    """An optimum of the master: its value in steps, duals of all rows of the tier, the weight of each roster, and the
    value of each shared column."""

    value: float
    rows: Real
    weight: Real
    shared: Real

    def over(self, count: int) -> Prices:
        """The same over a pool to which more rosters were added."""
        return replace(self, weight=np.r_[self.weight, np.zeros(count - len(self.weight))])


class RosterMaster:
    """The columns and rows that rosters share, and the linear program over the rosters entered so far."""

    def __init__(
        self, tier: Tier, rosters: Rosters, alike: AlikeBlocks, backend: BackendName | None, dear: int = 0
    ) -> None:
        """``rosters`` are those of the blocks that stand for their classes. A unit by which a row is broken, where that
        is allowed, costs ``dear`` steps; with 0 it never is."""
        self.tier, self.rosters, self.alike, self._backend = tier, rosters, alike, backend
        own, height = rosters.own, tier.matrix.shape[0]
        self.rows = np.r_[np.flatnonzero(~own.kept), np.arange(len(own.kept), height)]
        self.shared = np.flatnonzero(own.block == SHARED)
        self._matrix = tier.matrix[self.rows]
        self._joint = self._matrix[:, self.shared]
        pair, column = tier.problem.members
        inside = own.block[column] >= 0
        ones = np.ones(np.count_nonzero(inside), np.int64)
        self._own = csr_array((ones, (pair[inside], column[inside])), shape=(tier.problem.pairs, tier.problem.width))
        self.pool = self.described(np.empty(0, np.int64), csr_array((0, tier.problem.pairs), dtype=np.int64))
        self._seen: dict[tuple[int, bytes], int] = {}
        self._session = open_session(self._program(self.pool), backend)
        breaches = self._breaches(tier.lower[self.rows], tier.upper[self.rows]) if dear else None
        self._broken = 0 if breaches is None else breaches.shape[1]
        if breaches is not None:
            self._session.add_columns(np.full(self._broken, dear), breaches, np.zeros(self._broken))
        idle = own.allow_idle
        self.enter(np.flatnonzero(idle), csr_array((int(idle.sum()), tier.problem.pairs), dtype=np.int64))

    @cached_property
    def whole(self) -> Box:
        """Nothing is fixed."""
        return Box.whole(self.tier.problem.pairs, self.tier.problem.width)

    def described(self, block: Int, pairs: csr_array) -> Pool:
        """Rosters with what they cost and what they add to the rows."""
        full = csr_array(pairs @ self._own > 0).astype(np.int64)
        alone = csr_array((pairs.data, pairs.indices, pairs.indptr), shape=full.shape)
        full = csr_array(full + alone)
        return Pool(block, csr_array(pairs), full @ self.tier.costs, csr_array(full @ self._matrix.T))

    def enter(self, block: Int, pairs: csr_array) -> int:
        """Add rosters; how many were new."""
        count = len(self.pool.block)
        new: list[int] = []
        for place, key in enumerate(_keys(block, pairs)):
            if key not in self._seen:
                self._seen[key] = count + len(new)
                new.append(place)
        if new:
            entered = self.described(block[new], pairs[new])
            columns = csc_array(self._columns(entered).astype(float))
            self._session.add_columns(entered.costs, columns, self.alike.size[entered.block].astype(float))
            self.pool = self.pool.joined(entered)
        return len(new)

    def places(self, block: Int, pairs: csr_array) -> Int:
        """Where in the pool some rosters stand, -1 for those that do not."""
        return np.array([self._seen.get(key, -1) for key in _keys(block, pairs)], np.int64)

    def bound(self, lower: Real, upper: Real, box: Box | None = None, *, breaking: bool = False) -> None:
        """Bounds of the rosters' weights, and of shared columns where there is a box; ``breaking`` says whether rows
        may be broken."""
        box, none = box or self.whole, np.zeros(self._broken)
        self._session.bound(
            np.r_[box.lower[self.shared], none, lower],
            np.r_[box.upper[self.shared], none + _MOST_BROKEN * breaking, upper],
        )

    def solve(self, limits: Limits) -> Prices | None:
        """The linear program; None if it was stopped, or has no solution within the bounds."""
        answer = self._session.relax(limits)
        if answer.status is not Status.OPTIMAL or answer.x is None or answer.value is None or answer.duals is None:
            return None
        count = len(self.shared)
        return Prices(answer.value, self._rows(answer.duals), answer.x[count + self._broken :], answer.x[:count])

    def rays(self, limits: Limits) -> tuple[Real, ...] | None:
        """Prices at which the rosters entered can not keep the rows within the bounds, up to their sign, which solvers
        differ in; none if they can, None if that is not said."""
        answer = self._session.relax(limits)
        if answer.status is Status.INFEASIBLE and answer.duals is None:
            # Right after columns were entered a solver goes the other way, which ends without a ray.
            answer = self._session.relax(limits)
        if answer.status is Status.OPTIMAL:
            return ()
        if answer.status is not Status.INFEASIBLE or answer.duals is None:
            return None
        return self._rows(answer.duals), self._rows(-answer.duals)

    def point(self, prices: Prices) -> Real:
        """An optimum as a point over pairs, of which alike blocks have the mean, and shared columns."""
        x, alike, order = np.zeros(self.tier.problem.width), self.alike, self.alike.own.order
        weight = self.pool.pairs.T @ prices.weight
        x[order] = weight[alike.twin[order]] / alike.size[alike.group[alike.own.block[order]]]
        x[self.shared] = prices.shared
        return x

    def _rows(self, duals: Real) -> Real:
        """The duals of the tier's rows, without those that pull towards a missing side."""
        rows = np.zeros(self.tier.matrix.shape[0])
        rows[self.rows] = duals[: len(self.rows)]
        return signed(self.tier, rows)

    def reduced(self, rows: Real, times: float = 1.0) -> Real:
        """The costs of all columns, as often as is said, less what rows are worth at these prices."""
        found: Real = times * self.tier.costs - self.tier.by_column.T @ rows
        return found

    def best_of(
        self, pool: Pool, held: Int, start: tuple[Int, Mask] | None, limits: Limits
    ) -> tuple[Pool | None, Answer]:
        """Branch and bound over a pool, for blocks other than those that hold a roster; the rosters of all blocks.

        ``held`` are places of rosters. The search can start from a plan with these: its rosters of the other blocks,
        which take part, and its columns.
        """
        joint, kept, begun = pool, self.pool.only(held), None
        if start is not None:
            own, times = np.unique(start[0], return_counts=True)
            joint = pool.joined(self.pool.only(own))
            begun = np.r_[start[1][self.shared], np.zeros(len(pool.block)), times].astype(float)
        program = self._program(joint)
        taken = np.asarray(self._columns(kept).sum(axis=1)).ravel()
        part = replace(program, lower=program.lower - taken, upper=program.upper - taken)
        answer = open_session(part, self._backend).solve(limits, begun, lambda _: None)
        if answer.x is None:
            return None, answer
        chosen = np.rint(answer.x[len(self.shared) :]).astype(np.int64)
        return kept.joined(joint.only(np.repeat(np.arange(len(chosen)), chosen))), answer

    def _columns(self, pool: Pool) -> csr_array:
        """The columns of rosters in the rows of the master and of the blocks."""
        count = len(pool.block)
        one = csr_array(
            (np.ones(count, np.int64), pool.block, np.arange(count + 1)), shape=(count, self.rosters.blocks)
        )
        return csr_array(vstack([pool.entries.T, one.T], format="csr"))

    def _breaches(self, lower: Real, upper: Real) -> csc_array:
        """A column for each finite side of a row, by which the row can be broken there."""
        low, high = np.flatnonzero(np.isfinite(lower)), np.flatnonzero(np.isfinite(upper))
        entries = np.r_[np.ones(len(low)), -np.ones(len(high))]
        shape = len(lower) + self.rosters.blocks, len(entries)
        return csc_array((entries, np.r_[low, high], np.arange(len(entries) + 1)), shape=shape)

    def _program(self, pool: Pool) -> Program:
        size = self.alike.size
        shared = csr_array(
            vstack([self._joint, csr_array((len(size), len(self.shared)), dtype=np.int64)], format="csr")
        )
        columns = self._columns(pool)
        matrix = csr_array(hstack([shared, columns], format="csr"))
        return Program(
            matrix,
            np.r_[self.tier.lower[self.rows], size],
            np.r_[self.tier.upper[self.rows], size],
            np.r_[self.tier.costs[self.shared], pool.costs],
            unit=self.tier.unit,
            most=np.r_[np.ones(len(self.shared), np.int64), size[pool.block]],
        )


def _keys(block: Int, pairs: csr_array) -> Iterator[tuple[int, bytes]]:
    for own, (low, high) in zip(block.tolist(), pairwise(pairs.indptr.tolist()), strict=True):
        yield own, np.sort(pairs.indices[low:high]).tobytes()

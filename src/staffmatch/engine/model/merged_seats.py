"""A problem in which alike seats are one row with a count, and the way back.

    x_wC = Σ_{j in C} x_wj,    Σ_w x_wC <= Σ_{j in C} n_j

for a class C of alike seats. Nothing is lost: x_wC <= 1, all rows but the seats' own read the sum alone, and whoever
takes a seat of C can take any, so that they are shared out in any way within the n_j.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask, Real, nth
from staffmatch.engine.model.alike_seats import Alike, alike_seats
from staffmatch.engine.model.exact import signed, weighed, whole
from staffmatch.engine.model.problem import Indicators, IntegerVariables, Objective, Problem
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier


@dataclass(frozen=True)
class MergedSeats:
    """Column i of ``problem`` is column ``columns[i]`` of the ``whole``, row i its row ``rows[i]``.

    The converse are ``pair_of`` the whole's pairs and ``row_of`` its rows, -1 for those of classes with room for
    everybody; ``witness`` is a row ``Σ x <= 1`` of the problem for each merged pair, -1 for pairs that stand for
    themselves alone.
    """

    whole: Problem
    problem: Problem
    columns: Int
    pair_of: Int
    row_of: Int
    witness: Int

    @classmethod
    def of(cls, problem: Problem) -> MergedSeats | None:
        """None if no seats are alike."""
        alike = alike_seats(problem)
        return None if alike is None else _merged(problem, alike)

    def reduced(self, chosen: Mask) -> Mask:
        """A choice of pairs of the whole, as one of the problem."""
        found = np.zeros(self.problem.pairs, bool)
        found[self.pair_of[chosen[: self.whole.pairs]]] = True
        return found

    def expanded(self, chosen: Mask) -> Mask:
        """A choice of pairs of the problem, shared out in order: the first of alike seats are filled first."""
        taken = np.flatnonzero(chosen[: self.problem.pairs])
        seat = self.problem.seat[taken]
        order = np.argsort(seat, kind="stable")
        taken, seat = taken[order], seat[order]
        before, first, ends = self._seats
        which = np.searchsorted(ends, before[seat] + nth(seat), side="right") - first[seat]
        start, mates = self._mates
        found = np.zeros(self.whole.pairs, bool)
        found[mates[start[taken] + np.minimum(which, np.diff(start)[taken] - 1)]] = True
        return found

    def with_absent(self, absent: Mask) -> Mask:
        """Columns of the problem, as all the columns of the whole that they stand for."""
        found = np.zeros(self.whole.width, bool)
        found[self.columns] = absent
        found[: self.whole.pairs] = absent[self.pair_of]
        return found

    def proof(self, proof: Proof, tier: Tier, absent: Mask) -> Proof:
        """Duals of the whole that prove no less; cases, which split merged columns, are left out.

        The rows of alike seats have the dual of their sum. Where a merged pair has a negative reduced cost, which
        counts once there and for each seat here, the dual of its witness takes it over: the row's side is 1.
        """
        static = len(self.problem.upper)
        rows = proof.rows if proof.rosters else self._absorbed(proof, tier, absent)
        return replace(
            proof,
            rows=np.r_[np.where(self.row_of >= 0, rows[self.row_of], 0), rows[static:]],
            pair=self.columns[proof.pair],
            indicator=self.columns[proof.indicator],
            cases=(),
            aim=None,
        )

    def _absorbed(self, proof: Proof, tier: Tier, absent: Mask) -> Real:
        reduced = weighed(tier, proof).reduced
        merged = np.flatnonzero((self.witness >= 0) & ~absent[: self.problem.pairs])
        merged = merged[reduced[merged] < 0]
        rows = signed(tier, whole(proof.rows * float(proof.scale)))
        if len(merged):
            shift = np.zeros(len(rows), reduced.dtype)
            np.minimum.at(shift, self.witness[merged], reduced[merged])
            rows = rows + shift
        return rows.astype(float) / float(proof.scale)

    @cached_property
    def _mates(self) -> tuple[Int, Int]:
        """The pairs for which pair i of the problem stands are ``mates[start[i]:start[i + 1]]``, by seat."""
        order = np.lexsort((self.whole.seat, self.pair_of))
        return np.searchsorted(self.pair_of[order], np.arange(self.problem.pairs + 1)), order

    @cached_property
    def _seats(self) -> tuple[Int, Int, Int]:
        """The whole's seats stand class by class; of each class the room before it, and its first place; and where each
        seat ends."""
        label = np.full(int(self.whole.seat.max(initial=-1)) + 1, -1)
        label[self.whole.seat] = self.problem.seat[self.pair_of]
        order = np.argsort(label, kind="stable")
        order = order[label[order] >= 0]
        first = np.searchsorted(label[order], np.arange(int(self.problem.seat.max(initial=-1)) + 1))
        ends = np.cumsum(self.whole.capacity[order])
        return np.r_[0, ends][first], first, ends


def _merged(whole: Problem, alike: Alike) -> MergedSeats:
    like = np.arange(whole.pairs)
    like[alike.pair] = alike.like
    columns = np.r_[np.flatnonzero(like == np.arange(whole.pairs)), np.arange(whole.pairs, whole.width)]
    number = np.full(whole.width, -1)
    number[columns] = np.arange(len(columns))
    row_of, upper = _joined_rows(whole, alike)
    rows = np.flatnonzero(row_of == np.arange(len(row_of)))
    place = np.full(len(row_of) + 1, -1)
    place[rows] = np.arange(len(rows))
    witness = np.full(int(number[: whole.pairs].max()) + 1, -1)
    witness[number[alike.like]] = place[alike.witness]
    part = _part(whole, columns, rows, upper[rows], number)
    return MergedSeats(whole, part, columns, number[like], place[row_of], witness)


def _joined_rows(whole: Problem, alike: Alike) -> tuple[Int, Real]:
    """The row that stands for each row, -1 for none; and upper sides, those of classes summed."""
    row_of, upper, own = np.arange(len(whole.upper)), whole.upper.copy(), alike.own
    seats, at = np.unique(whole.seat[alike.pair], return_index=True)
    first = whole.seat[alike.like[at]]
    free = np.zeros(len(own), bool)
    free[first[own[seats] < 0]] = True
    row_of[own[seats[free[first] & (own[seats] >= 0)]]] = -1
    joining = ~free[first] & (first != seats)
    into, other = own[first[joining]], own[seats[joining]]
    np.add.at(upper, into, whole.upper[other])
    row_of[other] = into
    return row_of, upper


def _part(whole: Problem, columns: Int, rows: Int, upper: Real, number: Int) -> Problem:
    """The columns and rows alone; ``number`` is the new number of each column."""
    pairs, line = int((columns < whole.pairs).sum()), whole.timeline
    shift = whole.pairs - pairs
    if line is not None:
        own = columns[:pairs]
        line = replace(line, block=line.block[own], start=line.start[own], end=line.end[own], rows=line.rows[rows])
    return replace(
        whole,
        pairs=pairs,
        matrix=csr_array(whole.matrix[rows][:, columns]),
        lower=whole.lower[rows],
        upper=upper,
        side=whole.side[rows],
        row_group=whole.row_group[rows],
        seat=np.unique(whole.seat[columns[:pairs]], return_inverse=True)[1],
        timeline=line,
        indicators=tuple(_indicators(family, number, shift) for family in whole.indicators),
        objectives=tuple(Objective(one.constant, one.costs[columns]) for one in whole.objectives),
        integers=tuple(_integers(numbers, rows, shift) for numbers in whole.integers),
    )


def _indicators(family: Indicators, number: Int, shift: int) -> Indicators:
    kept = number[family.member] >= 0
    return replace(family, first=family.first - shift, member=number[family.member[kept]], group=family.group[kept])


def _integers(numbers: IntegerVariables, rows: Int, shift: int) -> IntegerVariables:
    return replace(numbers, first=numbers.first - shift, rows=np.searchsorted(rows, numbers.rows))

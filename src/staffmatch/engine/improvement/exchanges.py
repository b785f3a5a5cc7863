"""Exchanges: a few blocks redistribute their seats and the empty ones, optimally or nearly so.

With duals ``y <= 0`` of the rows ``A x <= u`` and reduced costs ``r = c - Aᵀ y``, a choice of pairs costs

    c·x = y·u + Σ_j r_j x_j + Σ_i |y_i| (u - A x)_i

so its cost beyond the bound is the *excess*: reduced costs of the chosen pairs, and duals of unused capacity. The seats
of the blocks are filled one after the other (a beam search). A partial choice is kept if it leaves room in every row
and if its reduced costs, with the least that the remaining seats must add, are below the excess of the present choice;
if too many remain, those of least reduced costs are kept. If none had to be dropped, the result is optimal.

It is quick where rows are tight and branch and bound is slow, as in generalised assignment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_array
from scipy.sparse.csgraph import connected_components

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.improvement.improvement_operator import ShortRuns
from staffmatch.engine.model.problem import SEAT, WORKER, Problem, thin
from staffmatch.engine.params import ExchangeParams
from staffmatch.engine.state.tier_search import TierSearch

_EPSILON = 1e-6


@dataclass(frozen=True)
class Choices:
    """The options of each seat: columns (-1 leaves it empty), their use of each row, costs, reduced costs."""

    columns: list[Int]
    use: list[Int]
    cost: list[Int]
    reduced: list[Real]


def best_of(
    choices: Choices, room: Int, value: int, excess: float, most: int, most_cells: int = ExchangeParams.most_cells
) -> tuple[Int, int]:
    """The columns of a choice that costs less than ``value``, if one was found, and the number of cells looked at.

    ``room`` is the slack of the rows, ``excess`` that of the present choice.
    """
    least = np.array([reduced.min(initial=np.inf) for reduced in choices.reduced])
    to_come = np.r_[np.cumsum(least[::-1])[::-1][1:], 0.0]
    left: Int = room.reshape(1, -1)
    cost: Int = np.zeros(1, np.int64)
    total: Real = np.zeros(1)
    steps: list[tuple[Int, Int]] = []
    cells = 0
    for number, coming in enumerate(to_come.tolist()):
        after = left[:, None, :] - choices.use[number]
        sums = total[:, None] + choices.reduced[number]
        cells += after.size
        former, option = np.nonzero((after >= 0).all(axis=2) & (sums + coming < excess))
        if not len(former):
            return np.empty(0, np.int64), cells
        kept = max(1, min(most, most_cells // max(1, choices.use[number].size)))
        if len(former) > kept:
            few = np.argpartition(sums[former, option], kept)[:kept]
            former, option = former[few], option[few]
        left, total = after[former, option], sums[former, option]
        cost = cost[former] + choices.cost[number][option]
        steps.append((former, option))
    at = int(cost.argmin())
    if cost[at] >= value:
        return np.empty(0, np.int64), cells
    chosen = []
    for columns, (before, taken) in zip(reversed(choices.columns), reversed(steps), strict=True):
        chosen.append(int(columns[taken[at]]))
        at = int(before[at])
    return np.array([column for column in chosen if column >= 0], np.int64), cells


def _same_cost_for_all(problem: Problem, costs: Int) -> bool:
    """Whether the cost of a seat never depends on who fills it."""
    some = np.zeros(int(problem.seat.max()) + 1, np.int64)
    some[problem.seat] = costs
    return bool((some[problem.seat] == costs).all() and (costs <= 0).all())


class Exchanges(ShortRuns):
    """Chooses the blocks, starting with one of large excess; for tiers that it `suits`."""

    name = "exchanges"

    def __init__(self, search: TierSearch, relaxed: Relaxed) -> None:
        tier, problem, self._params = search.tier, search.tier.problem, search.params.exchanges
        super().__init__(search, self._params.seconds)
        self._problem, self._keep = problem, bool(tier.earlier)
        self._dice = np.random.default_rng(search.control.seed)
        duals = relaxed.proof.rows
        self._candidates, self._reduced = np.isfinite(relaxed.reduced), tier.costs - tier.by_column.T @ duals
        self._dual = np.maximum(-duals[: problem.matrix.shape[0]], 0)
        # Each seat is filled once, so seat rows need not be checked.
        self._rows, self._watched = problem.columns, (problem.side != SEAT) & ~problem.cut
        self._costs = tier.costs
        self._upper = problem.upper.astype(np.int64)
        seats = int(problem.seat.max()) + 1
        self._capacity = np.minimum(problem.capacity, np.bincount(problem.seat))
        self._block = blocks(problem)
        order = np.argsort(problem.seat, kind="stable")
        self._of_seat = np.split(order, np.searchsorted(problem.seat[order], np.arange(1, seats)))
        self._kept = self._params.kept

    @staticmethod
    def suits(search: TierSearch) -> bool:
        """Whether rows only bound pairs from above, and earlier tiers only ask that filled seats stay filled."""
        problem = search.tier.problem
        return (
            problem.width == problem.pairs > 0
            and bool(problem.packing.all())
            and all(_same_cost_for_all(problem, objective.costs) for objective, _ in search.tier.earlier)
        )

    @property
    def applicable(self) -> bool:
        return self._kept <= self._params.most_kept

    def improve(self, x: Mask, _until: float) -> Mask:
        """A cheaper choice that differs from ``x`` in a few blocks, else ``x`` itself; a run is always short."""
        self._grow()
        inside, given = self._related_blocks(x)
        held = x.copy()
        held[given] = False
        options = self._options(x, inside, given)
        rows = np.unique(self._rows[:, np.concatenate(options)].indices)
        room = self._upper - thin(self._problem.columns, held)
        unused = room[rows] - self._rows[:, given].sum(axis=1)[rows]
        excess = float(self._reduced[given].sum() + unused @ self._dual[rows]) - _EPSILON
        rows = rows[self._watched[rows]]
        choices = self._choices(options, given, rows, room[rows])
        chosen, cells = best_of(
            choices, room[rows], int(self._costs[given].sum()), excess, self._kept, self._params.most_cells
        )
        self._search.time.charge(cells)
        if not len(chosen):
            return x
        held[chosen] = True
        return held

    def _grow(self) -> None:
        self._failures += 1
        if self._failures > self._params.failures:
            self._kept, self._failures = 2 * self._kept, 1

    def _related_blocks(self, x: Mask) -> tuple[Mask, Int]:
        """Some blocks, and the pairs that they give up."""
        excess = np.bincount(self._block[x], np.maximum(self._reduced[x], 0), int(self._block.max()) + 1)
        block: int | None = int((excess * self._dice.random(len(excess))).argmax())
        size = int(self._dice.integers(self._params.least_pairs, self._params.most_pairs))
        inside, given = np.zeros(len(excess), bool), np.empty(0, np.int64)
        while block is not None and (len(given) < size or np.count_nonzero(inside) < 2):
            inside[block] = True
            given = np.flatnonzero(x & inside[self._block])
            block = self._next(inside, given)
        few = self._dice.permutation(given)[:size]
        return inside, np.sort(few)

    def _next(self, inside: Mask, given: Int) -> int | None:
        """A block that could take a seat from those inside: the cheapest of a few random ones."""
        pairs = np.concatenate([np.empty(0, np.int64), *(self._of_seat[seat] for seat in self._seats(given))])
        pairs = pairs[~inside[self._block[pairs]] & self._candidates[pairs]]
        if not len(pairs):
            return None
        some = self._dice.choice(pairs, min(self._params.branches, len(pairs)), replace=False)
        return int(self._block[some[self._reduced[some].argmin()]])

    def _seats(self, pairs: Int) -> list[int]:
        seats: list[int] = self._problem.seat[pairs].tolist()
        return seats

    def _options(self, x: Mask, inside: Mask, given: Int) -> list[Int]:
        """For each place given up, then for some empty ones, the columns that could fill it."""
        seats = self._problem.seat
        empty = self._capacity - np.bincount(seats[x], minlength=len(self._capacity))
        could = np.unique(seats[inside[self._block] & self._candidates & (empty[seats] > 0)])
        places = self._seats(given) + self._dice.permutation(could)[: max(1, len(given) // 4)].tolist()
        found = []
        for seat in places:
            pairs = self._of_seat[seat]
            found.append(pairs[inside[self._block[pairs]] & (self._candidates[pairs] | x[pairs])])
        return found

    def _choices(self, options: list[Int], given: Int, rows: Int, room: Int) -> Choices:
        """The choices, in order of the share of the room that they need; in a later tier, places given up must be
        filled again."""
        tables = [self._rows[:, columns][rows].toarray().T for columns in options]
        need = [float((table / np.maximum(room, 1)).sum(axis=1).min(initial=np.inf)) for table in tables]
        made = Choices([], [], [], [])
        for place in np.argsort(need, kind="stable")[::-1].tolist():
            columns, use = options[place], tables[place]
            cost, reduced = self._costs[columns], self._reduced[columns]
            if place >= len(given) or not self._keep:
                columns, use = np.r_[columns, -1], np.vstack([use, np.zeros_like(use[:1])])
                cost, reduced = np.r_[cost, 0], np.r_[reduced, 0.0]
            made.columns.append(columns)
            made.use.append(use)
            made.cost.append(cost)
            made.reduced.append(reduced)
        return made


def blocks(problem: Problem) -> Int:
    """A block label for each pair: pairs that worker rows connect share it."""
    rows = problem.matrix[np.flatnonzero(problem.side == WORKER)][:, : problem.pairs]
    _, label = connected_components(block_array([[None, rows.T], [rows, None]]), directed=False)
    labels: Int = np.unique(label[: problem.pairs], return_inverse=True)[1]
    return labels

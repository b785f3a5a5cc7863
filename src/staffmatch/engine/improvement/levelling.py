"""Levelling: assignments pass from those who have much to those who have little, alone or in exchange for another.

A party is a row of integer variables that this tier counts: ``excess = (lower - a x) / weight`` is what the variable
has to make good, such as a load above a level. A move changes the excess of two parties; if the larger of both falls,
or stays and the other falls, then so does the ordered vector of all, from the worst on (the principle of transfers of
A. Pigou and H. Dalton). What other rows and the earlier tiers want is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from staffmatch.arrays import Int, Mask, Real, ranges
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.tier_search import TierSearch

# Where a pass would look at more moves, other operators are sooner done.
_MOST_MOVES = 500_000

# Moves between two looks at the clock, and the work of one, in steps.
_TICK, _STEPS_PER_MOVE = 256, 1_000

# Excesses are quotients of integers; they differ by more than this or not at all.
_EPSILON = 1e-9


def level_out(search: TierSearch) -> None:
    """Pass by pass, as long as the incumbent gets better."""
    incumbent = search.incumbent
    parties = _Parties.of(search.tier) if search.value > search.bound else None
    while parties is not None and not search.over() and search.value > search.bound:
        chosen = _Pass(search, parties).levelled()
        if chosen is None or not incumbent.replace(search.tier.problem.complete(chosen)):
            return
        search.tell("levelling", search.bound)


@dataclass(frozen=True)
class _Parties:
    """The ``party`` of each pair, -1 for none, what the pair adds to its excess, and the rows of the parties."""

    party: Int
    adds: Real
    rows: Int
    weight: Int

    @classmethod
    def of(cls, tier: Tier) -> _Parties | None:
        """The parties of the first integer variables with costs; None if they have less than two."""
        problem = tier.problem
        numbers = next((one for one in problem.integers if tier.costs[one.columns].any()), None)
        if numbers is None or problem.timeline is None:
            return None
        part = problem.matrix[numbers.rows].tocoo()
        pairs = np.flatnonzero(part.col < problem.pairs)[::-1]
        party, adds = np.full(problem.pairs, -1), np.zeros(problem.pairs)
        # The first row of a pair is that of its party; those that follow round, or are about all.
        order = pairs[np.argsort(-part.row[pairs], kind="stable")]
        party[part.col[order]] = part.row[order]
        adds[part.col[order]] = -part.data[order] / numbers.weight[part.row[order]]
        return cls(party, adds, numbers.rows, numbers.weight) if len(np.unique(party[party >= 0])) > 1 else None

    def excess(self, problem: Problem, x: Mask) -> Real:
        counted = x & ~problem.digits
        lacking: Real = (problem.lower[self.rows] - problem.matrix[self.rows] @ counted.astype(np.int64)) / self.weight
        return lacking


@dataclass(frozen=True)
class _Moves:
    """Pairs that leave and enter: ``gives[i]`` for ``takes[i]`` of the same seat, and perhaps ``back[i]`` for
    ``returned[i]``; -1 where nothing comes in exchange."""

    gives: Int
    takes: Int
    back: Int
    returned: Int

    def some(self, which: Mask | Int) -> _Moves:
        return _Moves(self.gives[which], self.takes[which], self.back[which], self.returned[which])

    def __len__(self) -> int:
        return len(self.gives)


class _Pass:
    """All moves from one choice, the best first; each is made if it still levels."""

    def __init__(self, search: TierSearch, parties: _Parties) -> None:
        self._search, self._problem, self._parties = search, search.tier.problem, parties
        x = search.incumbent.x
        self._excess, self._chosen = parties.excess(self._problem, x), search.incumbent.pairs.copy()
        self._rows = self._problem.packing & ~self._problem.cut
        self._activity = self._problem.matrix @ x.astype(np.int64)
        earlier = (objective.costs[: self._problem.pairs] for objective, _ in search.tier.earlier)
        self._costs = [costs for costs in earlier if costs.any()]
        indicators = slice(self._problem.pairs, None)
        charged = any(o.costs[indicators][~self._problem.digits[indicators]].any() for o, _ in search.tier.earlier)
        # Earlier tiers that charge indicators, such as people used, are kept if nobody is drawn in.
        self._open = np.ones(int(self._block.max(initial=0)) + 1, bool)
        if charged:
            self._open = np.bincount(self._block[self._chosen], minlength=len(self._open)) > 0

    def levelled(self) -> Mask | None:
        """The choice after the moves; None if there is none."""
        moves = self._moves()
        if moves is None:
            return None
        before, after = self._heights(moves)
        better = self._levels(before, after) & self._as_good(moves)
        moves, gain = moves.some(better), (before.max(axis=0) - after.max(axis=0))[better]
        made = False
        for number, at in enumerate(np.argsort(-gain, kind="stable").tolist()):
            if number % _TICK == 0 and self._search.over():
                break
            self._search.time.charge(_STEPS_PER_MOVE)
            made |= self._make(moves, at)
        return self._chosen if made else None

    def _moves(self) -> _Moves | None:
        problem, party = self._problem, self._parties.party
        order, seat = self._by_seat
        chosen = np.flatnonzero(self._chosen & (party >= 0))
        low, high = (np.searchsorted(seat, problem.seat[chosen], side=side) for side in ("left", "right"))
        if (high - low).sum() > _MOST_MOVES:
            return None
        which, at = ranges(low, high)
        gives, takes = chosen[which], order[at]
        useful = ~self._chosen[takes] & (party[takes] >= 0) & (party[takes] != party[gives])
        useful &= self._open[self._block[takes]]
        gives, takes = gives[useful], takes[useful]
        alone = np.full(len(gives), -1)
        swaps = self._swaps(gives, takes)
        self._search.time.charge(len(which) + len(swaps))
        return _Moves(
            np.r_[gives, swaps.gives], np.r_[takes, swaps.takes], np.r_[alone, swaps.back], np.r_[alone, swaps.returned]
        )

    def _swaps(self, gives: Int, takes: Int) -> _Moves:
        """Each move together with one of a pair of whoever takes, back to whoever gives."""
        problem, block, party = self._problem, self._block, self._parties.party
        own = np.flatnonzero(self._chosen & (party >= 0))
        own = own[np.argsort(block[own], kind="stable")]
        low, high = (np.searchsorted(block[own], block[takes], side=side) for side in ("left", "right"))
        if (high - low).sum() > _MOST_MOVES:
            low = high
        which, at = ranges(low, high)
        back = own[at]
        wanted = block[gives[which]] * self._seats + problem.seat[back]
        key, by_key = self._by_key
        place = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
        found = key[place] == wanted
        found &= ~self._chosen[by_key[place]] & (party[by_key[place]] == party[gives[which]])
        return _Moves(gives[which], takes[which], back, by_key[place]).some(found)

    def _heights(self, moves: _Moves) -> tuple[Real, Real]:
        """The excess of both parties before and after each move."""
        adds, party = np.r_[self._parties.adds, 0.0], self._parties.party
        before = np.stack([self._excess[party[moves.gives]], self._excess[party[moves.takes]]])
        change = np.stack([adds[moves.returned] - adds[moves.gives], adds[moves.takes] - adds[moves.back]])
        return before, before + change

    @staticmethod
    def _levels(before: Real, after: Real) -> Mask:
        """Whether the larger excess falls, or stays and the other one falls."""
        most, least = before.max(axis=0) - after.max(axis=0), before.min(axis=0) - after.min(axis=0)
        levels: Mask = (most > _EPSILON) | ((np.abs(most) <= _EPSILON) & (least > _EPSILON))
        return levels

    def _as_good(self, moves: _Moves) -> Mask:
        """Whether the pairs cost no more in any earlier tier."""
        good = np.ones(len(moves), bool)
        for costs in self._costs:
            each = np.r_[costs, 0]
            good &= each[moves.takes] + each[moves.returned] <= each[moves.gives] + each[moves.back]
        return good

    def _make(self, moves: _Moves, at: int) -> bool:
        """Make a move if its pairs are still there, it still levels, and rows that bound pairs allow it."""
        out = [pair for pair in (int(moves.gives[at]), int(moves.back[at])) if pair >= 0]
        into = [pair for pair in (int(moves.takes[at]), int(moves.returned[at])) if pair >= 0]
        if not all(self._chosen[pair] for pair in out) or any(self._chosen[pair] for pair in into):
            return False
        move = moves.some(np.array([at]))
        before, after = self._heights(move)
        if not self._levels(before, after)[0]:
            return False
        columns = self._problem.columns
        spans = [slice(*columns.indptr[pair : pair + 2]) for pair in (*into, *out)]
        sign = np.repeat([1] * len(into) + [-1] * len(out), [span.stop - span.start for span in spans])
        rows, place = np.unique(np.concatenate([columns.indices[span] for span in spans]), return_inverse=True)
        data = np.concatenate([columns.data[span] for span in spans])
        change = np.bincount(place, sign * data).astype(np.int64)
        activity = self._activity[rows] + change
        if (self._rows[rows] & (change > 0) & (activity > self._problem.upper[rows])).any():
            return False
        self._activity[rows] = activity
        self._chosen[out], self._chosen[into] = False, True
        self._excess[self._parties.party[[out[0], into[0]]]] = after[:, 0]
        return True

    @cached_property
    def _block(self) -> Int:
        line = self._problem.timeline
        return np.arange(self._problem.pairs) if line is None else line.block

    @cached_property
    def _seats(self) -> int:
        return int(self._problem.seat.max(initial=0)) + 1

    @cached_property
    def _by_seat(self) -> tuple[Int, Int]:
        """The pairs in the order of their seats, and these."""
        order = np.argsort(self._problem.seat, kind="stable")
        return order, self._problem.seat[order]

    @cached_property
    def _by_key(self) -> tuple[Int, Int]:
        """Worker and seat of each pair as one number, in order, and the pairs."""
        key = self._block * self._seats + self._problem.seat
        order = np.argsort(key, kind="stable")
        return key[order], order

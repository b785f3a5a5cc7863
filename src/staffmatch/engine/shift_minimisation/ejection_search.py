"""Filling every seat with the open blocks: local search by ejection, with learned seat weights.

The state is a choice of pairs that violates no row; the remaining seats are empty. There are two moves, both priced in
seat weights:

- *step*: an empty seat is filled from an open block, and the block's seats that overlap it become empty;
- *exchange*: an open block is closed and a closed one opened, which takes over what it can of the former's seats and
  of the empty ones.

The cheapest of the moves examined is made, ties at random; an ejected seat does not soon return to its block (tabu).
After every move that improves nothing the empty seats gain weight, so seats that are hard to fill become expensive to
eject. Partial colourings are repaired in this way (I. Blöchliger and N. Zufferey, "A graph coloring heuristic using
partial solutions and a reactive tabu scheme", Computers & Operations Research 35, 2008), with weights learned as in
local search for satisfiability.
"""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.params import ShiftMinimisationParams
from staffmatch.engine.shift_minimisation.worker_seat_matrix import WorkerSeatMatrix

# More than any sum of weights: such a move is made only if there is no other.
_FORBIDDEN = 1e9


class EjectionSearch:
    """Starts with block ``at[s]`` in seat s, -1 for none; every ``rhythm`` moves, one is an exchange."""

    def __init__(
        self,
        matrix: WorkerSeatMatrix,
        at: Int,
        weight: Real,
        rhythm: int,
        seed: int,
        params: ShiftMinimisationParams = ShiftMinimisationParams(),
    ) -> None:
        self._params = params
        count, seats = matrix.pair.shape
        self._matrix, self._rhythm, self._dice = matrix, rhythm, np.random.default_rng(seed)
        self._able = matrix.able.astype(np.float32)
        overlap = matrix.overlap
        self._near = [np.flatnonzero(row) for row in overlap]
        self._close = [set(row.tolist()) for row in self._near]
        # The weight that filling a seat from a block would eject.
        self._price = np.where(matrix.able, 0.0, np.inf)
        self._weight = weight.astype(float)
        self.open = np.ones(count, bool)
        self._shut = np.zeros((count, 1))
        self._return = np.zeros((count, seats), np.int32)
        self._reopen = np.zeros(count, np.int64)
        self.at = np.full(seats, -1)
        self._of: list[set[int]] = [set() for _ in range(count)]
        self.empty = list(range(seats))
        self._place = {seat: seat for seat in range(seats)}
        self._moves = 0
        for seat, block in enumerate(at.tolist()):
            if block >= 0:
                self._fill(seat, block)

    def chosen(self, pairs: int) -> Mask:
        x = np.zeros(pairs, bool)
        seats = np.flatnonzero(self.at >= 0)
        x[self._matrix.pair[self.at[seats], seats]] = True
        return x

    def shut(self, block: int) -> None:
        self.open[block], self._shut[block] = False, np.inf
        for seat in sorted(self._of[block]):
            self._eject(seat)

    def lightest(self) -> int:
        """The open block with the least total weight of seats."""
        load = np.bincount(self.at[self.at >= 0], self._weight[self.at >= 0], len(self.open))
        return int(np.where(self.open, load, np.inf).argmin())

    def move(self) -> None:
        self._moves += 1
        if self._moves % self._rhythm:
            self._step()
        else:
            self._exchange()

    def _step(self) -> None:
        seats = np.array(self._sample())
        price = self._price[:, seats] + self._shut
        price -= self._weight[seats]
        price[self._return[:, seats] > self._moves] += _FORBIDDEN
        flat = price.ravel()
        least = flat.min()
        if not np.isfinite(least):
            self._learn()
            return
        ties = np.flatnonzero(flat <= least)
        block, number = divmod(int(ties[int(self._dice.random() * len(ties))]), len(seats))
        seat = int(seats[number])
        tenure = self._params.seat_tenure + len(self.empty) // 2
        for ejected in sorted(self._of[block] & self._close[seat]):
            self._eject(ejected)
            self._return[block, ejected] = self._moves + tenure + int(self._dice.random() * self._params.seat_tenure)
        self._fill(seat, block)
        if least >= 0:
            self._learn()

    def _exchange(self) -> None:
        """Close one block and open another, so that together they lose least."""
        ready = np.flatnonzero(~self.open & (self._reopen <= self._moves))
        opened = np.flatnonzero(self.open)
        if not len(ready) or not len(opened):
            return
        empty = np.array(self.empty)
        gain = self._able[np.ix_(ready, empty)] @ self._weight[empty]
        best, arg = -np.inf, (0, 0)
        for block in self._dice.choice(opened, min(self._params.exchange_workers, len(opened)), replace=False).tolist():
            seats = np.array(sorted(self._of[block]), np.int64)
            weight = self._weight[seats]
            total = gain + self._able[np.ix_(ready, seats)] @ weight - weight.sum()
            if total.max() > best:
                best, arg = total.max(), (block, int(ready[total.argmax()]))
        closing, opening = arg
        self._reopen[closing] = (
            self._moves + self._params.worker_tenure + int(self._dice.random() * self._params.worker_tenure)
        )
        self.shut(closing)
        self.open[opening], self._shut[opening] = True, 0
        for seat in list(self.empty):
            if self._price[opening, seat] == 0:
                self._fill(seat, opening)
        self._learn()

    def _sample(self) -> list[int]:
        if len(self.empty) <= self._params.step_seats:
            return self.empty
        return [self.empty[i] for i in self._dice.integers(0, len(self.empty), self._params.step_seats).tolist()]

    def _learn(self) -> None:
        for seat in self.empty:
            self._weight[seat] += 1

    def _fill(self, seat: int, block: int) -> None:
        self.at[seat] = block
        self._of[block].add(seat)
        self._price[block, self._near[seat]] += self._weight[seat]
        place, last = self._place.pop(seat), self.empty.pop()
        if last != seat:
            self.empty[place], self._place[last] = last, place

    def _eject(self, seat: int) -> None:
        block = self.at[seat]
        self.at[seat] = -1
        self._of[block].discard(seat)
        self._price[block, self._near[seat]] -= self._weight[seat]
        self._place[seat] = len(self.empty)
        self.empty.append(seat)

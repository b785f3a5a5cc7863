"""Shift minimisation: fill every seat, then repeatedly use one worker less, until a bound proves the count.

Pairs cost nothing themselves, so reduced costs say nothing about them. Bounds come from prices of seats
(`worker_count_bounds`), plans from local search (`EjectionSearch`), and for small problems both from branch and bound.
"""

from __future__ import annotations

import math

import numpy as np

from staffmatch.arrays import Int, Real
from staffmatch.engine.backends.lp import Program, open_session
from staffmatch.engine.choose_relaxation import relaxation
from staffmatch.engine.model.problem import SEAT
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.shift_minimisation.ejection_search import EjectionSearch
from staffmatch.engine.shift_minimisation.worker_count_bounds import SCALE, least_used, lifted, seat_proof, seats_apart
from staffmatch.engine.shift_minimisation.worker_seat_matrix import (
    WorkerSeatMatrix,
    seats_of,
    worker_indicators,
)
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.tier_search import TierSearch

# Tolerance for bounds of branch and bound.
_EPSILON = 1e-5


def fill_seats(search: TierSearch) -> None:
    """Fill more seats, if that is all that the tier asks for."""
    tier, incumbent, params = search.tier, search.incumbent, search.params.shift_minimisation
    matrix = seats_of(tier.problem, params) if tier.first else None
    if matrix is not None and matrix.weights(tier.objective) is not None:
        weight = np.ones(matrix.seats)
        ejection = EjectionSearch(
            matrix, matrix.filled(incumbent.pairs), weight, params.rhythms[0], incumbent.control.seed, params
        )
        _fill_all(ejection, params.moves_per_seat * matrix.seats, search)


def minimise_workers(search: TierSearch) -> bool:
    """Use fewer workers (blocks of a timeline); False if the tier asks for something else.

    Earlier tiers may only ask for filled seats. Where some of these are jobs of several shifts, intervals give no
    bound, and the LP relaxation does.
    """
    tier, params = search.tier, search.params.shift_minimisation
    indicators = worker_indicators(tier) if tier.earlier else None
    timeline = tier.problem.timeline
    if indicators is None or timeline is None:
        return False
    matrix = seats_of(tier.problem, params)
    if matrix is None:
        return False
    vacant = []
    for objective, value in tier.earlier:
        weight = matrix.weights(objective)
        if weight is None:
            return False
        vacant.append((value - objective.constant + int(weight.sum())) // int(weight.min()))
    if matrix.conflicts is not None:
        _WorkerMinimisation(search, tier, matrix, min(vacant)).run()
        return search.settled("local search") or search.control.over()
    full = min(vacant) == 0
    strong = Tier(lifted(tier.problem, timeline, indicators, full), tier.objective, () if full else tier.earlier)
    minimising = _WorkerMinimisation(search, strong, matrix, min(vacant))
    minimising.run()
    by_prices = min(search.attainable(minimising.least), tier.at(minimising.by_prices))
    if by_prices > search.bound_by_duals:
        proof = seat_proof(tier, matrix, minimising.price, vacant.index(min(vacant)), min(vacant))
        search.raise_bound(by_prices, proof)
    return True


def _fill_all(ejection: EjectionSearch, moves: int, search: TierSearch) -> bool:
    """Local search until no seat is empty; False if ``moves`` moves in a row reach no new minimum of empty seats.

    Plans that fill more than the incumbent are offered to it.
    """
    problem, params = search.tier.problem, search.params.shift_minimisation
    left, least = moves, len(ejection.empty)
    while ejection.empty and left > 0 and not (left % params.tick == 0 and search.over()):
        ejection.move()
        search.time.charge(params.steps_per_move)
        left -= 1
        if len(ejection.empty) < least:
            left, least = moves, len(ejection.empty)
            search.incumbent.replace(problem.complete(ejection.chosen(problem.pairs)))
    return not ejection.empty


class _WorkerMinimisation:
    """Bounds and plans of one tier, cheap methods first, until they meet or time is over.

    ``strong`` is the tier with lifted rows; at most ``vacant`` seats may stay empty.
    """

    def __init__(self, search: TierSearch, strong: Tier, matrix: WorkerSeatMatrix, vacant: int) -> None:
        self.search, self.strong, self.matrix, self.vacant = search, strong, matrix, vacant
        self.params = search.params.shift_minimisation
        self.least, self.by_prices, self.failures = 0, 0, 0
        self.price: Int = np.zeros(matrix.seats, np.int64)

    def run(self) -> None:
        search, pairs = self.search, self.search.tier.problem.pairs
        left = search.until - search.time.now
        endless = not np.isfinite(left)
        relaxable = pairs <= min(self.params.relax_pairs, self.params.relax_share * left / self.params.relax_seconds)
        if self.matrix.conflicts is None:
            self._count()
        self._attempt()
        if (endless or relaxable) and not self._settled("local search"):
            self._relax()
            self._attempt()
        if (endless or pairs <= self.params.branch_pairs) and not self._settled("relaxation"):
            self._branch()
        while self.moves <= self.params.most_moves and not self._settled("local search"):
            self._attempt()
        search.raise_bound(search.attainable(self.least))

    @property
    def moves(self) -> int:
        return round(self.params.moves * self.params.growth ** (self.failures // len(self.params.rhythms)))

    def _settled(self, phase: str) -> bool:
        self.search.raise_bound(self.search.attainable(self.least))
        return self.search.settled(phase) or self.search.over()

    def _prove(self, price: Int) -> None:
        """Take prices of seats that prove more than the present ones."""
        if (least := least_used(self.matrix, price, self.vacant)) > self.least:
            self.least, self.by_prices, self.price = least, least, price

    def _count(self) -> None:
        """A bound from pairwise incompatible seats, each of which needs a block of its own."""
        search = self.search
        used = round(search.tier.steps(search.value))
        until = search.time.part(self.params.apart_share, search.until)
        price = np.zeros(self.matrix.seats, np.int64)
        price[seats_apart(self.matrix, used + self.vacant, lambda: search.over(until))] = SCALE
        self._prove(price)

    def _relax(self) -> None:
        """The bound from the seats' duals in the LP relaxation, or its own where seats are no intervals."""
        tier, search = self.strong, self.search
        if self.matrix.conflicts is not None:
            relaxed = relaxation(search)
            if relaxed is not None:
                search.raise_bound(tier.at(relaxed.least), relaxed.proof)
                self.price = self._worth(relaxed.proof.rows)
            return
        limits = search.control.limits(search.time.part(self.params.relax_share, search.until))
        program = Program(tier.matrix, tier.lower, tier.upper, tier.costs)
        answer = open_session(program, search.backend).relax(limits, interior=True)
        if answer.duals is not None:
            self._prove(self._worth(answer.duals))

    def _worth(self, duals: Real) -> Int:
        """The worth of a pair to its seat and to earlier tiers, which is the same for all pairs of a seat."""
        tier = self.strong
        seats = np.r_[tier.problem.side == SEAT, np.ones(len(tier.earlier), bool)]
        worth = (tier.by_column.T @ np.where(seats, duals, 0))[self.matrix.pair.max(axis=0)]
        price: Int = np.rint(SCALE * np.maximum(worth, 0)).astype(np.int64)
        return price

    def _attempt(self) -> None:
        """Close the block of least weight, fill its seats elsewhere, and so on.

        A failed attempt is discarded: the next one starts from the incumbent, with weights from the prices.
        """
        search = self.search
        at = self.matrix.filled(search.incumbent.pairs)
        seats = np.flatnonzero(at >= 0)
        weight = 1.0 + self.params.dear * self.price[seats] // SCALE
        rhythm = self.params.rhythms[self.failures % len(self.params.rhythms)]
        ejection = EjectionSearch(
            self.matrix.restricted(seats), at[seats], weight, rhythm, search.control.seed + self.failures, self.params
        )
        for block in np.setdiff1d(np.arange(len(ejection.open)), at).tolist():
            ejection.shut(block)
        while ejection.open.any() and not self._settled("local search"):
            ejection.shut(ejection.lightest())
            if not _fill_all(ejection, self.moves, search):
                self.failures += 1
                break

    def _branch(self) -> None:
        search, everything = self.search, np.ones(self.search.tier.problem.width, bool)
        limits = search.control.limits(search.time.part(self.params.branch_share, search.until))
        answer = branch(self.strong, everything, limits, search.backend, search.incumbent.x)
        if answer.x is not None:
            search.incumbent.offer(answer.x)
        if answer.bound is not None:
            self.least = max(self.least, math.ceil(answer.bound - _EPSILON))

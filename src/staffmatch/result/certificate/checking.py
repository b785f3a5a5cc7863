"""The bound of every tier that its certificate proves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.result.certificate.cases import Minimum, least_of_cases, within_bounds
from staffmatch.result.certificate.own_rows import OwnMinimum
from staffmatch.result.certificate.pricing import Priced, TierRows, linked_minimum
from staffmatch.result.certificate.rosters import roster_minimum

if TYPE_CHECKING:
    from staffmatch.engine.model.problem import Problem
    from staffmatch.result.tier_proof import TierProof


@dataclass(frozen=True)
class PairPrices:
    """What the prices of one tier prove of plans with given pairs, in units of 1 / ``scale`` steps.

    No plan that is as good in the earlier tiers is below ``least``; with a pair none is below ``least + rise``; with
    two, none below ``least`` plus what one of them costs ``alone`` and the rise of the other.
    """

    scale: int
    least: int
    alone: Int
    rise: Int


class Checker:
    """Checks tier by tier; pairs that one tier rules out are absent from the later ones.

    ``values`` are the plan's values in integer steps of each tier.
    """

    def __init__(self, problem: Problem, values: tuple[int, ...]) -> None:
        self._problem, self._values = problem, values
        self._absent = np.zeros(problem.width, bool)
        self._floors: dict[int, int] = {}
        self._last: tuple[TierProof | None, tuple[int, Int, int] | None] = None, None

    def bound(self, number: int, proof: TierProof | None) -> int | None:
        """The bound that a tier's certificate proves; None if it proves nothing."""
        found = self._found(number, proof)
        return None if found is None else found[0]

    def next(self, number: int, proof: TierProof | None) -> int | None:
        """The same; later tiers know that no plan is below the bound, and do without the pairs that it rules out."""
        found = self._found(number, proof)
        if found is None:
            return None
        bound, rise, room = found
        self._absent = self._ruled_out(rise, room)
        self._floors[number] = bound
        self._last = None, None
        return bound

    def pair_prices(self, number: int, proof: TierProof | None) -> PairPrices | None:
        """What the prices of a tier prove of every pair, cases left aside; None where there are none.

        The pairs that they rule out are absent from now on, as by `next`.
        """
        if proof is None or (priced := self._priced(rows := self._rows(number, proof), proof)) is None:
            return None
        least, rise = self._minimum(rows, priced.reduced, proof)
        alone = np.maximum(priced.reduced[: self._problem.pairs], 0)
        self._floors[number] = self._value(number, -(-(priced.fixed + least) // proof.scale))
        self._absent = self._ruled_out(rise, proof.scale * self._steps(number) - priced.fixed - least)
        return PairPrices(proof.scale, priced.fixed + least, alone, rise)

    def _found(self, number: int, proof: TierProof | None) -> tuple[int, Int, int] | None:
        """The bound, by how much each pair raises it, and what room a plan as good leaves.

        A tier's bound is often asked for right before its pairs are ruled out.
        """
        if proof is None:
            return None
        if self._last[0] is not proof:
            self._last = proof, self._computed(number, proof)
        return self._last[1]

    def _computed(self, number: int, proof: TierProof) -> tuple[int, Int, int] | None:
        rows = self._rows(number, proof)
        if (priced := self._priced(rows, proof)) is None:
            return None
        least, rise = self._minimum(rows, priced.reduced, proof)
        proven = priced.fixed + least
        steps = -(-proven // proof.scale)
        if proof.cases and proof.aim is not None:
            out = self._ruled_out(rise, proof.scale * (proof.aim - 1) - proven)
            by_cases = least_of_cases(rows, proof.cases, out, proof.aim, self._within(rows, proof))
            steps = steps if by_cases is None else max(steps, by_cases)
        room = proof.scale * self._steps(number) - proven
        return self._value(number, steps), rise, room

    def _rows(self, number: int, proof: TierProof) -> TierRows:
        return TierRows(self._problem, number, self._values, self._absent, proof.divisors, self._floors)

    def _priced(self, rows: TierRows, proof: TierProof) -> Priced | None:
        """What columns that earlier tiers have left cost at the prices of a tier."""
        priced = rows.priced(proof) if proof.scale > 0 else None
        if priced is not None:
            priced.reduced[self._absent] = 0
        return priced

    def _value(self, number: int, steps: int) -> int:
        objective = self._problem.objectives[number]
        return objective.constant + objective.step * steps

    def _steps(self, number: int) -> int:
        """The value of a tier in whole steps."""
        objective = self._problem.objectives[number]
        return (self._values[number] - objective.constant) // objective.step

    def _minimum(self, rows: TierRows, reduced: Int, proof: TierProof) -> tuple[int, Int]:
        if proof.rosters and _summable(self._problem, reduced):
            if proof.own_rows and (own := self._own(rows)) is not None:
                # Without the pair, the rest of a roster may break a row: it need not cost less than the best one.
                return own.least(reduced), np.zeros(self._problem.pairs, np.int64)
            return roster_minimum(self._problem, reduced, proof.row_group)
        return linked_minimum(self._problem, reduced)

    def _own(self, rows: TierRows) -> OwnMinimum | None:
        timeline = self._problem.timeline
        return None if timeline is None else OwnMinimum(self._problem, timeline, self._absent | rows.excluded())

    def _within(self, rows: TierRows, proof: TierProof) -> Minimum | None:
        """How the bounds of cases are found."""
        own = self._own(rows) if proof.own_cases else None
        if own is None:
            return None

        def minimum(reduced: Int, lower: Int, upper: Int) -> int | None:
            if not _summable(self._problem, reduced):
                return within_bounds(reduced, lower, upper)
            return own.least_within(reduced, lower, upper)

        return minimum

    def _ruled_out(self, rise: Int, room: int) -> Mask:
        """Columns that are 0 if every pair that raises the minimum beyond the room is: these pairs, and indicators
        without any other pair."""
        problem = self._problem
        out = self._absent.copy()
        out[: problem.pairs] |= rise > max(-1, room)
        for family in problem.indicators:
            left = np.bincount(family.group[~out[family.member]], minlength=family.count)
            out[family.first : family.first + family.count] = left == 0
        return out


def _summable(problem: Problem, reduced: Int) -> bool:
    """Whether all sums over one worker's pairs fit into 64 bits."""
    if reduced.dtype == object or problem.timeline is None:
        return False
    size = np.abs(reduced[: problem.pairs]).astype(float)
    # The rounding error of float sums is far below the half that the limit leaves.
    return bool(np.bincount(problem.timeline.block, size).max(initial=0) < 2**60)


def certified(problem: Problem, values: tuple[int, ...], proofs: Sequence[TierProof | None]) -> tuple[int | None, ...]:
    """The bound of each tier, over plans whose earlier tiers have these values; None without proof.

    A proof that refers to rows or links that do not exist proves nothing.
    """
    checker = Checker(problem, values)
    last = len(proofs) - 1
    return tuple((checker.next if n < last else checker.bound)(n, proof) for n, proof in enumerate(proofs))

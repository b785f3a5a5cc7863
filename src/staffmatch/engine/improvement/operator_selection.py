"""Adaptive selection among improvement operators, for programs on which branch and bound is slow.

As in adaptive large neighbourhood search (S. Ropke and D. Pisinger, Transportation Science 40, 2006), the operator that
gains most for its time runs next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.improvement.crossover import RandomisedColumns
from staffmatch.engine.improvement.exchanges import Exchanges
from staffmatch.engine.improvement.improvement_operator import ImprovementOperator, ReadyOperator
from staffmatch.engine.improvement.neighbourhoods import Neighbourhoods
from staffmatch.engine.params import SelectionParams
from staffmatch.engine.state.tier_search import TierSearch

OPERATORS: tuple[type[ImprovementOperator], ...] = (Exchanges, RandomisedColumns, Neighbourhoods)


class OperatorSelection:
    """The operators that suit a tier, created when first needed, after those that are ready, and their success
    rates."""

    def __init__(
        self,
        search: TierSearch,
        relaxed: Relaxed,
        operators: Sequence[type[ImprovementOperator]] = OPERATORS,
        ready: Sequence[ReadyOperator] = (),
    ) -> None:
        self._search, self._relaxed, self._kinds, self._ready = search, relaxed, operators, ready

    @cached_property
    def operators(self) -> list[ReadyOperator]:
        suited = [kind(self._search, self._relaxed) for kind in self._kinds if kind.suits(self._search)]
        return [*self._ready, *suited]

    @cached_property
    def _rates(self) -> SuccessRates:
        return SuccessRates(len(self.operators), self._search.params.selection)

    def run(self, until: float) -> None:
        """Run operators until the given moment, until the incumbent is settled, or until none is applicable."""
        search, time = self._search, self._search.time
        turn, since = 0, -math.inf
        while not (time.now >= until or search.control.over()):
            applicable = np.array([operator.applicable for operator in self.operators], bool)
            if search.settled("neighbourhoods") or not applicable.any():
                break
            began, before = time.now, search.value
            if began >= since + search.params.selection.turn or not applicable[turn]:
                turn, since = self._rates.best(applicable), began
            improved = self.operators[turn].run(until)
            gained = max(1.0, (before - search.value) / search.tier.objective.step) if improved else 0.0
            self._rates.count(turn, gained, time.now - began)


class SuccessRates:
    """For each operator the number of successes, the time they took, and the gain of a success in steps of the tier."""

    def __init__(self, operators: int, params: SelectionParams = SelectionParams()) -> None:
        self._params = params
        self._won, self._taken, self._gain = np.zeros(operators), np.zeros(operators), np.ones(operators)

    def best(self, applicable: Mask) -> int:
        """The applicable operator that gains most for its time; each has one run first."""
        rates: Real = (self._won + 1) / (self._taken + self._params.trial) * self._gain
        rates = np.where(self._taken > 0, rates, np.inf)
        return int(np.where(applicable, rates, -1).argmax())

    def count(self, operator: int, gained: float, taken: float) -> None:
        """Record a run: its gain, 0 for a failure, and the time it took."""
        fading = math.exp(-taken / self._params.memory)
        self._won[operator] = fading * self._won[operator] + (gained > 0)
        self._taken[operator] = fading * self._taken[operator] + taken
        self._gain[operator] = gained or max(1.0, self._gain[operator] * math.exp(-taken / self._params.easy))

"""Adaptive selection among improvement operators, where branch and bound on the whole is slow.

In the manner of adaptive large neighbourhood search (S. Ropke and D. Pisinger, Transportation Science 40, 2006): the
operator whose successes gain most for the time they take has the next turn.
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
from staffmatch.engine.improvement.improvement_operator import ImprovementOperator
from staffmatch.engine.improvement.neighbourhoods import Neighbourhoods
from staffmatch.engine.params import SelectionParams
from staffmatch.engine.state.tier_search import TierSearch

OPERATORS: tuple[type[ImprovementOperator], ...] = (Exchanges, RandomisedColumns, Neighbourhoods)


class OperatorSelection:
    """The operators that suit a tier, made when they are first needed, and what each has been worth."""

    def __init__(
        self, search: TierSearch, relaxed: Relaxed, operators: Sequence[type[ImprovementOperator]] = OPERATORS
    ) -> None:
        self._search, self._relaxed, self._kinds = search, relaxed, operators

    @cached_property
    def operators(self) -> list[ImprovementOperator]:
        return [kind(self._search, self._relaxed) for kind in self._kinds if kind.suits(self._search)]

    @cached_property
    def _rates(self) -> SuccessRates:
        return SuccessRates(len(self.operators), self._search.params.selection)

    def run(self, until: float) -> None:
        """Let operators improve the incumbent to a moment, or until it is settled or none is applicable any more."""
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
    """Of each operator its successes, the time they took, and what a success gains, in steps of the tier."""

    def __init__(self, operators: int, params: SelectionParams = SelectionParams()) -> None:
        self._params = params
        self._won, self._taken, self._gain = np.zeros(operators), np.zeros(operators), np.ones(operators)

    def best(self, applicable: Mask) -> int:
        """Of the applicable operators the one that gains most for its time; each has a turn first."""
        rates: Real = (self._won + 1) / (self._taken + self._params.trial) * self._gain
        rates = np.where(self._taken > 0, rates, np.inf)
        return int(np.where(applicable, rates, -1).argmax())

    def count(self, operator: int, gained: float, taken: float) -> None:
        """Add a run: what it gained, 0 for a failure, and the time that it took."""
        fading = math.exp(-taken / self._params.memory)
        self._won[operator] = fading * self._won[operator] + (gained > 0)
        self._taken[operator] = fading * self._taken[operator] + taken
        self._gain[operator] = gained or max(1.0, self._gain[operator] * math.exp(-taken / self._params.easy))

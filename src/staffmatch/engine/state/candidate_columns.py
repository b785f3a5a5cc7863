"""The columns that a better plan may still contain, in the order of their promise."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.ranking import Ranking

# An upper bound on the rounding error of a quotient and two differences, relative to the largest number.
_ROUNDED = 2.0**-50


class CandidateColumns:
    """``remaining`` marks the columns that no tier so far has ruled out; reduced costs of each tier rule out more."""

    def __init__(self, incumbent: Incumbent) -> None:
        self.incumbent = incumbent
        self.remaining = np.ones(incumbent.problem.width, bool)

    @cached_property
    def _ranking(self) -> Ranking:
        return Ranking(self.incumbent.problem, self.incumbent.control.seed)

    def within_gap(self, tier: Tier, relaxed: Relaxed, strictly_better: bool) -> Mask:
        """Reduced-cost fixing: columns of reduced cost at most incumbent - relaxation, or less where only a strictly
        better plan is wanted (G. B. Dantzig, R. Fulkerson and S. Johnson, Operations Research 2, 1954)."""
        value = tier.steps(tier.objective.value(self.incumbent.x))
        gap = value - strictly_better - relaxed.bound
        # The numbers are exact except for the last bits of quotients and differences.
        hair = _ROUNDED * (abs(value) + abs(relaxed.bound) + np.abs(relaxed.reduced))
        within = self.remaining & (relaxed.reduced <= gap + hair)
        # A pair without its indicator is out as well; left in, it would not be linked to it.
        pair, indicator = tier.problem.links
        within[pair[~within[indicator]]] = False
        return within | self.incumbent.x

    def promising(self, relaxed: Relaxed, within: Mask, pairs: int) -> tuple[Mask, bool]:
        """The pairs of least reduced cost with all indicators, and whether these are all that can matter."""
        some = within[: self.incumbent.problem.pairs]
        if some.sum() <= self.incumbent.control.params.tier.all_share * pairs:
            return within, True
        columns = within | self.incumbent.x
        columns[: len(some)] = self.incumbent.pairs
        columns[self._ranking.first(relaxed, some, pairs)] = True
        return columns, False

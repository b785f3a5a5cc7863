"""The columns that may still be in a better plan, and which of them to look at first."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.ranking import Ranking

# More than what rounding a quotient and two differences can make, as a share of the largest number.
_ROUNDED = 2.0**-50

# If so many times as many pairs are all that matter they are taken at once.
_ALL_SHARE = 1.5


class Pool:
    """What earlier tiers left ``alive``, and of that what reduced costs leave to the tier at work."""

    def __init__(self, incumbent: Incumbent) -> None:
        self.incumbent = incumbent
        self.alive = np.ones(incumbent.problem.width, bool)

    @cached_property
    def _ranking(self) -> Ranking:
        return Ranking(self.incumbent.problem, self.incumbent.control.seed)

    def within_gap(self, tier: Tier, relaxed: Relaxed) -> Mask:
        """Columns that can be in a plan no worse than the incumbent: reduced cost at most value - relaxation."""
        # After the last tier nobody wants plans that are as good.
        last = self.incumbent.number == len(tier.problem.objectives) - 1
        value = tier.steps(tier.objective.value(self.incumbent.x))
        gap = value - last - relaxed.bound
        # The numbers are exact but for the last bits of quotients and differences.
        hair = _ROUNDED * (abs(value) + abs(relaxed.bound) + np.abs(relaxed.reduced))
        within = self.alive & (relaxed.reduced <= gap + hair)
        # Without its indicator a pair is out as well; left in, it would be free of its link to it.
        pair, indicator = tier.problem.links
        within[pair[~within[indicator]]] = False
        return within | self.incumbent.x

    def promising(self, relaxed: Relaxed, within: Mask, pairs: int) -> tuple[Mask, bool]:
        """The pairs of least reduced cost with all indicators, and whether these are all that matter."""
        some = within[: self.incumbent.problem.pairs]
        if some.sum() <= _ALL_SHARE * pairs:
            return within, True
        columns = within | self.incumbent.x
        columns[: len(some)] = self.incumbent.pairs
        columns[self._ranking.first(relaxed, some, pairs)] = True
        return columns, False

    def around(self, tier: Tier, relaxed: Relaxed, sure: Mask, pairs: int) -> tuple[Mask, Mask]:
        """The choice of ``sure`` pairs, completed, and promising columns for the seats that these leave open."""
        problem = tier.problem
        held = problem.complete(sure)
        taken = np.bincount(problem.seat[held[: problem.pairs]], minlength=len(problem.capacity))
        within = self.within_gap(tier, relaxed)
        within[: problem.pairs] &= (taken < problem.capacity)[problem.seat]
        return held, self.promising(relaxed, within, pairs)[0]

"""Make a plan better where branch and bound on the whole is slow: several ways to choose a part of it take turns."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.improvement.crossover import RandomisedColumns
from staffmatch.engine.improvement.exchanges import Exchanges, exchangeable
from staffmatch.engine.improvement.neighbourhoods import Neighbourhoods
from staffmatch.engine.state.tier_search import TierSearch

# A turn lasts so many seconds at least: some ways try often and seldom succeed.
_TURN = 1.0

# A way is judged as if it had succeeded once more in so many seconds. Successes of its own are hardly remembered after
# so many seconds of failures, and what they gained is after fewer: the first gains are easy.
_TRIAL, _MEMORY, _EASY = 0.1, 30.0, 2.0


class Exploration:
    """The ways of one tier, and what each has been worth."""

    def __init__(self, search: TierSearch, relaxed: Relaxed) -> None:
        self._search, self._relaxed = search, relaxed

    @cached_property
    def _ways(self) -> list[RandomisedColumns | Neighbourhoods | Exchanges]:
        search, relaxed, tier = self._search, self._relaxed, self._search.tier
        return [
            *([Exchanges(tier, relaxed, search.control)] if exchangeable(tier) else []),
            RandomisedColumns(search, relaxed),
            Neighbourhoods(tier, relaxed.reduced, search.control, search.backend),
        ]

    @cached_property
    def _rates(self) -> _Rates:
        return _Rates(len(self._ways))

    def run(self, end: float) -> None:
        """Replace the incumbent by better ones until a moment; that way has its turn which gains most for its time."""
        search, incumbent, time = self._search, self._search.incumbent, self._search.time
        way, since = 0, -math.inf
        while not (time.now >= end or search.control.over()):
            open_ = np.array([not way.exhausted for way in self._ways])
            if search.settled("neighbourhoods") or not open_.any():
                break
            began, before = time.now, search.value
            if began >= since + _TURN or not open_[way]:
                way, since = self._rates.best(open_), began
            gained, chosen = 0.0, self._ways[way]
            if incumbent.replace(chosen.improve(incumbent.x, min(end, began + chosen.seconds))):
                chosen.succeeded()
                gained = max(1.0, (before - search.value) / search.tier.objective.step)
            self._rates.count(way, gained, time.now - began)


class _Rates:
    """For each way its successes and the time they took, and what a success gains, in steps of the tier."""

    def __init__(self, ways: int) -> None:
        self._won, self._taken, self._gain = np.zeros(ways), np.zeros(ways), np.ones(ways)

    def best(self, open_: Mask) -> int:
        """Of the open ways the one that gains most in its time; each has a turn first."""
        rates: Real = (self._won + 1) / (self._taken + _TRIAL) * self._gain
        rates = np.where(self._taken > 0, rates, np.inf)
        return int(np.where(open_, rates, -1).argmax())

    def count(self, way: int, gained: float, taken: float) -> None:
        fading = math.exp(-taken / _MEMORY)
        self._won[way] = fading * self._won[way] + (gained > 0)
        self._taken[way] = fading * self._taken[way] + taken
        self._gain[way] = gained or max(1.0, self._gain[way] * math.exp(-taken / _EASY))

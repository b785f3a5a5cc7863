"""Make a plan better where branch and bound on the whole is slow: several ways to choose a part of it take turns."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.crossover import Draws
from staffmatch.engine.exchanges import Exchanges, exchangeable
from staffmatch.engine.incumbent import Incumbent
from staffmatch.engine.lp import BackendName
from staffmatch.engine.neighbourhoods import Neighbourhoods
from staffmatch.engine.relaxation import Relaxed
from staffmatch.engine.tier import Tier

# A way is judged as if it had so many seconds more behind it, at the best rate of late; what lies behind fades.
_TRIAL, _FADING = 0.1, 0.8


def explore(
    tier: Tier, relaxed: Relaxed, bound: int, incumbent: Incumbent, end: float, backend: BackendName | None
) -> None:
    """Replace the incumbent by better ones until a moment; that way has its turn which gains most for its time."""
    control = incumbent.control
    ways: list[Draws | Neighbourhoods | Exchanges] = [
        Neighbourhoods(tier, relaxed.reduced, control, backend),
        Draws(tier, relaxed, incumbent, backend),
    ]
    if exchangeable(tier):
        ways.append(Exchanges(tier, relaxed, control))
    rates = _Rates(len(ways))
    while not (control.now >= end or control.over()):
        open_ = np.array([not way.exhausted for way in ways])
        if incumbent.settles(tier, bound, "neighbourhoods") or not open_.any():
            break
        turn, began, before = rates.best(open_), control.now, tier.objective.value(incumbent.x)
        gained = 0.0
        if incumbent.replace(ways[turn].improve(incumbent.x, min(end, began + ways[turn].seconds))):
            ways[turn].succeeded()
            gained = max(1.0, (before - tier.objective.value(incumbent.x)) / tier.objective.step)
        rates.count(turn, gained, control.now - began)


class _Rates:
    """What each way gained of late in steps of the tier, and in which time."""

    def __init__(self, ways: int) -> None:
        self._gained, self._taken, self._best = np.zeros(ways), np.zeros(ways), 1.0

    def best(self, open_: Mask) -> int:
        """Of the open ways that with the best rate; each has a turn first."""
        rates: Real = (self._gained + _TRIAL * self._best) / (self._taken + _TRIAL)
        rates = np.where(self._taken > 0, rates, np.inf)
        return int(np.where(open_, rates, -1).argmax())

    def count(self, way: int, gained: float, taken: float) -> None:
        self._gained[way] = _FADING * self._gained[way] + gained
        self._taken[way] = _FADING * self._taken[way] + taken
        self._best = max(_FADING * self._best, gained / max(taken, _TRIAL))

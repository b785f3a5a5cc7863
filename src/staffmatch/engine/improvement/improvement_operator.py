"""The protocol of improvement operators."""

from __future__ import annotations

from typing import Protocol

from staffmatch.arrays import Mask
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.state.tier_search import TierSearch


class ReadyOperator(Protocol):
    """One way to a better plan in a tier, run many times."""

    name: str

    @property
    def applicable(self) -> bool:
        """Whether another run may succeed; False for good once it has failed too often."""

    def run(self, until: float) -> bool:
        """Try once, to a moment of the search's clock at the latest; whether the incumbent has become better."""


class ImprovementOperator(ReadyOperator, Protocol):
    """One that is created once, from the search and the relaxation."""

    def __init__(self, search: TierSearch, relaxed: Relaxed) -> None: ...

    @staticmethod
    def suits(search: TierSearch) -> bool:
        """Whether the operator applies to this tier; asked before it is created."""


class ShortRuns:
    """An operator whose runs take about ``seconds`` each; it counts the failures since the last success."""

    def __init__(self, search: TierSearch, seconds: float) -> None:
        self._search, self._seconds, self._failures = search, seconds, 0

    def improve(self, x: Mask, until: float) -> Mask:
        """A choice better than ``x``, if one is found by ``until``; otherwise ``x`` itself or one that is no better."""
        raise NotImplementedError

    def run(self, until: float) -> bool:
        """Try once, to a moment of the search's clock at the latest; whether the incumbent has become better."""
        incumbent, time = self._search.incumbent, self._search.time
        improved = incumbent.replace(self.improve(incumbent.x, min(until, time.now + self._seconds)))
        if improved:
            self._failures = 0
        return improved

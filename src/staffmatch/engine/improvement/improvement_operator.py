"""What every way from a plan to a better one offers to the selection among them."""

from __future__ import annotations

from typing import Protocol

from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.state.tier_search import TierSearch


class ImprovementOperator(Protocol):
    """One way to a better plan in one tier. It is made from the search and the relaxation, and used many times."""

    name: str

    def __init__(self, search: TierSearch, relaxed: Relaxed) -> None: ...

    @staticmethod
    def suits(search: TierSearch) -> bool:
        """Whether the operator can work on this tier at all; asked before it is made."""

    @property
    def applicable(self) -> bool:
        """Whether another run may find something; False for good once it has failed too often."""

    def run(self, until: float) -> bool:
        """Try once, to a moment of the search's clock at the latest; whether the incumbent has become better."""

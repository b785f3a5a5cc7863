"""Plans as rosters of the master: the incumbent's, those held while others are sought, and those offered."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.roster_params import RosterParams
from staffmatch.engine.rosters.roster_master import Pool, RosterMaster
from staffmatch.engine.state.tier_search import TierSearch


class RosterPlans:
    """The incumbent of a tier, seen as one roster for each block."""

    def __init__(self, search: TierSearch, master: RosterMaster) -> None:
        self.search, self.master = search, master

    @property
    def params(self) -> RosterParams:
        return self.search.params.rosters

    def limits(self, until: float) -> Callable[[], Limits]:
        return lambda: self.search.control.limits(until)

    def entered(self) -> Int:
        """The incumbent's rosters, entered into the master: the place of each block's."""
        own = self.master.rosters.own
        chosen = self.search.incumbent.pairs
        pairs = np.flatnonzero(chosen & (own.block[: len(chosen)] >= 0))
        shape = own.blocks, len(chosen)
        rosters = csr_array((np.ones(len(pairs), np.int64), (own.block[pairs], pairs)), shape=shape)
        self.master.enter(np.arange(own.blocks), rosters)
        return self.master.places(np.arange(own.blocks), rosters)

    def hold(self, held: Int) -> None:
        """Hold the rosters at these places of the pool, one for each block, -1 for a block that is free."""
        count = len(self.master.pool.block)
        lower = np.zeros(count)
        lower[held[held >= 0]] = 1
        self.master.bound(lower, np.where(held[self.master.pool.block] < 0, 1.0, lower))

    def release(self) -> None:
        self.hold(np.full(self.master.rosters.blocks, -1))

    def offer(self, rosters: Pool) -> bool:
        """Offer the plan that consists of a roster for each block; whether it is better than the incumbent."""
        before, x = self.search.value, np.zeros(self.search.tier.problem.width)
        x[np.unique(rosters.pairs.indices)] = 1
        self.search.incumbent.offer(x)
        return self.search.value < before

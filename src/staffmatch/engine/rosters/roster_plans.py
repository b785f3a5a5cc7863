"""Plans as rosters of the master: the incumbent's, those held while others are sought, and those offered."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, owners_of
from staffmatch.engine.backends.lp import Answer, Limits
from staffmatch.engine.roster_params import RosterParams
from staffmatch.engine.rosters.box import Box
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
        alike, chosen = self.master.alike, self.search.incumbent.pairs
        pairs = np.flatnonzero(chosen & (alike.own.block[: len(chosen)] >= 0))
        shape = alike.own.blocks, len(chosen)
        entries = np.ones(len(pairs), np.int64), (alike.own.block[pairs], alike.twin[pairs])
        rosters = csr_array(entries, shape=shape)
        self.master.enter(alike.group, rosters)
        return self.master.places(alike.group, rosters)

    def hold(self, held: Int, *, breaking: bool = False) -> None:
        """Hold the rosters at these places of the pool, one for each block, -1 for a block that is free; rows may be
        broken beside them, at a high price, where the master knows one."""
        alike, block = self.master.alike, self.master.pool.block
        times = np.bincount(held[held >= 0], minlength=len(block)).astype(float)
        most = np.where(alike.classes(held < 0)[block], alike.size[block], times)
        self.master.bound(times, most, breaking=breaking)

    def keep_to(self, box: Box) -> None:
        """Leave out rosters that break the bounds of a case; every block is a class of its own."""
        pool = self.master.pool
        kept = box.keeps(pool.block, pool.pairs, self.master.rosters.own.block)
        self.master.bound(np.zeros(len(kept)), kept.astype(float), box)

    def release(self) -> None:
        self.hold(np.full(len(self.master.alike.group), -1))

    def choose(self, pool: Pool, held: Int, known: Int | None, until: float) -> Answer:
        """Branch and bound over a pool and, of the incumbent, the rosters known, beside those held; the plan is
        offered."""
        start = None if known is None else (known, self.search.incumbent.x)
        found, answer = self.master.best_of(pool, held, start, self.limits(until)())
        if found is not None:
            self.offer(found)
        return answer

    def offer(self, rosters: Pool) -> bool:
        """Offer the plan that consists of a roster for each block; whether it is better than the incumbent."""
        before, x, alike = self.search.value, np.zeros(self.search.tier.problem.width), self.master.alike
        pairs = rosters.pairs[np.argsort(rosters.block, kind="stable")]
        x[alike.counterparts(alike.members[owners_of(pairs.indptr)], pairs.indices)] = 1
        self.search.incumbent.offer(x)
        return self.search.value < before


def building(search: TierSearch) -> Callable[[int], bool]:
    """Whether the time for diagrams is over, once the work of so many nodes has been charged."""
    params = search.params.rosters
    until = search.time.part(params.build_share, search.until, unlimited=params.build)

    def over(steps: int) -> bool:
        search.time.charge(params.steps_per_node * steps)
        return search.over(until)

    return over

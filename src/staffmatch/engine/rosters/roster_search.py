"""Plans from rosters: a dive on whole rosters, and neighbourhoods of a few blocks with all of their good rosters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.backends.lp import Status
from staffmatch.engine.params import RosterParams
from staffmatch.engine.rosters.column_generation import Ascent, generate, priced
from staffmatch.engine.rosters.roster_master import Pool, Prices, RosterMaster
from staffmatch.engine.state.tier_search import TierSearch


# Added to room for rosters, above the tolerance of solvers.
_EPSILON = 1e-6


class RosterSearch:
    """Improves the incumbent of a tier through the rosters of its blocks."""

    def __init__(self, search: TierSearch, master: RosterMaster, ascent: Ascent) -> None:
        self._search, self._master, self._ascent = search, master, ascent
        self._blocks = master.rosters.blocks
        self._random = np.random.default_rng(search.control.seed)

    @property
    def _params(self) -> RosterParams:
        return self._search.params.rosters

    def dive(self, prices: Prices, until: float) -> None:
        """Hold the rosters that the master is sure of, price those of the other blocks anew, and so on to a plan.

        A heuristic: it ends where the held rosters leave no plan as good as the incumbent.
        """
        search, master = self._search, self._master
        held = np.full(self._blocks, -1)
        while (held < 0).any() and not search.over(until):
            weight = np.where(held[master.pool.block] < 0, prices.weight, -1.0)
            most = max(1, int(self._params.dive_share * np.count_nonzero(held < 0)))
            order = np.argsort(-weight, kind="stable")
            sure = weight[order] > self._params.sure
            sure[:most] = weight[order[:most]] >= 0
            for place in order[sure].tolist():
                if held[master.pool.block[place]] < 0:
                    held[master.pool.block[place]] = place
            self._hold(held)
            found = generate(
                master, Ascent(-np.inf, None), self._limits(until), self._params, free=held < 0, rounds=self._params.dive_rounds
            )
            if found is None or search.attainable(found.value) >= search.value:
                break
            prices = found
        self._release()
        if (held >= 0).all():
            self._offer(master.pool.only(held))

    def improve(self, until: float) -> None:
        """Free some blocks at a time, more of them as success becomes rare, until all are free and nothing is left to
        find."""
        search, size, dry = self._search, min(self._params.freed, self._blocks), 0
        while not search.over(until) and not search.settled("rosters"):
            free = np.zeros(self._blocks, bool)
            free[self._random.choice(self._blocks, size, replace=False)] = True
            if self._freed(free, until):
                dry = 0
                continue
            if size == self._blocks:
                break
            dry += 1
            if dry >= self._params.patience:
                size, dry = min(self._blocks, size + 1 + size // 4), 0

    def _freed(self, free: Mask, until: float) -> bool:
        """Solve for some blocks while the others keep their rosters; whether that brought a better plan."""
        search, master = self._search, self._master
        block, pairs = self.of_plan(search.incumbent.pairs)
        master.enter(block, pairs)
        places = master.places(block, pairs)
        self._hold(np.where(free, -1, places))
        prices = generate(master, Ascent(-np.inf, None), self._limits(until), self._params, free=free, rounds=self._params.rounds)
        self._release()
        if prices is None:
            return False
        if search.attainable(prices.value) >= search.value:
            return False
        whole, bound = bool(free.all()), prices.value
        if whole:
            bound, _ = priced(master, prices.rows)
        # A better plan is better by a step, and no roster of it costs more than that leaves.
        near = self._near(prices.rows, free, search.tier.steps(search.value) - 1 - bound)
        if near is None:
            return False
        held = master.pool.only(places[~free])
        pool = near.joined(master.pool.only(places[free]))
        answer = master.best_of(pool, held, self._limits(search.time.allowance(self._params.usual, self._params.usual_share, until))())
        if whole and answer.bound is not None and self._complete:
            search.raise_bound(search.attainable(answer.bound))
        if answer.x is None:
            return False
        chosen = np.flatnonzero(answer.x[len(master.shared) :] > 0.5)
        return self._offer(held.joined(pool.only(chosen)))

    def _near(self, rows: Real, free: Mask, room: float) -> Pool | None:
        """The rosters of the free blocks that cost no more than the room beyond the best ones, or a part of the room if
        they are too many."""
        master, self._complete = self._master, True
        reduced = master.tier.costs - master.tier.by_column.T @ rows
        for share in self._params.rooms:
            gap = np.where(free, share * room + _EPSILON, -np.inf)
            found = master.rosters.near(reduced, gap, self._params.most_near)
            if found is not None:
                return master.described(found.block, found.pairs)
            self._complete = False
        return None

    def of_plan(self, chosen: Mask) -> tuple[Int, csr_array]:
        """The rosters of a choice of pairs, block by block."""
        own = self._master.rosters.own
        pairs = np.flatnonzero(chosen & (own.block[: len(chosen)] >= 0))
        shape = self._blocks, len(chosen)
        return np.arange(self._blocks), csr_array((np.ones(len(pairs), np.int64), (own.block[pairs], pairs)), shape=shape)

    def _offer(self, rosters: Pool) -> bool:
        """Offer the plan that consists of a roster for each block."""
        before = self._search.value
        x = np.zeros(self._search.tier.problem.width)
        x[np.unique(rosters.pairs.indices)] = 1
        self._search.incumbent.offer(x)
        return self._search.value < before

    def _hold(self, held: Int) -> None:
        count = len(self._master.pool.block)
        lower = np.zeros(count)
        lower[held[held >= 0]] = 1
        upper = np.where(held[self._master.pool.block] < 0, 1.0, lower)
        self._master.bound(lower, upper)

    def _release(self) -> None:
        count = len(self._master.pool.block)
        self._master.bound(np.zeros(count), np.ones(count))

    def _limits(self, until: float):
        return lambda: self._search.control.limits(until)

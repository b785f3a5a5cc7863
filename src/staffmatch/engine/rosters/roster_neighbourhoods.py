"""Neighbourhoods of a few blocks: the others keep their rosters, and these choose anew among all that are good.

The linear program over the rosters of the free blocks gives prices; rosters that cost no more at these prices than a
better plan leaves room for are enumerated along the paths of the diagrams, and branch and bound chooses among them.
With all blocks free and all such rosters at hand, that is the optimum of the tier.
"""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.backends.lp import Answer
from staffmatch.engine.rosters.column_generation import Ascent, generate, priced
from staffmatch.engine.rosters.roster_master import Pool
from staffmatch.engine.rosters.roster_plans import RosterPlans

# Added to room for rosters, above the tolerance of solvers.
_EPSILON = 1e-6


class RosterNeighbourhoods:
    """Improves the incumbent until nothing is left to find, or a few turns through all sizes find nothing."""

    def __init__(self, plans: RosterPlans, rows: Real) -> None:
        """``rows`` are the prices of the best bound."""
        self._plans, self._master, self._search, self._rows = plans, plans.master, plans.search, rows
        self._blocks = plans.master.rosters.blocks
        self._random = np.random.default_rng(plans.search.control.seed)

    def run(self, until: float) -> None:
        search, params = self._search, self._plans.params
        size, dry, turns, tried = min(params.freed, self._blocks), 0, 0, None
        while turns < params.turns and not search.over(until):
            if search.value != tried:
                tried = search.value
                self._close(until)
            if search.settled("rosters"):
                break
            free = np.zeros(self._blocks, bool)
            free[self._random.choice(self._blocks, size, replace=False)] = True
            better = self._solve(free, until)
            if better:
                dry = turns = 0
                continue
            dry += 1
            if better is None or dry >= params.patience or size == self._blocks:
                turns += size == self._blocks
                size, dry = (size + 1 + size // 8, 0) if size < self._blocks else (params.freed, 0)
                size = min(size, self._blocks)

    def _close(self, until: float) -> None:
        """Choose among all rosters that a better plan may have, if these are not too many: what is found is optimal."""
        plans, search, master = self._plans, self._search, self._master
        reduced = master.tier.costs - master.tier.by_column.T @ self._rows
        room = search.tier.steps(search.value) - 1 - priced(master, self._rows)[0]
        search.control.time.charge(plans.params.steps_per_node * master.rosters.cells)
        found = master.rosters.near(reduced, np.full(self._blocks, room + _EPSILON), plans.params.most_whole)
        if found is None:
            return
        known = master.pool.only(plans.entered())
        end = search.time.part(plans.params.close_share, until, unlimited=plans.params.usual)
        pool = master.described(found.block, found.pairs)
        answer = self._chosen(pool, master.pool.only(np.empty(0, np.int64)), known, end)
        if answer.bound is not None:
            search.raise_bound(search.attainable(answer.bound))

    def _solve(self, free: Mask, until: float) -> bool | None:
        """Solve for the free blocks; whether that brought a better plan, None if it can't."""
        plans, search, master, params = self._plans, self._search, self._master, self._plans.params
        places = plans.entered()
        plans.hold(np.where(free, -1, places))
        prices = generate(master, Ascent(), plans.limits(until), params, free=free, rounds=params.rounds)
        plans.release()
        if prices is None or search.attainable(prices.value) >= search.value:
            return None
        before = search.value
        pool = self._near(prices.rows, free, search.tier.steps(search.value) - 1 - prices.value)
        held, own = master.pool.only(places[~free]), master.pool.only(places[free])
        self._chosen(pool, held, own, search.time.allowance(params.usual, params.usual_share, until))
        return search.value < before

    def _chosen(self, pool: Pool, held: Pool, known: Pool, until: float) -> Answer:
        """Branch and bound over a pool and the rosters known, beside those held; the plan is offered."""
        answer = self._master.best_of(pool, held, known, self._search.incumbent.x, self._plans.limits(until)())
        if answer.x is not None:
            chosen = np.flatnonzero(answer.x[len(self._master.shared) :] > 0.5)
            self._plans.offer(held.joined(pool.joined(known).only(chosen)))
        return answer

    def _near(self, rows: Real, free: Mask, room: float) -> Pool:
        """Rosters of the free blocks within the room that a better plan leaves; where there are many, diverse ones."""
        master, params = self._master, self._plans.params
        reduced = master.tier.costs - master.tier.by_column.T @ rows
        found = master.rosters.near(reduced, np.where(free, room + _EPSILON, -np.inf), params.most_near)
        if found is not None:
            return master.described(found.block, found.pairs)
        self._shake(reduced, free, min(room, params.most_shaken))
        return self._cheapest(rows, reduced, free, room)

    def _shake(self, reduced: Real, free: Mask, room: float) -> None:
        """Enter the best rosters of the free blocks at reduced costs that are shaken a little."""
        master, blocks = self._master, np.flatnonzero(free)
        for _ in range(self._plans.params.shakes):
            width = room * (0.05 + 0.45 * self._random.random())
            choice = master.rosters.best(reduced + self._random.normal(0, width, len(reduced)))
            master.enter(choice.block[blocks], choice.pairs[blocks])

    def _cheapest(self, rows: Real, reduced: Real, free: Mask, room: float) -> Pool:
        """The best of the rosters of the free blocks that were found before, within the room."""
        pool, master = self._master.pool, self._master
        beyond = pool.costs - pool.entries @ rows[master.rows] - master.rosters.diagram.best(reduced)[pool.block]
        able = np.flatnonzero(free[pool.block] & (beyond <= room))
        chosen: Int = able[np.argsort(beyond[able], kind="stable")[: self._plans.params.most_chosen]]
        return pool.only(chosen)

"""Neighbourhoods of a few blocks: the others keep their rosters, and these choose anew among all that are good.

The linear program over the rosters of the free blocks gives prices; rosters that cost no more at these prices than a
better plan leaves room for are enumerated along the paths of the diagrams, and branch and bound chooses among them.
With all blocks free and all such rosters at hand, that is the optimum of the tier.
"""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.rosters.column_generation import Ascent, generate, priced
from staffmatch.engine.rosters.roster_master import Pool
from staffmatch.engine.rosters.roster_plans import RosterPlans

# Added to room for rosters, above the tolerance of solvers.
_EPSILON = 1e-6


class RosterNeighbourhoods:
    """An improvement operator: each run frees some blocks, more of them as success becomes rare.

    Once a few turns through all sizes have found nothing, it is not applicable any more.
    """

    name = "rosters"

    def __init__(self, plans: RosterPlans, rows: Real) -> None:
        """``rows`` are the prices of the best bound."""
        self._plans, self._master, self._search, self._rows = plans, plans.master, plans.search, rows
        self._blocks = len(plans.master.alike.group)
        self._random = np.random.default_rng(plans.search.control.seed)
        self._size, self._dry, self._turns = min(plans.params.freed, self._blocks), 0, 0
        self._closed: tuple[int, int] | None = None

    @property
    def applicable(self) -> bool:
        return self._turns < self._plans.params.turns

    def run(self, until: float) -> bool:
        """Try once; whether the incumbent has become better."""
        before = self._search.value
        self.close(until)
        if self._search.value == before and not self._search.settled("rosters"):
            free = np.zeros(self._blocks, bool)
            free[self._random.choice(self._blocks, self._size, replace=False)] = True
            self._count(self._solve(free, until))
        return self._search.value < before

    def _count(self, better: bool | None) -> None:
        """Enlarge what is freed where that could not succeed, or has failed too often."""
        params, whole = self._plans.params, self._size == self._blocks
        self._dry = 0 if better else self._dry + 1
        if better:
            self._turns = 0
        elif better is None or whole or self._dry >= params.patience:
            self._turns += whole
            self._size = (
                min(params.freed, self._blocks) if whole else min(self._blocks, self._size + 1 + self._size // 8)
            )
            self._dry = 0

    def close(self, until: float) -> None:
        """Choose among all rosters that a better plan may have, if these are not too many: what is found is optimal.

        More of them are worth it once all blocks would be freed anyway.
        """
        plans, search, master = self._plans, self._search, self._master
        most = plans.params.most_whole if self._size == self._blocks else plans.params.most_near
        if (search.value, most) == self._closed:
            return
        self._closed = search.value, most
        reduced = master.reduced(self._rows)
        room = search.tier.steps(search.value) - 1 - priced(master, self._rows)[0]
        search.time.charge(plans.params.steps_per_node * master.rosters.cells)
        found = master.rosters.near(reduced, np.full(master.rosters.blocks, room + _EPSILON), most)
        if found is None:
            return
        end = search.time.part(plans.params.close_share, until, unlimited=plans.params.usual)
        pool = master.described(found.block, found.pairs)
        answer = plans.choose(pool, np.empty(0, np.int64), plans.entered(), end)
        if answer.bound is not None:
            search.raise_bound(search.attainable(answer.bound))

    def _solve(self, free: Mask, until: float) -> bool | None:
        """Solve for the free blocks; whether that brought a better plan, None if it can't."""
        plans, search, master, params = self._plans, self._search, self._master, self._plans.params
        places = plans.entered()
        plans.hold(np.where(free, -1, places))
        classes = master.alike.classes(free)
        bound = search.tier.steps(search.bound)
        prices = generate(master, Ascent(), plans.limits(until), params, classes, params.rounds, bound)
        plans.release()
        if prices is None or search.attainable(prices.value) >= search.value:
            return None
        before = search.value
        # The least total is a float: it may lie a crumb above the next better plan.
        room = max(0.0, search.tier.steps(search.value) - 1 - prices.value)
        pool = self._near(prices.rows, free, room)
        end = search.time.allowance(params.usual, params.usual_share, until)
        plans.choose(pool, places[~free], places[free], end)
        return search.value < before

    def _near(self, rows: Real, free: Mask, room: float) -> Pool:
        """Rosters of the free blocks within the room that a better plan leaves; where there are many, diverse ones."""
        master, params = self._master, self._plans.params
        reduced, classes = master.reduced(rows), master.alike.classes(free)
        found = master.rosters.near(reduced, np.where(classes, room + _EPSILON, -np.inf), params.most_near)
        if found is not None:
            return master.described(found.block, found.pairs)
        draws = params.shakes * -(-int(free.sum()) // int(classes.sum()))
        self._shake(reduced, np.flatnonzero(classes), min(room, params.most_shaken), draws)
        return self._cheapest(rows, reduced, classes, room)

    def _shake(self, reduced: Real, classes: Int, room: float, draws: int) -> None:
        """Enter the best rosters of some classes at reduced costs that are shaken a little, a number of times."""
        master = self._master
        for _ in range(draws):
            width = room * (0.05 + 0.45 * self._random.random())
            choice = master.rosters.best(reduced + self._random.normal(0, width, len(reduced)))
            master.enter(choice.block[classes], choice.pairs[classes])

    def _cheapest(self, rows: Real, reduced: Real, classes: Mask, room: float) -> Pool:
        """The best of the rosters of some classes that were found before, within the room."""
        pool, master = self._master.pool, self._master
        beyond = pool.costs - pool.entries @ rows[master.rows] - master.rosters.diagram.best(reduced)[pool.block]
        able = np.flatnonzero(classes[pool.block] & (beyond <= room))
        chosen: Int = able[np.argsort(beyond[able], kind="stable")[: self._plans.params.most_chosen]]
        return pool.only(chosen)

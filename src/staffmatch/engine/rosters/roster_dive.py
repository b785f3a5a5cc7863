"""A dive on whole rosters: hold those that the master is sure of, price the others anew, and so on to a plan."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int
from staffmatch.engine.rosters.column_generation import Ascent, generate
from staffmatch.engine.rosters.roster_master import Prices
from staffmatch.engine.rosters.roster_plans import RosterPlans


def dive(plans: RosterPlans, prices: Prices, until: float) -> None:
    """Offer the plan at the end; a heuristic, which ends early where the held rosters leave no better plan."""
    search, master, params = plans.search, plans.master, plans.params
    held = np.full(master.rosters.blocks, -1)
    while (held < 0).any() and not search.over(until):
        _hold_surest(plans, prices, held)
        plans.hold(held)
        found = generate(master, Ascent(), plans.limits(until), params, free=held < 0, rounds=params.dive_rounds)
        if found is None or search.attainable(found.value) >= search.value:
            break
        prices = found
    plans.release()
    if (held >= 0).all():
        plans.offer(master.pool.only(held))


def _hold_surest(plans: RosterPlans, prices: Prices, held: Int) -> None:
    """Hold the rosters of most weight: all that are nearly whole, and at least a share of the blocks."""
    block, params = plans.master.pool.block, plans.params
    weight = np.where(held[block] < 0, prices.weight, -1.0)
    least = max(1, int(params.dive_share * np.count_nonzero(held < 0)))
    for number, place in enumerate(np.argsort(-weight, kind="stable").tolist()):
        if weight[place] < 0 or (number >= least and weight[place] <= params.sure):
            break
        if held[block[place]] < 0:
            held[block[place]] = place

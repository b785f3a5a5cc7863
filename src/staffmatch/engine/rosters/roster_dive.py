"""A dive on whole rosters: hold those that the master is sure of, price the others anew, and so on to a plan."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from staffmatch.arrays import Int, Real, nth, owners_of
from staffmatch.engine.rosters.column_generation import Ascent, generate
from staffmatch.engine.rosters.roster_master import Prices
from staffmatch.engine.rosters.roster_plans import RosterPlans


def dive(plans: RosterPlans, prices: Prices, until: float) -> None:
    """Offer the plan at the end; a heuristic, which ends early where the held rosters leave no better plan."""
    search, master, params = plans.search, plans.master, plans.params
    held = descend(plans, prices, until, params.dive_rounds)
    if (held >= 0).all():
        plans.offer(master.pool.only(held))
        return
    pool = master.pool.only(np.flatnonzero(master.alike.classes(held < 0)[master.pool.block]))
    plans.choose(pool, held[held >= 0], None, search.time.allowance(params.usual, params.usual_share, search.until))


def descend(
    plans: RosterPlans, prices: Prices, until: float, rounds: int, shaken: Callable[[Real], Real] | None = None
) -> Int:
    """The rosters held at the end, by place, -1 for blocks for which none was found.

    After each step the other blocks are priced for ``rounds``. ``shaken`` changes the weights by which the surest ones
    are told.
    """
    search, master, params = plans.search, plans.master, plans.params
    held = np.full(len(master.alike.group), -1)
    bound = search.tier.steps(search.bound)
    while (held < 0).any() and not search.over(until):
        if not _hold_surest(plans, prices, held, shaken):
            break
        plans.hold(held, breaking=True)
        free, box = master.alike.classes(held < 0), master.whole.without(_barred(plans, held))
        found = generate(master, Ascent(), plans.limits(until), params, free, rounds, bound, box=box)
        if found is None or search.attainable(found.value) >= search.value:
            break
        prices = found
    plans.release()
    return held


def _hold_surest(plans: RosterPlans, prices: Prices, held: Int, shaken: Callable[[Real], Real] | None) -> int:
    """Hold the rosters of most weight that fit beside each other: all nearly whole ones, at least a share of blocks;
    how many these are.

    A roster that several blocks of a class have counts as often as its weight beyond those who hold it, less 1 each
    time.
    """
    alike, pool, params = plans.master.alike, plans.master.pool, plans.params
    least = max(1, int(params.dive_share * np.count_nonzero(held < 0)))
    weight = prices.weight - np.bincount(held[held >= 0], minlength=len(pool.block))
    place = np.repeat(np.arange(len(pool.block)), np.maximum(0, np.ceil(weight)).astype(np.int64))
    weight = weight[place] - nth(place)
    ranked = np.argsort(-(weight if shaken is None else shaken(weight)), kind="stable")
    free = alike.members[held[alike.members] < 0]
    first, end = (np.searchsorted(alike.group[free], np.arange(len(alike.size)), side) for side in ("left", "right"))
    room, number = _room(plans, held), 0
    for at in ranked.tolist():
        if number >= least and weight[at] <= params.sure:
            break
        group, own = pool.block[place[at]], slice(*pool.entries.indptr[place[at] : place[at] + 2].tolist())
        row, value = pool.entries.indices[own], pool.entries.data[own]
        if first[group] < end[group] and (value <= room[row]).all():
            held[free[first[group]]] = place[at]
            first[group] += 1
            room[row] -= value
            number += 1
    return number


def _barred(plans: RosterPlans, held: Int) -> Int:
    """The columns for which what is held leaves no room."""
    master = plans.master
    part = master.tier.matrix[master.rows]
    barred: Int = np.unique(part.indices[part.data > _room(plans, held)[owners_of(part.indptr)]])
    return barred


def _room(plans: RosterPlans, held: Int) -> Real:
    """What is left of the rows to which everybody adds; no limit in others."""
    master = plans.master
    tier, pool = master.tier, master.pool
    falls = tier.matrix[master.rows].minimum(0).sum(axis=1) < 0
    taken = pool.entries[held[held >= 0]].sum(axis=0)
    room: Real = np.where(falls, np.inf, tier.upper[master.rows] - taken)
    return room

"""A tier by whole rosters: where rows of people decide, such as runs of days, weekends and limits of many kinds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import owners_of
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.rosters.alike_blocks import AlikeBlocks
from staffmatch.engine.rosters.column_generation import Ascent, confirmed, generate
from staffmatch.engine.rosters.own_rows import SHARED, OwnRows
from staffmatch.engine.rosters.roster_dive import dive
from staffmatch.engine.rosters.roster_master import RosterMaster
from staffmatch.engine.rosters.roster_neighbourhoods import RosterNeighbourhoods
from staffmatch.engine.rosters.roster_plans import RosterPlans, building
from staffmatch.engine.rosters.roster_tree import RosterTree
from staffmatch.engine.rosters.rosters import rosters_of
from staffmatch.engine.state.tier_search import TierSearch


@dataclass(frozen=True)
class Rostered:
    """The relaxation over whole rosters, and the operator that improves plans by them."""

    relaxed: Relaxed
    operator: RosterNeighbourhoods
    tree: RosterTree | None


def by_rosters(search: TierSearch) -> Rostered | None:
    """The relaxation over whole rosters, and a plan from a dive; None where the linear program of pairs suits better,
    or rosters are too many."""
    master = _master(search)
    if master is None:
        return None
    ascent, params, plans = Ascent(), search.params.rosters, RosterPlans(search, master)
    plans.entered()
    later = params.certified * master.rosters.diagram.nodes * len(master.alike.group) / master.rosters.blocks
    # A check that would take too long is left out: the bound is a solver's word then.
    certified = later <= params.certified_share * search.time.seconds_left
    search.time.reserve(later * certified)
    until = search.time.part(params.bound_share, search.until)
    prices = generate(
        master,
        ascent,
        lambda: search.control.limits(until),
        params,
        told=lambda steps: search.tell("rosters", search.tier.least(steps)),
    )
    if prices is None or ascent.rows is None:
        return None
    relaxed = confirmed(master, ascent.rows, master.point(prices))
    if relaxed is None:
        return None
    if search.tier.at(relaxed.least) > search.bound_by_duals:
        search.raise_bound(search.tier.at(relaxed.least), relaxed.proof if certified else None)
    else:
        search.time.reserve(-later * certified)
    # Among alike blocks a case would part them.
    tree = RosterTree(plans, ascent.rows) if master.rosters.blocks == len(master.alike.group) else None
    operator = RosterNeighbourhoods(plans, ascent.rows, tree)
    if not search.settled("rosters"):
        dive(plans, prices, search.time.part(params.dive_time, search.until))
        operator.close(search.until)
    return Rostered(relaxed, operator, tree)


def _master(search: TierSearch) -> RosterMaster | None:
    """The master over all blocks; None if rows of people are few and short, so that pairs do as well."""
    tier, params, problem = search.tier, search.params.rosters, search.tier.problem
    timeline, candidates = problem.timeline, (search.candidates.remaining | search.incumbent.x) & ~tier.excluded
    if timeline is None or not tier.safe or search.control.over():
        return None
    own = OwnRows.of(problem, timeline, candidates)
    if not _patterned(own) or _linked(tier, own):
        return None
    alike = AlikeBlocks.of(tier, timeline, own)
    if len(alike.size) > params.most_blocks:
        return None
    over = building(search)
    rosters = rosters_of(problem, own.only(alike.first), tier.priced, params, over)
    if rosters is not None and len(alike.first) < own.blocks and (rosters.keeps != own.kept).any():
        # A row that is left to the master is one for each block of a class.
        alike = AlikeBlocks.single(own)
        rosters = rosters_of(problem, own, tier.priced, params, over)
    return None if rosters is None else RosterMaster(tier, rosters, alike, search.backend)


def _patterned(own: OwnRows) -> bool:
    """Whether some own rows want work, look at days, weekends or runs, or are windows that slide over time; a pin alone
    is none of these."""
    part = own.entries
    row = owners_of(part.indptr)
    odd = np.bincount(row, (part.data < 0) | (part.indices >= own.problem.pairs), len(own.rows)) > 0
    wants = (own.problem.lower[own.rows] > 0) & (np.diff(part.indptr) > 1)
    return bool((odd | wants).any()) or _sliding(own)


def _sliding(own: OwnRows) -> bool:
    """Whether a pair is in three or more rows of one condition that have room for three pairs or more each."""
    problem, part = own.problem, own.entries
    roomy = problem.upper[own.rows] >= 3 * np.maximum(1, problem.heaviest[own.rows])
    part = part[np.flatnonzero(roomy)]
    group = problem.row_group[own.rows[roomy]][owners_of(part.indptr)]
    times = np.unique(part.indices * (int(group.max(initial=0)) + 1) + group, return_counts=True)[1]
    return int(times.max(initial=0)) >= 3


def _linked(tier: Tier, own: OwnRows) -> bool:
    """Whether pairs of several blocks are linked to one indicator, which prices of rows do not see."""
    return bool((own.block[tier.links()[1]] == SHARED).any())

"""A small tier, given whole to a solver before anything else.

A program of a few thousand columns needs no pricing, no core and no neighbourhoods. Its LP relaxation on all columns
comes first: it closes many tiers by itself, its duals are a proof, and its reduced costs rule columns out. Branch and
bound then gets all columns that are left, for most of the tier's time. What it closes is a solver's word until cases
prove it.

Where all coefficients are 1 or -1, rows are cliques, counts and links. Linear programs see little in some of these, and
a solver that learns clauses from conflicts can be far better, or far worse (O. Ohrimenko, P. Stuckey and M. Codish,
"Propagation via lazy clause generation", Constraints 14, 2009); which of the two is seen only by trying. There HiGHS
gets a short run, then CP-SAT; with a second thread both then run at once, and the first to end ends the other.
"""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.bounds.priced_lp import Relaxed, relax
from staffmatch.engine.branch_within import branch_within
from staffmatch.engine.choose_relaxation import hours_are_scarce
from staffmatch.engine.claim import Claim
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.rosters.roster_dives import jobs_each
from staffmatch.engine.state.branch import solved, solved_by_both, solved_by_clauses
from staffmatch.engine.state.tier_search import TierSearch


def close_at_once(claim: Claim, rostered: bool = False) -> bool:
    """Whether the tier is small, and its relaxation or a solver closed it; plan and bound are taken in any case.

    Where whole rosters have bounded it before, a linear program of pairs says little more, and CP-SAT comes first.
    Where hours are scarce, or people have room for few jobs, rosters say far more than the linear program, so that
    branch and bound waits.
    """
    search, tier = claim.search, claim.tier
    params = search.params.at_once
    most_columns = params.beside_rosters if rostered else params.most_columns
    if tier.problem.width > most_columns or tier.matrix.nnz > params.most_entries:
        return False
    relaxed = _relaxed(search)
    if relaxed is None:
        return False
    search.raise_bound(tier.at(relaxed.least), relaxed.proof)
    search.incumbent.offer(relaxed.x)
    claim.first = search.incumbent.x | (relaxed.x > 0)
    waits = not rostered and (hours_are_scarce(search) or jobs_each(tier.problem) <= search.params.rosters.few)
    closed = search.settled("relaxation") or (not waits and _branched(search, search.within_gap(relaxed), rostered))
    search.candidates.remaining = search.within_gap(relaxed)
    return closed


def _relaxed(search: TierSearch) -> Relaxed | None:
    """The LP relaxation over all columns at once."""

    def limits() -> Limits:
        return search.control.limits(search.until)

    everything = np.ones(search.tier.problem.width, bool)
    return relax(
        search.tier,
        search.candidates.remaining,
        search.incumbent.x,
        limits,
        search.backend,
        first=everything,
        params=search.params.pricing,
    )


def _branched(search: TierSearch, columns: Mask, clauses_first: bool) -> bool:
    """Whether branch and bound closes the tier in its share of the time."""
    params, time = search.params.at_once, search.time
    if not _clausal(search.tier):
        turns = [(solved, params.share, params.seconds)]
    elif search.control.threads > 1:
        turns = [(solved, params.head_share, params.head), (solved_by_both, params.share, params.seconds)]
    else:
        turns = [(solved, params.turn_share, params.turn), (solved_by_clauses, params.turn_share, params.turn)]
        turns = turns[::-1] if clauses_first else turns
    for solver, share, seconds in turns:
        if search.control.over():
            return False
        branch_within(search, columns, time.part(share, search.until, unlimited=seconds), solver=solver)
        if search.settled("at once"):
            return True
    return False


def _clausal(tier: Tier) -> bool:
    """Whether all rows of the problem are cliques, counts and links, apart from cuts."""
    problem = tier.problem
    own = problem.matrix.data[np.repeat(~problem.cut, np.diff(problem.matrix.indptr))]
    return bool((np.abs(own) == 1).all())

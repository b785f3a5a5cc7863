"""Solve one tier: bound it, rule columns out, improve the plan, prove the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from staffmatch.engine.at_once import close_at_once
from staffmatch.engine.backends.lp import Status, enduring
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.branch_within import branch_within
from staffmatch.engine.choose_relaxation import relaxation, roster_bound
from staffmatch.engine.claim import Claim
from staffmatch.engine.core_problem import core_bound
from staffmatch.engine.improvement.crossover import Crossover
from staffmatch.engine.improvement.diving import dive
from staffmatch.engine.improvement.improvement_operator import ReadyOperator
from staffmatch.engine.improvement.levelling import level_out
from staffmatch.engine.improvement.operator_selection import OperatorSelection
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.rosters.branch_and_price import by_rosters
from staffmatch.engine.rosters.roster_dives import RosterDives
from staffmatch.engine.shift_minimisation.shift_minimisation import fill_seats, minimise_workers
from staffmatch.engine.state.tier_search import TierSearch


def solve_tier(claim: Claim) -> None:
    """Improve the incumbent and the claim of one tier; remaining columns are those that a plan as good may contain."""
    search, tier, incumbent = claim.search, claim.tier, claim.search.incumbent
    fill_seats(search)
    level_out(search)
    if search.settled("bound") or search.control.over() or minimise_workers(search):
        return
    rostered = by_rosters(search)
    claim.tree = None if rostered is None else rostered.tree
    if (rostered is None or not search.settled("rosters")) and close_at_once(claim, rostered is not None):
        return
    relaxed = relaxation(search) if rostered is None else rostered.relaxed
    if relaxed is None:
        _without_relaxation(claim)
        return
    if rostered is None:
        search.raise_bound(tier.at(relaxed.least), relaxed.proof)
    claim.first = incumbent.x | (relaxed.x > 0)
    incumbent.offer(relaxed.x)
    if not search.settled("relaxation") and not search.control.over():
        ready: list[ReadyOperator] = [] if rostered is None else [rostered.operator]
        if (firmer := roster_bound(search, relaxed)) is not None:
            relaxed = relaxed.with_bound_of(firmer)
            search.raise_bound(tier.at(relaxed.least), firmer.proof)
            ready += filter(None, [RosterDives.of(search, firmer.proof.rows)])
        if not tier.charged:
            dive(search, relaxed)
            claim.core = core_bound(search, relaxed)
            _look_ahead(search)
        _finish(claim, relaxed, ready)
    _cross(search)
    search.candidates.remaining = search.within_gap(relaxed)


def prove(claim: Claim) -> None:
    """A short attempt to prove case by case what a solver has closed, while time is left for later tiers."""
    search, time = claim.search, claim.search.time
    if claim.bound < search.value or claim.proven or search.proof.rosters or search.control.over():
        return
    if claim.columns().sum() <= search.params.cases.most_columns:
        with enduring(search.control.fault, "A proof by cases"):
            claim.begin().run(
                time.part(search.params.cases.proof_share, unlimited=max(search.params.cases.least_proof, time.now))
            )


def _without_relaxation(claim: Claim) -> None:
    """Case by case, then by branch and bound, where the LP relaxation is beyond the solver."""
    search = claim.search
    columns = claim.columns() | search.incumbent.x
    if search.time.now >= search.until or columns[: search.tier.problem.pairs].sum() > search.params.tier.most_pairs:
        return
    _by_cases(claim)
    if not search.settled("cases") and not search.control.over():
        branch_within(search, columns, search.until)


def _by_cases(claim: Claim) -> None:
    """A short attempt to prove the rest case by case, or to find a better plan; it can be resumed later."""
    search = claim.search
    if search.settled("cases") or search.control.over():
        return
    if not search.proof.rosters and claim.columns().sum() <= search.params.cases.at_once_columns:
        with enduring(search.control.fault, "A proof by cases"):
            tree = claim.begin()
            tree.run(search.time.part(search.params.cases.share, search.until, unlimited=search.params.cases.seconds))
            search.raise_bound(search.attainable(int(tree.least)))


def _look_ahead(search: TierSearch) -> None:
    """Dive in the next tier as if this one were at its bound, since its costs distinguish pairs that tie here."""
    tier, objectives = search.tier, search.tier.problem.objectives
    if search.last or search.control.over() or search.settled("dive"):
        return
    earlier = (*tier.earlier, (tier.objective, search.bound))
    following = Tier(tier.problem, objectives[tier.number + 1], earlier, fine_columns=tier.fine_columns)
    if following.charged:
        return
    until = search.time.part(search.params.tier.look_ahead_share, search.until)
    ahead = TierSearch(following, search.candidates, until, search.backend, look_ahead=True)
    relaxed = relaxation(ahead)
    if relaxed is not None:
        dive(ahead, relaxed)


def _cross(search: TierSearch) -> None:
    """Cross the plan of this tier with the greedy plan, which also considers the next tier."""
    incumbent, time = search.incumbent, search.time
    if not search.last and not search.control.over():
        usual = search.params.diving.seconds_per_pair * 2 * int(incumbent.pairs.sum())
        until = time.allowance(usual, search.params.tier.cross_share, time.until)
        crossover = Crossover(incumbent, search.tier.number + 1, search.backend)
        found, _ = crossover.with_pairs(incumbent.first[: incumbent.problem.pairs], until)
        incumbent.replace(found)


def _finish(claim: Claim, relaxed: Relaxed, ready: Sequence[ReadyOperator]) -> None:
    """Branch and bound on more and more pairs, which raises the bound once it has covered all that matter.

    Once an attempt times out, a tree of cases follows if there are few columns, and then improvement operators, which
    come first where one is ready, or where charged links make branch and bound unpromising.
    """
    search, tier = claim.search, claim.tier
    pairs = max(search.params.tier.first_pairs, round(search.params.tier.first_share * search.incumbent.pairs.sum()))
    operators = OperatorSelection(search, relaxed, ready=ready)
    began, stuck, explored, cases = search.time.now, False, False, False
    while not search.settled("fix") and not search.control.over():
        within = search.within_gap(relaxed)
        columns, whole = search.candidates.promising(relaxed, within, pairs)
        if stuck and whole and not cases:
            _by_cases(claim)
            cases = True
            continue
        if not explored and (stuck or ready or (tier.charged and not whole)):
            operators.run(_explored_until(search, began, whole and not ready))
            explored = True
            continue
        if (tier.charged and not whole) or columns[: tier.problem.pairs].sum() > search.params.tier.most_pairs:
            operators.run(search.until)
            break
        last = whole and explored
        usual, share = search.params.diving.seconds_per_pair * pairs, search.params.tier.all_at_once if whole else 0
        end = search.until if last else search.time.allowance(usual, share, search.until)
        # A plan with a pair left out costs at least that pair's reduced cost more than the relaxation.
        reach = relaxed.bound + float(relaxed.reduced[within & ~columns].min(initial=np.inf))
        answer = branch_within(search, columns, end, reach)
        if last or (whole and answer.status is Status.OPTIMAL):
            break
        pairs, stuck = pairs if whole else pairs * search.params.tier.growth, answer.status is not Status.OPTIMAL


def _explored_until(search: TierSearch, began: float, whole: bool) -> float:
    """The moment until which operators run; they leave a share of the time to branch and bound."""
    now, share = search.time.now, search.params.tier.whole_share if whole else search.params.tier.finish_share
    if math.isfinite(search.until):
        return search.until - share * (search.until - now)
    return now + max(search.params.tier.least_explored, now - began)

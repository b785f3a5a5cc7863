"""Lexicographic minimisation: one tier after the other, each over plans no worse in the tiers before."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.engine.backends.lp import Answer, BackendName, Status, enduring
from staffmatch.engine.backends.min_cost_flow import OutOfRange
from staffmatch.engine.claim import Claim
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.model.merged_seats import MergedSeats
from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.engine.model.structure import network
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.network.flow import merged
from staffmatch.engine.network.placements import flowed
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.solve_tier import prove, solve_tier
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control, Reason
from staffmatch.engine.state.incumbent import Incumbent, relative_gap
from staffmatch.engine.state.tier_search import TierSearch
from staffmatch.engine.whole_outcome import of_whole


def run(problem: Problem, control: Control, start: Mask | None, backend: BackendName | None) -> Outcome:
    """Minimise the objectives lexicographically."""
    net = network(problem)
    if net is not None and (costs := merged(problem, net)) is not None:
        # If the merged objective exceeds the flow solver's range, the tiers are solved one by one.
        with suppress(OutOfRange):
            return flowed(problem, control, net, costs, start)
    merged_seats = MergedSeats.of(problem)
    if merged_seats is None:
        return _run(problem, control, start, backend)
    with control.expanding(merged_seats.expanded):
        fewer = None if start is None else merged_seats.reduced(start)
        outcome = _run(merged_seats.problem, control, fewer, backend)
    return of_whole(merged_seats, outcome, control, backend)


def _run(problem: Problem, control: Control, start: Mask | None, backend: BackendName | None) -> Outcome:
    control.tell("greedy")
    started = control.time.seconds
    chosen = greedy(problem, start, control.halted, control.params.greedy)
    # Keep time for another greedy pass, which rounds what a relaxation leaves at the time limit.
    control.time.reserve(control.time.seconds - started)
    return run_from(problem, control, chosen, backend)


def run_from(problem: Problem, control: Control, chosen: Mask, backend: BackendName | None) -> Outcome:
    """Minimise them from a choice of pairs; where it breaks a row, branch and bound looks for any plan first."""
    if len(problem.broken(problem.complete(chosen))):
        return _any_plan_first(problem, control, backend)
    return _lexicographic(Incumbent(problem, control, chosen), backend)


def _any_plan_first(problem: Problem, control: Control, backend: BackendName | None) -> Outcome:
    """If rows force pairs in and the greedy plan misses them, branch and bound first looks for any plan."""
    control.tell("feasibility")
    answer = any_plan(problem, control, backend)
    if answer.status is Status.INFEASIBLE:
        return Outcome(None, (), (), Reason.INFEASIBLE, "branch and bound")
    if answer.x is None:
        return Outcome(None, (), (), control.ended or Reason.UNPROVEN, "branch and bound")
    return _lexicographic(Incumbent(problem, control, answer.x[: problem.pairs] > 0.5), backend)


def any_plan(problem: Problem, control: Control, backend: BackendName | None) -> Answer:
    """Solve for feasibility alone."""
    if not problem.width:
        # HiGHS reports a program without columns as optimal, whatever its rows require.
        return Answer(Status.INFEASIBLE)
    indifferent = Tier(problem, Objective(0, np.zeros(problem.width, np.int64)))
    everything = np.ones(problem.width, bool)
    return branch(indifferent, everything, control.limits(), backend)


def run_later(problem: Problem, control: Control, chosen: Mask, backend: BackendName | None, first: int) -> Mask:
    """The best choice by the objectives from the place ``first`` on, among those no worse in the earlier ones than
    ``chosen``, which breaks no row."""
    incumbent = Incumbent(problem, control, chosen)
    _in_turn(incumbent, backend, first)
    return incumbent.pairs


def _lexicographic(incumbent: Incumbent, backend: BackendName | None) -> Outcome:
    return _outcome(incumbent, _in_turn(incumbent, backend, 0))


def _in_turn(incumbent: Incumbent, backend: BackendName | None, first: int) -> tuple[Claim, ...]:
    """Solve the tiers in order; columns that one rules out are absent from all later ones."""
    problem, control, time = incumbent.problem, incumbent.control, incumbent.control.time
    candidates, absent = CandidateColumns(incumbent), np.zeros(problem.width, bool)
    claims: list[Claim] = []
    for number, objective in list(enumerate(problem.objectives))[first:]:
        earlier = tuple(zip(problem.objectives[:number], incumbent.values, strict=False))
        last = number == len(problem.objectives) - 1
        pricing, floors = control.params.pricing, _floors(problem, objective, claims) if not first else ()
        tier = Tier(problem, objective, earlier, absent, pricing.fine_columns, floors)
        if problem.width >= pricing.wide_columns and not tier.charged and not first:
            tier = tier.with_faces(tuple(claim.full_rows() for claim in claims))
        search = TierSearch(tier, candidates, time.part(1.0 if last else control.params.tier.share), backend)
        claims.append(claim := Claim(search, absent))
        with enduring(control.fault, f"The search in tier {number + 1}"):
            solve_tier(claim)
        if not last:
            # What is open of the last tier is proven after the search.
            prove(claim)
            absent = claim.ruled_out()
            candidates.remaining &= ~absent | incumbent.x
    return tuple(claims)


def _floors(problem: Problem, objective: Objective, claims: Sequence[Claim]) -> tuple[int | None, ...]:
    """What no plan is below in earlier tiers, where it helps: for the integer variables of shares, since it says how
    much there is to be shared out, and of a leximin how many are above each level."""
    counted = problem.digits.any() and objective.costs[problem.digits].any()
    return tuple(claim.bound if counted else None for claim in claims)


def _outcome(incumbent: Incumbent, claims: tuple[Claim, ...]) -> Outcome:
    control, bounds = incumbent.control, tuple(claim.bound for claim in claims)
    gaps = [relative_gap(value, bound) for value, bound in zip(incumbent.values, bounds, strict=True)]
    control.over()
    reason = Reason.PROVEN if not any(gaps) else control.ended or Reason.UNPROVEN
    if reason is Reason.UNPROVEN and all(gap <= control.gap for gap in gaps):
        reason = Reason.GAP
    proofs = tuple(claim.stated(None) for claim in claims)
    method = "relax, fix, branch and bound"
    return Outcome(incumbent.pairs, incumbent.values, bounds, reason, method, proofs, claims, incumbent)

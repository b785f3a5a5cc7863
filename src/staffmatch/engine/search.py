"""The tiers one after the other: relax, fix by reduced cost, finish with branch and bound."""

from __future__ import annotations

import math
from contextlib import suppress

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.engine.backends.lp import Answer, BackendName, Status, enduring
from staffmatch.engine.backends.min_cost_flow import OutOfRange
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.bounds.seat_relaxation import seat_bound
from staffmatch.engine.choose_relaxation import by_rosters, relaxation
from staffmatch.engine.claim import Claim
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.core_problem import core_bound
from staffmatch.engine.improvement.crossover import Crossover
from staffmatch.engine.improvement.diving import dive, moment
from staffmatch.engine.improvement.operator_selection import Exploration
from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.engine.model.structure import network
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.network.flow import merged
from staffmatch.engine.network.placements import flowed
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.shift_minimisation.shift_minimisation import close_blocks, fill_seats
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.candidate_columns import Pool
from staffmatch.engine.state.control import Control, Reason
from staffmatch.engine.state.incumbent import Incumbent, relative_gap

# Branch and bound begins with so many pairs, goes on with so many times as many, and stops before it takes all memory.
_FIRST_PAIRS, _FIRST_SHARE, _GROWTH, _MOST_PAIRS = 4_000, 1.5, 3, 250_000
_TIER_SHARE = 0.6

# The least share of the time left that branch and bound on all pairs gets before neighbourhoods have their turn.
_ALL_AT_ONCE = 0.15

# Of the time left in a tier, what neighbourhoods leave to branch and bound on some or on all pairs.
_FINISH_SHARE, _WHOLE_SHARE = 0.1, 0.4

# Without a limit neighbourhoods get as long as the tier took before them, and at least so many seconds.
_LEAST_EXPLORED = 1.0

# A tree of cases is tried at once where there are no more columns than this, for such a share of the time left or,
# where there is no limit, for so many seconds.
_CASES_COLUMNS, _CASES_SHARE, _CASES_SECONDS = 3_000, 0.3, 10.0

# What a solver has closed is proven case by case at once in such a share of the time left or, where there is no limit,
# in as much as was taken so far and so many seconds at least, where linear programs have no more columns than this.
_PROOF_SHARE, _LEAST_PROOF, MOST_CASES_COLUMNS = 0.1, 1.0, 250_000

# The share of a tier's time for a look at the next one.
_LEAP_SHARE = 0.3

# The share of the time left for a crossover, if that is more than its pairs usually take.
_CROSS_SHARE = 0.15


def run(problem: Problem, control: Control, start: Mask | None, backend: BackendName | None) -> Outcome:
    """Minimise the objectives lexicographically."""
    net = network(problem)
    if net is not None and (costs := merged(problem, net)) is not None:
        # Beyond the range of the flow solver each tier is one of many.
        with suppress(OutOfRange):
            return flowed(problem, control, net, costs, start)
    control.tell("greedy")
    started = control.seconds
    chosen = greedy(problem, start, control.halted)
    # What a relaxation leaves at the last moment is rounded by another greedy pass.
    control.reserve += control.seconds - started
    if len(problem.broken(problem.complete(chosen))):
        return _forced(problem, control, backend)
    return _Search(problem, control, backend, chosen).run()


def _forced(problem: Problem, control: Control, backend: BackendName | None) -> Outcome:
    """Where rows force pairs in and the greedy plan misses them, branch and bound looks for any plan first."""
    control.tell("feasibility")
    answer = any_plan(problem, control, backend)
    if answer.status is Status.INFEASIBLE:
        return Outcome(None, (), (), Reason.INFEASIBLE, "branch and bound")
    if answer.x is None:
        return Outcome(None, (), (), control.ended or Reason.UNPROVEN, "branch and bound")
    return _Search(problem, control, backend, answer.x[: problem.pairs] > 0.5).run()


def any_plan(problem: Problem, control: Control, backend: BackendName | None) -> Answer:
    """Whether there is a plan at all."""
    if not problem.width:
        # HiGHS calls a program without columns optimal, whatever its rows ask for.
        return Answer(Status.INFEASIBLE)
    indifferent = Tier(problem, Objective(0, np.zeros(problem.width, np.int64)))
    everything = np.ones(problem.width, bool)
    return branch(indifferent, everything, control.limits(), backend)


class _Search:
    """The incumbent, and the pool of columns that may still be in a better plan."""

    def __init__(self, problem: Problem, control: Control, backend: BackendName | None, chosen: Mask) -> None:
        self.problem, self.control, self.backend = problem, control, backend
        self.incumbent = Incumbent(problem, control, chosen)
        self.begun = self.incumbent.x
        self.pool = Pool(self.incumbent)
        self.absent = np.zeros(problem.width, bool)
        self.claims: list[Claim] = []

    def run(self) -> Outcome:
        objectives, incumbent = self.problem.objectives, self.incumbent
        for number, objective in enumerate(objectives):
            incumbent.number = number
            earlier = tuple(zip(objectives[:number], incumbent.values, strict=False))
            tier = Tier(self.problem, objective, earlier, self.absent)
            share = 1.0 if number == len(objectives) - 1 else _TIER_SHARE
            self.claims.append(Claim(tier, self.absent, *seat_bound(tier), incumbent.x))
            with enduring(self.control.fault, f"The search in tier {number + 1}"):
                self._tier(self.claims[-1], self.control.now + share * self.control.remaining)
            self._prove(self.claims[-1])
            if number < len(objectives) - 1:
                self.absent = self.claims[-1].ruled_out(incumbent)
                self.pool.alive &= ~self.absent | incumbent.x
        bounds = [claim.bound for claim in self.claims]
        gaps = [relative_gap(value, bound) for value, bound in zip(incumbent.values, bounds, strict=True)]
        self.control.over()
        reason = Reason.PROVEN if not any(gaps) else self.control.ended or Reason.UNPROVEN
        if reason is Reason.UNPROVEN and all(gap <= self.control.gap for gap in gaps):
            reason = Reason.GAP
        proofs, claims = tuple(claim.stated(None) for claim in self.claims), tuple(self.claims)
        method = "relax, fix, branch and bound"
        return Outcome(incumbent.pairs, incumbent.values, tuple(bounds), reason, method, proofs, claims, incumbent)

    def _tier(self, claim: Claim, until: float) -> None:
        """Improve the incumbent in one tier, and what is claimed of it; leaves alive what may be in a plan as good."""
        tier = claim.tier
        fill_seats(tier, self.incumbent, until)
        if self.incumbent.settles(tier, claim.bound, "bound") or self.control.over():
            return
        if (closed := close_blocks(tier, self.incumbent, until, self.backend)) is not None:
            if closed.by_prices > claim.by_prices:
                claim.raised(closed.by_prices, closed.proof)
            claim.bound = max(claim.bound, closed.bound)
            return
        relaxed = relaxation(tier, claim.proof, self.pool.alive, self.incumbent, until, self.backend)
        if relaxed is None:
            self._unrelaxed(claim, until)
            return
        claim.raised(tier.at(relaxed.least), relaxed.proof)
        claim.first = self.incumbent.x | (relaxed.x > 0)
        self.incumbent.offer(relaxed.x)
        if not self.incumbent.settles(tier, claim.bound, "relaxation") and not self.control.over():
            if (firmer := by_rosters(tier, relaxed, self.incumbent, self.pool.alive, until)) is not None:
                relaxed = relaxed.with_bound_of(firmer)
                claim.raised(tier.at(relaxed.least), firmer.proof)
            if not tier.charged:
                dive(tier, relaxed, self.pool, until, self.backend)
                claim.bound, claim.core = core_bound(tier, relaxed, claim.bound, self.pool, until, self.backend)
                self._leap(tier, claim.bound, until)
            self._finish(claim, relaxed, until)
        self._cross()
        self.pool.alive = self.pool.within_gap(tier, relaxed)

    def _unrelaxed(self, claim: Claim, until: float) -> None:
        """Case by case, then all at once, where the linear relaxation is beyond its solver."""
        columns = claim.columns(self.incumbent) | self.incumbent.x
        if self.control.now >= until or columns[: self.problem.pairs].sum() > _MOST_PAIRS:
            return
        self._close(claim, until)
        if not self.incumbent.settles(claim.tier, claim.bound, "cases") and not self.control.over():
            answer = self._branch(claim.tier, columns, until, claim.bound, math.inf)
            if answer.x is not None:
                self.incumbent.offer(answer.x)
            if answer.bound is not None:
                claim.bound = self.incumbent.raised(claim.tier, claim.bound, answer.bound)

    def _close(self, claim: Claim, until: float) -> None:
        """A short try to prove the rest, or to find what is better, case by case; it can be gone on with later."""
        if self.incumbent.settles(claim.tier, claim.bound, "cases") or self.control.over():
            return
        if not claim.proof.rosters and claim.columns(self.incumbent).sum() <= _CASES_COLUMNS:
            with enduring(self.control.fault, "A proof by cases"):
                tree, now = claim.begin(self.incumbent, self.backend), self.control.now
                tree.run(now + _CASES_SHARE * (until - now) if math.isfinite(until) else now + _CASES_SECONDS)
                claim.bound = max(
                    claim.bound, min(claim.tier.at(tree.least), claim.tier.objective.value(self.incumbent.x))
                )

    def _prove(self, claim: Claim) -> None:
        """A short try to prove case by case what a solver has closed, while time is left for later tiers."""
        control, value = self.control, claim.tier.objective.value(self.incumbent.x)
        if claim.bound < value or claim.proven or claim.proof.rosters or control.over():
            return
        if claim.columns(self.incumbent).sum() <= MOST_CASES_COLUMNS:
            with enduring(control.fault, "A proof by cases"):
                tree, left = claim.begin(self.incumbent, self.backend), control.remaining
                tree.run(control.now + (_PROOF_SHARE * left if math.isfinite(left) else max(_LEAST_PROOF, control.now)))

    def _leap(self, tier: Tier, bound: int, until: float) -> None:
        """Dive in the next tier as if this one were at its bound: its prices tell apart what here is all alike."""
        number = self.incumbent.number + 1
        if number == len(self.problem.objectives) or self.control.over():
            return
        if self.incumbent.settles(tier, bound, "dive"):
            return
        following = Tier(self.problem, self.problem.objectives[number], (*tier.earlier, (tier.objective, bound)))
        if following.charged:
            return
        until = self.control.now + _LEAP_SHARE * (until - self.control.now)
        _, seats = seat_bound(following)
        relaxed = relaxation(following, seats, self.pool.alive, self.incumbent, until, self.backend)
        if relaxed is not None:
            dive(following, relaxed, self.pool, until, self.backend)

    def _cross(self) -> None:
        """Mix the plan that this tier came to with the first one, which has an eye on the next tier too."""
        number, control = self.incumbent.number + 1, self.control
        if number < len(self.problem.objectives) and not control.over():
            pairs = 2 * int(self.incumbent.pairs.sum())
            until = moment(control, control.now + control.remaining, pairs, _CROSS_SHARE)
            found, _ = Crossover(self.incumbent, number, self.backend).with_pairs(
                self.begun[: self.problem.pairs], until
            )
            self.incumbent.replace(found)

    def _finish(self, claim: Claim, relaxed: Relaxed, until: float) -> None:
        """Branch and bound on more and more pairs, which raises the bound where it came to all that matter.

        Once an attempt does not end, a tree of cases has its turn, where columns are few, and then neighbourhoods,
        which come before all where charged links leave little hope.
        """
        tier, cases = claim.tier, False
        pairs = max(_FIRST_PAIRS, round(_FIRST_SHARE * self.incumbent.pairs.sum()))
        exploration = Exploration(tier, relaxed, self.incumbent, self.backend)
        began, stuck, explored = self.control.now, False, False
        while not self.incumbent.settles(tier, claim.bound, "fix") and not self.control.over():
            within = self.pool.within_gap(tier, relaxed)
            columns, whole = self.pool.promising(relaxed, within, pairs)
            if stuck and whole and not cases:
                self._close(claim, until)
                cases = True
                continue
            if not explored and (stuck or (tier.charged and not whole)):
                now, share = self.control.now, _WHOLE_SHARE if whole else _FINISH_SHARE
                endless = now + max(_LEAST_EXPLORED, now - began)
                end = until - share * (until - now) if math.isfinite(until) else endless
                exploration.run(claim.bound, end)
                explored = True
                continue
            if (tier.charged and not whole) or columns[: self.problem.pairs].sum() > _MOST_PAIRS:
                exploration.run(claim.bound, until)
                break
            last = whole and explored
            end = until if last else moment(self.control, until, pairs, _ALL_AT_ONCE if whole else 0)
            # A plan with a pair left out costs at least its reduced cost more than the relaxation.
            reach = relaxed.bound + float(relaxed.reduced[within & ~columns].min(initial=np.inf))
            answer = self._branch(tier, columns, end, claim.bound, reach)
            if answer.x is not None:
                self.incumbent.offer(answer.x)
            if answer.bound is not None:
                claim.bound = self.incumbent.raised(tier, claim.bound, min(answer.bound, reach))
            if last or (whole and answer.status is Status.OPTIMAL):
                break
            pairs, stuck = pairs if whole else pairs * _GROWTH, answer.status is not Status.OPTIMAL

    def _branch(self, tier: Tier, columns: Mask, until: float, bound: int, reach: float) -> Answer:
        """What it proves of these columns holds for all of them up to ``reach``, in steps."""
        incumbent = self.incumbent
        good_enough = self.control.gap * abs(bound) / tier.objective.step
        limits = self.control.limits(until, max(0.999, good_enough))

        highest = -math.inf

        def on_bound(steps: float) -> None:
            nonlocal highest
            if steps <= highest:
                return
            highest = steps
            told = incumbent.raised(tier, bound, min(steps, reach))
            incumbent.tell(tier, told, "branch and bound")

        return branch(tier, columns, limits, self.backend, incumbent.x, on_bound=on_bound)

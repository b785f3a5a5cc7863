"""The best plan with a pair, or without some: from the neighbourhood of the present plan, then of all that is better.

Such a plan comes from a small integer program: the pair is in, or those that have to be are out; the pairs that this
displaces and those that could take their place are free, everything else stays. What it reaches is compared with the
bound that prices give. Where the two differ, all pairs that no plan as good can do without the search looking at are
freed: the others are ruled out by the prices of both pairs together, in integers, so that the optimum of the part is
that of the whole.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from staffmatch.answers.who_else.bounds import Asked, Grounds, Steps
from staffmatch.answers.who_else.neighbourhood import neighbourhood
from staffmatch.arrays import Int, Mask
from staffmatch.engine.backends.lp import SAFE_COST, Status
from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.engine.model.region import Region
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.search import run
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.control import Control, Reason
from staffmatch.result.proving import proven

# Columns of a part that is solved to the end: with more, time limits would not be kept.
MOST_FREE = 60_000


@dataclass
class Best:
    """The best known plan with a pair: its ``value`` and ``bounds`` by tier with what they rest on, and how it
    differs from the present plan, as pairs that are ``chosen`` and ``dropped``."""

    value: tuple[int, ...]
    bounds: list[tuple[Steps, Grounds]]
    chosen: Int
    dropped: Int

    @property
    def proven_tiers(self) -> int:
        """How many tiers, from the first on, are at their bound."""
        known = zip(self.bounds, self.value, strict=True)
        return next((n for n, ((bound, _), value) in enumerate(known) if bound < value), len(self.value))


@dataclass
class Condition:
    """What is known of plans with the pairs ``on`` and without those ``off``: a lexicographic lower bound by prices,
    the best that was found, and whether it is ``impossible`` that there is one. ``fewest``: of the plans that are as
    good, none differs less from the present one."""

    on: tuple[int, ...]
    off: Int
    least: tuple[Steps, ...]
    best: Best | None = None
    impossible: bool = False
    fewest: bool = False

    @property
    def exact(self) -> bool:
        """Whether every tier of the best plan is at its bound."""
        return self.best is not None and self.best.proven_tiers == len(self.best.value)

    @property
    def certified(self) -> bool:
        """Whether certificates say so, and no solver has to be trusted."""
        return self.best is not None and self.exact and all(by == "certificate" for _, by in self.best.bounds)

    @property
    def low(self) -> tuple[Steps, ...]:
        """A lexicographic lower bound of all plans with the pair."""
        if self.best is None:
            return self.least
        value, tight = self.best.value, self.best.proven_tiers
        known = [*value[:tight], *(bound for bound, _ in self.best.bounds[tight : tight + 1])]
        return max(self.least, (*known, *[-math.inf] * (len(value) - len(known))))


class ForcedPair(Condition):
    """A plan has to have one pair."""

    def __init__(self, pair: int, least: tuple[Steps, ...]) -> None:
        super().__init__((pair,), np.empty(0, np.int64), least)
        self.pair = pair


class ConditionSearch:
    """Looks for the best plans under one condition and another in a solution that is made ready for questions."""

    def __init__(self, asked: Asked, control: Control) -> None:
        self._asked, self._control = asked, control
        self._standing, self._problem = asked.standing, asked.market.problem

    def near(self, found: Condition, wide: bool = False) -> None:
        """A plan from the neighbourhood, and the bound of the tiers by prices."""
        self.among(found, neighbourhood(self._asked, found.on, found.off, wide))

    def among(self, found: Condition, free: Int) -> None:
        """A plan that differs from the present one in some pairs alone, which are sorted."""
        region = self._standing.region(free, np.array(found.on, np.int64), self._held(found.off))
        if region is not None and (chosen := self._solved(region)) is not None:
            self._take(found, region, chosen)

    def exact(self, found: Condition) -> None:
        """The best plan, and the bounds of a solver, tier by tier; solved to the end, as far as time allows."""
        region = self._whole(found)
        if region is None:
            return
        problem, former = region.problem, None if found.best is None else found.best.value
        everything, number = np.ones(problem.width, bool), 0
        while not self._control.over():
            number, value = (0, ()) if found.best is None else (found.best.proven_tiers, found.best.value)
            if number == len(problem.objectives):
                return
            earlier = tuple(zip(problem.objectives[:number], value, strict=False))
            tier = Tier(problem, problem.objectives[number], earlier)
            start = None if found.best is None else problem.complete(np.isin(region.free, self._on(found.best)))
            answer = branch(tier, everything, self._control.limits(), None, start)
            if answer.status is Status.INFEASIBLE:
                found.impossible = found.best is None
                return
            if answer.x is not None:
                self._take(found, region, answer.x[: problem.pairs] > 0.5)
            if found.best is None or answer.bound is None:
                return
            self._raise(found.best, number, tier.least(answer.bound), "solver", former)
            if found.best.proven_tiers <= number:
                return

    def certify(self, found: Condition) -> None:
        """The same with a certificate, checked in integers, for all that it proves."""
        region = self._whole(found)
        if region is None:
            return
        former = None if found.best is None else found.best.value
        start = None if found.best is None else np.isin(region.free, self._on(found.best))
        outcome = run(region.problem, self._control, start, None)
        if outcome.reason is Reason.INFEASIBLE:
            found.impossible = found.best is None
        if outcome.chosen is None:
            return
        while (proofs := proven(region.problem, outcome, self._control, None)) is None:
            outcome = run(region.problem, self._control, outcome.better, None)
        if outcome.chosen is not None:
            self._take(found, region, outcome.chosen)
        if found.best is None or found.best.value != outcome.values:
            return
        for number, (bound, told) in enumerate(zip(proofs.bounds, outcome.bounds, strict=True)):
            self._raise(found.best, number, bound, "certificate", former)
            self._raise(found.best, number, told, "solver", former)
            if found.best.proven_tiers <= number:
                return

    def fewest(self, found: Condition) -> None:
        """Of the plans as good as the best, which is exact, one with the fewest changes, by a solver's word:
        ``min Σ_{p not in x0} h_p x_p + Σ_{p in x0} h_p (1 - x_p)`` with each tier at its value; h_p are its shifts.
        """
        region = self._whole(found)
        if (best := found.best) is None:
            return
        if region is None:
            found.fewest = not len(self._within(found)[0])
            return
        problem, free = region.problem, region.free
        shifts = self._asked.pairs.columns.job_shifts.lengths[self._asked.pairs.job[free]]
        signed = np.where(self._standing.x[free], -shifts, shifts)
        changes = Objective(0, np.r_[signed, np.zeros(problem.width - problem.pairs, np.int64)])
        tier = Tier(problem, changes, tuple(zip(problem.objectives, best.value, strict=True)))
        start, everything = problem.complete(np.isin(free, self._on(best))), np.ones(problem.width, bool)
        answer = branch(tier, everything, self._control.limits(), None, start)
        known = start
        if answer.x is not None:
            x = problem.complete(answer.x[: problem.pairs] > 0.5)
            if (
                problem.values(x) == best.value
                and not len(problem.broken(x))
                and changes.value(x) < changes.value(known)
            ):
                found.best, known = self._told(region, x, best.bounds), x
        found.fewest = answer.bound is not None and tier.least(answer.bound) >= changes.value(known)

    def _whole(self, found: Condition) -> Region | None:
        """All that a plan may have that is better than the best known; None where that is too much, or nothing."""
        free, off = self._within(found)
        if len(free) > MOST_FREE and self._control.time_limit is not None:
            return None
        region = self._standing.region(free, np.array(found.on, np.int64), off)
        if region is not None and not region.problem.pairs:
            # Nothing is free: there is one plan, or none.
            former = None if found.best is None else found.best.value
            self._take(found, region, np.zeros(0, bool))
            if (best := found.best) is not None:
                for number, value in enumerate(best.value):
                    self._raise(best, number, value, "certificate", former)
            region = None
        if region is None:
            found.impossible = found.best is None
        return region

    def _solved(self, region: Region) -> Mask | None:
        """The best choice of a small part, tier by tier; None if there is none, or no time for one."""
        problem, x = region.problem, None
        if not problem.pairs:
            return np.zeros(0, bool)
        start, everything = problem.complete(self._standing.x[region.free]), np.ones(problem.width, bool)
        objectives = _merged(problem)
        for number, objective in enumerate(objectives):
            earlier = () if x is None else tuple((one, one.value(x)) for one in objectives[:number])
            tier = Tier(problem, objective, earlier)
            if x is not None and not tier.costs.any():
                continue
            answer = branch(tier, everything, self._control.limits(), None, start if x is None else x)
            if answer.x is None:
                break
            found = problem.complete(answer.x[: problem.pairs] > 0.5)
            if len(problem.broken(found)):
                break
            x = found
        return None if x is None else x[: problem.pairs]

    def _take(self, found: Condition, region: Region, chosen: Mask) -> None:
        """A choice of the part as the best that is known, if it is, and breaks no row."""
        x = region.problem.complete(chosen)
        value = region.problem.values(x)
        if (found.best is None or value < found.best.value) and not len(region.problem.broken(x)):
            found.best = self._told(region, x, self._asked.bounds(value, *found.on))

    def _told(self, region: Region, x: Mask, bounds: list[tuple[Steps, Grounds]]) -> Best:
        """A choice of the part as a plan that differs from the present one."""
        chosen, now, free = x[: region.problem.pairs], self._standing.x, region.free
        gained, lost = free[chosen & ~now[free]], free[~chosen & now[free]]
        return Best(region.problem.values(x), bounds, np.r_[region.forced, gained], np.r_[region.off, lost])

    def _raise(
        self, best: Best, number: int, bound: int | None, grounds: Grounds, former: tuple[int, ...] | None
    ) -> None:
        """Take the bound of a part that held what is no worse than a former plan.

        What is left out of it is worse: no lower in this tier, where it is as good in the earlier ones.
        """
        outside = math.inf if former is None or former[:number] > best.value[:number] else former[number]
        if bound is None:
            return
        known, by = best.bounds[number]
        least = min(bound, outside)
        if least > known or (least == known and by == "solver" and grounds == "certificate"):
            best.bounds[number] = least, grounds

    def _on(self, best: Best) -> Int:
        """The pairs of a plan."""
        now = np.flatnonzero(self._standing.x[: self._problem.pairs])
        return np.union1d(np.setdiff1d(now, best.dropped), best.chosen)

    def _within(self, found: Condition) -> tuple[Int, Int]:
        """The pairs that a plan as good as the best known may have, and those of the present plan that it may not."""
        out = np.zeros(self._problem.pairs, bool)
        if (best := found.best) is not None:
            for number in range(min(best.proven_tiers + 1, len(best.value))):
                if all(now <= known for now, known in zip(best.value[:number], self._asked.values, strict=False)):
                    ruled = self._asked.tiers[number].out(best.value[number], *found.on)
                    out[: len(ruled)] |= ruled
                out[self._on(best)] = False
        out[found.off] = True
        free = ~out
        free[list(found.on)] = False
        gone = out & self._standing.x[: self._problem.pairs]
        gone[list(found.on)] = False
        return np.flatnonzero(free), np.flatnonzero(gone)

    def open_pairs(self, found: Condition) -> int:
        """How many pairs a plan as good as the best known may have beside those of the condition."""
        return len(self._within(found)[0])

    def _held(self, pairs: Int) -> Int:
        """Those of some pairs that the present plan has."""
        held: Int = pairs[self._standing.x[pairs]]
        return held


def _merged(problem: Problem) -> tuple[Objective, ...]:
    """The objectives as one, each step of which outweighs all that later ones can differ by; as they are where such
    numbers are too large for floating point."""
    costs, spread = np.zeros(problem.width, np.int64), 1
    for objective in reversed(problem.objectives):
        steps = objective.costs // objective.step
        reach = int(np.abs(steps).sum())
        if spread * max(1, reach) > SAFE_COST:
            return problem.objectives
        costs += spread * steps
        spread *= reach + 1
    return (Objective(0, costs),)

"""Crossover: the best plan made of the pairs of the present plan and of others.

Two pairs a seat are few columns with few fractional values, so branch and bound over all seats is quick.

- Plans from different searches have different strengths: the greedy plan is cheap, that of branch and bound leaves few
  seats empty.
- Duals propose other pairs: for each seat the one of least reduced cost after random surcharges. Such a draw need not
  be a plan. This is "construct, merge, solve and adapt" (C. Blum, P. Pinacho, M. López-Ibáñez and J. A. Lozano,
  Computers & Operations Research 68, 2016).

The tiers are blended into one objective, in which the least difference that a column makes in a tier outweighs twice
the largest that one makes in all later tiers: a dense row for each earlier tier would make branch and bound ten times
slower. That does not guarantee the lexicographic order, and need not: results are compared tier by tier.
"""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask, nth
from staffmatch.engine.backends.lp import BackendName, Status
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.improvement.improvement_operator import ShortRuns
from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import CrossoverParams
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch

_EPSILON = 1e-6


class Crossover:
    """Crosses the incumbent with other pairs, in the tiers up to ``last``."""

    def __init__(self, incumbent: Incumbent, last: int, backend: BackendName | None) -> None:
        self._incumbent, self._backend = incumbent, backend
        self._objective = incumbent.problem.objectives[last]
        self._params = incumbent.control.params.crossover
        costs = blended(incumbent.problem, last, self._params.largest)
        self._tier = None if costs is None else Tier(incumbent.problem, Objective(0, costs))

    @property
    def possible(self) -> bool:
        return self._tier is not None

    def with_pairs(self, others: Mask, until: float, bound: int | None = None) -> tuple[Mask, bool]:
        """The best plan of these pairs and the incumbent's, or one nearly as good, and whether it was found in time."""
        tier, problem, x = self._tier, self._incumbent.problem, self._incumbent.x
        if tier is None or not (others & ~self._incumbent.pairs).any():
            return x, True
        value = self._objective.value(x)
        enough = self._params.enough * abs(value) if bound is None else self._params.enough_of_gap * (value - bound)
        enough /= self._objective.step * tier.objective.step
        columns = problem.complete(self._incumbent.pairs | others) | problem.digits
        limits = self._incumbent.control.limits(until, max(0.999, enough))
        answer = branch(tier, columns, limits, self._backend, x)
        found = x if answer.x is None else problem.complete(answer.x > 0.5)
        return found, answer.status is Status.OPTIMAL


def blended(problem: Problem, last: int, largest: int = CrossoverParams.largest) -> Int | None:
    """One objective for the tiers up to ``last``; None if it would be too large."""
    total = np.zeros(problem.width, np.int64)
    for objective in reversed(problem.objectives[: last + 1]):
        costs = objective.costs // objective.step
        least = int(np.abs(costs[costs != 0]).min(initial=largest))
        factor = max(1, -(-2 * int(np.abs(total).max(initial=0)) // least))
        if factor * int(np.abs(costs).max(initial=0)) > largest:
            return None
        total += factor * costs
    return total


class RandomisedColumns(ShortRuns):
    """Crosses the incumbent with randomly priced pairs; more for each seat as successes become rare."""

    name = "randomised columns"

    def __init__(self, search: TierSearch, relaxed: Relaxed) -> None:
        tier, incumbent = search.tier, search.incumbent
        self._params = search.params.crossover
        super().__init__(search, self._params.seconds)
        self._tier, self._bound, self._incumbent = tier, tier.at(relaxed.least), incumbent
        self._crossover = Crossover(incumbent, tier.number, search.backend)
        self._dice = np.random.default_rng(incumbent.control.seed)
        reduced, seat = np.maximum(relaxed.reduced[: tier.problem.pairs], 0), tier.problem.seat
        order = np.lexsort((self._dice.random(len(seat)), np.round(reduced, 6), seat))
        cheap = order[nth(seat[order]) < self._params.pairs_per_seat]
        self._candidates = np.sort(cheap[np.isfinite(reduced[cheap])])
        self._reduced, self._seat = reduced[self._candidates], seat[self._candidates]
        self._share = 1.0

    @staticmethod
    def suits(search: TierSearch) -> bool:
        return True

    @property
    def applicable(self) -> bool:
        return self._crossover.possible and self._failures < self._params.failures

    def improve(self, x: Mask, until: float) -> Mask:
        """The best choice of the pairs of ``x``, which is the incumbent, and of the drawn ones."""
        found, whole = self._crossover.with_pairs(self._drawn(x), until, self._bound)
        before, after = (self._tier.objective.value(plan) for plan in (x, found))
        if not whole:
            self._share *= self._params.fewer
        elif before - after < self._params.little * (before - self._bound):
            self._share *= self._params.more
        self._failures += 1
        return found

    def _drawn(self, x: Mask) -> Mask:
        """For each seat, pairs of small reduced cost after random surcharges, which are about as large as the reduced
        costs of the plan's own pairs."""
        problem, chosen = self._tier.problem, x[self._candidates]
        self._incumbent.control.time.charge(self._params.steps_per_pair * len(chosen))
        spread = float(self._reduced[chosen].mean()) if chosen.any() else 0.0
        surcharges = max(spread, _EPSILON) * problem.by_linked_group(self._candidates, self._dice.standard_exponential)
        order = np.lexsort((self._reduced + surcharges, self._seat))
        rank = nth(self._seat[order])
        among = rank + self._dice.random(len(rank)) < self._share
        drawn = np.zeros(problem.pairs, bool)
        drawn[self._candidates[order[among]]] = True
        return drawn

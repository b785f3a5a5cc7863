"""Bounds of all pairs at once: what the certificate of a solution proves of every plan with a pair, in integers.

A tier's prices say by how much the least value rises where a pair has to be in (`result.certificate`). One pass over
the columns gives this for all pairs; it is made once for a solution and kept, so that the bounds of a seat's candidates
are a look-up.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Literal

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.domain.plan import Plan
from staffmatch.engine.model.region import Standing
from staffmatch.formulation.market import Market
from staffmatch.formulation.pairs import Pairs
from staffmatch.models import Scenario
from staffmatch.records.ragged import Lists
from staffmatch.result.certificate import Checker, PairPrices, certified
from staffmatch.result.decoding import encode_plan
from staffmatch.result.solution import Solution

# How many solutions keep their bounds: the one that is asked, and the one that follows it.
KEPT = 2

_kept: OrderedDict[int, tuple[Solution, Asked]] = OrderedDict()
_lock = Lock()

# The value of a tier in whole steps of its scale; minus infinity where nothing is known of it.
Steps = int | float
Grounds = Literal["certificate", "solver"]


@dataclass(frozen=True)
class TierBound:
    """One tier: its value in the plan, the bound of all plans (``solver`` where only a solver says so), and prices."""

    value: int
    constant: int
    step: int
    certified: Steps
    solver: Steps
    prices: PairPrices | None

    @property
    def told(self) -> Steps:
        """The bound of all plans, whoever says so."""
        return max(self.certified, self.solver)

    def of(self, *pairs: int) -> Steps:
        """No plan with the pairs, and as good in earlier tiers as the solution, is below this; proven in integers."""
        if (prices := self.prices) is None:
            return self.certified
        steps = -(-(prices.least + _most(prices.rise, pairs)) // prices.scale)
        return max(self.certified, self.constant + self.step * steps)

    def out(self, most: int, *pairs: int) -> Mask:
        """The pairs with which, beside the given ones, no plan as good in earlier tiers has at most this value."""
        if self.prices is None:
            return np.zeros(0, bool)
        prices, room = self.prices, (most - self.constant) // self.step
        left = prices.scale * room - prices.least
        by_own = prices.alone > max(-1, left - _most(prices.rise, pairs))
        found: Mask = by_own | (prices.rise > max(-1, left - _most(prices.alone, pairs)))
        return found


@dataclass(frozen=True)
class Asked:
    """A solution made ready for questions: its plan in the market, and what is proven of each pair, tier by tier."""

    market: Market
    standing: Standing
    tiers: tuple[TierBound, ...]

    @classmethod
    def of(cls, solution: Solution) -> Asked:
        """That of the solution, made when it is first asked for; InputError if it has no plan."""
        solution.require_plan()
        with _lock:
            found = _kept.get(id(solution))
        if found is None:
            found = solution, cls._made(solution)
        with _lock:
            # With the solution itself, so that no other can get its id.
            _kept[id(solution)] = found
            _kept.move_to_end(id(solution))
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        return found[1]

    @classmethod
    def unproven(cls, scenario: Scenario, plan: Plan) -> Asked:
        """A plan of another scenario, of which no bound is known."""
        market = Market.of(scenario)
        standing = _standing(market, plan)
        unknown = -math.inf
        rows = zip(standing.values, market.problem.objectives, strict=True)
        return cls(
            market,
            standing,
            tuple(TierBound(value, one.constant, one.step, unknown, unknown, None) for value, one in rows),
        )

    @classmethod
    def _made(cls, solution: Solution) -> Asked:
        market = Market.of(solution.scenario)
        problem, standing = market.problem, _standing(market, solution.plan)
        values = standing.values
        proofs = (*solution.certificate, *(None for _ in values))[: len(values)]
        checker = Checker(problem, values)
        prices = [checker.pair_prices(number, proof) for number, proof in enumerate(proofs)]
        if solution.found_here:
            known = [_in_steps(tier.certified, tier.per_unit) for tier in solution.tiers]
            told = [_in_steps(tier.bound, tier.per_unit) for tier in solution.tiers]
        else:
            # What a file says of itself proves nothing.
            known = told = [-math.inf if bound is None else bound for bound in certified(problem, values, proofs)]
        rows = zip(values, problem.objectives, known, told, prices, strict=True)
        tiers = tuple(TierBound(value, o.constant, o.step, by, said, found) for value, o, by, said, found in rows)
        return cls(market, standing, tiers)

    @property
    def pairs(self) -> Pairs:
        return self.market.pairs

    @property
    def values(self) -> tuple[int, ...]:
        return self.standing.values

    @cached_property
    def by_job(self) -> Lists:
        return Lists.grouped(self.pairs.job, self.pairs.columns.jobs)

    @cached_property
    def by_worker(self) -> Lists:
        return Lists.grouped(self.pairs.worker, len(self.pairs.columns.workers.ids))

    @cached_property
    def workers(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.pairs.columns.workers.ids)}

    @cached_property
    def shifts(self) -> dict[str, int]:
        """The job of each shift."""
        columns = self.pairs.columns
        return dict(zip(columns.shift_ids, columns.job_of_shift.tolist(), strict=True))

    def least(self, *pairs: int) -> tuple[Steps, ...]:
        """A lexicographic lower bound of every plan with the pairs: what is not known is minus infinity.

        A tier's bound holds among plans that are no worse in the earlier ones than the solution, so it says nothing
        once one of these has to be worse.
        """
        found: list[Steps] = []
        for number, tier in enumerate(self.tiers):
            within = all(low <= self.values[place] for place, low in enumerate(found[:number]))
            found.append(max(tier.of(*pairs), tier.solver) if within else -math.inf)
        return tuple(found)

    def bounds(self, value: Sequence[int], *pairs: int) -> list[tuple[Steps, Grounds]]:
        """For each tier the least value among plans with the pairs that are no worse in the earlier tiers than a plan
        with these values, and what says so."""
        found: list[tuple[Steps, Grounds]] = []
        for number, tier in enumerate(self.tiers):
            if any(now > known for now, known in zip(value[:number], self.values, strict=False)):
                found.append((-math.inf, "certificate"))
            elif (proven := tier.of(*pairs)) >= min(tier.solver, value[number]):
                found.append((proven, "certificate"))
            else:
                found.append((tier.solver, "solver"))
        return found


def _standing(market: Market, plan: Plan) -> Standing:
    return Standing(market.problem, market.problem.complete(encode_plan(market.pairs, plan)))


def _most(rises: Int, pairs: Sequence[int]) -> int:
    return max((int(rises[pair]) for pair in pairs), default=0)


def _in_steps(figure: float | None, per_unit: int) -> Steps:
    return -math.inf if figure is None else round(figure * per_unit)

"""Dives that start again, where people have room for few jobs of uneven length, as in generalised assignment.

The linear program of pairs fills such rows with fractions; that over whole rosters is far tighter (M. Savelsbergh,
Operations Research 45, 1997). A short dive often misses a good plan narrowly, and chance, which has a say in what is
held, makes the next one end elsewhere (R. Sadykov, F. Vanderbeck, A. Pessoa, I. Tahiri and E. Uchoa, INFORMS Journal on
Computing 31, 2019). Held rosters may leave no plan among those at hand, so that rows may be broken at a high price
until others are found.
"""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Real, owners_of
from staffmatch.engine.model.problem import WORKER, Problem
from staffmatch.engine.rosters.alike_blocks import AlikeBlocks
from staffmatch.engine.rosters.column_generation import Ascent, generate, priced
from staffmatch.engine.rosters.own_rows import OwnRows
from staffmatch.engine.rosters.roster_dive import descend
from staffmatch.engine.rosters.roster_master import RosterMaster
from staffmatch.engine.rosters.roster_plans import RosterPlans, building
from staffmatch.engine.rosters.rosters import rosters_of
from staffmatch.engine.state.tier_search import TierSearch

# Of a roster with less weight than this nothing is left but rounding.
_PRESENT = 1e-6


class RosterDives:
    """An improvement operator: each run prices all rosters for some rounds, then dives once. Once so many runs have
    failed in a row, it is not applicable any more."""

    name = "roster dives"

    def __init__(self, plans: RosterPlans, rows: Real) -> None:
        """``rows`` are prices of a good bound, near which the first rosters are."""
        self._plans, self._random = plans, np.random.default_rng(plans.search.control.seed)
        self._ascent, self._failures = Ascent(priced(plans.master, rows)[0], rows), 0
        self._rows, self._begun = rows, False

    @classmethod
    def of(cls, search: TierSearch, rows: Real) -> RosterDives | None:
        """None where rosters are long, or too many."""
        tier, params, problem = search.tier, search.params.rosters, search.tier.problem
        timeline = problem.timeline
        if timeline is None or not tier.safe or jobs_each(problem) > params.few:
            return None
        own = OwnRows.of(problem, timeline, (search.candidates.remaining | search.incumbent.x) & ~tier.excluded)
        rosters = (
            None if own.blocks > params.most_blocks else rosters_of(problem, own, tier.priced, params, building(search))
        )
        if rosters is None:
            return None
        dear = params.dear * max(1, int(np.abs(tier.costs).max(initial=0)))
        return cls(
            RosterPlans(search, RosterMaster(tier, rosters, AlikeBlocks.single(own), search.backend, dear)), rows
        )

    @property
    def applicable(self) -> bool:
        return self._failures < self._plans.params.dives

    def run(self, until: float) -> bool:
        """Try once; whether the incumbent has become better."""
        plans, master, params = self._plans, self._plans.master, self._plans.params
        self._failures += 1
        until = plans.search.time.part(params.dive_time, until, unlimited=params.usual)
        if not self._begun:
            self._begin()
        prices = generate(master, self._ascent, plans.limits(until), params, rounds=params.again_rounds)
        if prices is None:
            return False
        width = float(self._random.choice(params.shaken))

        def shaken(weight: Real) -> Real:
            return np.where(weight > _PRESENT, weight + width * self._random.random(len(weight)), weight)

        held = descend(plans, prices, until, params.again_rounds, shaken)
        better = bool((held >= 0).all()) and plans.offer(master.pool.only(held))
        if better:
            self._failures = 0
        return better

    def _begin(self) -> None:
        """Enter the incumbent's rosters, and the best at prices that are shaken."""
        plans, master, search = self._plans, self._plans.master, self._plans.search
        self._begun = True
        plans.entered()
        reduced = master.reduced(self._rows)
        above = max(1.0, search.tier.steps(search.value) - self._ascent.bound)
        spread = above / max(1, int(search.incumbent.pairs.sum()))
        for number in range(plans.params.draws):
            shake = self._random.exponential(spread, len(reduced)) if number else 0.0
            choice = master.rosters.best(reduced + shake)
            search.time.charge(plans.params.steps_per_node * master.rosters.cells)
            master.enter(choice.block, choice.pairs)


def jobs_each(problem: Problem) -> float:
    """For how many pairs of mean weight people have room, where their only rows are knapsacks of uneven weights; else
    infinite."""
    rows = np.flatnonzero((problem.side == WORKER) & ~problem.cut & np.isfinite(problem.upper))
    part = problem.matrix[rows]
    uneven = part.data != problem.heaviest[rows][owners_of(part.indptr)]
    if problem.indicators or not part.nnz or len(rows) > len(np.unique(part.indices)) / 2 or uneven.mean() < 0.5:
        return np.inf
    return float(problem.upper[rows].mean() * part.nnz / part.data.sum())

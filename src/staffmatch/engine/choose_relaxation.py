"""Chooses the relaxation that suits a tier, and computes its bound."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.bounds.lagrangian import Charges, Inner, Rostering, at_multipliers, climb
from staffmatch.engine.bounds.priced_lp import Relaxed, relax
from staffmatch.engine.bounds.roster_subproblem import RosterSubproblem, roster_subproblem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.tier_search import TierSearch


def relaxation(search: TierSearch) -> Relaxed | None:
    """The relaxation, by linear programming or, where that is slow, by Lagrangian multipliers; None if stopped before
    the first bound.

    Multipliers may start from those of the seats alone, the proof that the search starts with.
    """
    tier, control, params = search.tier, search.control, search.params.relaxation
    if control.over():
        return None
    priced = _Ascent(search, search.until)
    spare = priced.part(params.lazy_share).limits
    if sum(len(indicators.member) for indicators in tier.charged) > params.charged_links:
        return _by_charged_links(priced, spare)
    if hours_are_scarce(search) and (rosters := roster_subproblem(tier.problem, params.roster_cells)) is not None:
        search.time.reserve(params.certified * tier.problem.pairs)
        return None if control.over() else _by_rosters(priced, rosters)
    return priced.linear(tier, spare=spare)


def hours_are_scarce(search: TierSearch) -> bool:
    """Whether many seats stay empty under rest rules, which makes LPs slow; rows of hours alone do not."""
    timeline = search.tier.problem.timeline
    rests = timeline is not None and bool(timeline.rows.any())
    return rests and search.incumbent.vacant > search.params.relaxation.scarce


def _by_charged_links(priced: _Ascent, spare: Callable[[], Limits]) -> Relaxed:
    """By multipliers that start between those of the seats and those of the LP without charges."""
    search, tier, seats = priced.search, priced.search.tier, priced.search.proof
    params = search.params.relaxation
    free = priced.part(params.linear_share).linear(tier.without_charges(), spare=spare)
    climbing = priced.part(params.climb_share)
    if free is None:
        return climbing.run(Charges(tier), [seats.rows])
    starts = [seats.rows + share * (free.proof.rows - seats.rows) for share in params.starts]
    return climbing.run(Charges(tier), starts, free.x)


def _by_rosters(priced: _Ascent, rosters: RosterSubproblem) -> Relaxed:
    """By multipliers of seats and best rosters; if an LP will be quick, they only select its first columns."""
    search, params = priced.search, priced.search.params.relaxation
    inner = Rostering(search.tier, rosters)
    starts = [share * search.proof.rows for share in params.starts]
    briefly = priced.part(params.linear_share)
    if not briefly.suffices(params.linear_seconds * int(search.incumbent.pairs.sum()) ** 2):
        return priced.run(inner, starts)
    rough = priced.run(inner, starts, least_step=params.rough_step)
    linear = briefly.linear(search.tier, first=_cheapest(search, rough))
    if linear is None or linear.bound < rough.bound:
        return priced.run(inner, [rough.proof.rows], rough.x)
    # At an optimal basis, reduced costs from rosters are stronger than those of the basis.
    return linear.with_bound_of(at_multipliers(search.tier, priced.candidates, inner, linear.proof.rows))


def roster_bound(search: TierSearch, relaxed: Relaxed) -> Relaxed | None:
    """A better bound than the LP's where hours are knapsacks, which it fills with fractions of pairs.

    At its duals of the seats, each block's best roster is integral. None if there are no hours, or too many.
    """
    tier, params = search.tier, search.params.relaxation
    priced, later = _Ascent(search, search.until).part(params.roster_share), params.certified * tier.problem.pairs
    # Building the rosters takes less time than certifying them, and cannot be interrupted.
    if tier.charged or relaxed.proof.rosters or not priced.suffices(later):
        return None
    if (rosters := roster_subproblem(tier.problem, params.roster_cells, uneven=True)) is None:
        return None
    search.time.reserve(later)
    climbed = priced.run(Rostering(tier, rosters), [relaxed.proof.rows], relaxed.x)
    return climbed if climbed.bound > relaxed.bound else None


def _cheapest(search: TierSearch, rough: Relaxed) -> Mask:
    """Pairs of least reduced cost, the first columns of the LP."""
    problem = search.tier.problem
    first = problem.digits.copy()
    most = search.params.relaxation.first_per_filled * int(search.incumbent.pairs.sum())
    first[np.argsort(rough.reduced[: problem.pairs], kind="stable")[:most]] = True
    return first


@dataclass(frozen=True)
class _Ascent:
    """Solves LPs and raises multipliers, reporting each bound, until a moment."""

    search: TierSearch
    until: float

    @property
    def candidates(self) -> Mask:
        return self.search.candidates.remaining

    def part(self, share: float) -> _Ascent:
        """The same with a share of the time left."""
        return replace(self, until=self.search.time.part(share, self.until))

    def limits(self) -> Limits:
        return self.search.control.limits(self.until)

    def suffices(self, amount: float) -> bool:
        """Whether at least this amount of time is left."""
        return self.until - self.search.time.now >= amount

    def linear(
        self, tier: Tier, spare: Callable[[], Limits] | None = None, first: Mask | None = None
    ) -> Relaxed | None:
        """The LP of the tier, or of a weaker one."""
        search, x = self.search, self.search.incumbent.x
        return relax(tier, self.candidates, x, self.limits, search.backend, spare, first, search.params.pricing)

    def run(
        self, inner: Inner, starts: Iterable[Real], average: Real | None = None, least_step: float | None = None
    ) -> Relaxed:
        search, tier, params = self.search, self.search.tier, self.search.params.volume
        if least_step is not None:
            params = replace(params, least_step=least_step)

        def told(steps: float) -> None:
            search.tell("prices", tier.least(steps))

        return climb(tier, self.candidates, inner, tier.steps(search.value), starts, average, self.limits, told, params)

"""The bound of a tier: of the relaxation that suits it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.bounds.lagrangian import LEAST_STEP, Charges, Inner, Rostering, at_multipliers, climb
from staffmatch.engine.bounds.priced_lp import Relaxed, relax
from staffmatch.engine.bounds.roster_subproblem import RosterSubproblem, roster_subproblem
from staffmatch.engine.state.tier_search import TierSearch

# With more links of charged indicators than this the linear program is slower than prices alone.
_CHARGED_LINKS = 25_000

# With more seats empty than this share there are more seats than hours: that makes linear programs degenerate.
_SCARCE = 0.02

# Prices of rosters begin at the best of these shares of what seats alone would pay, those of charged links at the best
# of these shares of the way from there to what a linear program says.
_STARTS = (0, 0.25, 0.5, 0.75, 1)

# Prices of rosters climb in steps down to this share of the value; then they tell which pairs a linear program needs.
_ROUGH_STEP = 1e-5

# Its first pairs for each seat that the incumbent fills, the share of a tier's time that it may take, and the seconds
# that it was seen to take at most, for each pair of filled seats.
_FIRST_PER_FILLED, _LINEAR_SHARE, _LINEAR_SECONDS = 2, 0.4, 5e-7

# The share of its time that a tier with charged links spends on its bound.
_CLIMB_SHARE = 0.25

# The share of its time that a tier spends on rosters after its linear program.
_ROSTER_SHARE = 0.1

# The share of its time in which a relaxation is tightened by indicators that cost nothing.
_WAKE_SHARE = 0.6

# Seconds that a pair takes later, when rosters are certified in Python integers.
_CERTIFIED = 3e-6


def relaxation(search: TierSearch) -> Relaxed | None:
    """By linear programming, or by prices where that is slow; None when stopped before there is a bound.

    Prices may begin with those of the seats alone, the proof that the search begins with.
    """
    tier, control = search.tier, search.control
    if control.over():
        return None
    priced = _Climb(search, search.until)
    spare = priced.part(_WAKE_SHARE).limits
    if sum(len(indicators.member) for indicators in tier.charged) > _CHARGED_LINKS:
        return _charged(priced, spare)
    # Where nothing has to rest, hours alone make no linear program slow.
    rests = tier.problem.timeline is not None and tier.problem.timeline.rows.any()
    if rests and search.incumbent.vacant > _SCARCE and (rosters := roster_subproblem(tier.problem)) is not None:
        search.time.reserve(_CERTIFIED * tier.problem.pairs)
        return None if control.over() else _scarce(priced, rosters)
    return relax(tier, priced.candidates, search.incumbent.x, priced.limits, search.backend, spare)


def _charged(priced: _Climb, spare: Callable[[], Limits]) -> Relaxed:
    """By prices, which begin between those of the seats and where the linear program without charges comes to."""
    search, tier, seats = priced.search, priced.search.tier, priced.search.proof
    free = relax(
        tier.without_charges(),
        priced.candidates,
        search.incumbent.x,
        priced.part(_LINEAR_SHARE).limits,
        search.backend,
        spare,
    )
    climbing = priced.part(_CLIMB_SHARE)
    if free is None:
        return climbing.run(Charges(tier), [seats.rows])
    starts = [seats.rows + share * (free.proof.rows - seats.rows) for share in _STARTS]
    return climbing.run(Charges(tier), starts, free.x)


def _scarce(priced: _Climb, rosters: RosterSubproblem) -> Relaxed:
    """By prices of seats and best rosters; where a linear program will be quick these need only say how it begins."""
    search = priced.search
    inner = Rostering(search.tier, rosters)
    starts = [share * search.proof.rows for share in _STARTS]
    briefly = priced.part(_LINEAR_SHARE)
    if not briefly.suffices(_LINEAR_SECONDS * int(search.incumbent.pairs.sum()) ** 2):
        return priced.run(inner, starts)
    rough = priced.run(inner, starts, least_step=_ROUGH_STEP)
    linear = briefly.linear(rough)
    if linear is None or linear.bound < rough.bound:
        return priced.run(inner, [rough.proof.rows], rough.x)
    # At the prices of an optimal basis rosters say more of a pair than the basis does.
    return linear.with_bound_of(at_multipliers(search.tier, priced.candidates, inner, linear.proof.rows))


def roster_bound(search: TierSearch, relaxed: Relaxed) -> Relaxed | None:
    """A better bound than the linear program's, where hours are knapsacks that it fills with fractions of pairs.

    With its prices of the seats each block's best roster is whole. None where there are no hours, or they are too many.
    """
    tier = search.tier
    priced, later = _Climb(search, search.until).part(_ROSTER_SHARE), _CERTIFIED * tier.problem.pairs
    # To make rosters takes less than to certify them; nothing ends it.
    if tier.charged or relaxed.proof.rosters or not priced.suffices(later):
        return None
    if (rosters := roster_subproblem(tier.problem, uneven=True)) is None:
        return None
    search.time.reserve(later)
    climbed = priced.run(Rostering(tier, rosters), [relaxed.proof.rows], relaxed.x)
    return climbed if climbed.bound > relaxed.bound else None


@dataclass(frozen=True)
class _Climb:
    """Prices that climb until a moment, and tell of each bound."""

    search: TierSearch
    until: float

    @property
    def candidates(self) -> Mask:
        return self.search.candidates.remaining

    def part(self, share: float) -> _Climb:
        """With so much of the time left."""
        return replace(self, until=self.search.time.part(share, self.until))

    def limits(self) -> Limits:
        return self.search.control.limits(self.until)

    def suffices(self, amount: float) -> bool:
        """Whether so much time is left."""
        return self.until - self.search.time.now >= amount

    def linear(self, rough: Relaxed) -> Relaxed | None:
        """The linear program, begun with the pairs of least reduced cost."""
        search, problem = self.search, self.search.tier.problem
        first = problem.digits.copy()
        most = _FIRST_PER_FILLED * int(search.incumbent.pairs.sum())
        first[np.argsort(rough.reduced[: problem.pairs], kind="stable")[:most]] = True
        return relax(search.tier, self.candidates, search.incumbent.x, self.limits, search.backend, first=first)

    def run(
        self, inner: Inner, starts: Iterable[Real], average: Real | None = None, least_step: float = LEAST_STEP
    ) -> Relaxed:
        search, tier = self.search, self.search.tier

        def told(steps: float) -> None:
            search.tell("prices", tier.least(steps))

        return climb(
            tier, self.candidates, inner, tier.steps(search.value), starts, average, self.limits, told, least_step
        )

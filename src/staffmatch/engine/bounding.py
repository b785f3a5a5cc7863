"""The bound of a tier: of the seats at once, then of the relaxation that suits the tier."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.engine.incumbent import Incumbent
from staffmatch.engine.lagrange import Charges, Inner, Rostering, climb
from staffmatch.engine.lp import BackendName, Limits
from staffmatch.engine.problem import SEAT
from staffmatch.engine.proof import Proof
from staffmatch.engine.relaxation import Relaxed, relax
from staffmatch.engine.rosters import rosters_of
from staffmatch.engine.tier import Tier

# With more links of charged indicators than this the linear program is slower than prices alone.
_CHARGED_LINKS = 25_000

# With more seats empty than this share there are more seats than hours: that makes linear programs degenerate.
_SCARCE = 0.02

# The share of its time that a tier with charged links spends on its bound.
_CLIMB_SHARE = 0.25

# The share of its time that a tier spends on rosters after its linear program.
_ROSTER_SHARE = 0.1

# Seconds that a pair takes later, when rosters are certified in Python integers.
_CERTIFIED = 3e-6


def relaxation(
    tier: Tier, alive: Mask, incumbent: Incumbent, until: float, backend: BackendName | None
) -> Relaxed | None:
    """By linear programming, or by prices where that is slow; None when stopped before there is a bound."""

    def limits() -> Limits:
        return incumbent.control.limits(until)

    def priced(inner: Inner, start: Relaxed | None) -> Relaxed:
        value = tier.objective.value(incumbent.x)

        def told(steps: float) -> None:
            incumbent.control.tell("prices", value, tier.value(steps), incumbent.number)

        return climb(tier, alive, inner, tier.steps(value), start, limits, told)

    if sum(len(family.member) for family in tier.charged) > _CHARGED_LINKS:
        free = relax(tier.without_charges(), alive, incumbent.x, limits, backend)
        until = incumbent.control.now + _CLIMB_SHARE * (until - incumbent.control.now)
        return None if free is None else priced(Charges(tier), free)
    # Where nothing has to rest, hours alone make no linear program slow.
    rests = tier.problem.timeline is not None and tier.problem.timeline.rows.any()
    if rests and incumbent.vacant > _SCARCE and (rosters := rosters_of(tier.problem)) is not None:
        incumbent.control.reserve += _CERTIFIED * tier.problem.pairs
        return None if incumbent.control.over() else priced(Rostering(tier, rosters), None)
    return relax(tier, alive, incumbent.x, limits, backend)


def by_rosters(tier: Tier, relaxed: Relaxed, incumbent: Incumbent, alive: Mask, until: float) -> Relaxed | None:
    """A better bound than the linear program's, where hours are knapsacks that it fills with fractions of pairs.

    With its prices of the seats each block's best roster is whole. None where there are no hours, or they are too many.
    """
    rosters = None if tier.charged or relaxed.proof.rosters else rosters_of(tier.problem)
    if rosters is None or rosters.family is None:
        return None
    control = incumbent.control
    control.reserve += _CERTIFIED * tier.problem.pairs
    until = control.now + _ROSTER_SHARE * (until - control.now)

    def limits() -> Limits:
        return control.limits(until)

    def told(steps: float) -> None:
        control.tell("rosters", tier.objective.value(incumbent.x), tier.value(steps), incumbent.number)

    value = tier.steps(tier.objective.value(incumbent.x))
    climbed = climb(tier, alive, Rostering(tier, rosters), value, relaxed, limits, told)
    return climbed if climbed.bound > relaxed.bound else None


def seat_bound(tier: Tier) -> tuple[int, Proof]:
    """A bound at once: each seat row takes its cheapest pairs, and its price is what the next one would cost."""
    problem = tier.problem
    rows = np.flatnonzero(problem.side == SEAT)
    seat = problem.matrix[rows]
    owner = np.full(problem.pairs, -1)
    owner[seat.indices] = np.repeat(np.arange(len(rows)), np.diff(seat.indptr))
    cheap = np.flatnonzero((tier.costs[: problem.pairs] < 0) & (owner >= 0))
    cheap = cheap[np.lexsort((tier.costs[cheap], owner[cheap]))]
    mine = owner[cheap]
    rank = np.arange(len(cheap)) - np.searchsorted(mine, mine)
    following = rank == problem.upper[rows[mine]]
    prices = np.zeros(tier.matrix.shape[0], np.int64)
    prices[rows[mine[following]]] = tier.costs[cheap[following]]
    reduced = tier.costs - tier.by_column.T @ prices
    taken = int(prices[rows] @ problem.upper[rows].astype(np.int64)) + int(np.minimum(reduced, 0).sum())
    return tier.objective.constant + tier.objective.step * taken, Proof(prices.astype(float), scale=1)

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

# The share of its time in which a relaxation is tightened by indicators that cost nothing.
_WAKE_SHARE = 0.6

# Seconds that a pair takes later, when rosters are certified in Python integers.
_CERTIFIED = 3e-6


def relaxation(
    tier: Tier, alive: Mask, incumbent: Incumbent, until: float, backend: BackendName | None
) -> Relaxed | None:
    """By linear programming, or by prices where that is slow; None when stopped before there is a bound."""

    tightened = incumbent.control.now + _WAKE_SHARE * (until - incumbent.control.now)

    def limits() -> Limits:
        return incumbent.control.limits(until)

    def spare() -> Limits:
        return incumbent.control.limits(tightened)

    def priced(inner: Inner, start: Relaxed | None) -> Relaxed:
        value = tier.objective.value(incumbent.x)

        def told(steps: float) -> None:
            incumbent.control.tell("prices", value, tier.value(steps), incumbent.number)

        return climb(tier, alive, inner, tier.steps(value), start, limits, told)

    if sum(len(family.member) for family in tier.charged) > _CHARGED_LINKS:
        free = relax(tier.without_charges(), alive, incumbent.x, limits, backend, spare)
        until = incumbent.control.now + _CLIMB_SHARE * (until - incumbent.control.now)
        return None if free is None else priced(Charges(tier), free)
    if incumbent.vacant > _SCARCE and (rosters := rosters_of(tier.problem)) is not None:
        incumbent.control.reserve += _CERTIFIED * tier.problem.pairs
        return None if incumbent.control.over() else priced(Rostering(tier, rosters), None)
    return relax(tier, alive, incumbent.x, limits, backend, spare)


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

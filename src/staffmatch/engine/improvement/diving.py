"""Plans from a relaxation: hold what it is sure of, and let branch and bound fill the seats that are left."""

from __future__ import annotations

import math

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.backends.lp import BackendName
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.construction.greedy import fitting
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.candidate_columns import Pool
from staffmatch.engine.state.control import Control

# A relaxation is sure of what it has above this.
_SURE = 0.9

# Branch and bound gets at least so many pairs.
_LEAST_PAIRS = 4_000

# A part of the pairs that takes longer than this has no plan that is much better.
SECONDS_PER_PAIR = 5e-4

# What a dive gets of the time left, if that is more than its pairs usually take.
_DIVE_SHARE = 0.15

# The shares of what the relaxation is sure of that dives hold.
_HELD = (1.0, 0.9, 0.7)


def dive(tier: Tier, relaxed: Relaxed, pool: Pool, until: float, backend: BackendName | None) -> None:
    """Offer what comes of the point; less of it is held as long as there is no such plan."""
    control = pool.incumbent.control
    if control.over():
        return
    dice = np.random.default_rng(control.seed).random(tier.problem.pairs)
    sure = fitting(tier.problem, relaxed.x[: tier.problem.pairs] > _SURE)
    until = moment(control, until, _usual_pairs(pool), _DIVE_SHARE)
    for share in _HELD:
        plan = _filled(tier, relaxed, sure & (dice < share), pool, until, backend)
        if plan is not None:
            pool.incumbent.offer(plan)
        if plan is not None or control.over():
            break


def around(
    tier: Tier, relaxed: Relaxed, chosen: Mask, pool: Pool, until: float, backend: BackendName | None
) -> Real | None:
    """The best plan found around some pairs, or around those of them that go together."""
    return _filled(tier, relaxed, fitting(tier.problem, chosen), pool, until, backend)


def moment(control: Control, until: float, pairs: int, share: float) -> float:
    """When so many pairs have had the time that they usually take, or a share of what is left if that is more."""
    left, usual = until - control.now, SECONDS_PER_PAIR * pairs
    return min(until, control.now + (max(usual, share * left) if math.isfinite(left) else usual))


def _filled(
    tier: Tier, relaxed: Relaxed, sure: Mask, pool: Pool, until: float, backend: BackendName | None
) -> Real | None:
    """The best plan found that has the sure pairs, and promising ones for the seats that these leave open."""
    held, columns = pool.around(tier, relaxed, sure, _usual_pairs(pool))
    return branch(tier, columns | held, pool.incumbent.control.limits(until), backend, held=held).x


def _usual_pairs(pool: Pool) -> int:
    return max(_LEAST_PAIRS, 2 * int(pool.incumbent.pairs.sum()))

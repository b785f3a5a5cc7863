"""The core of a tier: the columns on which prices of several rows meet. What is proven of it holds for all columns.

A row without a price says nothing to the relaxation's bound. Let a priced row ``Σ x_j <= u_i`` *host* the columns that
have no other price. The core K is all other columns with a price, and the pairs of its indicators. Earlier tiers are in
the costs c, at their prices. With ``c_i = min(0, least cost of the columns that i hosts)`` any choice costs at least

    Σ_{j without a price} min(0, c_j) + Σ_i u_i c_i + min Σ_{j in K} (c_j - Σ_i a_ij c_i) x_j

since ``Σ_{j hosted by i} c_j x_j >= c_i (u_i - Σ_{j in K} a_ij x_j)``. The minimum is over the rows that no other
column helps to keep. Prices, rounded, only choose the core: what branch and bound proves of it is exact. It is about
what the relaxation proves or more, since its prices are feasible here; and where a shortage hangs on few people and
seats the core is small, however many pairs cost nothing to exchange. (Cores of knapsacks: Balas and Zemel 1980.)

A plan around the core's choice that falls short of it tells what the core lacks: the columns of hosts that it leaves
open, and the rows that keep these out. They enter, until bound and plan meet.
"""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.engine.backends.lp import BackendName, Status
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.improvement.diving import SECONDS_PER_PAIR, around
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.candidate_columns import Pool

# The core is worth its time up to such a share of the pairs, and to so many; it gets such a share of the time left.
_MOST_SHARE, _MOST_PAIRS, _SHARE = 0.5, 100_000, 0.3

# A price, or a reduced cost, beyond solver tolerance.
_EPSILON = 1e-6


def core_bound(
    tier: Tier, relaxed: Relaxed, bound: int, pool: Pool, until: float, backend: BackendName | None
) -> tuple[int, Core | None]:
    """The bound, better where that of a core is, and the last core; plans found on the way are offered."""
    incumbent, control = pool.incumbent, pool.incumbent.control
    if relaxed.proof.rosters or control.over() or not tier.safe:
        return bound, None
    within = pool.within_gap(tier, relaxed)
    core = Core.of(tier, relaxed, within, np.zeros(len(within), bool))
    most = min(_MOST_PAIRS, int(_MOST_SHARE * within[: tier.problem.pairs].sum()))
    left = until - control.now
    until = control.now + (_SHARE * left if math.isfinite(left) else SECONDS_PER_PAIR * most)
    while 0 < core.pairs <= most and not incumbent.settles(tier, bound, "core"):
        answer = branch(core.program(), core.columns, control.limits(until), backend)
        if answer.bound is not None:
            bound = incumbent.raised(tier, bound, answer.bound + core.rest)
        if answer.status is not Status.OPTIMAL or answer.x is None or incumbent.settles(tier, bound, "core"):
            break
        plan = around(tier, relaxed, answer.x[: tier.problem.pairs] > 0.5, pool, until, backend)
        if plan is None:
            break
        incumbent.offer(plan)
        lacking = core.lacking(plan > 0.5)
        if not lacking.any():
            break
        core = Core.of(tier, relaxed, within, core.columns | lacking)
    return bound, core


@dataclass(frozen=True)
class Core:
    """Its ``columns``, what priced rows host beside it, as (``row``, ``hosted``), and whole prices of earlier tiers."""

    tier: Tier
    alive: Mask
    columns: Mask
    row: Int
    hosted: Int
    earlier: Int

    @classmethod
    def of(cls, tier: Tier, relaxed: Relaxed, alive: Mask, least: Mask) -> Core:
        """The core by the prices of the relaxation, with ``least`` in it whatever they say."""
        proof, width, height = relaxed.proof, len(alive), len(tier.problem.upper)
        earlier = np.minimum(np.round(proof.rows[height:]), 0).astype(np.int64)
        priced = np.flatnonzero(np.abs(proof.rows[:height]) > _EPSILON)
        part = tier.matrix[priced]
        row = np.repeat(np.arange(len(priced)), np.diff(part.indptr))
        packs = np.isneginf(tier.lower[priced]) & (np.bincount(row, part.data != 1, len(priced)) == 0)
        prices = np.bincount(part.indices, minlength=width)
        hosts = np.bincount(part.indices, packs[row], width)
        linked = np.bincount(np.r_[proof.pair, proof.indicator], minlength=width)
        hosted = (prices == 1) & (hosts == 1) & (linked == 0) & (relaxed.reduced > -_EPSILON) & ~least
        columns = ((prices + linked > 0) & ~hosted) | least
        pair, indicator = tier.problem.members
        columns[pair[columns[indicator]]] = True
        held = (alive & hosted & ~columns)[part.indices]
        return cls(tier, alive, alive & columns, priced[row[held]], part.indices[held], earlier)

    @property
    def pairs(self) -> int:
        return int(self.columns[: self.tier.problem.pairs].sum())

    @property
    def prices(self) -> dict[int, int]:
        """The prices of rows that host, and of those of earlier tiers."""
        height = len(self.tier.problem.upper)
        hosting = {int(row): int(self._least[row]) for row in np.flatnonzero(self._least)}
        return hosting | {height + place: price for place, price in enumerate(self.earlier.tolist()) if price}

    @cached_property
    def _costs(self) -> Int:
        """The tier's costs, less what the columns do for the earlier ones at their prices."""
        costs: Int = self.tier.costs - self.tier.matrix[len(self.tier.problem.upper) :].T @ self.earlier
        return costs

    @cached_property
    def _least(self) -> Int:
        """For each row the least cost of what it hosts, if that is below 0."""
        least = np.zeros(self.tier.matrix.shape[0], np.int64)
        np.minimum.at(least, self.row, self._costs[self.hosted])
        return least

    @property
    def rest(self) -> int:
        """What everything outside costs at least if the core takes nothing."""
        free = self.alive & ~self.columns
        free[self.hosted] = False
        least = self._least
        rows = np.flatnonzero(least)
        most = self.tier.upper[rows].astype(np.int64)
        limits = self.tier.upper[len(self.tier.problem.upper) :].astype(np.int64)
        return int(np.minimum(self._costs[free], 0).sum()) + int(most @ least[rows]) + int(limits @ self.earlier)

    def program(self) -> Tier:
        """The tier with what its columns cost beside the hosted ones, without rows and links that others help to
        keep."""
        tier, outside = self.tier, (self.alive & ~self.columns).astype(np.int8)
        raised, lowered = tier.matrix.maximum(0) @ outside > 0, tier.matrix.minimum(0) @ outside < 0
        inside = copy(tier)
        inside.costs = self._costs - tier.by_column.T @ self._least
        inside.upper = np.where(lowered, np.inf, tier.upper)
        inside.lower = np.where(raised, -np.inf, tier.lower)
        pair, indicator = tier.links()
        own = self.columns[indicator]
        inside._links = pair[own], indicator[own]
        return inside

    def lacking(self, x: Mask) -> Mask:
        """Columns of the hosts that a plan leaves open, and of the rows that keep these out of it."""
        tier = self.tier
        taken = tier.activity(x)
        wanted = self.hosted[taken[self.row] < tier.upper[self.row]]
        entries = tier.by_column[:, wanted]
        full = entries.indices[taken[entries.indices] + entries.data > tier.upper[entries.indices]]
        lacking = np.zeros(len(x), bool)
        lacking[wanted] = True
        lacking[tier.matrix[np.unique(full)].indices] = True
        return lacking & self.alive & ~self.columns

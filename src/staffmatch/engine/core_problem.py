"""The core problem of a tier: the columns that appear in several rows with nonzero duals. Its bound holds for all
columns.

Rows without a dual do not contribute to the relaxation's bound. Let a binding row ``Σ x_j <= u_i`` *host* the columns
that are in no other row with a dual. The core K is all other columns in rows with duals, and the pairs of its
indicators. Earlier tiers are in the costs c, at their duals. With ``c_i = min(0, least cost of the columns that i
hosts)`` any choice costs at least

    Σ_{j without a dual} min(0, c_j) + Σ_i u_i c_i + min Σ_{j in K} (c_j - Σ_i a_ij c_i) x_j

since ``Σ_{j hosted by i} c_j x_j >= c_i (u_i - Σ_{j in K} a_ij x_j)``. The minimum is over the rows that no other
column helps to satisfy. Rounded duals only choose the core: what branch and bound proves of it is exact. It is about as
much as the relaxation proves or more, since the relaxation's duals are feasible here. Where a shortage depends on few
people and seats the core is small, however many pairs are interchangeable. (Cores of knapsacks: Balas and Zemel 1980.)

If a plan around the core's solution costs more, it shows what the core lacks: columns of hosts that it leaves open, and
the rows that keep these columns out. They enter until bound and plan meet.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from staffmatch.arrays import Int, Mask, owners_of
from staffmatch.engine.backends.lp import Status
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.improvement.diving import around
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.tier_search import TierSearch

# Duals and reduced costs count as nonzero beyond this; it is above solver tolerance.
_EPSILON = 1e-6


def core_bound(search: TierSearch, relaxed: Relaxed) -> Core | None:
    """Raise the bound to that of a core if it is better, and offer the plans found on the way; returns the last
    core."""
    tier, incumbent, control = search.tier, search.incumbent, search.control
    if relaxed.proof.rosters or control.over() or not tier.safe:
        return None
    within = search.within_gap(relaxed)
    core = Core.of(tier, relaxed, within, np.zeros(len(within), bool))
    most = min(search.params.core.most_pairs, int(search.params.core.most_share * within[: tier.problem.pairs].sum()))
    until = search.time.part(
        search.params.core.share, search.until, unlimited=search.params.diving.seconds_per_pair * most
    )
    while 0 < core.pairs <= most and not search.settled("core"):
        answer = branch(core.program(), core.columns, control.limits(until), search.backend)
        if answer.bound is not None:
            search.raise_bound(search.attainable(answer.bound + core.rest))
        if answer.status is not Status.OPTIMAL or answer.x is None or search.settled("core"):
            break
        plan = around(search, relaxed, answer.x[: tier.problem.pairs] > 0.5, until)
        if plan is None:
            break
        incumbent.offer(plan)
        lacking = core.lacking(plan > 0.5)
        if not lacking.any():
            break
        core = Core.of(tier, relaxed, within, core.columns | lacking)
    return core


@dataclass(frozen=True)
class Core:
    """The core's ``columns``, the pairs (``row``, ``hosted``) of binding rows and what they host, and integer duals of
    earlier tiers."""

    tier: Tier
    candidates: Mask
    columns: Mask
    row: Int
    hosted: Int
    earlier: Int

    @classmethod
    def of(cls, tier: Tier, relaxed: Relaxed, candidates: Mask, least: Mask) -> Core:
        """The core given by the duals of the relaxation, always including ``least``."""
        proof, width, height = relaxed.proof, len(candidates), len(tier.problem.upper)
        earlier = np.minimum(np.round(proof.rows[height:]), 0).astype(np.int64)
        binding = np.flatnonzero(np.abs(proof.rows[:height]) > _EPSILON)
        part = tier.matrix[binding]
        row = owners_of(part.indptr)
        packs = np.isneginf(tier.lower[binding]) & (np.bincount(row, part.data != 1, len(binding)) == 0)
        duals = np.bincount(part.indices, minlength=width)
        hosts = np.bincount(part.indices, packs[row], width)
        linked = np.bincount(np.r_[proof.pair, proof.indicator], minlength=width)
        hosted = (duals == 1) & (hosts == 1) & (linked == 0) & (relaxed.reduced > -_EPSILON) & ~least
        columns = ((duals + linked > 0) & ~hosted) | least
        pair, indicator = tier.problem.members
        columns[pair[columns[indicator]]] = True
        held = (candidates & hosted & ~columns)[part.indices]
        return cls(tier, candidates, candidates & columns, binding[row[held]], part.indices[held], earlier)

    @property
    def pairs(self) -> int:
        return int(self.columns[: self.tier.problem.pairs].sum())

    @property
    def duals(self) -> dict[int, int]:
        """The duals of hosting rows and of the rows of earlier tiers."""
        height = len(self.tier.problem.upper)
        hosting = {int(row): int(self._least[row]) for row in np.flatnonzero(self._least)}
        return hosting | {height + place: dual for place, dual in enumerate(self.earlier.tolist()) if dual}

    @cached_property
    def _costs(self) -> Int:
        """The tier's costs, reduced by the earlier tiers' rows at their duals."""
        costs: Int = self.tier.costs - self.tier.matrix[len(self.tier.problem.upper) :].T @ self.earlier
        return costs

    @cached_property
    def _least(self) -> Int:
        """For each row the least cost of its hosted columns, if negative."""
        least = np.zeros(self.tier.matrix.shape[0], np.int64)
        np.minimum.at(least, self.row, self._costs[self.hosted])
        return least

    @property
    def rest(self) -> int:
        """The least cost of everything outside the core if the core takes nothing."""
        free = self.candidates & ~self.columns
        free[self.hosted] = False
        least = self._least
        rows = np.flatnonzero(least)
        most = self.tier.upper[rows].astype(np.int64)
        limits = self.tier.upper[len(self.tier.problem.upper) :].astype(np.int64)
        return int(np.minimum(self._costs[free], 0).sum()) + int(most @ least[rows]) + int(limits @ self.earlier)

    def program(self) -> Tier:
        """The tier over the core's columns, at their costs beyond hosted ones, without rows and links that other
        columns help to satisfy."""
        tier, outside = self.tier, (self.candidates & ~self.columns).astype(np.int8)
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
        """Columns of the hosts that a plan leaves open, and of the rows that keep these columns out."""
        tier = self.tier
        taken = tier.activity(x)
        wanted = self.hosted[taken[self.row] < tier.upper[self.row]]
        entries = tier.by_column[:, wanted]
        full = entries.indices[taken[entries.indices] + entries.data > tier.upper[entries.indices]]
        lacking = np.zeros(len(x), bool)
        lacking[wanted] = True
        lacking[tier.matrix[np.unique(full)].indices] = True
        return lacking & self.candidates & ~self.columns

"""The LP relaxation of a tier by column generation: solved on promising columns, proven on all by pricing.

The master holds some columns, the rows that can bind on them, and the links violated so far. Its duals, 0 for whatever
it lacks, price every column; columns of negative reduced cost enter until there are none. In every round

    value of the master + Σ_j min(0, reduced cost of j)

over all columns outside it is a bound, since each column is at most 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from staffmatch.arrays import Mask, Real, nth, owners_of
from staffmatch.engine.backends.lp import Answer, BackendName, Limits, enduring
from staffmatch.engine.bounds.master import Master
from staffmatch.engine.model.exact import linked_minimum, weighed
from staffmatch.engine.model.problem import SEAT
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import PricingParams

# Reduced costs count as negative beyond this; it is above solver tolerance.
_EPSILON = 1e-6


@dataclass(frozen=True)
class Relaxed:
    """A bound in steps of the objective, with a point and the reduced cost of each column.

    A plan with column j has a value of at least ``bound + reduced[j]`` where that is positive. Both are quotients of
    integers, confirmed by `exact`; ``least`` is the bound rounded up to whole steps.
    """

    bound: float
    least: int
    x: Real
    reduced: Real
    proof: Proof

    @classmethod
    def confirmed(cls, tier: Tier, candidates: Mask, proof: Proof, x: Real) -> Relaxed:
        """The bound and reduced costs that the proof's duals, once rounded, prove of the candidate columns."""
        found = weighed(tier, proof)
        least, rise = linked_minimum(tier.problem, found.reduced, candidates)
        return cls.of(proof, found.fixed + least, np.where(candidates, (rise / proof.scale).astype(float), np.inf), x)

    @classmethod
    def of(cls, proof: Proof, scaled: int, reduced: Real, x: Real) -> Relaxed:
        """From a bound in units of 1 / scale."""
        return cls(scaled / proof.scale, -(-scaled // proof.scale), x, reduced, proof)

    def with_bound_of(self, other: Relaxed) -> Relaxed:
        """The same point and duals, with the stronger bound and reduced costs of the two."""
        bound = max(self.bound, other.bound)
        reduced = np.maximum(self.bound + self.reduced, other.bound + other.reduced) - bound
        return replace(self, bound=bound, least=max(self.least, other.least), reduced=reduced)


def relax(
    tier: Tier,
    candidates: Mask,
    incumbent: Mask,
    limits: Callable[[], Limits],
    backend: BackendName | None,
    spare: Callable[[], Limits] | None = None,
    first: Mask | None = None,
    params: PricingParams = PricingParams(),
) -> Relaxed | None:
    """Solve the relaxation over the candidate columns; the first master has the ``first`` ones, or the cheapest.

    None if stopped before the first bound. Lazy constraints tighten it within the ``spare`` limits.
    """
    master = Master(tier, backend, params)
    master.enter(
        np.flatnonzero(
            candidates & (incumbent | (_promising(tier, candidates, params.first_per_seat) if first is None else first))
        )
    )
    best: tuple[float, Proof, Real] | None = None
    answer: Answer | None
    while True:
        answer = None
        with enduring(limits().fault, "A linear program"):
            answer = master.solve(limits)
        if answer is None or answer.value is None or answer.x is None or answer.duals is None:
            break
        limits().charge(tier.matrix.nnz)
        rows = master.row_duals(answer.duals)
        reduced = np.where(candidates, master.reduced(rows, answer.duals), np.inf)
        attractive = np.flatnonzero(~master.holds & (reduced < -_EPSILON))
        bound = answer.value + float(reduced[attractive].sum())
        if best is None or bound > best[0]:
            best = bound, Proof(rows, *master.links(answer.duals), scale=tier.scale), answer.x
        if not len(attractive):
            if not master.activate(answer.x):
                break
            limits = spare or limits
            continue
        most = max(1_000, int(params.growth * master.size))
        if len(attractive) > most:
            attractive = attractive[np.argsort(reduced[attractive], kind="stable")[:most]]
        master.enter(attractive)
    return None if best is None else Relaxed.confirmed(tier, candidates, *best[1:])


def _promising(tier: Tier, candidates: Mask, per_seat: int) -> Mask:
    """The cheapest columns of each seat row, and all that no seat row holds."""
    problem = tier.problem
    rows = np.flatnonzero(problem.side == SEAT)
    seat = problem.matrix[rows]
    owner = owners_of(seat.indptr)
    usable = np.flatnonzero(candidates[seat.indices])
    order = usable[np.lexsort((tier.costs[seat.indices[usable]], owner[usable]))]
    rank = nth(owner[order])
    found = problem.digits.copy()
    found[: problem.pairs] = True
    found[seat.indices] = False
    found[seat.indices[order[rank < per_seat * problem.upper[rows][owner[order]]]]] = True
    return found

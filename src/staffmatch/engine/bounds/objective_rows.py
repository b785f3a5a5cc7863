"""A bound at once from rows between the integer variables of several tiers.

Let a row ``a x >= b`` have a multiple of this tier's costs as its part on their columns, and on all others multiples of
the costs of earlier tiers. Then what is known of these tiers, ``f_k <= c_k x <= v_k``, is all that it takes: in a run
of tiers that lie on a convex curve, each is above the line through the two before.
"""

from __future__ import annotations

from math import gcd

import numpy as np

from staffmatch.arrays import Int
from staffmatch.engine.model.exact import LARGEST, most, signed, total, weighed
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier, in_steps


def bound_by_objectives(tier: Tier) -> tuple[int, Proof] | None:
    """The best bound of one row, with its proof; None if there is no such row."""
    problem, costly = tier.problem, np.flatnonzero(tier.costs)
    if not problem.digits[costly].any():
        return None
    entries, best = problem.columns[:, costly[:1]].indices, None
    for row in entries[problem.cut[entries]].tolist():
        found = _bound(tier, row, costly)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best


def _bound(tier: Tier, row: int, costly: Int) -> tuple[int, Proof] | None:
    """The bound of a row and of the duals of earlier tiers that make up for its other columns."""
    span = slice(*tier.problem.matrix.indptr[row : row + 2])
    part = np.zeros(tier.problem.width, np.int64)
    part[tier.problem.matrix.indices[span]] = tier.problem.matrix.data[span]
    own, cost = int(part[costly[0]]), int(tier.costs[costly[0]])
    if own <= 0 or max(most(part) * most(tier.costs), most(part) * cost, own * most(tier.costs)) >= LARGEST:
        return None
    if (part[costly] * cost != tier.costs[costly] * own).any():
        return None
    scale, price = own // gcd(own, cost), cost // gcd(own, cost)
    prices = np.zeros(tier.matrix.shape[0], np.int64)
    prices[row] = price
    rest = scale * tier.costs - price * part
    for number, ((objective, _), caps) in enumerate(zip(tier.earlier, tier.caps, strict=True)):
        column = in_steps(objective)[1][:1]
        if (rest[column] != 0).any() and caps[column[0]]:
            prices[len(tier.problem.upper) + number] = rest[column[0]] // caps[column[0]]
    proof = Proof(signed(tier, prices / scale), scale=scale)
    found = weighed(tier, proof)
    return tier.at(-(-(found.fixed + total(np.minimum(found.reduced, 0))) // scale)), proof

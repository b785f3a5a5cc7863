"""A proof that needs no trust in any solver: whole-numbered prices, checked in integers.

With prices Y of the rows ``lower <= A x <= upper`` in units of 1/D, negative only where there is an upper bound and
positive only where there is a lower one, and R = D c - Yᵀ A,

    D c x  >=  Σ_i Y_i · bound_i + min { R x : x binary, x <= y for every pair of an indicator y }

for every plan. The minimum falls apart: over the pairs alone; with ``min(0, R_y + Σ_p min(0, R_p))`` for an indicator
and its pairs; or, where the certificate says so, into each worker's best roster, which a dynamic programme finds. No
price has to be optimal for the bound to hold; good ones make it tight.

What prices alone do not prove, a tree of cases does (`cases`): in each case some columns are fixed, and it has prices
of its own.

Later tiers have a row for each earlier one, and fewer pairs: where the minimum rises, if a pair has to be in, to more
than D times the value of the tier, no plan that is as good here has the pair. The prices alone say which these are.
"""

from __future__ import annotations

from staffmatch.result.certificate.checking import Checker, PairPrices, certified
from staffmatch.result.certificate.claims import (
    check,
    confirmed_bounds,
    infeasible_problem,
    proves_infeasible,
    unproven,
)

__all__ = [
    "Checker",
    "PairPrices",
    "certified",
    "check",
    "confirmed_bounds",
    "infeasible_problem",
    "proves_infeasible",
    "unproven",
]

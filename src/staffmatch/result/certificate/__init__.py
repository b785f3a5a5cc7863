"""Certificates: integer duals, checked in integers, that prove bounds without trust in any solver.

With duals Y of the rows ``lower <= A x <= upper`` in units of 1/D, negative only where there is an upper side and
positive only where there is a lower one, and R = D c - Yᵀ A,

    D c x  >=  Σ_i Y_i · side_i + min { R x : x binary, x <= y for every pair of an indicator y }

for every plan. The minimum decomposes: over single pairs; with ``min(0, R_y + Σ_p min(0, R_p))`` for an indicator and
its pairs; or, if the certificate says so, into the best roster of each worker, found by dynamic programming. The duals
need not be optimal for the bound to hold; good ones make it tight.

What duals alone do not prove, a tree of cases does (`cases`): each case fixes some columns and has duals of its own.

Later tiers have a row for each earlier one, between what its certificate proves and what the plan has, and fewer pairs:
if forcing a pair in raises the minimum above D times the tier's value, no plan as good in this tier contains the pair.
The duals alone determine these pairs.
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

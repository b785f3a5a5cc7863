"""The plans that attain a proven value of an earlier tier, by the rows that are full in all of them.

Duals y of an earlier tier that prove its value v without a fractional rest, and reduced costs r = c - yᵀA >= 0, say of
every plan

    c x - v = r x + Σ_i y_i (A_i x - b_i),    each term at least 0,

so that c x <= v iff every row with y_i ≠ 0 is full and every column with r_j > 0 is off (complementary slackness). Of
columns that are not ruled out all r_j are 0; then full rows take the place of the row c x <= v, which has an entry in
every column and makes bases of a linear program dense. For any t >= 0 the duals z + t y, with -t for the row of the
tier, prove what duals z of the full rows do, and with t large enough they have the right signs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.model.exact import signed, weighed, whole
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier


def full_rows(tier: Tier, proof: Proof, steps: int, absent: Mask) -> Real | None:
    """The duals y of a tier's rows, undivided, if they show what c x <= ``steps`` means for all but ``absent``
    columns; else None."""
    if proof.rosters or len(proof.link):
        return None
    found = weighed(tier, proof)
    if found.fixed != proof.scale * steps or found.reduced[~absent].any():
        return None
    duals: Real = signed(tier, whole(proof.rows * float(proof.scale))).astype(float) / proof.scale
    static = len(tier.problem.upper)
    duals[static:] /= tier.divisors
    return duals


@dataclass(frozen=True)
class Face:
    """The sides of a tier's rows where those full in all plans are, and which ``implied`` rows are then not needed."""

    tier: Tier
    lower: Real
    upper: Real
    implied: Mask

    @classmethod
    def of(cls, tier: Tier) -> Face:
        lower, upper = tier.lower.copy(), tier.upper.copy()
        implied, static = np.zeros(len(upper), bool), len(tier.problem.upper)
        for number, duals in enumerate(tier.faces):
            if duals is not None:
                rows = np.r_[duals[:static], np.zeros(len(upper) - static)]
                lower, upper = np.where(rows < 0, tier.upper, lower), np.where(rows > 0, tier.lower, upper)
                implied[static + number] = True
        return cls(tier, lower, upper, implied)

    def restored(self, rows: Real) -> Real:
        """Duals of the tier's own rows that prove what those of the full rows do."""
        tier, static = self.tier, len(self.tier.problem.upper)
        divisors = np.array(tier.divisors, float)
        for number, duals in enumerate(tier.faces):
            if duals is None:
                continue
            wrong = ((rows > 0) & np.isneginf(tier.lower)) | ((rows < 0) & np.isposinf(tier.upper))
            held = np.flatnonzero(wrong[:static] & (duals[:static] != 0))
            # A whole number, so that nothing is lost when duals are rounded.
            times = np.ceil(np.max(-rows[held] / duals[held], initial=0))
            rows = rows.copy()
            rows[: len(duals)] += times * np.r_[duals[:static], duals[static:] * divisors[: len(duals) - static]]
            rows[static + number] -= times * divisors[number]
        return rows

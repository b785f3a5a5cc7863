"""The range in which sums of integers are exact: what rules count is refused where it could leave it."""

from __future__ import annotations

import numpy as np

from staffmatch.errors import LimitError
from staffmatch.formulation.rows import NO_BOUND, RowBlock
from staffmatch.messages.message import Sentence

LARGEST = 2**62

_ADDS_UP = Sentence(
    "error.limit.rule_sum",
    "What the rule {rule:id} counts may add up to {largest}, over {most}, which is too much for exact arithmetic. Use "
    "a coarser unit or smaller amounts.",
)
_BOUNDED = Sentence(
    "error.limit.rule_bound",
    "What the rule {rule:id} counts may be bounded by {largest}, over {most}, which is too much for exact arithmetic. "
    "Use a coarser unit or smaller amounts.",
)


def require_exact(block: RowBlock) -> None:
    """LimitError if a row could sum to more than 64 bits hold, or has a side that is not exact in floating point."""
    reach = np.bincount(block.row, np.abs(block.value).astype(float), len(block.lower)).max(initial=0)
    sides = np.r_[block.lower[block.lower > -NO_BOUND], block.upper[block.upper < NO_BOUND]]
    for what, largest, most in ((_ADDS_UP, reach, LARGEST), (_BOUNDED, np.abs(sides).max(initial=0), 2**53)):
        if largest >= most:
            raise LimitError(what(rule=block.rule, largest=f"{float(largest):.1e}", most=f"{most:.1e}"))

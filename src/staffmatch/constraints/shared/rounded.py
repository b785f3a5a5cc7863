"""Rows of minutes, rounded by the lengths of work that occur in them."""

from __future__ import annotations

import numpy as np

from staffmatch.formulation.rows import RowBlock, Side
from staffmatch.records.ragged import Lists

# If more pieces of one length fit into a window than this, rounding by it cuts off next to nothing.
_MOST_FIT = 12


def rounded(block: RowBlock, side: Side | None) -> RowBlock:
    """The rows ``Σ a x <= u`` rounded by each length h that occurs in them and fits in at most `_MOST_FIT` times:
    ``Σ ⌊a / h⌋ x <= ⌊u / h⌋``."""
    row, minutes, upper = block.row, block.value, block.upper
    divisor = np.zeros(len(upper), np.int64)
    np.gcd.at(divisor, row, minutes)
    entries = Lists.grouped(row, len(upper))
    longest = int(minutes.max(initial=0)) + 1
    lengths = np.unique((row * longest + minutes)[minutes > divisor[row]])
    of, length = np.divmod(lengths, longest)
    fit = upper[of] // length
    tight = fit <= _MOST_FIT
    of, length, fit = of[tight], length[tight], fit[tight]
    cut, entry = entries.expand(of)
    factor = minutes[entry] // length[cut]
    used = factor != 0
    column = block.column[entry[used]]
    return RowBlock.at_most(cut[used], column, factor[used], fit, side=side, cut=True)

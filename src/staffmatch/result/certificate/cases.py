"""Trees of cases: in each case some columns are fixed, and duals prove a bound, fix more columns, or the case is split.

Let the duals of a case prove ``D c x >= L``. The case is closed if ``L`` exceeds D times the value one step below the
aim; a column of reduced cost R is fixed if ``L + |R|`` does. With scale D = 0 the duals show that a case has no plan:
``0 >= L > 0``. The tree proves the least bound of its leaves, or the aim if that is less.

Where the best roster of each worker is looked for, it is so within the bounds of a case that is not split, and nothing
more is fixed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.result.certificate.pricing import TierRows, total

if TYPE_CHECKING:
    from staffmatch.result.tier_proof import ProofCase

# The column bounds of a case; None for a closed case, with all that follow from it.
_Box = tuple[Int, Int] | None

# The minimum of the reduced costs within the bounds of a case; None if it has no plan.
Minimum = Callable[[Int, Int, Int], int | None]


def least_of_cases(
    rows: TierRows, cases: Sequence[ProofCase], out: Mask, aim: int, minimum: Minimum | None = None
) -> int | None:
    """The steps that every choice without the columns ``out`` costs at least; None if the cases are not a tree, or if a
    leaf proves nothing. With a ``minimum`` bounds are by it, not column by column."""
    least, none = aim, np.zeros(len(out), np.int64)
    waiting: list[_Box] = [(none, (~out).astype(np.int64))]
    for case in cases:
        if not waiting:
            return None
        box = waiting.pop()
        if box is not None and (minimum is None or case.column is None):
            found, box = _evaluated(rows, case, *box, aim, minimum)
            if box is not None and case.column is None:
                if found is None:
                    return None
                least = min(least, found)
        if case.column is not None:
            if not 0 <= case.column < len(out):
                return None
            waiting += [_fixed(box, case.column, 1), _fixed(box, case.column, 0)]
    return None if waiting else least


def _evaluated(
    rows: TierRows, case: ProofCase, lower: Int, upper: Int, aim: int, minimum: Minimum | None
) -> tuple[int | None, _Box]:
    """The steps that a case's duals prove, and the bounds that it passes on to its children."""
    priced = rows.priced(case)
    if priced is None:
        return None, (lower, upper)
    reduced = priced.reduced
    least = within_bounds(reduced, lower, upper) if minimum is None else minimum(reduced, lower, upper)
    if least is None or (room := case.scale * (aim - 1) - priced.fixed - least) < 0:
        return None, None
    if minimum is None:
        free = lower < upper
        upper, lower = np.where(free & (reduced > room), 0, upper), np.where(free & (-reduced > room), 1, lower)
    return -(-(priced.fixed + least) // case.scale) if case.scale else None, (lower, upper)


def within_bounds(reduced: Int, lower: Int, upper: Int) -> int:
    """The minimum of ``reduced · x``, column by column."""
    return total(np.where(reduced < 0, reduced * upper, reduced * lower))


def _fixed(box: _Box, column: int, value: int) -> _Box:
    """A case with one more column fixed; None if it is fixed to the other value."""
    if box is None or not box[0][column] <= value <= box[1][column]:
        return None
    lower, upper = box[0].copy(), box[1].copy()
    lower[column] = upper[column] = value
    return lower, upper

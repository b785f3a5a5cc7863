"""A tree of cases: in each, some columns are fixed, and prices prove a bound, fix more columns, or split it in two.

A case in which ``D c x`` is at least ``L`` at its prices is closed once ``L`` is more than D times what is one step
below the aim; a column of reduced cost R is fixed where ``L + |R|`` is. With a scale D of 0 prices show that a case has
no plan at all: ``0 >= L > 0``. The least of all leaves is proven, or the aim if that is less.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.result.certificate.pricing import TierRows, total

if TYPE_CHECKING:
    from staffmatch.result.tier_proof import ProofCase

# The bounds of a case, or None for one that is closed with all that follow from it.
_Box = tuple[Int, Int] | None


def least_of_cases(rows: TierRows, cases: Sequence[ProofCase], out: Mask, aim: int) -> int | None:
    """The steps below which no choice without the columns that are ``out`` is; None where the tree is none, or a leaf
    says nothing."""
    least, none = aim, np.zeros(len(out), np.int64)
    waiting: list[_Box] = [(none, (~out).astype(np.int64))]
    for case in cases:
        if not waiting:
            return None
        box = waiting.pop()
        if box is not None:
            found, box = _looked_at(rows, case, *box, aim)
            if box is not None and case.column is None:
                if found is None:
                    return None
                least = min(least, found)
        if case.column is not None:
            if not 0 <= case.column < len(out):
                return None
            waiting += [_fixed(box, case.column, 1), _fixed(box, case.column, 0)]
    return None if waiting else least


def _looked_at(rows: TierRows, case: ProofCase, lower: Int, upper: Int, aim: int) -> tuple[int | None, _Box]:
    """The steps that prices prove of a case, and what it leaves to those that follow."""
    priced = rows.priced(case)
    if priced is None:
        return None, (lower, upper)
    reduced = priced.reduced
    bound = priced.fixed + total(np.where(reduced < 0, reduced * upper, reduced * lower))
    room = case.scale * (aim - 1) - bound
    if room < 0:
        return None, None
    free = lower < upper
    upper, lower = np.where(free & (reduced > room), 0, upper), np.where(free & (-reduced > room), 1, lower)
    return -(-bound // case.scale) if case.scale else None, (lower, upper)


def _fixed(box: _Box, column: int, value: int) -> _Box:
    """A case with one column more fixed; None where it is fixed otherwise."""
    if box is None or not box[0][column] <= value <= box[1][column]:
        return None
    lower, upper = box[0].copy(), box[1].copy()
    lower[column] = upper[column] = value
    return lower, upper

"""Prices that prove a bound, as the engine hands them out: whoever checks them needs nothing else of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from staffmatch.arrays import Int, Real


def _none() -> Int:
    return np.empty(0, np.int64)


@dataclass(frozen=True)
class Proof:
    """Prices of a tier's rows (the problem's, then one for each earlier tier) and of some links ``x <= y``.

    ``rosters`` says that every block's best roster is looked for, within the capacities that the rows of one ``family``
    state. Prices are rounded to multiples of ``1 / scale``.
    """

    rows: Real
    pair: Int = field(default_factory=_none)
    indicator: Int = field(default_factory=_none)
    link: Real = field(default_factory=lambda: np.empty(0))
    rosters: bool = False
    family: int | None = None
    scale: int = 2**20

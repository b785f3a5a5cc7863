"""Prices and cases that prove a bound, as the engine hands them out: whoever checks them needs nothing else of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from staffmatch.arrays import Int, Real


def _none() -> Int:
    return np.empty(0, np.int64)


@dataclass(frozen=True)
class Case:
    """What whole prices say where some columns are fixed; two cases more, ``column`` 0 and ``column`` 1, follow it,
    none if it is -1.

    ``scale`` times the costs, less ``prices`` times ``rows`` of the tier and ``link_prices`` times links ``x <= y``, is
    what columns cost here. With a scale of 0 they show that there is no plan at all.
    """

    column: int
    scale: int
    rows: tuple[int, ...] = ()
    prices: tuple[int, ...] = ()
    link_pairs: tuple[int, ...] = ()
    link_indicators: tuple[int, ...] = ()
    link_prices: tuple[int, ...] = ()


@dataclass(frozen=True)
class Proof:
    """Prices of a tier's rows (the problem's, then one for each earlier tier) and of some links ``x <= y``.

    ``rosters`` says that every block's best roster is looked for, within the capacities that the rows of one
    ``row_group`` state. Prices are rounded to multiples of ``1 / scale``. Rows of earlier tiers are divided by
    ``divisors``, ones if there are none. ``cases`` stand in preorder and prove that nothing has a value below ``aim``.
    """

    rows: Real
    pair: Int = field(default_factory=_none)
    indicator: Int = field(default_factory=_none)
    link: Real = field(default_factory=lambda: np.empty(0))
    rosters: bool = False
    row_group: int | None = None
    scale: int = 2**20
    divisors: tuple[int, ...] = ()
    cases: tuple[Case, ...] = ()
    aim: int | None = None

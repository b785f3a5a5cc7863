"""Duals and cases that prove a bound, as the engine returns them; a checker needs nothing else from the engine."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from staffmatch.arrays import Int, Real


def _none() -> Int:
    return np.empty(0, np.int64)


@dataclass(frozen=True)
class Case:
    """Integer duals for a case in which some columns are fixed. Two more cases follow, with ``column`` 0 and with
    ``column`` 1; none if ``column`` is -1.

    Reduced costs here are ``scale`` times the costs, less ``prices`` times ``rows`` of the tier and ``link_prices``
    times links ``x <= y``. With scale 0 the duals show that the case has no plan.
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
    """Duals of a tier's rows (the problem's, then one for each earlier tier) and of some links ``x <= y``.

    ``rosters`` means that the best roster of every block is computed, within the capacities that the rows of one
    ``row_group`` state or, with ``own_rows``, within all rows over columns of one block alone. Duals are rounded to
    multiples of ``1 / scale``. Rows of earlier tiers are divided by ``divisors``, all 1 if there are none. ``cases``
    stand in preorder and prove that no plan has a value below ``aim``; with ``own_cases`` by best rosters in each case.
    """

    rows: Real
    pair: Int = field(default_factory=_none)
    indicator: Int = field(default_factory=_none)
    link: Real = field(default_factory=lambda: np.empty(0))
    rosters: bool = False
    row_group: int | None = None
    own_rows: bool = False
    own_cases: bool = False
    scale: int = 2**20
    divisors: tuple[int, ...] = ()
    cases: tuple[Case, ...] = ()
    aim: int | None = None

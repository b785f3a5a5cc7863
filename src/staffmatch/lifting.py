"""Rows lifted to indicators: what a row allows of one group of pairs is allowed only where the group's indicator is 1.

For a row ``Σ_{p in R} x_p <= u`` and an indicator y of a group G of pairs, ``x_p <= y``,

    Σ_{p in R ∩ G} x_p  <=  min(u, |R ∩ G|) · y

holds for whole x, and cuts off what links alone allow: a seat that ten workers of one lender share for a tenth of a
partnership. It is the strong formulation of facility location, where a customer asks for one unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from staffmatch.arrays import Int
from staffmatch.rows import NO_BOUND, Family, RowBlock


def lifted(blocks: Iterable[RowBlock], families: Iterable[Family], pairs: int) -> Iterator[RowBlock]:
    """Each row lifted to each family, but where it has a single pair of a group: there the link says as much."""
    kept = [block for block in blocks if _packs(block, pairs)]
    for family in families:
        group = np.full(pairs, -1)
        group[family.member] = family.group
        for block in kept:
            yield _lifted(block, family, group)


def _packs(block: RowBlock, pairs: int) -> bool:
    """Whether rows only bound numbers of pairs from above."""
    counts = (block.value == 1).all() and (block.column < pairs).all()
    return not block.cut and bool(counts and (block.lower <= -NO_BOUND).all())


def _lifted(block: RowBlock, family: Family, group: Int) -> RowBlock:
    member = group[block.column]
    entry = np.flatnonzero(member >= 0)
    key = block.row[entry] * len(family.keys) + member[entry]
    found, row, count = np.unique(key, return_inverse=True, return_counts=True)
    several = count > 1
    number = np.cumsum(several) - 1
    of, indicator = np.divmod(found[several], len(family.keys))
    capacity = np.minimum(block.upper[of], count[several])
    mine = several[row]
    return RowBlock.at_most(
        f"{block.rule} lifted",
        np.r_[number[row[mine]], np.arange(len(of))],
        np.r_[block.column[entry[mine]], family.columns[indicator]],
        np.r_[np.ones(int(mine.sum()), np.int64), -capacity],
        np.zeros(len(of), np.int64),
        cut=True,
    )

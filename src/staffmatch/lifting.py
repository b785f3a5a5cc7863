"""Rows lifted to indicators: what a row allows of one group of pairs is allowed only where the group's indicator is 1.

For a row ``Σ_{p in R} x_p <= u`` and an indicator y of a group G of pairs, ``x_p <= y``,

    Σ_{p in R ∩ G} x_p  <=  u · y

holds for whole x, and cuts off what links alone allow: a seat that ten workers of one lender share for a tenth of a
partnership. It is the strong formulation of facility location, where a customer asks for one unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from staffmatch.ragged import Lists
from staffmatch.rows import NO_BOUND, Family, RowBlock

# Rows of more entries would take as much memory and time again as they have taken already.
_MOST_ENTRIES = 2_000_000


def lifted(blocks: Iterable[RowBlock], families: Iterable[Family], pairs: int) -> Iterator[RowBlock]:
    """Each row lifted to each forced family, but where it has no more than u pairs of a group: there links say more."""
    kept = [block for block in blocks if _packs(block, pairs)]
    for family in (family for family in families if family.forced):
        groups = Lists.grouped(family.member, pairs)
        for block in kept:
            yield _lifted(block, family, groups)


def _packs(block: RowBlock, pairs: int) -> bool:
    """Whether rows only bound numbers of pairs from above, and are not too many."""
    counts = (block.value == 1).all() and (block.column < pairs).all()
    small = len(block.row) <= _MOST_ENTRIES
    return small and not block.cut and bool(counts and (block.lower <= -NO_BOUND).all())


def _lifted(block: RowBlock, family: Family, groups: Lists) -> RowBlock:
    entry, place = groups.expand(block.column)
    key = block.row[entry] * len(family.keys) + family.group[place]
    found, row, count = np.unique(key, return_inverse=True, return_counts=True)
    crowded = count > block.upper[found // max(1, len(family.keys))]
    number = np.cumsum(crowded) - 1
    of, indicator = np.divmod(found[crowded], max(1, len(family.keys)))
    mine = crowded[row]
    return RowBlock.at_most(
        f"{block.rule} lifted",
        np.r_[number[row[mine]], np.arange(len(of))],
        np.r_[block.column[entry[mine]], family.columns[indicator]],
        np.r_[np.ones(int(mine.sum()), np.int64), -block.upper[of]],
        np.zeros(len(of), np.int64),
        cut=True,
    )

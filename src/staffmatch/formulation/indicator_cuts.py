"""Rows lifted to indicators: what a row allows for one group of pairs is allowed only if the group's indicator is 1.

For a row ``Σ_{p in R} a_p x_p <= u``, a > 0, and an indicator y of a group G of pairs, ``x_p <= y``,

    Σ_{p in R ∩ G} a_p x_p  <=  u · y

holds for integer x, and cuts off fractional points that links alone allow: a seat shared by ten workers of one lender
for a tenth of a partnership, or a week of 20 hours worked in full for half an indicator. It is the strong formulation
of facility location, uncapacitated where rows count single pairs and capacitated where they have weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from staffmatch.arrays import Int
from staffmatch.formulation.rows import NO_BOUND, RowBlock
from staffmatch.formulation.variables import IndicatorVariables
from staffmatch.records.ragged import Lists

# Lifting blocks with more entries would double the memory and time that they take already.
_MOST_ENTRIES = 2_000_000


def lifted(blocks: Iterable[RowBlock], families: Iterable[IndicatorVariables], worker: Int) -> Iterator[RowBlock]:
    """Each row lifted to each family with upper links, unless it has room for as many pairs of a group as can be
    chosen: links, or the rows by which pairs exclude each other, are stronger there. ``worker`` has the worker of each
    pair.

    To indicators of one person, such as a day worked, only rows that count pairs are lifted: a day is one clique or
    two, so hours and rounded rows add nothing.
    """
    pairs = len(worker)
    kept = [(block, _counts(block)) for block in blocks if _bounds(block, pairs)]
    cliques = [counts and block.side == "worker" and bool((block.upper == 1).all()) for block, counts in kept]
    moment = _exclusive_labels([block for (block, _), clique in zip(kept, cliques, strict=True) if clique], pairs)
    for family in (family for family in families if family.upper_linked):
        groups, own = Lists.grouped(family.member, pairs), _of_one(family, worker)
        for (block, counts), clique in zip(kept, cliques, strict=True):
            if own and not counts:
                continue
            yield _lifted(block, family, groups, np.arange(pairs) if clique else moment)


def merged(blocks: Sequence[RowBlock], pairs: int) -> list[RowBlock]:
    """Merge rows ``a x_p <= rest`` that differ in p only into ``a Σ x_p <= rest``, where some row allows one of these
    pairs."""
    packing = [block for block in blocks if _bounds(block, pairs) and _counts(block)]
    return [block if block.alike is None else _merged(block, block.alike, packing, pairs) for block in blocks]


def _merged(block: RowBlock, label: Int, packing: Sequence[RowBlock], pairs: int) -> RowBlock:
    labels, begin, alike, size = np.unique(label, return_index=True, return_inverse=True, return_counts=True)
    own = block.value < 0
    asking = Lists.grouped(block.column[own], pairs)
    mine = alike[block.row[own]]
    whole = size == 1
    for other in packing:
        single = other.upper[other.row] == 1
        row, column = other.row[single], other.column[single]
        entry, place = asking.expand(column)
        held, count = np.unique(row[entry] * len(labels) + mine[place], return_counts=True)
        whole[held[count == size[held % len(labels)]] % len(labels)] = True
    # The first of the merged rows stands for all.
    kept = ~whole[alike]
    kept[begin] = True
    number = np.cumsum(kept) - 1
    target = np.where(whole[alike], number[begin[alike]], number)
    return block.reduced(kept, own | kept[block.row], target)


def _bounds(block: RowBlock, pairs: int) -> bool:
    """Whether the rows only bound sums of pairs from above, and are not too many."""
    adds = (block.value > 0).all() and (block.column < pairs).all()
    return len(block.row) <= _MOST_ENTRIES and bool(adds and (block.lower <= -NO_BOUND).all())


def _of_one(family: IndicatorVariables, worker: Int) -> bool:
    """Whether each indicator has pairs of one person only."""
    first = np.full(len(family.keys), -1)
    first[family.group] = worker[family.member]
    return bool((first[family.group] == worker[family.member]).all())


def _counts(block: RowBlock) -> bool:
    return not block.cut and bool((block.value == 1).all())


def _exclusive_labels(cliques: Iterable[RowBlock], pairs: int) -> Int:
    """A label for each pair, such that two pairs with the same label are never both chosen: the longest clique row with
    the pair, or its own."""
    label: Int = np.arange(pairs)
    for block in cliques:
        order = np.argsort(np.bincount(block.row)[block.row], kind="stable")
        label[block.column[order]] = int(label.max(initial=0)) + 1 + block.row[order]
    return label


def _lifted(block: RowBlock, family: IndicatorVariables, groups: Lists, moment: Int) -> RowBlock:
    entry, place = groups.expand(block.column)
    key = block.row[entry] * len(family.keys) + family.group[place]
    found, row = np.unique(key, return_inverse=True)
    crowded = (
        _most(row, moment[block.column[entry]], block.value[entry]) > block.upper[found // max(1, len(family.keys))]
    )
    number = np.cumsum(crowded) - 1
    of, indicator = np.divmod(found[crowded], max(1, len(family.keys)))
    mine = crowded[row]
    return RowBlock.at_most(
        np.r_[number[row[mine]], np.arange(len(of))],
        np.r_[block.column[entry[mine]], family.columns[indicator]],
        np.r_[block.value[entry[mine]], -block.upper[of]],
        np.zeros(len(of), np.int64),
        cut=True,
        rule=f"{block.rule} lifted",
    )


def _most(row: Int, moment: Int, value: Int) -> Int:
    """For each row the sum of the largest value of each label."""
    axis = int(moment.max(initial=0)) + 1
    at, entry = np.unique(row * axis + moment, return_inverse=True)
    greatest = np.zeros(len(at), np.int64)
    np.maximum.at(greatest, entry, value)
    return np.bincount(at // axis, greatest, int(row.max(initial=-1)) + 1)

"""Which seats nobody can tell apart.

Two seats are alike if their pairs are, block by block: the same entries in every row but the seats' own, the same
indicators, the same costs in all objectives, the same span. A seat's own row is ``Σ x <= n`` over its pairs and nothing
else. Moreover a row ``Σ x <= 1`` has to hold each of the pairs, so that of a block's pairs for alike seats at most one
is chosen.

Fingerprints of 64 bits propose, a comparison of all entries decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, vstack

from staffmatch.arrays import Int, Mask, owners_of
from staffmatch.engine.model.problem import SEAT, Problem

Prints = NDArray[np.uint64]

# The mixing function of splitmix64 (G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014).
_STEPS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
_GAP = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Alike:
    """Pair ``pair[i]`` can take the place of ``like[i]``, of the first seat like its own; ``witness[i]`` is a row
    ``Σ x <= 1`` with both. Pairs of first seats are like themselves. ``own`` is the own row of each seat, -1 if it has
    none."""

    pair: Int
    like: Int
    witness: Int
    own: Int


def alike_seats(problem: Problem) -> Alike | None:
    """All pairs of seats that are like others, by seat and block; None if no two seats are alike."""
    seats = _at_the_same_time(problem)
    pairs = np.flatnonzero(seats[problem.seat]) if seats.any() else np.empty(0, np.int64)
    pairs = pairs[np.lexsort((_block(problem)[pairs], problem.seat[pairs]))]
    pairs = pairs[_in_company(problem.seat[pairs], _prints_of_pairs(problem, pairs))]
    if not len(pairs):
        return None
    columns, own = _without_own_rows(problem, pairs)
    witness = _witnesses(problem, columns)
    prints = _prints_of_pairs(problem, pairs) + _prints_of_columns(columns)
    # Without a witness a pair is like no other.
    prints = np.where(witness < 0, _mixed([pairs]), prints)
    kept = np.flatnonzero(_in_company(problem.seat[pairs], prints))
    first = kept[_first_alike(problem.seat[pairs[kept]], prints[kept])]
    equal = _equal(problem, columns, pairs, kept, first) & (witness[kept] >= 0)
    differing = np.bincount(problem.seat[pairs[kept]], ~equal)[problem.seat[pairs[kept]]] > 0
    kept, first = kept[~differing], first[~differing]
    return Alike(pairs[kept], pairs[first], witness[kept], own) if (kept != first).any() else None


def _block(problem: Problem) -> Int:
    """The block of each pair; without a timeline, each pair is one."""
    return np.arange(problem.pairs) if problem.timeline is None else problem.timeline.block


def _span(problem: Problem) -> tuple[Int, Int]:
    """The start and end of each pair, 0 where no row speaks of spans."""
    line = problem.timeline
    if line is None or not line.rows.any():
        return (np.zeros(problem.pairs, np.int64),) * 2
    return line.start, line.end


def _at_the_same_time(problem: Problem) -> Mask:
    """Seats of as many pairs and with the same span as another, without upper linking rows: few, at little cost."""
    size = np.bincount(problem.seat)
    one = np.zeros(len(size), np.int64)
    one[problem.seat] = np.arange(problem.pairs)
    start, end = _span(problem)
    able = size > 0
    able[problem.seat[problem.links[0]]] = False
    seats = np.flatnonzero(able)
    found = np.zeros(len(size), bool)
    found[seats] = _in_company(seats, _mixed([size[seats], start[one[seats]], end[one[seats]]]))
    return found


def _without_own_rows(problem: Problem, pairs: Int) -> tuple[csc_array, Int]:
    """Rows and indicators of each of the pairs, all of some seats, without the seats' own rows; and these rows."""
    columns, seat, size = problem.columns[:, pairs], problem.seat[pairs], np.bincount(problem.seat)
    able = (problem.side == SEAT) & problem.packing & (problem.heaviest == 1)
    able &= np.isfinite(problem.upper) & (problem.upper >= 0)
    row, whose = columns.indices, seat[owners_of(columns.indptr)]
    row, whose, value = (part[able[row]] for part in (row, whose, columns.data))
    owner = np.full(len(able), -1)
    owner[row] = whose
    inside = np.bincount(row, value * (owner[row] == whose), len(able))
    rows = np.flatnonzero((owner >= 0) & (inside == np.diff(problem.matrix.indptr)) & (inside == size[owner]))
    own = np.full(len(size), -1)
    own[owner[rows]] = rows
    is_own = np.zeros(len(able), bool)
    is_own[own[own >= 0]] = True
    columns.data = np.where(is_own[columns.indices], 0, columns.data)
    pair, indicator = problem.members
    marked = csc_array((np.ones(len(pair), np.int64), (indicator, pair)), shape=(problem.width, problem.pairs))
    held = csc_array(vstack([columns, marked[:, pairs]], format="csc"))
    held.eliminate_zeros()
    held.sort_indices()
    return held, own


def _witnesses(problem: Problem, columns: csc_array) -> Int:
    """A row ``Σ x <= 1`` with each column, the same for the same columns; -1 if there is none."""
    able = np.zeros(columns.shape[0], bool)
    able[: len(problem.upper)] = problem.packing & (problem.upper == 1) & (problem.heaviest == 1) & ~problem.cut
    held = np.flatnonzero(able[columns.indices])[::-1]
    found = np.full(columns.shape[1], -1)
    # The first of several rows is written last.
    found[owners_of(columns.indptr)[held]] = columns.indices[held]
    return found


def _prints_of_pairs(problem: Problem, pairs: Int) -> Prints:
    costs = [objective.costs[pairs] for objective in problem.objectives]
    return _mixed([_block(problem)[pairs], *(time[pairs] for time in _span(problem)), *costs])


def _prints_of_columns(columns: csc_array) -> Prints:
    total = np.zeros(len(columns.data) + 1, np.uint64)
    np.cumsum(_mixed([columns.indices, columns.data]), out=total[1:])
    found: Prints = np.diff(total[columns.indptr])
    return found


def _mixed(parts: Sequence[Int | Mask]) -> Prints:
    """A fingerprint of the numbers in each place; what does not fit into 64 bits wraps around."""
    found = np.zeros(len(parts[0]), np.uint64)
    for part in parts:
        found ^= part.astype(np.int64).view(np.uint64)
        found += _GAP
        for shift, factor in _STEPS:
            found = (found ^ found >> np.uint64(shift)) * np.uint64(factor)
        found ^= found >> np.uint64(31)
    return found


def _of_seats(seat: Int, prints: Prints) -> tuple[Int, Prints]:
    """Where each seat begins, and a fingerprint of its pairs; pairs stand by seat."""
    begin = np.flatnonzero(np.diff(seat, prepend=-1))
    return begin, np.add.reduceat(prints, begin) if len(begin) else prints[:0]


def _in_company(seat: Int, prints: Prints) -> Mask:
    """Pairs, which stand by seat, of seats that have the fingerprint of another."""
    begin, of_seat = _of_seats(seat, prints)
    at, count = np.unique(of_seat, return_inverse=True, return_counts=True)[1:]
    found: Mask = np.repeat(count[at] > 1, np.diff(np.r_[begin, len(seat)]))
    return found


def _first_alike(seat: Int, prints: Prints) -> Int:
    """The place of the pair that has each pair's place in the first seat of the same fingerprint."""
    begin, of_seat = _of_seats(seat, prints)
    first, at = np.unique(of_seat, return_index=True, return_inverse=True)[1:]
    which = np.repeat(np.arange(len(begin)), np.diff(np.r_[begin, len(seat)]))
    found: Int = begin[first[at]][which] + np.arange(len(seat)) - begin[which]
    # Of seats of different sizes the fingerprints may agree by chance.
    return np.minimum(found, len(seat) - 1)


def _equal(problem: Problem, columns: csc_array, pairs: Int, one: Int, other: Int) -> Mask:
    """Whether the pairs in two places agree in all that makes them alike."""
    size, costs = np.bincount(problem.seat)[problem.seat], (objective.costs for objective in problem.objectives)
    told = [_block(problem), size, *_span(problem), *costs]
    equal = np.all([part[pairs[one]] == part[pairs[other]] for part in told], axis=0)
    equal &= np.diff(columns.indptr)[one] == np.diff(columns.indptr)[other]
    mine, theirs = columns[:, one[equal]], columns[:, other[equal]]
    differs = (mine.indices != theirs.indices) | (mine.data != theirs.data)
    differing = np.bincount(owners_of(mine.indptr), differs, int(equal.sum())) > 0
    equal[equal] = ~differing
    found: Mask = equal
    return found

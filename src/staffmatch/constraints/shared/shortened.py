"""Rests that are shorter than they should be, and made up for: by the next, or by another within some time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int, Mask, ranges
from staffmatch.constraints.shared.worked_days import clock_times
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.records.ragged import Lists

# No shift and no rest is looked at over more than this, so that one owner's times never meet another's.
_FAR = 5_000


class Pieces(NamedTuple):
    """Pieces of work: whose, from when until when, the column that says whether, -1 if it is worked anyway, and whether
    rests after and before it are ``told`` to be long enough."""

    owner: Int
    start: Int
    end: Int
    column: Int
    told: Mask

    def take(self, at: Int) -> Pieces:
        return Pieces(self.owner[at], self.start[at], self.end[at], self.column[at], self.told[at])

    def on_one_axis(self, margin: int) -> tuple[Int, Int]:
        """Starts and ends, those of one owner farther than the margin from any other's."""
        origin = self.start.min() - margin
        axis = int(self.end.max() - origin) + margin
        return self.owner * axis + self.start - origin, self.owner * axis + self.end - origin


def pieces_of(pairs: Pairs, owner: Int, lent: Relation, people: Int, told: Mask) -> Pieces:
    """Lent spans and the home shifts of ``people``, who own them by their place there; no standby that is rest."""
    home = pairs.columns.workers.worked
    place, window = home.expand(people)
    return Pieces(
        np.r_[owner, place],
        np.r_[lent["start"], home.start[window]],
        np.r_[lent["end"], home.end[window]],
        np.r_[lent.variable, np.full(len(window), -1)],
        np.r_[told, np.zeros(len(window), bool)],
    )


class Lengths(NamedTuple):
    """Minutes of the least rest, of the normal one, and of one that makes up for less than that."""

    least: int
    normal: int
    extended: int


def made_up_for(work: Pieces, lengths: Lengths) -> tuple[Relation, Int]:
    """The pieces of work in rows ``Σ x <= most``, with the columns ``worker`` and ``row``, and the most of each row.

    Row by row: a piece j, the pieces I after which less than the normal rest is left before j, and the pieces K before
    which less than the extended rest is left after j; two of the three may be. As no two of I, nor of K, have the least
    rest between them, one term for all of I and one for all of K is as tight as can be.
    """
    if not len(work.owner):
        return _worked(work.column, worker=work.owner, row=work.owner), work.owner
    least, normal, extended = lengths
    begins, ends = work.on_one_axis(_FAR)
    by_start, by_end = np.argsort(begins, kind="stable"), np.argsort(ends, kind="stable")
    before = _between(ends[by_end], by_end, begins - normal + 1, begins - least + 1)
    after = _between(begins[by_start], by_start, ends + least, ends + extended)
    home_before, home_after = _at_home_around(work.column < 0, begins, ends, lengths)
    both = np.flatnonzero(((before.lengths > 0) | home_before) & ((after.lengths > 0) | home_after))
    parts = [(np.arange(len(both)), both), before.expand(both), after.expand(both)]
    most = 2 - sum(fixed[both].astype(np.int64) for fixed in (work.column < 0, home_before, home_after))
    row, piece = (np.concatenate([part[place] for part in parts]) for place in (0, 1))
    found = _worked(work.column[piece], worker=work.owner[piece], row=row)
    return found.where(work.column[piece] >= 0), np.maximum(most, 0)


def made_up_beside(work: Pieces, lengths: Lengths) -> tuple[Relation, Int]:
    """`made_up_for` where only some rests are told to be long enough, so that shifts may follow each other at once:
    ``x_i + x_j + x_k <= 2`` for every three pieces with such rests between, one of which at least is told."""
    begins, ends = work.on_one_axis(_FAR) if len(work.owner) else (work.start, work.end)
    by_start, by_end = np.argsort(begins, kind="stable"), np.argsort(ends, kind="stable")
    before = _between(ends[by_end], by_end, begins - lengths.normal + 1, begins + 1)
    after = _between(begins[by_start], by_start, ends, ends + lengths.extended)
    middle, first = before.expand(np.arange(len(begins)))
    at, last = after.expand(middle)
    piece = np.c_[first[at], middle[at], last]
    piece = piece[work.told[piece].any(axis=1)]
    lent = work.column[piece] >= 0
    row = np.broadcast_to(np.arange(len(piece))[:, None], piece.shape)[lent]
    found = _worked(work.column[piece[lent]], worker=work.owner[piece[lent]], row=row)
    return found, np.maximum(0, lent.sum(axis=1) - 1)


def _worked(variable: Int, **columns: Int) -> Relation:
    return Relation(variable, columns.__getitem__, (variable, *columns.values()))


def _at_home_around(home: Mask, begins: Int, ends: Int, lengths: Lengths) -> tuple[Mask, Mask]:
    """Whether a home shift leaves less than the normal rest before each piece, or less than the extended one after it.

    Between two home shifts there may even be less than the least rest, or none.
    """
    starts, closes = np.sort(begins[home]), np.sort(ends[home])
    before = starts.searchsorted(begins, "right") - closes.searchsorted(begins - lengths.normal, "right")
    after = starts.searchsorted(ends + lengths.extended) - starts.searchsorted(begins)
    return before > home, after > home


Reach = Callable[[Int], tuple[Int, Int]]


def made_up_within(
    work: Pieces, lengths: Lengths, reach: Reach, variables: VariableRegistry, *, beside: bool = False
) -> RowBlock:
    """Rows by which every shortened rest finds one that makes up for it.

    ``reach`` gives the first and the last minute at which a rest may begin that makes up for one at some minute; of a
    later one neither is earlier. Row by row: of one owner's rests that begin in some span of time, no more are short
    than are extended of those in reach of any of them: by P. Hall's theorem (1935) each short one then has an extended
    one of its own. Short rests at home that those at home do not make up for do not count.

    ``beside`` others, rests are short only at pieces that are told, and every two pieces are ``least`` apart in any
    case. Where that is half of the extended rest, no two of those that follow a piece too soon can be worked, and they
    need no indicator.
    """
    work = work.take(np.lexsort((work.end, work.owner)))
    back, ahead = (abs(edge - work.end) for edge in reach(work.end))
    begins, ends = work.on_one_axis(_FAR + int(np.maximum(back, ahead).max()))
    low, high = ends - back, ends + ahead
    by_start = np.argsort(begins, kind="stable")
    at_home = _rests_at_home(work)
    apart = 2 * lengths.least >= max(lengths.normal, lengths.extended)
    soon, sooner = (
        _Both.of(work, _between(begins[by_start], by_start, ends + lengths.least, ends + rest), at_home < rest, apart)
        for rest in (lengths.extended, lengths.normal)
    )
    if beside:
        sooner = sooner.of_told()
    home = work.column < 0
    counted = sooner.fixed.copy()
    counted[sooner.fixed] = ~_not_made_up_for(low[sooner.fixed], high[sooner.fixed], ends[home & ~soon.fixed])
    short = np.flatnonzero(sooner.possible)
    inside, around = _spans(
        work.owner, ends, short, ends.searchsorted(low[short]), ends.searchsorted(high[short], "right")
    )
    row, piece = ranges(*around)
    lent = _worked(work.column[piece], row=row).where(~home[piece])
    # Σ s - Σ (x - n), of those inside and around
    lacking = lent.each(row=np.arange(len(inside[0]))).sum(-1)
    for part, (first, end) in ((sooner, inside), (soon, around)):
        *worked, together = part.terms(first, end, variables)
        for some in worked:
            lacking = lacking + some.by("row").sum(1)
        lacking = lacking + together.by("row").sum(-1)
    owed = _total(counted, *inside) + _total(soon.fixed, *around) - _total(home, *around)
    return lacking <= -owed


def by_month(moments: Int, zone: ZoneInfo) -> tuple[Int, Int]:
    """The first and the last minute of the local month of each, in minutes since 1970 in UTC."""
    edges = np.array([moments.min(), moments.max()]).astype("datetime64[m]").astype("datetime64[M]")
    days = np.arange(edges[0] - 1, edges[1] + 3).astype("datetime64[D]").astype(np.int64)
    opens = clock_times(days + date(1970, 1, 1).toordinal(), time(), zone)
    at = np.searchsorted(opens, moments, side="right")
    return opens[at - 1], opens[at] - 1


def _spans(owner: Int, ends: Int, short: Int, low: Int, high: Int) -> tuple[tuple[Int, Int], tuple[Int, Int]]:
    """Spans of time from one rest that may be short to another, as ranges of the rests inside and of those around.

    ``low`` and ``high`` are what is around each. Of spans with the same around them the longest says it all.
    """
    opens = np.unique(low, return_index=True)[1]
    closes = len(short) - 1 - np.unique(high[::-1], return_index=True)[1]
    at, place = Lists.grouped(owner[short[closes]], int(owner[-1]) + 1).expand(owner[short[opens]])
    first, last = opens[at], closes[place]
    first, last = first[first <= last], last[first <= last]
    inside = np.searchsorted(ends, ends[short[first]]), np.searchsorted(ends, ends[short[last]], side="right")
    return inside, (low[first], high[last])


class _Both(NamedTuple):
    """Whether a piece is worked and one of those that may follow it too soon, of which no two can be.

    A product of x and of such a sum S is ``x + S - o`` with o = 1 iff any of them is chosen. It is ``fixed`` where
    home shifts follow each other. If pieces are not ``apart``, so that two of them can be, an indicator takes the place
    of the sum.
    """

    work: Pieces
    after: Lists
    home: Mask
    fixed: Mask
    apart: bool

    @classmethod
    def of(cls, work: Pieces, after: Lists, fixed: Mask, apart: bool) -> _Both:
        """Of what is worked anyway no two may be so near that a lent piece fits between."""
        home = np.zeros(len(work.owner), bool)
        home[after.owners[work.column[after.items] < 0]] = True
        return cls(work, after, home, fixed, apart)

    def of_told(self) -> _Both:
        """Only rests after or before a piece that is told."""
        of, item, told = self.after.owners, self.after.items, self.work.told
        kept = told[of] | told[item]
        after = Lists(np.r_[0, np.cumsum(np.bincount(of[kept], minlength=len(told)))], item[kept])
        return _Both.of(self.work, after, np.zeros(len(told), bool), self.apart)

    @property
    def possible(self) -> Mask:
        found: Mask = self.fixed | (self.after.lengths > 0)
        return found

    def terms(self, low: Int, high: Int, variables: VariableRegistry) -> tuple[Relation, ...]:
        """``x + S``, in one part or two, and ``o`` over the pieces of each range, which is their ``row``."""
        column, lent = self.work.column, self.work.column >= 0
        # A piece at home is worked anyway; a lent one has nothing but a home shift after it where there is one.
        alone = np.flatnonzero(lent & (self.after.lengths > 0))
        joined = np.flatnonzero(~self.fixed & ~self.home & (self.after.lengths > 0))
        of, item = self.after.expand(joined)
        of = joined[of]
        both, paired = alone[~self.home[alone]], lent[of]
        members = _worked(np.r_[column[both], column[item[paired]]], piece=np.r_[both, of[paired]])
        worked = [_worked(np.r_[column[alone], column[item]], piece=np.r_[alone, of])]
        if not self.apart:
            follows = _worked(column[item], piece=of).by("piece").any(variables, alone=True)
            worked = [_worked(column[alone], piece=alone), follows]
        row, place = ranges(low, high)

        def of_ranges(terms: Relation) -> Relation:
            at, which = terms.join(piece=place)
            return terms.where(at).assign(row=row[which])

        return *map(of_ranges, worked), of_ranges(members.by("piece").any(variables))


def _rests_at_home(work: Pieces) -> Int:
    """Minutes from the end of each piece that is worked anyway to the start of the next such piece."""
    rest = np.full(len(work.owner), np.iinfo(np.int64).max)
    home = np.flatnonzero(work.column < 0)
    home = home[np.lexsort((work.end[home], work.start[home], work.owner[home]))]
    one, two = home[:-1], home[1:]
    same = work.owner[one] == work.owner[two]
    rest[one[same]] = (work.start[two] - work.end[one])[same]
    return rest


def _not_made_up_for(low: Int, high: Int, extended: Int) -> Mask:
    """Which spans of time find none of the moments for themselves; the earliest take the earliest."""
    lost, times, at = np.zeros(len(low), bool), extended.tolist(), 0
    for number, (first, last) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        while at < len(times) and times[at] < first:
            at += 1
        lost[number] = at == len(times) or times[at] > last
        at += not lost[number]
    return lost


def _total(what: Mask, low: Int, high: Int) -> Int:
    """How many of each range are so."""
    so_far = np.r_[0, np.cumsum(what)]
    total: Int = so_far[high] - so_far[low]
    return total


def _between(times: Int, order: Int, low: Int, high: Int) -> Lists:
    """For each place the items whose sorted times are in ``[low, high)``."""
    first, end = np.searchsorted(times, low), np.searchsorted(times, high)
    count = np.maximum(end - first, 0)
    begin = np.r_[0, np.cumsum(count)]
    return Lists(begin, order[np.arange(begin[-1]) + np.repeat(first - begin[:-1], count)])

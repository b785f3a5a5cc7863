"""Hours in the 24 h from when work begins: windows of one person, and the minutes of each piece of work in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from staffmatch.arrays import Int, Mask, ranges
from staffmatch.formulation.columns import counted
from staffmatch.records.ragged import Lists

DAY = 24 * 60
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


class Pieces(NamedTuple):
    """Pieces of work: whose, from when until when, how many minutes are worked, and thousandths of them that count."""

    owner: Int
    start: Int
    end: Int
    minutes: Int
    share: Int

    def of(self, which: Mask) -> Pieces:
        return Pieces(*(column[which] for column in self))

    @property
    def begins_day(self) -> Mask:
        """Whether any of their minutes count in the 24 h from their start."""
        found: Mask = self.within(np.arange(len(self.start)), self.start) > 0
        return found

    def within(self, piece: Int, opens: Int) -> Int:
        """The minutes of some that count in the 24 h from a moment each: the break lies in them as far as it can."""
        start, end = self.start[piece], self.end[piece]
        unpaid = np.maximum(0, end - start - self.minutes[piece])
        overlap = np.minimum(end, opens + DAY) - np.maximum(start, opens)
        return counted(np.maximum(0, overlap - unpaid), self.share[piece])


class Windows(NamedTuple):
    """The 24 h from each moment at which lent work or a home shift of an owner begins that counts, by owner and moment.

    ``home`` has the minutes at home, ``at_home`` whether a home shift begins it; entry i says that the lent piece
    ``piece[i]`` has ``minutes[i]`` > 0 in the window ``window[i]``. Windows without lent work are left out.
    """

    owner: Int
    opens: Int
    home: Int
    at_home: Mask
    window: Int
    piece: Int
    minutes: Int

    @classmethod
    def of(cls, lent: Pieces, home: Pieces) -> Windows:
        home = home.of(np.isin(home.owner, lent.owner))
        every = np.r_[lent.start, home.start, lent.end, home.end]
        origin = int(every.min(initial=0)) - 2 * DAY
        axis = int(every.max(initial=0)) - origin + 2 * DAY
        codes = [work.owner * axis + work.start - origin for work in (lent, home)]
        opening = [codes[number][work.begins_day] for number, work in enumerate((lent, home))]
        code = np.unique(np.concatenate(opening))
        window, piece, minutes = _inside(lent, codes[0], code, axis, origin)
        kept, window = np.unique(window, return_inverse=True)
        code = code[kept]
        at, _, worked = _inside(home, codes[1], code, axis, origin)
        total = np.bincount(at, worked, len(code)).astype(np.int64)
        owner, opens = np.divmod(code, axis)
        return cls(owner, opens + origin, total, np.isin(code, opening[1]), window, piece, minutes)

    def holding(self, owner: Int, first: Int, last: Int) -> tuple[Int, Int]:
        """The windows of owners that hold two moments each, as (position in ``owner``, window)."""
        origin = int(min(self.opens.min(initial=0), first.min(initial=0))) - 2 * DAY
        axis = int(max(self.opens.max(initial=0), last.max(initial=0))) - origin + 2 * DAY
        code = self.owner * axis + self.opens - origin
        low = np.searchsorted(code, owner * axis + last - DAY - origin, side="right")
        high = np.searchsorted(code, owner * axis + first - origin, side="right")
        return ranges(low, np.maximum(low, high))


def _inside(work: Pieces, codes: Int, windows: Int, axis: int, origin: int) -> tuple[Int, Int, Int]:
    """What has minutes in each window, as (window, piece, minutes)."""
    order = np.argsort(codes, kind="stable")
    longest = int((work.end - work.start).max(initial=0))
    low, high = (np.searchsorted(codes[order], windows + more) for more in (-longest, DAY))
    window, place = ranges(low, high)
    piece = order[place]
    owner, opens = np.divmod(windows[window], axis)
    minutes = work.within(piece, opens + origin)
    kept = (minutes > 0) & (work.owner[piece] == owner)
    return window[kept], piece[kept], minutes[kept]


def irregular(home: Pieces, lent: Pieces, limits: Int) -> Mask:
    """Owners whose home shifts overlap each other or exceed their limit in 24 h, or of whose work a part counts.

    Of such 24 h that begin in the midst of some work may have more than those from its start and from the next.
    """
    found = np.zeros(len(limits), bool)
    for work in (home, lent):
        found[work.owner[(work.share > 0) & (work.share < 1000)]] = True
    by_start = np.lexsort((home.start, home.owner))
    one, two = by_start[:-1], by_start[1:]
    found[home.owner[one][(home.owner[one] == home.owner[two]) & (home.start[two] < home.end[one])]] = True
    windows = Windows.of(home, home)
    found[windows.owner[windows.home > limits[windows.owner]]] = True
    return found


class Conditional(NamedTuple):
    """Rows by ``window``: entry i, of those of windows, has ``minutes[i]`` in ``row[i]``."""

    row: Int
    entry: Int
    minutes: Int
    upper: Int
    window: Int


def conditional(windows: Windows, variable: Int, starts: Int, spare: Int, more: Int) -> Conditional:
    """Rows that limit a window only if a piece that begins it is chosen.

    ``Σ_{i != j} c_i x_i + (c_j + M) x_j <= U + M`` with the least M for which it always holds without x_j, and with so
    many minutes ``more`` in each window; ``variable`` stands for each piece, which begins at ``starts``.
    """
    first = np.flatnonzero(starts[windows.piece] == windows.opens[windows.window])
    pairs = np.unique(np.c_[windows.window[first], variable[windows.piece[first]]], axis=0)
    of, starter = pairs[:, 0], pairs[:, 1]
    row, entry = Lists.grouped(windows.window, len(windows.owner)).expand(of)
    own = variable[windows.piece[entry]] == starter[row]
    minutes = windows.minutes[entry]
    others = np.bincount(row, np.where(own, 0, minutes), len(of)).astype(np.int64)
    slack = np.maximum(0, others + more[of] - spare[of])
    once = np.r_[True, (row[own][1:] != row[own][:-1])] if own.any() else np.zeros(0, bool)
    extra = np.zeros(len(entry), np.int64)
    extra[np.flatnonzero(own)[once]] = slack[row[own][once]]
    return Conditional(row, entry, minutes + extra, spare[of] + slack, of)


class Piece(NamedTuple):
    """A piece of work in the user's own words; ``share`` thousandths of its minutes count."""

    start: datetime
    end: datetime
    minutes: int
    share: int
    beside: bool = False


class Exceeded(NamedTuple):
    """24 h with more minutes than are left, of which so many are the ``ways`` that lent work adds."""

    opens: datetime
    minutes: int
    left: int
    ways: int


def most_from_start(
    lent: list[Piece], home: list[Piece], limit: int, ways: Callable[[datetime], tuple[int, int]] | None = None
) -> Iterator[Exceeded]:
    """The 24 h with more lent minutes than home shifts leave; ``ways`` gives the minutes of ways, and at home alone.

    Of those that hold the same lent work, the one with most too many; none that holds only what is ``beside`` the rule.
    """
    worst: dict[tuple[Piece, ...], Exceeded] = {}
    for opens in sorted({piece.start for piece in (*lent, *home) if minutes_within(piece, piece.start)}):
        held = tuple(piece for piece in lent if _worked([piece], opens))
        if all(piece.beside for piece in held):
            continue
        both, alone = (0, 0) if ways is None else ways(opens)
        minutes, left = _worked(held, opens) + both - alone, max(0, limit - _worked(home, opens) - alone)
        known = worst.get(held)
        if minutes - left > (0 if known is None else known.minutes - known.left):
            worst[held] = Exceeded(opens, minutes, left, both - alone)
    yield from worst.values()


def minutes_within(piece: Piece, opens: datetime) -> int:
    """Minutes of a piece that count within 24 h."""
    return _worked([piece], opens)


def _worked(pieces: Iterable[Piece], opens: datetime) -> int:
    """Minutes that count within 24 h, those of each piece rounded up; a break counts as taken within them, as far as it
    can."""
    total = 0
    for start, end, minutes, share, _ in pieces:
        outside = max(timedelta(0), opens - start) + max(timedelta(0), end - opens - _DAY)
        inside = max(0, min(minutes, (end - start) // _MINUTE) - outside // _MINUTE)
        total += -(-inside * share // 1000)
    return total

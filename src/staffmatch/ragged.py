"""Several values for each owner, as flat numpy columns: lists, partners, points, windows of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from staffmatch.arrays import Int, Mask

# Bytes of answers that `Spans.covering` keeps.
_KEPT = 2**28


@dataclass(frozen=True)
class Lists:
    """A list of integers for each owner: those of owner i are ``items[start[i]:start[i + 1]]``."""

    start: Int
    items: Int

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> Lists:
        kept = list(lists)
        start = np.concatenate([[0], np.cumsum([len(entry) for entry in kept], dtype=np.int64)]).astype(np.int64)
        return cls(start, np.fromiter(chain.from_iterable(kept), np.int64, int(start[-1])))

    @classmethod
    def grouped(cls, owner: Int, owners: int) -> Lists:
        """For each owner the places where ``owner`` names it."""
        order = np.argsort(owner, kind="stable")
        return cls(np.searchsorted(owner[order], np.arange(owners + 1)), order)

    @property
    def lengths(self) -> Int:
        return np.diff(self.start)

    @property
    def owners(self) -> Int:
        return np.repeat(np.arange(len(self.start) - 1), self.lengths)

    def __getitem__(self, owner: int) -> Int:
        return self.items[self.start[owner] : self.start[owner + 1]]

    def expand(self, owners: Int) -> tuple[Int, Int]:
        """The items of each given owner in turn, as (position in ``owners``, item)."""
        lengths = self.lengths[owners]
        position = np.repeat(np.arange(len(owners)), lengths)
        within = np.arange(len(position)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return position, self.items[self.start[owners[position]] + within]


@dataclass(frozen=True)
class Scores:
    """Points that owners give to companies, sorted by ``key = owner * companies + company``; 0 for all others."""

    key: Int
    points: Int
    companies: int

    def of(self, owner: Int, company: Int) -> Int:
        if not len(self.key):
            return np.zeros(len(owner), np.int64)
        key = owner * self.companies + company
        at = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        return np.where(self.key[at] == key, self.points[at], 0)

    def highest(self, owners: int) -> Int:
        """The most points that each owner gives to any company, at least 0."""
        most = np.zeros(owners, np.int64)
        np.maximum.at(most, self.key // self.companies, self.points)
        return most


@dataclass(frozen=True)
class Partners:
    """Which companies each owner deals with, as sorted codes ``owner * companies + company``.

    ``choosy``: only those accepted; ``restricts``: there is anything to look at.
    """

    choosy: Mask
    restricts: Mask
    accepted: Int
    declined: Int

    def allow(self, owner: Int, company: Int, companies: int) -> Mask:
        code = owner * companies + company
        return (~self.choosy[owner] | _among(self.accepted, code)) & ~_among(self.declined, code)


def _among(known: Int, codes: Int) -> Mask:
    """Which codes are known; a search, since `np.isin` would hash all of them."""
    if not len(known):
        return np.zeros(np.shape(codes), bool)
    found: Mask = known[np.minimum(np.searchsorted(known, codes), len(known) - 1)] == codes
    return found


@dataclass(frozen=True)
class Spans:
    """Windows of time, sorted by owner and start; ``minutes`` are worked and count on ``day``."""

    owner: Int
    start: Int
    end: Int
    day: Int
    minutes: Int

    @cached_property
    def _first(self) -> Int:
        """Where the windows of each owner begin, and at the end how many there are."""
        return np.searchsorted(self.owner, np.arange(int(self.owner.max(initial=-1)) + 2))

    @cached_property
    def _covered(self) -> dict[tuple[int, int], Mask]:
        return {}

    def covering(self, opens: int, closes: int, owners: int) -> Mask:
        """Which of so many owners have a window that holds all of a span; kept, since many jobs ask for the same."""
        known = self._covered
        if (opens, closes) not in known:
            if len(known) * owners > _KEPT:
                known.clear()
            covered = np.zeros(owners, bool)
            covered[self.owner[(self.start <= opens) & (self.end >= closes)]] = True
            known[opens, closes] = covered
        return known[opens, closes]

    def expand(self, owners: Int) -> tuple[Int, Int]:
        """The windows of each given owner in turn, as (position in ``owners``, window)."""
        last = len(self._first) - 1
        first, end = self._first[np.minimum(owners, last)], self._first[np.minimum(owners + 1, last)]
        position = np.repeat(np.arange(len(owners)), end - first)
        return position, np.arange(len(position)) + (end - np.cumsum(end - first))[position]


def merged(owner: Int, start: Int, end: Int) -> tuple[Int, Int, Int]:
    """Windows with those of one owner that touch or overlap made one, sorted by owner and start."""
    order = np.lexsort((start, owner))
    owner, start, end = owner[order], start[order], end[order]
    if not len(owner):
        return owner, start, end
    # Owners are laid end to end on one axis so that a single running maximum never crosses from one to the next.
    offset = owner * (end.max() - start.min() + 1)
    reach = np.maximum.accumulate(end + offset)
    first = np.flatnonzero(np.r_[True, (start + offset)[1:] > reach[:-1]])
    return owner[first], start[first], np.maximum.reduceat(end, first)

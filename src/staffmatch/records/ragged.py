"""Ragged arrays: several values for each owner, as flat numpy columns of lists, partners, scores, and windows of
time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from staffmatch.arrays import Int, Mask, owners_of, ranges

# Bytes that `Answers` may keep.
_KEPT = 2**26

# numpy sorts integers below this in linear time.
_SHORT = 2**16


class Runs:
    """Items in runs: owner i has the items ``start[i]`` to ``start[i + 1]``."""

    start: Int

    @property
    def lengths(self) -> Int:
        return np.diff(self.start)

    @property
    def owners(self) -> Int:
        """The owner of each item."""
        return owners_of(self.start)


@dataclass(frozen=True)
class Lists(Runs):
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
        """For each owner the indices at which it appears in ``owner``."""
        order = np.argsort(owner.astype(np.uint16) if owners < _SHORT else owner, kind="stable")
        return cls(np.r_[0, np.cumsum(np.bincount(owner, minlength=owners))], order)

    def __getitem__(self, owner: int) -> Int:
        return self.items[self.start[owner] : self.start[owner + 1]]

    def expand(self, owners: Int) -> tuple[Int, Int]:
        """The items of each given owner in turn, as (position in ``owners``, item)."""
        first = self.start[:-1][owners]
        position, place = ranges(first, first + self.lengths[owners])
        return position, self.items[place]


@dataclass(frozen=True)
class Scores:
    """Scores that owners give to companies, sorted by ``key = owner * companies + company``; 0 for all others."""

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
        """The highest score that each owner gives to any company, at least 0."""
        most = np.zeros(owners, np.int64)
        np.maximum.at(most, self.key // self.companies, self.points)
        return most


@dataclass(frozen=True)
class Partners:
    """The companies that each owner deals with, as sorted codes ``owner * companies + company``.

    ``choosy``: only accepted ones; ``restricts``: whether there is any restriction.
    """

    choosy: Mask
    restricts: Mask
    accepted: Int
    declined: Int

    def allow(self, owner: Int, company: Int, companies: int) -> Mask:
        code = owner * companies + company
        return (~self.choosy[owner] | _among(self.accepted, code)) & ~_among(self.declined, code)

    def welcome(self, owners: Int, companies: int) -> Iterator[Mask]:
        """For each owner in turn, a mask of the companies it deals with."""
        ends = np.c_[owners, owners + 1] * companies
        accepted, declined = (np.searchsorted(codes, ends).tolist() for codes in (self.accepted, self.declined))
        for owner, yes, no in zip(owners.tolist(), accepted, declined, strict=True):
            found = np.full(companies, not self.choosy[owner])
            found[self.accepted[slice(*yes)] - owner * companies] = True
            found[self.declined[slice(*no)] - owner * companies] = False
            yield found


def _among(known: Int, codes: Int) -> Mask:
    """A mask of the known codes, by binary search, since `np.isin` would hash all of them."""
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

    def where(self, which: Mask) -> Spans:
        """The windows of a mask."""
        return Spans(self.owner[which], self.start[which], self.end[which], self.day[which], self.minutes[which])

    @cached_property
    def _first(self) -> Int:
        """The start of each owner's windows, and finally their number."""
        return np.searchsorted(self.owner, np.arange(int(self.owner.max(initial=-1)) + 2))

    def expand(self, owners: Int) -> tuple[Int, Int]:
        """The windows of each given owner in turn, as (position in ``owners``, window)."""
        last = len(self._first) - 1
        first, end = self._first[np.minimum(owners, last)], self._first[np.minimum(owners + 1, last)]
        return ranges(first, end)


@dataclass(frozen=True)
class SharedSpans:
    """Distinct windows of time, which many people share, and the owners of each."""

    start: Int
    end: Int
    day: Int
    owners: Lists
    people: int

    @classmethod
    def of(cls, spans: Spans, people: int) -> SharedSpans:
        end = factorize(spans.end)
        kind = factorize(factorize(spans.start) * (int(end.max(initial=0)) + 1) + end)
        held = Lists.grouped(kind, int(kind.max(initial=-1)) + 1)
        first = held.items[held.start[:-1]]
        owners = Lists(held.start, spans.owner[held.items])
        return cls(spans.start[first], spans.end[first], spans.day[first], owners, people)

    def covering(self, opens: int, closes: int) -> Mask:
        """A mask of people with a window that contains a span."""
        return self._held(("covering", opens, closes), lambda: (self.start <= opens) & (self.end >= closes))

    def meeting(self, opens: int, closes: int, but_day: int | None = None) -> Mask:
        """A mask of people with a window that overlaps a span, ignoring windows of one day."""
        return self._held(
            ("meeting", opens, closes, but_day),
            lambda: (self.start < closes) & (self.end > opens) & (but_day is None or self.day != but_day),
        )

    def _held(self, question: Hashable, which: Callable[[], Mask]) -> Mask:
        return self._known.of(question, lambda: self.owners.expand(np.flatnonzero(which()))[1])

    @cached_property
    def _known(self) -> Answers:
        return Answers(self.people)


class Answers:
    """Masks of people by question, cached, since many jobs ask the same."""

    def __init__(self, people: int) -> None:
        self.people = people
        self._known: dict[Hashable, Mask] = {}

    def of(self, question: Hashable, named: Callable[[], Int]) -> Mask:
        if question not in self._known:
            if len(self._known) * self.people > _KEPT:
                self._known.clear()
            found = np.zeros(self.people, bool)
            found[named()] = True
            self._known[question] = found
        return self._known[question]


def merged(owner: Int, start: Int, end: Int) -> tuple[Int, Int, Int]:
    """Windows sorted by owner and start, with touching or overlapping ones of an owner merged."""
    order = np.lexsort((start, owner))
    owner, start, end = owner[order], start[order], end[order]
    if not len(owner):
        return owner, start, end
    # Owners are placed end to end on one axis, so that a single running maximum never crosses from one to the next.
    offset = owner * (end.max() - start.min() + 1)
    reach = np.maximum.accumulate(end + offset)
    first = np.flatnonzero(np.r_[True, (start + offset)[1:] > reach[:-1]])
    return owner[first], start[first], np.maximum.reduceat(end, first)


def factorize(values: Int) -> Int:
    """The rank of each value among the distinct ones, in linear time if they are close together."""
    if not len(values):
        return values
    least = int(values.min())
    reach = int(values.max()) - least + 1
    if reach > 8 * len(values):
        return np.unique(values, return_inverse=True)[1]
    present = np.zeros(reach, bool)
    present[values - least] = True
    return (np.cumsum(present) - 1)[values - least]


def offsets(lengths: Int) -> Int:
    """Where each of several runs of such lengths begins, and at the end how many there are."""
    found: Int = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
    return found

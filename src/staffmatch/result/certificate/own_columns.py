"""One worker's pairs in order of time, with the rows and indicators over them, and what follows from a part of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int, Mask

if TYPE_CHECKING:
    from staffmatch.engine.model.problem import Problem, Timeline

# Stands for a missing side.
_FAR = 2**60


@dataclass(frozen=True)
class OwnColumns:
    """``pair`` and ``indicator`` are the coefficients of the rows, ``member`` says which pairs an indicator has, and
    ``more`` and ``less`` what a row can gain and lose from each pair on."""

    columns: Int
    indicators: Int
    pair: Int
    indicator: Int
    member: Mask
    lower: Int
    upper: Int
    more: Int
    less: Int

    @classmethod
    def of(cls, problem: Problem, timeline: Timeline, columns: Int, rows: Int) -> OwnColumns:
        pairs = columns[columns < problem.pairs]
        pairs = pairs[np.lexsort((timeline.end[pairs], timeline.start[pairs]))]
        indicators = columns[columns >= problem.pairs]
        part = problem.matrix[rows]
        pair, indicator = part[:, pairs].toarray(), part[:, indicators].toarray()
        member = _members(problem, pairs, indicators)
        group = _exclusive(timeline.start[pairs], timeline.end[pairs])
        last = np.where(member.any(axis=1), member.shape[1] - 1 - member[:, ::-1].argmax(axis=1), -1)
        more, less = (sign * _later(sign * pair, sign * indicator, group, last) for sign in (1, -1))
        lower, upper = (np.clip(side[rows], -_FAR, _FAR).astype(np.int64) for side in (problem.lower, problem.upper))
        return cls(pairs, indicators, pair, indicator, member, lower, upper, more, less)

    @property
    def rows(self) -> int:
        return len(self.lower)

    @cached_property
    def involved(self) -> Mask:
        """Which pairs a row looks at, itself or through indicators; then the same of indicators."""
        return np.concatenate([(self.pair != 0) | (abs(self.indicator) @ self.member > 0), self.member])

    @cached_property
    def length(self) -> Int:
        """Over how many pairs, from its first to its last, a row reaches."""
        first, last = self._ends(self.involved[: self.rows])
        return last - first + 1

    def under_way(self, rows: Mask, told: Mask) -> Iterator[tuple[Int, Mask]]:
        """For each pair the rows and, numbered after all rows, indicators under way, and which of them end with it."""
        first, last = self._ends(self.involved & np.r_[rows, told][:, None])
        for at in range(len(self.columns)):
            items = np.flatnonzero((first <= at) & (at <= last))
            yield items, last[items] == at

    def _ends(self, involved: Mask) -> tuple[Int, Int]:
        count = involved.shape[1]
        some = involved.any(axis=1)
        first = np.where(some, involved.argmax(axis=1), count)
        return first, np.where(some, count - 1 - involved[:, ::-1].argmax(axis=1), -1)

    def settled(self, at: int, rows: Int, activity: Int) -> tuple[Int, Mask]:
        """Activities before a pair, made alike where a row is sure to hold, whatever follows; and where none has to
        break."""
        low, high = self.lower[rows] - self.less[at, rows], self.upper[rows] - self.more[at, rows]
        room = self.more[at, rows] - self.less[at, rows]
        able: Mask = ((activity <= high + room) & (activity >= low - room)).all(axis=1)
        sure = (activity >= low) & (activity <= high)
        return np.where(sure, np.clip(0, low, np.maximum(low, high)), activity), able


def _members(problem: Problem, pairs: Int, indicators: Int) -> Mask:
    place, number = np.full(problem.width, -1), np.full(problem.width, -1)
    place[pairs], number[indicators] = np.arange(len(pairs)), np.arange(len(indicators))
    found = np.zeros((len(indicators), len(pairs)), bool)
    for family in problem.indicators:
        column = number[family.first + family.group]
        here = (column >= 0) & (place[family.member] >= 0)
        found[column[here], place[family.member[here]]] = True
    return found


def _exclusive(start: Int, end: Int) -> Int:
    """Runs of pairs, each of which overlaps all others of its run: at most one of them is taken."""
    group, until, number = np.zeros(len(start), np.int64), -np.inf, -1
    for place, (begin, finish) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
        if begin >= until:
            number, until = number + 1, finish
        until = min(until, finish)
        group[place] = number
    return group


def _later(pair: Int, indicator: Int, group: Int, last: Int) -> Int:
    """The most that each row can gain by pairs from each place on: one of each run, and indicators not yet decided."""
    count = pair.shape[1]
    found = np.zeros((count + 1, len(pair)), np.int64)
    run, earlier = np.zeros(len(pair), np.int64), np.zeros(len(pair), np.int64)
    for at in reversed(range(count)):
        if at + 1 < count and group[at] != group[at + 1]:
            earlier, run = earlier + run, np.zeros(len(pair), np.int64)
        run = np.maximum(run, pair[:, at])
        found[at] = earlier + run
    for number, at in enumerate(last.tolist()):
        found[: at + 1] += np.maximum(indicator[:, number], 0)
    return found

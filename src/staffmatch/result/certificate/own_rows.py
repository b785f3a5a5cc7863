"""The least cost of each worker's columns within all rows over these columns alone, by dynamic programming in integers.

Pairs are decided in order of time. Choices so far that have the same activity in all rows under way, and the same
indicators at 1 of those under way, have the same future: the cheapest of them stands for all. Rows are dropped where
there would be too many, which weakens the bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int, Mask, owners_of
from staffmatch.result.certificate.pricing import negative, total

if TYPE_CHECKING:
    from staffmatch.engine.model.problem import Problem, Timeline

# Choices of one worker that are kept at a time.
_MOST_STATES = 400_000


def own_minimum(problem: Problem, timeline: Timeline, rest: Int, absent: Mask) -> int:
    """The minimum of ``rest · x``, with other columns than workers' own at 1 where that is negative."""
    worker = _workers(problem, timeline, absent)
    rows, owner = _own_rows(problem, worker)
    found = negative(rest[worker == _SHARED])
    best = [
        _Worker.of(problem, timeline, np.flatnonzero(worker == one), rows[owner == one]).least(rest)
        for one in range(int(worker.max(initial=-1)) + 1)
    ]
    return found + total(np.array(best, rest.dtype))


_ABSENT, _SHARED = -2, -1


def _workers(problem: Problem, timeline: Timeline, absent: Mask) -> Int:
    """The number of the worker to whom each column belongs: a pair, or an indicator of pairs of one alone."""
    worker = np.where(absent, _ABSENT, _SHARED)
    pairs = np.flatnonzero(~absent[: problem.pairs])
    worker[pairs] = np.unique(timeline.block[pairs], return_inverse=True)[1]
    for family in problem.indicators:
        found: dict[int, int] = {}
        here = worker[family.member] >= 0
        for group, one in zip(family.group[here].tolist(), worker[family.member[here]].tolist(), strict=True):
            found[group] = one if found.get(group, one) == one else _SHARED
        for group in range(family.count):
            if worker[family.first + group] != _ABSENT:
                worker[family.first + group] = found.get(group, _SHARED)
    return worker


def _own_rows(problem: Problem, worker: Int) -> tuple[Int, Int]:
    """Rows over columns of one worker that some choice breaks, and the worker of each."""
    matrix, known = problem.matrix, worker >= 0
    row = owners_of(matrix.indptr)
    count = matrix.shape[0]
    of = worker[matrix.indices]
    shared = np.bincount(row, of == _SHARED, count) > 0
    highest = np.full(count, -1)
    np.maximum.at(highest, row, of)
    mixed = np.bincount(row, (of >= 0) & (of != highest[row]), count) > 0
    most, least = matrix.maximum(0) @ known.astype(np.int64), matrix.minimum(0) @ known.astype(np.int64)
    broken = (most > problem.upper) | (least < problem.lower)
    rows = np.flatnonzero(broken & ~shared & ~mixed & (highest >= 0) & ~problem.cut)
    return rows, highest[rows]


@dataclass(frozen=True)
class _Worker:
    """The pairs of one worker in order of time, and, each with a first and a last pair, rows and indicators.

    ``pair`` and ``indicator`` are the coefficients of the rows, ``member`` says which pairs an indicator has, and
    ``more`` and ``less`` what a row can gain and lose after each pair.
    """

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
    def of(cls, problem: Problem, timeline: Timeline, columns: Int, rows: Int) -> _Worker:
        pairs = columns[columns < problem.pairs]
        pairs = pairs[np.lexsort((timeline.end[pairs], timeline.start[pairs]))]
        indicators = columns[columns >= problem.pairs]
        part = problem.matrix[rows]
        pair, indicator = part[:, pairs].toarray(), part[:, indicators].toarray()
        member = _members(problem, pairs, indicators)
        group = _exclusive(timeline.start[pairs], timeline.end[pairs])
        last = np.where(member.any(axis=1), member.shape[1] - 1 - member[:, ::-1].argmax(axis=1), -1)
        more, less = (sign * _later(sign * pair, sign * indicator, group, last) for sign in (1, -1))
        far = 2**60
        lower, upper = (np.clip(side[rows], -far, far).astype(np.int64) for side in (problem.lower, problem.upper))
        return cls(pairs, indicators, pair, indicator, member, lower, upper, more, less)

    def least(self, rest: Int) -> int:
        """The least cost; rows that make too many choices differ are dropped, those over most pairs first."""
        kept = np.ones(len(self.lower), bool)
        while (found := self._least(rest, kept)) is None:
            size = np.where(
                kept, np.count_nonzero(self.pair, axis=1) + self.indicator.astype(bool) @ self.member.sum(axis=1), -1
            )
            kept[size.argmax()] = False
        return found

    def _least(self, rest: Int, kept: Mask) -> int | None:
        """The least cost within the kept rows; None if there are too many choices."""
        cost: Int = np.zeros(1, rest.dtype)
        state: Int = np.zeros((1, 0), np.int64)
        before: Int = np.empty(0, np.int64)
        for at, (items, ended) in enumerate(self._under_way(rest, kept)):
            state, before = _over(state, before, items), items
            taken, added = self._taken(at, items, state, rest)
            cost, state = np.concatenate([cost, cost + added]), np.concatenate([state, taken])
            rows = items[items < len(self.lower)]
            low, high = self.lower[rows] - self.less[at + 1, rows], self.upper[rows] - self.more[at + 1, rows]
            room = self.more[at + 1, rows] - self.less[at + 1, rows]
            activity = state[:, : len(rows)]
            able = ((activity <= high + room) & (activity >= low - room)).all(axis=1)
            # What a row holds that is sure to be kept, whatever follows, need not be told apart.
            sure = (activity >= low) & (activity <= high)
            state[:, : len(rows)] = np.where(sure, np.clip(0, low, np.maximum(low, high)), activity)
            state[:, ended] = 0
            cost, state = _cheapest(cost[able], state[able])
            if len(cost) > _MOST_STATES:
                return None
        return int(cost.min()) if len(cost) else 0

    def _taken(self, at: int, items: Int, state: Int, rest: Int) -> tuple[Int, Int]:
        """The states if a pair is taken, and what that costs."""
        taken, added = state.copy(), np.full(len(state), rest[self.columns[at]], rest.dtype)
        rows = items[items < len(self.lower)]
        taken[:, : len(rows)] += self.pair[rows, at]
        for place in range(len(rows), len(items)):
            number = items[place] - len(self.lower)
            if self.member[number, at]:
                turns = taken[:, place] == 0
                taken[turns, : len(rows)] += self.indicator[rows, number]
                taken[turns, place] = 1
                added[turns] += rest[self.indicators[number]]
        return taken, added

    def _under_way(self, rest: Int, kept: Mask) -> Iterator[tuple[Int, Mask]]:
        """For each pair the rows and, numbered after all rows, indicators under way, and which of them end with it."""
        told = (self.indicator[kept] != 0).any(axis=0) | (rest[self.indicators] != 0)
        involved = np.concatenate([(self.pair != 0) | (abs(self.indicator) @ self.member > 0), self.member])
        involved &= np.r_[kept, told][:, None]
        count = involved.shape[1]
        first = np.where(involved.any(axis=1), involved.argmax(axis=1), count)
        last = np.where(involved.any(axis=1), count - 1 - involved[:, ::-1].argmax(axis=1), -1)
        for at in range(count):
            items = np.flatnonzero((first <= at) & (at <= last))
            yield items, last[items] == at


def _over(state: Int, before: Int, items: Int) -> Int:
    """The states with columns for other items, 0 for those that begin."""
    found = np.zeros((len(state), len(items)), np.int64)
    same = np.isin(items, before)
    found[:, same] = state[:, np.isin(before, items)]
    return found


def _cheapest(cost: Int, state: Int) -> tuple[Int, Int]:
    """The least cost of each state."""
    weights = np.random.default_rng(0).integers(1, 2**62, state.shape[1])
    mark = state @ weights
    order = np.lexsort((cost, mark))
    cost, state, mark = cost[order], state[order], mark[order]
    # Neighbours with one mark and different states would both have to stay.
    fresh = (
        np.r_[True, (mark[1:] != mark[:-1]) | (state[1:] != state[:-1]).any(axis=1)] if len(cost) else np.empty(0, bool)
    )
    return cost[fresh], state[fresh]


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

"""The least cost of each worker's columns within all rows over these columns alone, in integers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int, Mask, owners_of
from staffmatch.result.certificate.cases import within_bounds
from staffmatch.result.certificate.own_choices import OwnChoices
from staffmatch.result.certificate.own_columns import OwnColumns
from staffmatch.result.certificate.own_least import least_cost

if TYPE_CHECKING:
    from staffmatch.engine.model.problem import Problem, Timeline


class OwnMinimum:
    """The workers' columns, but for absent ones, with the rows over the columns of one of them alone."""

    def __init__(self, problem: Problem, timeline: Timeline, absent: Mask) -> None:
        worker = _workers(problem, timeline, absent)
        rows, owner = _own_rows(problem, worker)
        self._shared = worker == _SHARED
        self._upper = (~absent).astype(np.int64)
        self._own = [
            OwnColumns.of(problem, timeline, np.flatnonzero(worker == one), rows[owner == one])
            for one in range(int(worker.max(initial=-1)) + 1)
        ]

    def least(self, rest: Int) -> int:
        """The minimum of ``rest · x``, with other columns than workers' own at 1 where that is negative. A worker
        without any choice adds 0."""
        none = np.zeros_like(self._upper)
        best = [least_cost(own, rest, none[own.columns] > 0, self._upper[own.columns] < 1) for own in self._own]
        return within_bounds(rest[self._shared], none[self._shared], self._upper[self._shared]) + sum(
            least or 0 for least in best
        )

    def least_within(self, rest: Int, lower: Int, upper: Int) -> int | None:
        """The same within bounds of pairs, and of columns that belong to nobody; None if a worker has no choice."""
        found = within_bounds(rest[self._shared], lower[self._shared], upper[self._shared])
        for own, choices in zip(self._own, self._choices, strict=True):
            must, banned = lower[own.columns] > 0, upper[own.columns] < 1
            least = least_cost(own, rest, must, banned) if choices is None else choices.least(rest, must, banned)
            if least is None:
                return None
            found += least
        return found

    @cached_property
    def _choices(self) -> list[OwnChoices | None]:
        return [OwnChoices.of(own) for own in self._own]


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

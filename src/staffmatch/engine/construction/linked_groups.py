"""Rows that require more once a pair is chosen, ``Σ_t v_t >= m z``: a stay of m days, a crew of m people."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from staffmatch.arrays import Int, Mask, owners_of, ranges
from staffmatch.engine.model.problem import Problem


class Switches:
    """The watched indicators that each pair switches on; ``touches`` marks the pairs with any."""

    def __init__(self, problem: Problem, watched: Mask) -> None:
        pair, column = problem.members
        pair, column = pair[watched[column]], column[watched[column]]
        order = np.argsort(pair, kind="stable")
        self._columns, self._first = column[order], np.searchsorted(pair[order], np.arange(problem.pairs + 1))
        self.touches = np.diff(self._first) > 0

    def of(self, pair: int) -> Int:
        columns: Int = self._columns[self._first[pair] : self._first[pair + 1]]
        return columns

    def each(self, pairs: Int) -> tuple[Int, Int]:
        """Those of several pairs, as (position of the pair, column)."""
        position, place = ranges(self._first[pairs], self._first[pairs + 1])
        return position, self._columns[place]


class LinkedGroups:
    """Finds the linked group that must be chosen together with a pair, given what is chosen so far."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._rows = np.flatnonzero(problem.asking)
        self.matrix = problem.matrix[self._rows]
        self._least = problem.lower[self._rows]
        self._giving, self._most_asked = self.matrix.maximum(0), np.zeros(len(self._rows))
        np.minimum.at(self._most_asked, owners_of(self.matrix.indptr), self.matrix.data)
        self._activity = np.zeros(len(self._rows))
        self._by_column = self.matrix.tocsc()
        self._on = np.zeros(problem.width, bool)
        seen = np.diff(self._by_column.indptr) > 0
        self._indicators = [f for f in problem.indicators if seen[f.first : f.first + f.count].any()]
        self._switches = Switches(problem, seen)
        self._touched = seen[: problem.pairs] | self._switches.touches
        asked, wanted = self._giving.tocoo().coords
        self._asked_for = _cheapest(problem, asked, wanted, len(self._rows))
        member, indicator = problem.members
        self._members = _cheapest(problem, indicator[seen[indicator]], member[seen[indicator]], problem.width)

    @property
    def any(self) -> bool:
        return len(self._rows) > 0

    def asked(self, pair: int) -> bool:
        """Whether choosing the pair may require others."""
        return bool(self._touched[pair])

    def hopeful(self, closed: Mask) -> Mask:
        """Pairs whose rows can be satisfied by pairs that are not closed, judged row by row."""
        x = self._on.copy()
        pairs = self._problem.pairs
        x[:pairs] |= ~closed[:pairs]
        for indicators in self._indicators:
            x[indicators.first + indicators.group[x[indicators.member]]] = True
        # The largest activity that each row can reach, against the most that one of its columns requires.
        short = self._giving @ x + self._most_asked < self._least
        bad = np.zeros(self._problem.width, bool)
        row = np.repeat(short, np.diff(self.matrix.indptr))
        bad[self.matrix.indices[row & (self.matrix.data < 0)]] = True
        bad &= ~self._on
        hopeful = ~bad[:pairs]
        for indicators in self._indicators:
            hopeful[indicators.member[bad[indicators.first + indicators.group]]] = False
        return hopeful

    def enter(self, pair: int) -> None:
        """Record that the pair is chosen."""
        if self._touched[pair]:
            for column in self._new(pair, set()):
                self._on[column] = True
                span = slice(self._by_column.indptr[column], self._by_column.indptr[column + 1])
                self._activity[self._by_column.indices[span]] += self._by_column.data[span]

    def short(self) -> Int:
        """The rows that the present choice violates."""
        return np.flatnonzero(self._activity < self._least)

    def whole(self, pair: int, fits: Callable[[list[int]], bool]) -> list[int] | None:
        """The pair with the cheapest others that fit; None if there are none."""
        return self._followed([pair], set(self._new(pair, set())), {}, fits)

    def completion(self, row: int, fits: Callable[[list[int]], bool]) -> list[int] | None:
        """Pairs that make a violated row feasible."""
        return self._followed([], set(), {row: float(self._activity[row])}, fits)

    def _followed(
        self, group: list[int], on: set[int], reached: dict[int, float], fits: Callable[[list[int]], bool]
    ) -> list[int] | None:
        self._add(on, reached)
        while (row := next((r for r, have in reached.items() if have < self._least[r]), None)) is not None:
            following = self._next(row, on, group, fits)
            if following is None:
                return None
            group.append(following)
            new = set(self._new(following, on))
            self._add(new, reached)
            on |= new
        return group

    def _next(self, row: int, on: set[int], group: list[int], fits: Callable[[list[int]], bool]) -> int | None:
        for column in self._asked_for(row).tolist():
            if column not in on and not self._on[column]:
                for pair in [column] if column < self._problem.pairs else self._members(column).tolist():
                    if fits([*group, pair]):
                        return int(pair)
        return None

    def _new(self, pair: int, on: set[int]) -> list[int]:
        """The indicators that the pair switches on and that are not on yet."""
        columns = (pair, *self._switches.of(pair).tolist())
        return [column for column in columns if not self._on[column] and column not in on]

    def _add(self, columns: set[int], reached: dict[int, float]) -> None:
        """Add the columns' coefficients to the rows that they are in."""
        for column in columns:
            span = slice(self._by_column.indptr[column], self._by_column.indptr[column + 1])
            for row, value in zip(
                self._by_column.indices[span].tolist(), self._by_column.data[span].tolist(), strict=True
            ):
                reached[row] = reached.get(row, float(self._activity[row])) + value


def _cheapest(problem: Problem, group: Int, column: Int, groups: int) -> Callable[[int], Int]:
    """A function that returns the columns of a group, cheapest first."""
    costs = (objective.costs[column] for objective in reversed(problem.objectives))
    order = np.lexsort((column, *costs, group))
    column, first = column[order], np.searchsorted(group[order], np.arange(groups + 1))

    def columns(of: int) -> Int:
        found: Int = column[first[of] : first[of + 1]]
        return found

    return columns

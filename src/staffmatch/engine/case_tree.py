"""A tree of cases that proves a bound: branch and bound of which every step is confirmed in whole numbers.

In each case some columns are fixed. The prices of its linear program, rounded, prove a bound for it (`exact`): if that is
beyond what is looked for, the case is closed. Else columns whose price would take it there are fixed, and of one that is
left come two more cases. A linear program without a solution is closed by a ray in place of prices, at a scale of 0. So
floating point chooses what to try, and nothing rests on it; what it misjudges costs another case.

Kept is what a checker needs to go through the tree once more: columns and whole prices (the idea of K. Cheung, A. Gleixner
and D. Steffy, "Verifying integer programming results", IPCO 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.branching import Branching
from staffmatch.engine.control import Control
from staffmatch.engine.exact import LARGEST, most, total, whole
from staffmatch.engine.lp import Answer, BackendName, Status, open_session
from staffmatch.engine.part import Part
from staffmatch.engine.proof import Case
from staffmatch.engine.tier import Tier

# Scales that prices are tried at where they close a case, as shares of the finest: short numbers make a short certificate.
_COARSE = (2**-16, 2**-12, 2**-8, 2**-4)

# After so many seconds the tree is given up if at its pace less than this share of it would be closed in time.
_TRIAL, _HOPE = 1.0, 0.5

# A linear program that proves so many steps more than is looked for has proven enough.
_MARGIN = 0.1

# Beyond so many cases a certificate would be too long.
_MOST_CASES = 20_000


@dataclass
class _Prices:
    """Whole prices of a part's rows, at a scale."""

    scale: int
    rows: Int


@dataclass
class _Node:
    """A case: its prices, and the column on which it splits."""

    prices: _Prices
    column: int = -1
    children: list[_Node] = field(default_factory=list)


@dataclass
class _Open:
    """A case to be looked at: bounds of the columns, and the steps that its parent proves of it."""

    node: _Node
    lower: Int
    upper: Int
    least: int
    share: float = 1.0


class CaseTree:
    """Looks for plans of a tier, among some columns, that cost less than the ``aim``, in steps, or shows that there are
    none. Whole points are ``offer``ed, which says what to aim at from then on.
    """

    def __init__(
        self,
        tier: Tier,
        columns: Mask,
        aim: int,
        offer: Callable[[Real], int],
        control: Control,
        backend: BackendName | None,
    ) -> None:
        self.tier, self.aim, self._offer, self._control = tier, aim, offer, control
        self.part = Part.of(tier, columns, np.zeros_like(columns))
        program = self.part.program
        self._session = open_session(program, backend)
        self._matrix, self._by_column = program.matrix, csr_array(program.matrix.T)
        self._weights = csr_array(abs(self._by_column).astype(float))
        self._branching = Branching(len(self.part.used))
        size = len(self.part.used)
        self._root = _Node(_Prices(0, np.zeros(program.matrix.shape[0], np.int64)))
        self._stack = [_Open(self._root, np.zeros(size, np.int64), np.ones(size, np.int64), -LARGEST)]
        self._done = 0.0
        self._count, self._stuck = 1, False

    @property
    def closed(self) -> bool:
        return not self._stack

    @property
    def exhausted(self) -> bool:
        """Whether more time would bring no more."""
        return self.closed or self._stuck or self._count >= _MOST_CASES

    @property
    def least(self) -> int:
        """The steps that are proven by now."""
        return min([self.aim, *(open_.least for open_ in self._stack)])

    def run(self, until: float) -> None:
        """Go on until every case is closed, or until a moment of the clock; give up where that would be far too early."""
        control, done = self._control, self._done
        began = control.now
        while not self.exhausted and control.now < until and not control.over():
            taken = control.now - began
            if taken > _TRIAL and self._done + (self._done - done) * (until - control.now) / taken < _HOPE:
                return
            open_ = self._stack[-1]
            answer = self._relaxed(open_.lower, open_.upper, until)
            if answer.status is Status.UNKNOWN and (control.over() or control.now >= until):
                return
            self._stack.pop()
            self._look(open_, answer, until)

    def cases(self) -> tuple[Case, ...]:
        """All cases in preorder; open ones have the prices of the case that they come from."""
        return tuple(self._preorder())

    def _relaxed(self, lower: Int, upper: Int, until: float) -> Answer:
        self._session.bound(lower.astype(float), upper.astype(float))
        enough = self.aim - 1 + _MARGIN
        return self._session.relax(self._control.limits(until), enough=enough)

    def _look(self, open_: _Open, answer: Answer, until: float) -> None:
        """Close a case, or split it."""
        if answer.x is not None and not _fractional(answer.x).any():
            self.aim = min(self.aim, self._offer(self.part.spread(answer.x)))
        prices = self._closing(open_, answer)
        if prices is not None:
            open_.node.prices = prices
            self._done += open_.share
            return
        if not (open_.lower < open_.upper).any():
            # Neither better than the incumbent nor worse: nothing to be learnt from it.
            self._stack.append(open_)
            self._stuck = True
            return
        if answer.x is None or answer.duals is None:
            self._split(open_, _any(open_))
            return
        finest = self._prices(answer.duals, self.tier.scale)
        bound, reduced = self._weighed(finest, open_)
        room = self.tier.scale * (self.aim - 1) - bound
        free = open_.lower < open_.upper
        open_.node.prices = finest
        open_.upper = np.where(free & (reduced > room), 0, open_.upper)
        open_.lower = np.where(free & (-reduced > room), 1, open_.lower)
        open_.least = max(open_.least, -(-bound // self.tier.scale))
        self._split(open_, self._chosen(open_, answer, until))

    def _chosen(self, open_: _Open, answer: Answer, until: float) -> int:
        """The column to split on: a fractional one, or any that is free where none is."""
        free, x, value = open_.lower < open_.upper, answer.x, answer.value
        if x is None or value is None:
            return _any(open_)

        def rise(column: int, fixed: int) -> float:
            lower, upper = open_.lower.copy(), open_.upper.copy()
            lower[column] = upper[column] = fixed
            tried = self._relaxed(lower, upper, until)
            if tried.status in (Status.INFEASIBLE, Status.BEYOND):
                return self.aim - value
            return 0.0 if tried.value is None else min(self.aim - value, tried.value - value)

        candidates = np.flatnonzero(free & _fractional(x))
        return self._branching.best(candidates, x, rise) if len(candidates) else _any(open_)

    def _split(self, open_: _Open, column: int) -> None:
        node = open_.node
        node.column = column
        for fixed in (0, 1):
            child = _Node(node.prices)
            node.children.append(child)
            if open_.lower[column] <= fixed <= open_.upper[column]:
                lower, upper = open_.lower.copy(), open_.upper.copy()
                lower[column] = upper[column] = fixed
                self._stack.append(_Open(child, lower, upper, open_.least, open_.share / 2))
            else:
                self._done += open_.share / 2
        self._count += 2

    def _closing(self, open_: _Open, answer: Answer) -> _Prices | None:
        """Prices that close a case, the shortest that do; None where it stays open."""
        scale = 0 if answer.status is Status.INFEASIBLE else self.tier.scale
        if answer.duals is not None:
            for duals in (answer.duals,) if scale else (answer.duals, -answer.duals):
                if self._closes(self._prices(duals, scale), open_):
                    tries = (self._prices(duals, int(share * scale), share) for share in (*_COARSE, 1))
                    return next(prices for prices in tries if self._closes(prices, open_))
        return self._broken_row(open_)

    def _closes(self, prices: _Prices, open_: _Open) -> bool:
        return self._weighed(prices, open_)[0] > prices.scale * (self.aim - 1)

    def _prices(self, duals: Real, scale: int, share: float = 1.0) -> _Prices:
        """Duals as whole prices; a ray, at a scale of 0, is as long as anybody likes."""
        length = scale or share * self.tier.scale / max(1e-12, float(np.abs(duals).max(initial=0)))
        program = self.part.program
        prices = np.where(np.isfinite(program.lower), duals, np.minimum(duals, 0))
        prices = np.where(np.isfinite(program.upper), prices, np.maximum(prices, 0))
        return _Prices(scale, whole(prices * length))

    def _weighed(self, prices: _Prices, open_: _Open) -> tuple[int, Int]:
        """What prices prove within the bounds of a case, in units of 1 / scale, and what columns cost at them."""
        program, rows = self.part.program, prices.rows
        reach = prices.scale * most(program.costs)
        if rows.dtype == object or reach + (self._weights @ np.abs(rows)).max(initial=0) >= LARGEST:
            reduced = self._reduced_in_full(prices)
        else:
            reduced = prices.scale * program.costs - self._by_column @ rows
        fixed = sum(price * self._side(row, price) for row, price in _priced(rows))
        return fixed + total(np.where(reduced < 0, reduced * open_.upper, reduced * open_.lower)), reduced

    def _reduced_in_full(self, prices: _Prices) -> Int:
        priced = np.flatnonzero(prices.rows)
        part = self._matrix[priced]
        reduced = prices.scale * self.part.program.costs.astype(object)
        worth = np.repeat(prices.rows[priced].astype(object), np.diff(part.indptr)) * part.data.astype(object)
        np.subtract.at(reduced, part.indices, worth)
        return reduced

    def _side(self, row: int, price: int) -> int:
        program = self.part.program
        if price > 0:
            return int(program.lower[row])
        return program.large[row] if row in program.large else int(program.upper[row])

    def _broken_row(self, open_: _Open) -> _Prices | None:
        """Where the bounds of the columns alone break a row, its price; where all are fixed, their costs."""
        above, below = self._matrix.maximum(0), self._matrix.minimum(0)
        least = above @ open_.lower + below @ open_.upper
        greatest = above @ open_.upper + below @ open_.lower
        rows = np.zeros(len(least), np.int64)
        over, under = (
            np.flatnonzero(least > self.part.program.upper),
            np.flatnonzero(greatest < self.part.program.lower),
        )
        rows[over[:1]] = -1
        rows[under[:1]] = 1 if not len(over) else 0
        for prices in (_Prices(0, rows), _Prices(1, np.zeros_like(rows))):
            if self._closes(prices, open_):
                return prices
        return None

    def _preorder(self) -> Iterator[Case]:
        waiting = [self._root]
        while waiting:
            node = waiting.pop()
            waiting += reversed(node.children)
            yield self._case(node)

    def _case(self, node: _Node) -> Case:
        part, height = self.part, len(self.part.rows)
        entries = _priced(node.prices.rows)
        rows, links = [e for e in entries if e[0] < height], [e for e in entries if e[0] >= height]
        return Case(
            column=-1 if node.column < 0 else int(part.used[node.column]),
            scale=node.prices.scale,
            rows=tuple(int(part.rows[row]) for row, _ in rows),
            prices=tuple(price for _, price in rows),
            link_pairs=tuple(int(part.pair[row - height]) for row, _ in links),
            link_indicators=tuple(int(part.indicator[row - height]) for row, _ in links),
            link_prices=tuple(price for _, price in links),
        )


def _priced(rows: Int) -> list[tuple[int, int]]:
    """The rows that have a price, with it, as Python integers."""
    priced = np.flatnonzero(rows)
    return list(zip(priced.tolist(), rows[priced].tolist(), strict=True))


def _any(open_: _Open) -> int:
    """The first column that is free, or else the first one, of which one case is empty."""
    return int(np.argmax(open_.lower < open_.upper))


def _fractional(x: Real) -> Mask:
    fractional: Mask = np.abs(x - np.rint(x)) > 1e-6
    return fractional

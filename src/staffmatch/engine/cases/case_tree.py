"""A branch-and-bound tree in which every step is confirmed in integers.

Each case fixes some columns. The duals of its LP, rounded, prove a bound for it (`exact`); if the bound reaches the
aim, the case is closed. Otherwise columns whose reduced cost would take it there are fixed, and a remaining column is
split into two more cases. An infeasible LP is closed by a ray in place of duals, at scale 0. Floating point only
chooses what to try, and no proof rests on it; an error costs another case.

A checker needs only the columns and the integer duals to go through the tree again (the idea of K. Cheung, A. Gleixner
and D. Steffy, "Verifying integer programming results", IPCO 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.backends.lp import Answer, BackendName, Status
from staffmatch.engine.cases.branching import Branching
from staffmatch.engine.cases.case_program import CaseProgram, IntegerDuals
from staffmatch.engine.model.exact import LARGEST
from staffmatch.engine.model.proof import Case
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.control import Control


@dataclass
class _Node:
    """A case: its duals, and the column on which it is split."""

    duals: IntegerDuals
    column: int = -1
    children: list[_Node] = field(default_factory=list)


@dataclass
class _Open:
    """An open case: bounds of the columns, the steps that its parent proves for it, and its share of the tree."""

    node: _Node
    lower: Int
    upper: Int
    least: int
    share: float = 1.0


class CaseTree:
    """Search for plans of a tier, among some columns, that cost less than ``aim`` steps, or prove that there are none.

    Integral points are passed to ``offer``, which returns the new aim. LPs start with the ``first`` columns. ``goal``
    is the initial aim.
    """

    def __init__(
        self,
        tier: Tier,
        columns: Mask,
        first: Mask,
        aim: int,
        offer: Callable[[Real], int],
        control: Control,
        backend: BackendName | None,
    ) -> None:
        self.tier, self.aim, self._offer, self._control = tier, aim, offer, control
        self._program = CaseProgram(tier, columns, first, backend, control.params.pricing)
        self._branching = Branching(len(columns), int(columns.sum()), control.params.cases)
        self._params = control.params.cases
        # A number with rows of everybody, such as the largest load, decides more than any pair.
        self._about_all = np.zeros(len(columns), bool)
        for numbers in tier.problem.integers:
            self._about_all[numbers.columns] = numbers.count == 1 and tier.costs[numbers.columns].any()
        self._columns = columns.astype(np.int8)
        self._begin()

    def _begin(self) -> None:
        """Restart for the current aim; pseudo-costs are kept, so the new tree needs fewer cases."""
        self.goal = self.aim
        self._root = _Node(self._program.nothing())
        self._stack = [_Open(self._root, np.zeros_like(self._columns), self._columns, -LARGEST)]
        self._done, self._count, self._stuck = 0.0, 1, False

    @property
    def closed(self) -> bool:
        return not self._stack

    @property
    def exhausted(self) -> bool:
        """Whether more time would not help."""
        return self.closed or self._stuck or self._count >= self._params.most_cases

    @property
    def least(self) -> int:
        """The steps proven so far."""
        return min([self.aim, *(open_.least for open_ in self._stack)])

    def run(self, until: float) -> None:
        """Continue until every case is closed or the clock reaches ``until``; give up if almost no progress is made."""
        control, looked_at, done = self._control, 0, self._done
        while not self.exhausted and control.time.now < until and not control.over():
            if looked_at == self._params.trial:
                self._stuck = 0 <= self._done - done < self._params.hope * (1 - self._done)
                looked_at, done = 0, self._done
                continue
            looked_at += 1
            open_ = self._stack[-1]
            answer, duals = self._solved(open_.lower, open_.upper, until)
            if answer.status is Status.UNKNOWN and (control.over() or control.time.now >= until):
                return
            self._stack.pop()
            self._process(open_, answer, duals, until)

    def cases(self) -> tuple[Case, ...]:
        """All cases in preorder; open ones have the duals of their parent."""
        return tuple(self._preorder())

    def _solved(self, lower: Int, upper: Int, until: float) -> tuple[Answer, IntegerDuals | None]:
        return self._program.solve(
            lower, upper, lambda: self._control.limits(until), self.aim - 1 + self._params.margin
        )

    def _process(self, open_: _Open, answer: Answer, duals: IntegerDuals | None, until: float) -> None:
        """Close a case or split it."""
        if answer.x is not None and not _fractional(answer.x).any():
            self.aim = min(self.aim, self._offer(answer.x))
        if self.aim < self.goal:
            self._begin()
            return
        closing = self._closing_duals(open_, duals)
        if closing is not None:
            open_.node.duals = closing
            self._done += open_.share
        elif not (open_.lower < open_.upper).any():
            # The point is neither better nor worse than the aim, so it teaches nothing.
            self._stack.append(open_)
            self._stuck = True
        elif duals is None or answer.x is None:
            self._split(open_, _any(open_))
        else:
            self._fix(open_, duals)
            self._split(open_, self._chosen(open_, answer, until))

    def _fix(self, open_: _Open, duals: IntegerDuals) -> None:
        """Fix the columns whose reduced cost would take the case to the aim."""
        found = self._program.weighed(duals, open_.lower, open_.upper)
        room, free = duals.scale * (self.aim - 1) - found.fixed, open_.lower < open_.upper
        open_.node.duals = duals
        open_.upper = np.where(free & (found.reduced > room), 0, open_.upper).astype(np.int8)
        open_.lower = np.where(free & (-found.reduced > room), 1, open_.lower).astype(np.int8)
        if duals.scale:
            open_.least = max(open_.least, -(-found.fixed // duals.scale))

    def _chosen(self, open_: _Open, answer: Answer, until: float) -> int:
        """The column to branch on: a fractional one, or any free one if there is none."""
        x, value = answer.x, answer.value
        if x is None or value is None:
            return _any(open_)

        def rise(column: int, fixed: int) -> float:
            lower, upper = open_.lower.copy(), open_.upper.copy()
            lower[column] = upper[column] = fixed
            tried, _ = self._solved(lower, upper, until)
            if tried.status in (Status.INFEASIBLE, Status.BEYOND):
                return self.aim - value
            return 0.0 if tried.value is None else tried.value - value

        candidates = np.flatnonzero((open_.lower < open_.upper) & _fractional(x))
        if (about_all := self._about_all[candidates]).any():
            candidates = candidates[about_all]
        return self._branching.best(candidates, x, rise) if len(candidates) else _any(open_)

    def _split(self, open_: _Open, column: int) -> None:
        node = open_.node
        node.column = column
        for fixed in (0, 1):
            child = _Node(node.duals)
            node.children.append(child)
            if open_.lower[column] <= fixed <= open_.upper[column]:
                lower, upper = open_.lower.copy(), open_.upper.copy()
                lower[column] = upper[column] = fixed
                self._stack.append(_Open(child, lower, upper, open_.least, open_.share / 2))
            else:
                self._done += open_.share / 2
        self._count += 2

    def _closing_duals(self, open_: _Open, duals: IntegerDuals | None) -> IntegerDuals | None:
        """The shortest duals that close the case; None if it stays open."""
        if duals is not None:
            for signed in (duals,) if duals.scale else (duals, duals.reversed(self.tier)):
                if self._closes(signed, open_):
                    shorter = (self._program.coarser(signed, share) for share in self._params.shorter)
                    return next((tried for tried in shorter if self._closes(tried, open_)), signed)
        rows = self._program.broken_row(open_.lower, open_.upper) if self._needs_single_rows(open_, duals) else ()
        return next((tried for tried in rows if self._closes(tried, open_)), None)

    def _needs_single_rows(self, open_: _Open, duals: IntegerDuals | None) -> bool:
        """Whether single rows are tried in place of the LP's duals."""
        return duals is None or duals.scale == 0 or not (open_.lower < open_.upper).any()

    def _closes(self, duals: IntegerDuals, open_: _Open) -> bool:
        return self._program.weighed(duals, open_.lower, open_.upper).fixed > duals.scale * (self.aim - 1)

    def _preorder(self) -> Iterator[Case]:
        waiting = [self._root]
        while waiting:
            node = waiting.pop()
            waiting += reversed(node.children)
            yield node.duals.case(node.column)


def _any(open_: _Open) -> int:
    """The first free column, or else the first one, of which one case is empty."""
    return int(np.argmax(open_.lower < open_.upper))


def _fractional(x: Real) -> Mask:
    fractional: Mask = np.abs(x - np.rint(x)) > 1e-6
    return fractional

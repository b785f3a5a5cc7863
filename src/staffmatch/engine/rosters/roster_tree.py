"""Branch and price: a tree of cases, each with its bound by whole rosters, and every step confirmed in integers.

A case fixes pairs, or columns that belong to no block. Rosters that break this are left out of the master and of the
diagrams' shortest paths, so that the linear program stays as strong as at the root (C. Barnhart, E. Johnson,
G. Nemhauser, M. Savelsbergh and P. Vance, Operations Research 46, 1998). The prices of a case, rounded, prove its bound
once more; if this reaches the aim, it is closed, and a checker can repeat it without linear programs or diagrams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from staffmatch.arrays import Int, Real
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.model.exact import signed, whole
from staffmatch.engine.model.proof import Case
from staffmatch.engine.rosters.box import Box
from staffmatch.engine.rosters.column_generation import Ascent, generate, priced, proven
from staffmatch.engine.rosters.roster_master import Prices
from staffmatch.engine.rosters.roster_plans import RosterPlans

_FRACTION = 1e-6

# Below all that prices prove.
_NOTHING = -(2**60)


@dataclass
class _Node:
    """A case: its prices, and the column on which it is split."""

    rows: Real
    column: int = -1
    children: list[_Node] = field(default_factory=list)


@dataclass(frozen=True)
class _Open:
    """An open case, and the steps that its parent proves for it."""

    node: _Node
    box: Box
    least: int


class RosterTree:
    """Search for plans of a tier that cost less than ``aim`` steps, or prove that there are none.

    ``rows`` are the prices of the best bound at the root.
    """

    def __init__(self, plans: RosterPlans, rows: Real) -> None:
        self._plans, self._master, self._search = plans, plans.master, plans.search
        self._tier = plans.master.tier
        self.aim = self._reached
        self._root = _Node(rows)
        least = self._steps(rows, plans.master.whole)
        known = _NOTHING if least is None else least
        self._stack = [_Open(self._root, plans.master.whole, known)]
        self._count, self._stuck = 1, least is None

    @property
    def goal(self) -> int:
        """What the tree is for: cases that are closed stay closed when a plan lowers the aim."""
        return min(self.aim, self._reached)

    @property
    def _reached(self) -> int:
        return self._tier.steps_of(self._search.incumbent.x)

    @property
    def begun(self) -> bool:
        return self._count > 1

    @property
    def closed(self) -> bool:
        return not self._stack

    @property
    def exhausted(self) -> bool:
        """Whether more time would not help."""
        return self.closed or self._stuck or self._count >= self._plans.params.most_cases

    @property
    def least(self) -> int:
        """The steps proven so far."""
        return min([self.goal, *(open_.least for open_ in self._stack)])

    @property
    def checked_in_time(self) -> bool:
        """Whether there is time enough for a checker to look at each case."""
        params = self._plans.params
        seconds = params.certified * self._master.rosters.diagram.nodes * self._count
        return seconds <= params.certified_share * self._search.time.seconds_left

    def run(self, until: float) -> None:
        """Continue until every case is closed or the clock reaches ``until``."""
        control, time = self._search.control, self._search.time
        while not (self.exhausted or control.over() or time.now >= until):
            self.aim = self.goal
            self._process(self._stack[-1], until)
        self._plans.release()
        self.aim = self.goal

    def cases(self) -> tuple[Case, ...]:
        """All cases in preorder; open ones have the prices of their parent."""
        return tuple(self._preorder())

    def _process(self, open_: _Open, until: float) -> None:
        """Close the last case or split it; where neither can be, it stays open."""
        master, ascent, box = self._master, Ascent(rows=open_.node.rows), open_.box
        ascent.bound, choice = priced(master, open_.node.rows, box)
        prices, closing = None, self.aim - 1 + _FRACTION
        if ascent.bound <= closing:
            master.enter(choice.block, choice.pairs)
            self._plans.keep_to(box)
            limits = self._plans.limits(until)
            if (ray := self._ray(box, limits)) is not None:
                share = (self.aim - ascent.bound) / priced(master, ray, box, 0.0)[0]
                ascent.rows = open_.node.rows + (1 + _FRACTION) * share * ray
            else:
                prices = generate(master, ascent, limits, self._plans.params, box=box, closing=closing)
        rows = open_.node.rows if ascent.rows is None else ascent.rows
        if (steps := self._steps(rows, box)) is not None and steps >= self.aim:
            open_.node.rows = rows
            self._stack.pop()
        elif prices is None or steps is None:
            self._stuck = not self._plans.limits(until)().over
        else:
            open_.node.rows = rows
            self._split(open_, prices, max(open_.least, steps))

    def _ray(self, box: Box, limits: Callable[[], Limits]) -> Real | None:
        """Prices that show that no rosters keep to the box and the rows; None if some do, which are entered, or if that
        can not be said.

        Farkas pricing: rosters that a ray finds best are entered while it shows nothing of all.
        """
        while rays := self._master.rays(limits()):
            found = [priced(self._master, ray, box, 0.0) for ray in rays]
            best = max((0, 1), key=lambda at: found[at][0])
            if found[best][0] > _FRACTION:
                return rays[best]
            if not sum(self._master.enter(choice.block, choice.pairs) for _, choice in found):
                return None
        return None

    def _split(self, open_: _Open, prices: Prices, least: int) -> None:
        """Two cases for the most fractional column, or a plan if there is none."""
        x = self._master.point(prices)
        columns = np.flatnonzero(open_.box.free & (np.minimum(x, 1 - x) > _FRACTION))
        if not len(columns):
            self._search.incumbent.offer(x)
            self._stuck = self.goal >= self.aim
            return
        self._stack.pop()
        column = int(columns[np.abs(x[columns] - 0.5).argmin()])
        open_.node.column = column
        for value in (0, 1):
            child = _Node(open_.node.rows)
            open_.node.children.append(child)
            self._stack.append(_Open(child, open_.box.fixed(column, value), least))
        self._count += 2

    def _steps(self, rows: Real, box: Box) -> int | None:
        """The steps that prices prove within a box; None if that can not be said."""
        found = proven(self._master, rows, box)
        return None if found is None else -(-found[1] // found[0].scale)

    def _preorder(self) -> Iterator[Case]:
        waiting = [self._root]
        while waiting:
            node = waiting.pop()
            waiting += reversed(node.children)
            prices = signed(self._tier, whole(node.rows * float(self._tier.scale)))
            held: Int = np.flatnonzero(prices)
            yield Case(node.column, self._tier.scale, tuple(held.tolist()), tuple(prices[held].tolist()))

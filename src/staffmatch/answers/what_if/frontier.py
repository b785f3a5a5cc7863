"""The search for points of a Pareto frontier, by capping one term and minimising the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from staffmatch.answers.options import Clock
from staffmatch.answers.what_if.excess import Excess
from staffmatch.errors import InternalError
from staffmatch.formulation.market import Market
from staffmatch.models import Scenario
from staffmatch.records.bases import Term
from staffmatch.result.solution import Solution
from staffmatch.solver import evaluate


@dataclass(frozen=True)
class Point:
    """A plan found under a cap on the first term; ``a`` and ``b`` are its values in steps, ``bound`` that of ``b``."""

    a: int
    b: int
    cap: int
    bound: int | None
    proven: bool
    proof: str | None
    solution: Solution
    base: Scenario

    @cached_property
    def shown(self) -> Solution:
        """The plan as one of the scenario with the two terms as its last tiers, without bounds."""
        return evaluate(self.base, self.solution.plan)


class Frontier:
    """Points of the frontier of terms a and b, after tiers that are held at their best."""

    def __init__(
        self,
        scenario: Scenario,
        held: Sequence[Sequence[Term]],
        a: Term,
        b: Term,
        clock: Clock,
        options: dict[str, Any],
    ) -> None:
        self._base = scenario.replace(tiers=(*held, (a,), (b,)))
        self._held, self._a, self._b, self._clock, self._options = tuple(held), a, b, clock, options
        self._points: list[Point] = []
        # Whether all that was looked for was solved to the end, what other points dominate among it.
        self.proven = True
        # A cap up to which the point has no other between it and itself, for each point that is proven.
        self._closed: dict[int, int] = {}

    def points(self, wanted: int) -> tuple[list[Point], bool]:
        """At most so many points, in order, and whether there are no others."""
        low, high = self._extremes(wanted)
        for number in range(1, wanted - 1):
            if self._clock.over:
                break
            cap = self._snapped(low.a + (high.a - low.a) * number // (wanted - 1))
            if not self._known(cap):
                self._capped(cap, wanted - number)
        while len(self._points) < wanted and not self._clock.over and (gap := self._between()) is not None:
            self._capped(gap, wanted - len(self._points))
        complete = self.proven and not self._others()
        return self._points, complete

    def _others(self) -> bool:
        """Whether there are points beside those found, or may be, where time ends.

        In each gap, the widest first, the least b just below its right end is that of the left end, and the gap is
        closed, or that of another point: one solve for each gap at most, and none after a point is found. What is found
        is more than was wanted, and left out.
        """
        while (gap := self._widest()) is not None:
            if self._clock.over:
                return True
            found = self._points
            self._capped(gap[1] - self._step, 1)
            if len(self._points) > len(found) or not self.proven:
                self._points, self.proven = found, True
                return True
        return False

    def _extremes(self, wanted: int) -> tuple[Point, Point]:
        """The least of a, and the least of b, each with the least of the other."""
        first = self._solved(self._base, wanted, None)
        first.require_plan()
        self._step = Market.of(self._base).problem.objectives[len(self._held)].step
        low = self._point(first, len(self._held), len(self._held) + 1, None)
        other = self._base.replace(tiers=(*self._held, (self._b,), (self._a,)))
        second = self._solved(other, wanted - 1, first)
        high = self._point(second, len(self._held) + 1, len(self._held), None)
        self._add(low)
        self._add(high)
        return self._points[0], self._points[-1]

    def _capped(self, cap: int, parts: int) -> None:
        """The least b among plans with at most ``cap`` of a."""
        tiers = (*self._held, (Excess(of=self._a, cap=cap),), (self._b,), (self._a,))
        near = max((point for point in self._points if point.a <= cap), key=lambda point: point.a)
        found = self._solved(self._base.replace(tiers=tiers), parts, near.solution)
        held = len(self._held)
        point = self._point(found, held + 2, held + 1, cap)
        if point.proven and point.a > cap:
            text = f"A plan with {near.a} of {self._a.kind!r} was known, and none is said to have at most {cap}."
            raise InternalError(text)
        added = point.a <= cap and self._add(point)
        if point.proven:
            self._closed[point.a] = max(cap, self._closed.get(point.a, cap))
        elif not added:
            # What time did not allow to find there is not looked for again.
            self._closed[near.a] = max(cap, self._closed.get(near.a, cap))

    def _solved(self, scenario: Scenario, parts: int, start: Solution | None) -> Solution:
        """In one of so many parts of the time that is left."""
        return self._clock.solved(scenario, self._clock.share(parts), start=start, **self._options)

    def _point(self, solution: Solution, a: int, b: int, cap: int | None) -> Point:
        first, second = solution.tiers[a], solution.tiers[b]
        steps = round(first.value * first.per_unit)
        proofs = {tier.proof for tier in solution.tiers}
        return Point(
            a=steps,
            b=round(second.value * second.per_unit),
            cap=steps if cap is None else cap,
            bound=None if second.bound is None else round(second.bound * second.per_unit),
            proven=solution.status == "optimal",
            proof="certificate" if proofs == {"certificate"} else None if None in proofs else "solver",
            solution=solution,
            base=self._base,
        )

    def _add(self, point: Point) -> bool:
        """Add a point unless another is as good; those that it dominates go."""
        self.proven &= point.proven
        if any(other.a <= point.a and other.b <= point.b for other in self._points):
            return False
        kept = [other for other in self._points if other.a < point.a or other.b < point.b]
        self._points = sorted([*kept, point], key=lambda one: one.a)
        return True

    def _snapped(self, cap: int) -> int:
        """The greatest value of a that is attainable at all and not above the cap."""
        return cap - (cap - self._points[0].a) % self._step

    def _known(self, cap: int) -> bool:
        """Whether the least b under the cap is that of a point."""
        return any(point.a <= cap <= self._closed.get(point.a, point.a) for point in self._points)

    def _between(self) -> int | None:
        """A cap in the widest gap in which there may be points; None if there is none."""
        if (gap := self._widest()) is None:
            return None
        closed, end, untried = gap
        return max(closed + self._step, self._snapped((closed + end) // 2)) if untried else end - self._step

    def _widest(self) -> tuple[int, int, bool] | None:
        """The widest gap in which there may be points: what it begins after, its right end, whether it is untried."""
        ends = [(self._closed.get(one.a, one.a), one.a) for one in self._points[:-1]]
        gaps = [
            (right.a - closed, closed, right.a, closed == a)
            for (closed, a), right in zip(ends, self._points[1:], strict=True)
            if closed < right.a - self._step
        ]
        return max(gaps)[1:] if gaps else None

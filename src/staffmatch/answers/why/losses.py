"""What the best plan loses with a pair, or without some: by prices and plans nearby, else by solving in the time."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from staffmatch.answers.resolving import Loss, Resolver, loss, steps
from staffmatch.answers.who_else.bounds import Asked
from staffmatch.answers.who_else.forced_pair import Condition, ConditionSearch, ForcedPair
from staffmatch.answers.who_else.ranking import ranked
from staffmatch.engine.state.control import Control
from staffmatch.result.solution import Solution

# Of the time that is left so much goes to a part of the market, before the whole is solved again.
_OF_PARTS = 0.5

# Within a time limit, a solver's word is confirmed in integers if so few pairs are open: that takes as long as to solve
# the whole again.
_MOST_CERTIFIED = 100

Pairs = Sequence[tuple[str, str]]


class Losses:
    """Losses against a solution, until the time of its resolver is over."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver, self._base = resolver, resolver.base
        self._asked = Asked.of(resolver.base)

    def with_pair(self, worker: str, shift: str) -> tuple[Loss | None, bool]:
        """What is lost with a pair that the plan does not have; and whether no plan at all has it, which is proven."""
        asked, number = self._asked, self._asked.workers[worker]
        mine = [pair for pair in asked.by_worker[number] if asked.pairs.job[pair] == asked.shifts[shift]]
        if not mine or self._pinned([(worker, shift)]):
            return self._solved([(worker, shift)], True, None)
        pair = int(mine[0])
        return self._of(ForcedPair(pair, asked.least(pair)), [(worker, shift)], True)

    def without(self, pairs: Pairs) -> tuple[Loss | None, bool]:
        """What is lost without some pairs, of which the plan has one at least; and whether no plan at all does without
        them, which is proven."""
        asked = self._asked
        if self._pinned(pairs):
            return self._solved(pairs, False, None)
        places = {(asked.workers[worker], asked.shifts[shift]) for worker, shift in pairs}
        own = np.concatenate([asked.by_worker[worker] for worker in sorted({worker for worker, _ in places})])
        jobs = asked.pairs.job[own].tolist()
        off = [
            pair for pair, job in zip(own.tolist(), jobs, strict=True) if (int(asked.pairs.worker[pair]), job) in places
        ]
        return self._of(Condition((), np.array(sorted(off), np.int64), asked.least()), pairs, False)

    def cheapest(self, worker: str) -> tuple[tuple[str, ...], Loss] | None:
        """The shifts of the job with which the best plan loses least, of those that the person does not have, and the
        loss; None where there is no such job, or time ended before a plan with one was found."""
        asked = self._asked
        own = asked.by_worker[asked.workers[worker]]
        found = ranked(asked, own[~asked.standing.x[own]], 1, self._control(1))
        if not found.first or found.first[0].best is None:
            return None
        columns, best = asked.pairs.columns, found.first[0]
        self._confirm(ConditionSearch(asked, self._control(1)), best)
        jobs = columns.job_shifts[int(asked.pairs.job[best.pair])].tolist()
        return tuple(columns.shift_ids[shift] for shift in jobs), self._told(best)

    def _control(self, part: float) -> Control:
        left = self._resolver.left
        return Control(None if left is None else left * part, threads=1, stop=lambda: self._resolver.over)

    def _pinned(self, pairs: Pairs) -> bool:
        """Pins of the pairs themselves would have to give way."""
        return not {(pin.worker, pin.shift) for pin in self._resolver.scenario.pins}.isdisjoint(pairs)

    def _of(self, condition: Condition, pairs: Pairs, assigned: bool) -> tuple[Loss | None, bool]:
        """Nearby first; what that leaves open is solved, unless the present plan's own bounds leave it open."""
        search = ConditionSearch(self._asked, self._control(_OF_PARTS))
        for wide in (False, True):
            if not self._settled(condition):
                search.near(condition, wide)
        if not self._settled(condition):
            search.exact(condition)
        self._confirm(search, condition)
        if self._settled(condition):
            return self._told(condition), False
        return self._solved(pairs, assigned, condition)

    def _confirm(self, search: ConditionSearch, condition: Condition) -> None:
        """A solver's word is confirmed in integers where there is time without end, or little to look at."""
        if condition.best is None or self._told(condition).proof != "solver":
            return
        if self._resolver.left is None or search.open_pairs(condition) <= _MOST_CERTIFIED:
            search.certify(condition)

    def _solved(self, pairs: Pairs, assigned: bool, condition: Condition | None) -> tuple[Loss | None, bool]:
        """By solving the whole again, as far as time allows, where that finds no worse a plan."""
        other: Solution | None = None
        if condition is None or not self._resolver.over:
            other = self._resolver.pinned(pairs, assigned)
            if other.status == "infeasible":
                return None, True
        best = None if condition is None else condition.best
        if other is not None and other.tiers and (best is None or steps(other) <= best.value):
            return loss(self._base, other), False
        return (None if condition is None else self._told(condition)), False

    def _settled(self, condition: Condition) -> bool:
        """Whether solving can tell no more: the loss is known, or the present plan is not proven in that tier."""
        if condition.best is None:
            return False
        found = self._told(condition)
        number = found.tier - 1
        return found.exact or self._asked.tiers[number].told < self._asked.values[number]

    def _told(self, condition: Condition) -> Loss:
        """The loss as far as it is known: in the first tier in which anything may be lost."""
        proof, last = "certificate", len(self._asked.values) - 1
        for number, (tier, now) in enumerate(zip(self._asked.tiers, self._asked.values, strict=True)):
            value, (bound, by) = None, (condition.least[number], "certificate")
            if condition.best is not None:
                value, (bound, by) = condition.best.value[number], condition.best.bounds[number]
            if by == "solver" or tier.certified < now:
                proof = "solver"
            least = max(0, 0 if bound == -math.inf else int(bound) - now)
            most = None if value is None or tier.told == -math.inf else max(least, value - int(tier.told))
            if least or most != 0 or number == last:
                break
        unit = self._base.tiers[number]
        return Loss(
            tier=number + 1,
            term=unit.term,
            unit=unit.unit,
            least=least / unit.per_unit,
            most=None if most is None else most / unit.per_unit,
            change=None if value is None else (value - now) / unit.per_unit,
            proof=proof if least == most else None,
        )

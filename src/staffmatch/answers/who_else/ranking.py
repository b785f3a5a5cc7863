"""Candidates in the order of the best plans with them: bounds say whom to look at, and when it is enough."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from staffmatch.answers.who_else.bounds import Asked, Steps
from staffmatch.answers.who_else.forced_pair import ConditionSearch, ForcedPair
from staffmatch.arrays import Int
from staffmatch.engine.state.control import Control

# All candidates have their turn before the first ones get what is left of the time.
FIRST_SHARE = 0.6

# The tiers of the best plan with a pair, and its number, which decides among equals.
Place = tuple[tuple[Steps, ...], int]


@dataclass(frozen=True)
class Ranked:
    """The first candidates in order, those that no plan can have, and whether the order is proven: that each of the
    first is at its value, and that nobody else is before one of them. ``in_time``: looking ended by itself."""

    first: list[ForcedPair]
    impossible: list[ForcedPair]
    proven: bool
    in_time: bool


def ranked(asked: Asked, pairs: Int, k: int, control: Control) -> Ranked:
    """The ``k`` pairs with the best plans, tier by tier; of equals the first by number.

    What is left of the time finds of each plan one that is as good with the fewest changes.
    """
    search, best = ConditionSearch(asked, control), list[Place]()
    candidates = sorted((ForcedPair(pair, asked.least(pair)) for pair in pairs.tolist()), key=lambda one: one.least)
    until = control.time.part(FIRST_SHARE)
    for one in candidates:
        if control.over() or control.time.now > until or _beyond(best, one, k):
            break
        search.near(one)
        for place in _places([one]):
            insort(best, place)
        del best[k:]
    for one in sorted(candidates, key=_in_order)[:k]:
        if not (one.exact or control.over()):
            search.near(one, wide=True)
    _close(candidates, k, control, search.exact)
    if control.time_limit is None:
        _close(candidates, k, control, search.certify, certified=True)
    possible = sorted((one for one in candidates if not one.impossible), key=_in_order)
    first = possible[:k]
    in_time = not control.over()
    for one in first:
        if one.exact and not control.over():
            search.fewest(one)
    proven = all(one.exact for one in first) and all(_beyond(list(_places(first)), one, k) for one in possible[k:])
    return Ranked(first, [one for one in candidates if one.impossible], proven, in_time)


def _close(
    candidates: list[ForcedPair], k: int, control: Control, close: Callable[[ForcedPair], None], certified: bool = False
) -> None:
    """Close what is open of those who may be among the first k, in the order of their bounds."""
    for one in sorted(candidates, key=lambda one: (one.low, one.pair)):
        others = _places(other for other in candidates if other is not one)
        if control.over() or _beyond(nsmallest(k, others), one, k):
            break
        if not (one.certified if certified else one.exact):
            close(one)


def _places(found: Iterable[ForcedPair]) -> Iterator[Place]:
    for one in found:
        if one.best is not None:
            yield one.best.value, one.pair


def _beyond(best: list[Place], one: ForcedPair, k: int) -> bool:
    """Whether k others are before this one, whatever its best plan is."""
    return len(best) >= k and best[-1] < (one.low, one.pair)


def _in_order(one: ForcedPair) -> tuple[bool, tuple[Steps, ...], int]:
    """As they were found; those of whom no plan is known come last, in order of their bounds."""
    return one.best is None, one.least if one.best is None else one.best.value, one.pair

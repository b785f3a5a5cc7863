"""The least cost of one worker's choices, by dynamic programming over the pairs in order of time.

Choices so far with the same activity in all rows under way, and the same indicators at 1, have the same future; the
cheapest stands for all. Rows over much of the time would make too many of them differ. So those over little time come
first: what follows each of their states at least costs is known from the end backwards. Then all rows are looked at, of
choices only that can end within some room of this least cost; the room grows until one does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.result.certificate.own_columns import OwnColumns

# Choices of one worker that are kept at a time, with rows over little time and with all.
_MOST_SHORT, _MOST = 50_000, 400_000

# The room begins with a part of the least total, and grows by a factor, so many times at most.
_FIRST, _GROWTH, _TRIES = 1000, 5, 20

# More than any total of a worker, which are below 2^60.
_FAR = 2**61


@dataclass(frozen=True)
class _Step:
    """States before a pair: those that follow if it is skipped and if it is taken, -1 for none, what taking it costs,
    and what it adds to each long row."""

    skip: Int
    take: Int
    cost: Int
    added: Int


def least_cost(own: OwnColumns, rest: Int, must: Mask, banned: Mask) -> int | None:
    """The least total of ``rest`` over the choices that keep the rows, with all pairs that ``must`` be there and none
    that is ``banned``; less where too many choices differ, and None where there is none."""
    long = own.length > len(own.columns) / 2
    while (steps := _short_steps(own, rest, ~long, must, banned)) is None:
        long |= own.length >= own.length[~long].max()
    follows = _follows(steps)
    if follows[0][0] >= _FAR:
        return None
    room = max(1, abs(int(follows[0][0])) // _FIRST)
    rows, kept = np.flatnonzero(long), np.arange(np.count_nonzero(long))
    for _ in range(_TRIES if len(kept) else 0):
        found = _within(own, rows, kept, steps, follows, room)
        if found is None:
            # One row less: what is least then is no more than with all.
            kept = np.delete(kept, own.length[rows[kept]].argmax())
        elif found <= room:
            return int(follows[0][0]) + found
        else:
            room *= _GROWTH
    return int(follows[0][0])


def _short_steps(own: OwnColumns, rest: Int, short: Mask, must: Mask, banned: Mask) -> list[_Step] | None:
    """The states by short rows; None if there are too many."""
    long = np.flatnonzero(~short)
    told = (own.indicator != 0).any(axis=0) | (rest[own.indicators] != 0)
    state: Int = np.zeros((1, 0), np.int64)
    before: Int = np.empty(0, np.int64)
    steps: list[_Step] = []
    for at, (items, ended) in enumerate(own.under_way(short, told)):
        state, before = _over(state, before, items), items
        taken, cost, added = _taken(own, at, items, state, rest, long)
        both = np.concatenate([state, taken])
        rows = items[items < own.rows]
        both[:, : len(rows)], able = own.settled(at + 1, rows, both[:, : len(rows)])
        both[:, ended] = 0
        able[: len(state)] &= not must[at]
        able[len(state) :] &= not banned[at]
        ends = np.flatnonzero(able)
        place, first = _distinct(both[ends])
        found = np.full(2 * len(state), -1)
        found[ends] = place
        steps.append(_Step(found[: len(state)], found[len(state) :], cost, added))
        state = both[ends][first]
        if len(state) > _MOST_SHORT:
            return None
    return steps


def _taken(own: OwnColumns, at: int, items: Int, state: Int, rest: Int, long: Int) -> tuple[Int, Int, Int]:
    """The states if a pair is taken, what that costs, and what it adds to long rows."""
    taken, cost = state.copy(), np.full(len(state), rest[own.columns[at]])
    added = np.tile(own.pair[long, at], (len(state), 1))
    rows = items[items < own.rows]
    taken[:, : len(rows)] += own.pair[rows, at]
    for place in range(len(rows), len(items)):
        number = items[place] - own.rows
        if own.member[number, at]:
            turns = taken[:, place] == 0
            taken[turns, : len(rows)] += own.indicator[rows, number]
            taken[turns, place] = 1
            cost[turns] += rest[own.indicators[number]]
            added[turns] += own.indicator[long, number]
    return taken, cost, added


def _follows(steps: list[_Step]) -> list[Int]:
    """What at least follows each state, from every pair on; a last value for none is unattainable."""
    follows = [np.array([0, _FAR])]
    for step in reversed(steps):
        after = follows[-1]
        least = np.minimum(after[step.skip], np.minimum(_FAR, step.cost + after[step.take]))
        follows.append(np.r_[least, _FAR])
    return follows[::-1]


def _within(own: OwnColumns, long: Int, kept: Int, steps: list[_Step], follows: list[Int], room: int) -> int | None:
    """By how much the least total within the kept long rows exceeds that within short ones; more than the room if that
    is not within it, None if too many choices differ."""
    state: Int = np.zeros(1, np.int64)
    cost: Int = np.zeros(1, np.int64)
    activity: Int = np.zeros((1, len(kept)), np.int64)
    limit = int(follows[0][0]) + room
    for at, step in enumerate(steps):
        child = np.r_[step.skip[state], step.take[state]]
        cost = np.r_[cost, cost + step.cost[state]]
        activity = np.concatenate([activity, activity + step.added[np.ix_(state, kept)]])
        activity, able = own.settled(at + 1, long[kept], activity)
        within = np.flatnonzero(able & (child >= 0) & (cost + follows[at + 1][child] <= limit))
        state, cost, activity = _cheapest(child[within], cost[within], activity[within])
        if len(state) > _MOST:
            return None
    return int(cost.min(initial=limit + 1)) - int(follows[0][0])


def _over(state: Int, before: Int, items: Int) -> Int:
    """The states with columns for other items, 0 for those that begin."""
    found = np.zeros((len(state), len(items)), np.int64)
    found[:, np.isin(items, before)] = state[:, np.isin(before, items)]
    return found


def _distinct(state: Int) -> tuple[Int, Int]:
    """The number of each state, and the first with each number. A hash brings equal ones together."""
    mark = state @ np.random.default_rng(0).integers(1, 2**62, state.shape[1])
    order = np.argsort(mark, kind="stable")
    fresh = np.ones(len(order), bool)
    fresh[1:] = (state[order[1:]] != state[order[:-1]]).any(axis=1)
    place = np.empty(len(order), np.int64)
    place[order] = np.cumsum(fresh) - 1
    return place, order[fresh]


def _cheapest(state: Int, cost: Int, activity: Int) -> tuple[Int, Int, Int]:
    """The least cost of each state with its activities."""
    mark = activity @ np.random.default_rng(0).integers(1, 2**62, activity.shape[1]) + state * (2**61 - 1)
    order = np.lexsort((cost, mark))
    state, cost, activity = state[order], cost[order], activity[order]
    fresh = np.ones(len(order), bool)
    fresh[1:] = (state[1:] != state[:-1]) | (activity[1:] != activity[:-1]).any(axis=1)
    return state[fresh], cost[fresh], activity[fresh]

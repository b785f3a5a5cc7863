"""A proof that needs no trust in any solver: whole-numbered prices, checked in integers.

With prices Y of the rows ``lower <= A x <= upper`` in units of 1/D, negative only where there is an upper bound and
positive only where there is a lower one, and R = D c - Yᵀ A,

    D c x  >=  Σ_i Y_i · bound_i + min { R x : x binary, x <= y for every pair of an indicator y }

for every plan. The minimum falls apart: over the pairs alone; with ``min(0, R_y + Σ_p min(0, R_p))`` for an indicator
and its pairs; or, where the certificate says so, into each worker's best roster, which a dynamic programme finds. No
price has to be optimal for the bound to hold; good ones make it tight. Later tiers have a row for each earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int
from staffmatch.columns import columns_of
from staffmatch.formulation import formulate
from staffmatch.models import Scenario
from staffmatch.pairing import eligible_pairs
from staffmatch.plan import Violation
from staffmatch.solution import Solution, TierProof

if TYPE_CHECKING:
    from staffmatch.engine.problem import Problem

_LARGEST = 2**62

# Cells (pair, capacity left) of the tables that are kept at a time.
_MOST_CELLS = 4_000_000


def check(scenario: Scenario, solution: Solution) -> tuple[Violation, ...]:
    """Every tier whose certified bound is not what its certificate proves."""
    problem = formulate(eligible_pairs(columns_of(scenario), scenario.rules), scenario.tiers)
    return tuple(_wrong(problem, solution))


def _wrong(problem: Problem, solution: Solution) -> Iterator[Violation]:
    values = tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)
    proofs = solution.certificate or (None,) * len(values)
    for number, (tier, proof) in enumerate(zip(solution.tiers, proofs, strict=True)):
        found = None if proof is None else certified(problem, number, values, proof)
        stated = None if tier.certified is None else round(tier.certified * tier.per_unit)
        if found != stated:
            text = f"The certificate of {tier.term!r} proves {found} steps where {stated} are stated."
            yield Violation("certificate", text, 1, "figures")


def certified(problem: Problem, number: int, values: tuple[int, ...], proof: TierProof) -> int | None:
    """The bound of one tier, among plans whose earlier tiers have these values; None where 64 bits can not hold it."""
    scale, objective = proof.scale, problem.objectives[number]
    prices = np.zeros(problem.matrix.shape[0], np.int64)
    prices[np.array(proof.rows, np.int64)] = np.array(proof.prices, np.int64)
    aim = np.where(prices > 0, problem.lower, np.where(prices < 0, problem.upper, 0))
    if not np.isfinite(aim).all() or any(price > 0 for price in (*proof.earlier, *proof.link_prices)):
        return None
    steps: Int = objective.costs // objective.step
    if _reach(problem, steps, prices, proof, number) >= _LARGEST:
        return None
    rest = scale * steps - problem.matrix.T @ prices
    total = sum(price * int(bound) for price, bound in zip(prices.tolist(), aim.tolist(), strict=True) if price)
    for earlier, price, value in zip(problem.objectives, proof.earlier, values, strict=False):
        rest -= price * (earlier.costs // earlier.step)
        total += price * ((value - earlier.constant) // earlier.step)
    pair, indicator = np.array(proof.link_pairs, np.int64), np.array(proof.link_indicators, np.int64)
    links = np.array(proof.link_prices, np.int64)
    if not _linked(problem, pair, indicator):
        return None
    np.subtract.at(rest, pair, links)
    np.add.at(rest, indicator, links)
    total += _rosters(problem, rest, proof.family) if proof.rosters else _linked_minimum(problem, rest)
    bound: int = objective.constant + objective.step * -(-total // scale)
    return bound


def _reach(problem: Problem, steps: Int, prices: Int, proof: TierProof, number: int) -> int:
    """More than any entry of R can become, in Python integers."""
    largest = proof.scale * int(np.abs(steps).max(initial=0)) + sum(abs(price) for price in proof.link_prices)
    longest = int(np.diff(problem.matrix.tocsc().indptr).max(initial=0))
    largest += longest * int(np.abs(prices).max(initial=0)) * int(np.abs(problem.matrix.data).max(initial=0))
    for earlier, price in zip(problem.objectives[:number], proof.earlier, strict=True):
        largest += abs(price) * int(np.abs(earlier.costs).max(initial=0))
    return largest


def _linked(problem: Problem, pair: Int, indicator: Int) -> bool:
    """Whether every link that has a price is one of the problem's."""
    if not len(pair):
        return True
    known_pair, known_indicator = problem.links
    links, known = pair * problem.width + indicator, known_pair * problem.width + known_indicator
    return bool(np.isin(links, known, kind="sort").all())


def _negative(values: Int) -> int:
    return sum(values[values < 0].tolist())


def _linked_minimum(problem: Problem, rest: Int) -> int:
    """Indicators with their pairs in closed form; of two families that share a pair only the first."""
    total, counted = 0, np.zeros(problem.width, bool)
    for family in problem.indicators:
        if family.forced and not counted[family.member].any():
            worth = rest[family.first : family.first + family.count].copy()
            np.add.at(worth, family.group, np.minimum(rest[family.member], 0))
            total += _negative(worth)
            counted[family.member] = True
            counted[family.first : family.first + family.count] = True
    return total + _negative(rest[~counted])


def _rosters(problem: Problem, rest: Int, family: int | None) -> int:
    """Each worker's best roster: pairs by start, the next one free after each, and what is left of the hours.

    Rows that are no capacities, whatever the certificate says of them, are left out, which proves less.
    """
    timeline = problem.timeline
    if timeline is None:
        return _negative(rest)
    capacity = (problem.family == family) & np.isfinite(problem.upper) & (problem.upper >= 0)
    rows = np.flatnonzero(capacity & ((problem.matrix < 0).sum(axis=1) == 0))
    part = problem.matrix[rows]
    weight, window = np.zeros(problem.width, np.int64), np.full(problem.width, -1)
    weight[part.indices], window[part.indices] = part.data, np.repeat(np.arange(len(rows)), np.diff(part.indptr))
    upper = np.r_[problem.upper[rows], 0].astype(np.int64)
    useful = np.flatnonzero(rest[: problem.pairs] < 0)
    order = useful[np.lexsort((timeline.start[useful], timeline.block[useful]))]
    total = _negative(rest[problem.pairs :])
    # Some workers at a time, so that their tables fit into memory.
    first = np.flatnonzero(np.diff(timeline.block[order], prepend=-1))
    cuts = first[1:][np.diff(first // max(1, _MOST_CELLS // (int(upper.max()) + 1))) > 0]
    for part in np.split(order, cuts) if len(order) else ():
        block = timeline.block[part]
        free = _free(block, timeline.start[part], timeline.end[part])
        total += _best(block, free, _filled(window[part], block), upper, weight[part], rest[part])
    return total


def _free(block: Int, start: Int, end: Int) -> Int:
    """For each pair the first of its worker's that starts when it ends or later; the number of all if there is none."""
    origin, axis = start.min(), int(end.max() - start.min()) + 1
    free = np.searchsorted(block * axis + start - origin, block * axis + end - origin)
    return np.where(free < np.searchsorted(block, block, side="right"), free, len(block))


def _filled(window: Int, block: Int) -> Int:
    """Pairs without a window use no capacity, so they may count to the one before, if it is the same worker's."""
    at = np.maximum.accumulate(np.where(window >= 0, np.arange(len(window)), -1))
    return np.where(at >= np.searchsorted(block, block), window[at], -1)


def _best(block: Int, free: Int, window: Int, upper: Int, weight: Int, gain: Int) -> int:
    """``F(i, k) = min(F(i + 1, k), gain_i + F(free_i, k - weight_i))``, with k anew in each window.

    For all workers at once: first their last pairs, then the last but one, and so on.
    """
    count = len(block)
    following = np.searchsorted(block, block, side="right") - np.arange(count)
    width = int(upper[window].max()) + 1
    table = np.zeros((count + 1, width), np.int64)
    window = np.r_[window, -2]

    def beyond(at: Int, other: Int, left: Int) -> Int:
        """F of others, at ``left`` or, in another window, at all of its capacity; at the end of a worker 0."""
        anew = upper[np.maximum(window[other], -1)][:, None]
        same = (window[other] == window[at])[:, None]
        found: Int = table[other[:, None], np.where(same, left, anew)]
        return found

    for level in np.split(np.argsort(following, kind="stable"), np.cumsum(np.bincount(following)[1:-1])):
        after = np.where(following[level] > 1, level + 1, count)
        table[level] = beyond(level, after, np.arange(width)[None, :])
        left = np.arange(width) - weight[level, None]
        take = beyond(level, free[level], np.maximum(left, 0)) + gain[level, None]
        np.minimum(table[level], take, out=take)
        table[level] = np.where(left >= 0, take, table[level])
    begin = np.flatnonzero(np.diff(block, prepend=-1))
    return sum(table[begin, upper[window[begin]]].tolist())

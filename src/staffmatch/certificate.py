"""A proof that needs no trust in any solver: whole-numbered prices, checked in integers.

With prices Y of the rows ``lower <= A x <= upper`` in units of 1/D, negative only where there is an upper bound and
positive only where there is a lower one, and R = D c - Yᵀ A,

    D c x  >=  Σ_i Y_i · bound_i + min { R x : x binary, x <= y for every pair of an indicator y }

for every plan. The minimum falls apart: over the pairs alone; with ``min(0, R_y + Σ_p min(0, R_p))`` for an indicator
and its pairs; or, where the certificate says so, into each worker's best roster, which a dynamic programme finds. No
price has to be optimal for the bound to hold; good ones make it tight.

Later tiers have a row for each earlier one, and fewer pairs: where the minimum rises, if a pair has to be in, to more
than D times the value of the tier, no plan that is as good here has the pair. The prices alone say which these are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.compiling import columns_of
from staffmatch.errors import require_type
from staffmatch.formulation import formulate
from staffmatch.models import Scenario
from staffmatch.pairing import eligible_pairs
from staffmatch.plan import Violation
from staffmatch.solution import Solution, TierProof

if TYPE_CHECKING:
    from staffmatch.engine.problem import Problem

# Numbers are below this, and so are sums of them by groups: three such still fit into 64 bits.
_LARGEST = 2**61

# Bounds of rows are floats, which hold all whole numbers as far as this.
_EXACT = 2**53

# Cells (pair, capacity left) of the tables that are kept at a time.
_MOST_CELLS = 4_000_000


def check(scenario: Scenario, solution: Solution) -> tuple[Violation, ...]:
    """Every tier whose certified bound is not what its certificate proves."""
    require_type(scenario, Scenario)
    require_type(solution, Solution)
    problem = formulate(eligible_pairs(columns_of(scenario), scenario.rules), scenario.tiers)
    return tuple(_wrong(problem, solution))


def _wrong(problem: Problem, solution: Solution) -> Iterator[Violation]:
    values = tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)
    proofs = solution.certificate if len(solution.certificate) == len(values) else (None,) * len(values)
    for tier, found in zip(solution.tiers, certified(problem, values, proofs), strict=True):
        stated = None if tier.certified is None else round(tier.certified * tier.per_unit)
        if found != stated:
            text = f"The certificate of {tier.term!r} proves {found} steps where {stated} are stated."
            yield Violation("certificate", text, 1, "figures")


def certified(problem: Problem, values: tuple[int, ...], proofs: Sequence[TierProof | None]) -> tuple[int | None, ...]:
    """The bound of each tier, among plans whose earlier tiers have these values; None without proof.

    What 64 bits can not hold is no proof, nor what names rows or links that there are not.
    """
    absent = np.zeros(problem.width, bool)
    bounds: list[int | None] = []
    for number, proof in enumerate(proofs):
        priced = None if proof is None else _priced(problem, number, values, proof, absent)
        if proof is None or priced is None:
            bounds.append(None)
            continue
        fixed, reduced = priced
        least, rise = _rosters(problem, reduced, proof.family) if proof.rosters else _linked_minimum(problem, reduced)
        objective = problem.objectives[number]
        bounds.append(objective.constant + objective.step * -(-(fixed + least) // proof.scale))
        room = proof.scale * ((values[number] - objective.constant) // objective.step) - fixed - least
        absent = _absent(problem, absent[: problem.pairs] | (rise > max(-1, min(room, 4 * _LARGEST - 1))))
    return tuple(bounds)


def _absent(problem: Problem, pairs: Mask) -> Mask:
    """Columns that are 0 where these pairs are: their indicators with them, once none of a group is left."""
    absent = np.zeros(problem.width, bool)
    absent[: problem.pairs] = pairs
    for family in problem.indicators:
        left = np.bincount(family.group[~pairs[family.member]], minlength=family.count)
        absent[family.first : family.first + family.count] = left == 0
    return absent


def _priced(
    problem: Problem, number: int, values: tuple[int, ...], proof: TierProof, absent: Mask
) -> tuple[int, Int] | None:
    """What the prices make of the bounds of the rows, and R, with 0 for what is absent; None where that is no proof."""
    objective = problem.objectives[number]
    steps: Int = objective.costs // objective.step
    if not _sound(problem, number, proof) or _reach(problem, steps, proof) >= _LARGEST:
        return None
    prices = np.zeros(len(problem.upper), np.int64)
    prices[np.array(proof.rows, np.int64)] = np.array(proof.prices, np.int64)
    aim = np.where(prices > 0, problem.lower, np.where(prices < 0, problem.upper, 0))
    if not (np.abs(aim) <= _EXACT).all():
        return None
    reduced = proof.scale * steps - problem.matrix.T @ prices
    fixed = sum(price * int(bound) for price, bound in zip(prices.tolist(), aim.tolist(), strict=True) if price)
    for earlier, price, value in zip(problem.objectives, proof.earlier, values, strict=False):
        reduced -= price * (earlier.costs // earlier.step)
        fixed += price * ((value - earlier.constant) // earlier.step)
    links = np.array(proof.link_prices, np.int64)
    np.subtract.at(reduced, np.array(proof.link_pairs, np.int64), links)
    np.add.at(reduced, np.array(proof.link_indicators, np.int64), links)
    reduced[absent] = 0
    return (fixed, reduced) if _summable(problem, reduced, proof) else None


def _sound(problem: Problem, number: int, proof: TierProof) -> bool:
    """Whether there is what the certificate names, with a price each, and none that pushes up where nothing pulls."""
    rows, links = proof.rows, proof.link_prices
    sizes = len(rows) == len(proof.prices) and len(proof.earlier) == number
    sizes = sizes and len(links) == len(proof.link_pairs) == len(proof.link_indicators) and proof.scale > 0
    known = min(rows, default=0) >= 0 and max(rows, default=-1) < len(problem.upper)
    return sizes and known and max((*proof.earlier, *links), default=0) <= 0 and _linked(problem, proof)


def _reach(problem: Problem, steps: Int, proof: TierProof) -> int:
    """At least as much as any entry of R, and any factor in one, can become, in Python integers."""
    dearest = max(map(abs, proof.prices), default=0)
    longest = int(np.diff(problem.columns.indptr).max(initial=0)) * int(np.abs(problem.matrix.data).max(initial=0))
    largest = proof.scale * int(np.abs(steps).max(initial=1)) + max(1, longest) * dearest
    for earlier, price in zip(problem.objectives, proof.earlier, strict=False):
        largest += abs(price) * max(1, int(np.abs(earlier.costs).max(initial=0)) // earlier.step)
    return largest + sum(map(abs, proof.link_prices))


def _summable(problem: Problem, reduced: Int, proof: TierProof) -> bool:
    """Whether whatever is added up of R in 64 bits, for a worker or for an indicator, fits into them."""
    size = np.abs(reduced).astype(float)
    if proof.rosters:
        groups = [] if problem.timeline is None else [(problem.timeline.block, size[: problem.pairs])]
    else:
        groups = [(family.group, size[family.member]) for family in problem.indicators if family.forced]
    # Floats add up to within far less than the half that this leaves.
    return all(np.bincount(group, amount).max(initial=0) < _LARGEST / 2 for group, amount in groups)


def _linked(problem: Problem, proof: TierProof) -> bool:
    """Whether every link that has a price is one of the problem's."""
    if not proof.link_prices:
        return True
    # Beyond these, another pair and indicator could have the number of a link.
    columns = (*proof.link_pairs, *proof.link_indicators)
    if min(columns) < 0 or max(columns) >= problem.width:
        return False
    pair, indicator = np.array(proof.link_pairs, np.int64), np.array(proof.link_indicators, np.int64)
    known_pair, known_indicator = problem.links
    links, known = pair * problem.width + indicator, known_pair * problem.width + known_indicator
    return bool(np.isin(links, known, kind="sort").all())


def _negative(values: Int) -> int:
    return sum(values[values < 0].tolist())


def _linked_minimum(problem: Problem, rest: Int) -> tuple[int, Int]:
    """Indicators with their pairs in closed form, and by how much each pair that has to be in raises it at least.

    Of families that share a pair only the one whose links are worth most.
    """
    linked = []
    for family in (family for family in problem.indicators if family.forced):
        own, members = rest[family.first : family.first + family.count], np.minimum(rest[family.member], 0)
        worth = own.copy()
        np.add.at(worth, family.group, members)
        linked.append((_negative(worth) - _negative(own) - _negative(members), family, worth))
    total, counted = 0, np.zeros(problem.width, bool)
    rise = np.maximum(rest[: problem.pairs], 0)
    for _, family, worth in sorted(linked, key=lambda found: -found[0]):
        if not counted[family.member].any():
            total += _negative(worth)
            rise[family.member] += np.maximum(worth, 0)[family.group]
            counted[family.member] = True
            counted[family.first : family.first + family.count] = True
    return total + _negative(rest[~counted]), rise


def _rosters(problem: Problem, rest: Int, family: int | None) -> tuple[int, Int]:
    """Each worker's best roster: pairs by start, the next one free after each, and what is left of the hours.

    A pair that has to be in raises it at least by what it costs itself: whatever is with it is a roster without it.
    Rows that are no capacities, whatever the certificate says of them, are left out, which proves less.
    """
    timeline, rise = problem.timeline, np.maximum(rest[: problem.pairs], 0)
    if timeline is None:
        return _negative(rest), rise
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
    return total, rise


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

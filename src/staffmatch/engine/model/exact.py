"""Bounds from integer duals, in integers of any size.

With integer duals Y of the rows ``lower <= A x <= upper`` in units of 1/D and R = D c - Yᵀ A, every choice satisfies

    D c x >= Σ_i Y_i b_i + R x,    b_i the side of row i on which Y_i pulls,

whatever the duals. Solvers propose them in floating point; once they are rounded, nothing here is rounded again. Safe
bounds of this kind: A. Neumaier and O. Shcherbina, "Safe bounds in linear and mixed-integer linear programming",
Mathematical Programming 99 (2004).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier

Prices = TypeVar("Prices", Int, Real)

# Sums of up to three numbers below this fit into 64 bits.
LARGEST = 2**61


def whole(values: Real | Int) -> Int:
    """The nearest integers, as int64 or, where they do not fit, as Python integers."""
    rounded = np.rint(values)
    if np.abs(rounded).max(initial=0) < LARGEST:
        return rounded.astype(np.int64)
    return np.array([int(value) for value in rounded.tolist()], object)


def total(values: Int) -> int:
    """The sum as a Python integer, which may exceed 64 bits."""
    if values.dtype == object or np.abs(values).sum(dtype=float) >= LARGEST:
        return sum(values.tolist())
    return int(values.sum())


@dataclass(frozen=True)
class Weighed:
    """A tier priced by integer duals: ``fixed`` is the duals' part of the bound, ``reduced`` is R."""

    fixed: int
    reduced: Int


def weighed(tier: Tier, proof: Proof) -> Weighed:
    """The tier priced by the rows' and links' duals of a proof."""
    prices, links = (whole(part * float(proof.scale)) for part in (proof.rows, proof.link))
    return priced(tier, proof.scale, signed(tier, prices), proof.pair, proof.indicator, np.minimum(links, 0))


def priced(tier: Tier, scale: int, prices: Int, pair: Int, indicator: Int, links: Int) -> Weighed:
    """The tier priced by integer duals of rows and links, in units of 1 / ``scale``."""
    static, held = len(tier.problem.upper), np.flatnonzero(prices)
    reach = scale * max(1, most(tier.costs)) + most(links) * len(links)
    reach += sum(abs(int(price)) * most(caps) for price, caps in zip(prices[static:], tier.caps, strict=True))
    kind = np.int64 if _fits(tier.problem, prices[:static], reach) else object
    reduced = scale * tier.costs.astype(kind)
    reduced -= _product(tier.problem, prices[:static], kind)
    for price, caps in zip(prices[static:].tolist(), tier.caps, strict=True):
        if price:
            reduced -= price * caps.astype(kind)
    np.subtract.at(reduced, pair, links.astype(kind))
    np.add.at(reduced, indicator, links.astype(kind))
    return Weighed(sum(int(prices[row]) * tier.side(row, int(prices[row])) for row in held.tolist()), reduced)


def _fits(problem: Problem, prices: Int, reach: int) -> bool:
    """Whether the duals times the rows, added to values as large as ``reach``, fit into 64 bits."""
    if prices.dtype == object or reach >= LARGEST:
        return False
    if reach + most(prices) * problem.tallest < LARGEST:
        return True
    held = np.flatnonzero(prices)
    # The rounding error of the float sum is far below the half that the limit leaves.
    weight = abs(problem.matrix[held]).T.astype(float) @ np.abs(prices[held]).astype(float)
    return bool(reach + weight.max(initial=0) < LARGEST)


def ruled_out(tier: Tier, proof: Proof, absent: Mask, steps: int) -> Mask:
    """Columns that are in no choice of at most ``steps``, as far as the duals prove it."""
    if proof.rosters:
        return absent
    problem, found = tier.problem, weighed(tier, proof)
    least, rise = linked_minimum(problem, found.reduced, ~absent)
    room = proof.scale * steps - found.fixed - least
    out = absent.copy()
    out[: problem.pairs] |= np.maximum(rise[: problem.pairs], 0) > max(-1, room)
    for indicators in problem.indicators:
        left = np.bincount(indicators.group[~out[indicators.member]], minlength=indicators.count)
        out[indicators.columns] = left == 0
    return out


def signed(tier: Tier, prices: Prices) -> Prices:
    """Duals, with 0 in place of those that pull towards a missing side."""
    prices = np.where(np.isfinite(tier.lower), prices, np.minimum(prices, 0))
    return np.where(np.isfinite(tier.upper), prices, np.maximum(prices, 0))


def most(values: Int) -> int:
    return max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))


def _product(problem: Problem, prices: Int, kind: type) -> Int:
    """``pricesᵀ · matrix`` of the problem's rows."""
    if kind is np.int64:
        found: Int = problem.columns.T @ prices.astype(np.int64)
        return found
    priced = np.flatnonzero(prices)
    part = problem.matrix[priced]
    found = np.zeros(problem.width, object)
    worth = np.repeat(prices[priced].astype(object), np.diff(part.indptr)) * part.data.astype(object)
    np.add.at(found, part.indices, worth)
    return found


def _widened(problem: Problem, reduced: Int) -> Int:
    """``reduced`` as Python integers where sums over an indicator's pairs might not fit into 64 bits."""
    size = np.abs(reduced).astype(float)
    indicator_sets = [indicators for indicators in problem.indicators if indicators.upper_linked]
    sums = (np.bincount(indicators.group, size[indicators.member]).max(initial=0) for indicators in indicator_sets)
    return reduced if max(sums, default=0) < LARGEST / 2 else reduced.astype(object)


def linked_minimum(problem: Problem, reduced: Int, candidates: Mask) -> tuple[int, Int]:
    """The minimum of R x with ``x <= y`` for every pair of an indicator y, and for each column how much the minimum
    rises at least if the column must be in.

    Of indicators that share a pair, only the one whose links are worth most is solved in closed form.
    """
    kept = _widened(problem, np.where(candidates, reduced, 0))
    negative, found = np.minimum(kept, 0), []
    for indicators in problem.indicators:
        if indicators.upper_linked:
            own = indicators.columns
            worth = kept[own].copy()
            np.add.at(worth, indicators.group, negative[indicators.member])
            gain = total(np.minimum(worth, 0)) - total(negative[own]) - total(negative[indicators.member])
            found.append((gain, indicators, worth))
    rise, counted, least = kept.copy(), np.zeros(problem.width, bool), 0
    for _, indicators, worth in sorted(found, key=lambda entry: -entry[0]):
        if not counted[indicators.member].any():
            least += total(np.minimum(worth, 0))
            own = indicators.columns
            counted[indicators.member] = counted[own] = True
            dear, member = np.maximum(worth, 0)[indicators.group], kept[indicators.member]
            rise[indicators.member] = np.where((member < 0) & (dear == 0), member, np.maximum(member, 0) + dear)
            rise[own] = worth
    return least + total(negative[~counted]), rise

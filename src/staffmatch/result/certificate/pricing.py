"""Reduced costs at integer duals of rows and links, in integers of any size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int, Mask

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from staffmatch.engine.model.problem import Problem
    from staffmatch.result.tier_proof import Prices

# Numbers and their sums by group are below this; three such sums still fit into 64 bits.
_LARGEST = 2**61

# Sides of rows are floats, which hold all integers up to this.
_EXACT = 2**53


@dataclass(frozen=True)
class Priced:
    """``fixed`` is the duals' part of the bound, ``reduced`` the columns' reduced costs."""

    fixed: int
    reduced: Int


class TierRows:
    """The costs of a tier, in steps, and the rows of its plans: the problem's, and one for each earlier tier.

    Earlier tiers have at most the given values, and at least the ``floors`` that were proven of them, if any. Their
    rows leave out the absent columns and are divided by ``divisors``.
    """

    def __init__(
        self,
        problem: Problem,
        number: int,
        values: tuple[int, ...],
        absent: Mask,
        divisors: tuple[int, ...],
        floors: Mapping[int, int],
    ) -> None:
        self._problem, objective, self._absent = problem, problem.objectives[number], absent
        self.costs: Int = objective.costs // objective.step
        self._divisors, self._caps = divisors or (1,) * number, dict[int, Int]()
        self.sound = len(divisors) in (0, number) and all(0 < divisor < _LARGEST for divisor in divisors)
        self.sound = self.sound and all(
            not (self._undivided(place) % divisor).any() for place, divisor in enumerate(divisors) if divisor > 1
        )
        self._sides: list[tuple[int, int | None]] = []
        for place, (earlier, value) in enumerate(zip(problem.objectives[:number], values, strict=False)):
            divisor = self._divisors[place] if self.sound else 1
            floor = -((earlier.constant - floors[place]) // earlier.step // divisor) if place in floors else None
            self._sides.append(((value - earlier.constant) // earlier.step // divisor, floor))

    def _undivided(self, place: int) -> Int:
        earlier = self._problem.objectives[place]
        return np.where(self._absent, 0, earlier.costs // earlier.step)

    def _earlier(self, duals: tuple[int, ...]) -> list[tuple[int, Int, int]] | None:
        """The duals of earlier tiers that are not 0, with the rows of these tiers and the sides on which they pull;
        None if there is no such side."""
        found = []
        for place, (dual, (limit, floor)) in enumerate(zip(duals, self._sides, strict=True)):
            side = floor if dual > 0 else limit
            if dual and side is None:
                return None
            if dual and side is not None:
                if place not in self._caps:
                    self._caps[place] = self._undivided(place) // self._divisors[place]
                found.append((dual, self._caps[place], side))
        return found

    def excluded(self) -> Mask:
        """Columns that are 0 since each of them alone makes an earlier tier worse than its value."""
        found = np.zeros(len(self.costs), bool)
        for place, (limit, _) in enumerate(self._sides if self.sound else ()):
            caps = self._undivided(place) // self._divisors[place]
            found |= caps + negative(caps) > limit
        return found

    def priced(self, by: Prices) -> Priced | None:
        """The tier at these duals; None if they are no proof: of rows or links that do not exist, or with a sign that
        pulls towards a missing side."""
        problem = self._problem
        if not (self.sound and _sound(problem, by, len(self._sides))):
            return None
        if (earlier := self._earlier(by.earlier)) is None:
            return None
        rows, prices = np.array(by.rows, np.int64), _whole(by.prices)
        aim = np.where(prices > 0, problem.lower[rows], np.where(prices < 0, problem.upper[rows], 0))
        if not (np.abs(aim) <= _EXACT).all():
            return None
        fixed = sum(price * int(bound) for price, bound in zip(by.prices, aim.tolist(), strict=True))
        part = problem.matrix[rows]
        kind = np.int64 if self._fits(by, earlier, part, prices) else object
        reduced = by.scale * self.costs.astype(kind) - self._product(part, prices, kind)
        for price, caps, side in earlier:
            reduced -= price * caps.astype(kind)
            fixed += price * side
        links = np.array(by.link_prices, kind)
        np.subtract.at(reduced, np.array(by.link_pairs, np.int64), links)
        np.add.at(reduced, np.array(by.link_indicators, np.int64), links)
        return Priced(fixed, reduced)

    def _fits(self, by: Prices, earlier: list[tuple[int, Int, int]], part: csr_array, prices: Int) -> bool:
        """Whether all sums fit into 64 bits."""
        reach = by.scale * max(1, _most(self.costs)) + sum(map(abs, by.link_prices))
        reach += sum(abs(price) * max(1, _most(caps)) for price, caps, _ in earlier)
        if prices.dtype == object or reach >= _LARGEST:
            return False
        # No column has more entries than there are rows with a dual.
        if reach + int(np.abs(prices).max(initial=0)) * len(prices) * max(1, _most(part.data)) < _LARGEST:
            return True
        # The rounding error of float sums is far below the half that the limit leaves.
        weight = abs(part).T.astype(float) @ np.abs(prices).astype(float)
        return reach + float(weight.max(initial=0)) < _LARGEST

    def _product(self, part: csr_array, prices: Int, kind: type) -> Int:
        if kind is np.int64:
            found: Int = part.T @ prices
            return found
        found = np.zeros(part.shape[1], object)
        worth = np.repeat(prices.astype(object), np.diff(part.indptr)) * part.data.astype(object)
        np.add.at(found, part.indices, worth)
        return found


def _whole(values: tuple[int, ...]) -> Int:
    """As int64, or as Python integers where they do not fit."""
    return np.array(values, np.int64 if max(map(abs, values), default=0) < _LARGEST else object)


def _most(values: Int) -> int:
    return max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))


def _sound(problem: Problem, by: Prices, earlier: int) -> bool:
    """Whether all priced rows and links exist, once each and with one dual each, and no link's dual is positive."""
    rows, links = by.rows, by.link_prices
    sizes = len(rows) == len(by.prices) and len(by.earlier) == earlier
    sizes = sizes and len(links) == len(by.link_pairs) == len(by.link_indicators) and by.scale >= 0
    known = min(rows, default=0) >= 0 and max(rows, default=-1) < len(problem.upper) and len({*rows}) == len(rows)
    return sizes and known and max(links, default=0) <= 0 and _linked(problem, by)


def _linked(problem: Problem, by: Prices) -> bool:
    """Whether every link with a dual is one of the problem's."""
    if not by.link_prices:
        return True
    # Outside this range, another pair and indicator could get the same code as a link.
    columns = (*by.link_pairs, *by.link_indicators)
    if min(columns) < 0 or max(columns) >= problem.width:
        return False
    pair, indicator = np.array(by.link_pairs, np.int64), np.array(by.link_indicators, np.int64)
    known_pair, known_indicator = problem.links
    links, known = pair * problem.width + indicator, known_pair * problem.width + known_indicator
    return bool(np.isin(links, known, kind="sort").all())


def total(values: Int) -> int:
    """The sum as a Python integer, which may exceed 64 bits."""
    if values.dtype == object or np.abs(values).sum(dtype=float) >= _LARGEST:
        return sum(values.tolist())
    return int(values.sum())


def negative(values: Int) -> int:
    """The sum of the negative values."""
    return total(values[values < 0])


def _widened(problem: Problem, rest: Int) -> Int:
    """``rest`` as Python integers where sums over an indicator's pairs might not fit into 64 bits."""
    size = np.abs(rest).astype(float)
    families = [family for family in problem.indicators if family.upper_linked]
    sums = (np.bincount(family.group, size[family.member]).max(initial=0) for family in families)
    return rest if max(sums, default=0) < _LARGEST / 2 else rest.astype(object)


def linked_minimum(problem: Problem, rest: Int) -> tuple[int, Int]:
    """The minimum with indicators and their pairs in closed form, and by how much forcing each pair in raises it at
    least.

    Of families that share a pair, only the one whose links are worth most counts.
    """
    rest, linked = _widened(problem, rest), []
    for family in (family for family in problem.indicators if family.upper_linked):
        own, members = rest[family.first : family.first + family.count], np.minimum(rest[family.member], 0)
        worth = own.copy()
        np.add.at(worth, family.group, members)
        linked.append((negative(worth) - negative(own) - negative(members), family, worth))
    total, counted = 0, np.zeros(problem.width, bool)
    rise = np.maximum(rest[: problem.pairs], 0)
    for _, family, worth in sorted(linked, key=lambda found: -found[0]):
        if not counted[family.member].any():
            total += negative(worth)
            rise[family.member] += np.maximum(worth, 0)[family.group]
            counted[family.member] = True
            counted[family.first : family.first + family.count] = True
    return total + negative(rest[~counted]), rise

"""Rows that round loads at a level: what whole assignments have above or below it, when they go in uneven steps.

For whole numbers x >= 0 with amounts a_j, a level b and ``z >= max(0, Σ a_j x_j - b)``, mixed-integer rounding by any
whole number d, with ``r = b mod d``, gives

    z  >=  Σ_j [(d - r) ⌊a_j / d⌋ + max(0, a_j mod d - r)] x_j  -  (d - r) ⌊b / d⌋,

and for ``z >= max(0, b - Σ a_j x_j)`` it gives ``z >= r ⌈b / d⌉ - Σ_j [r ⌊a_j / d⌋ + min(r, a_j mod d)] x_j`` (G. L.
Nemhauser and L. A. Wolsey, "A recursive procedure to generate all cuts for 0-1 mixed integer programs", Mathematical
Programming 46, 1990). Two shifts of 6 h fit below 12 h, and one of 8 h leaves room for none: by d = 8 h, eighteen of
8 h and twelve of 6 h can't be shared out among twenty people with at most 12 h for each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Real, product

# So many assignments of one party are told apart.
_MOST_TIMES = 30


@dataclass(frozen=True)
class Seats:
    """The seats that are to be shared out: how many have each ``amount``."""

    amount: Int
    people: Int


@dataclass(frozen=True)
class LevelRows:
    """``z_g >= base[g] + Σ_e value[e] x_e`` over the entries e of each party g."""

    base: Int
    value: Int


def rounded(seats: Seats, each: Int, group: Int, level: Int, *, over: bool) -> LevelRows | None:
    """The rows by the divisor that proves most if all seats are filled; None if none proves more than the rows without
    rounding.

    ``each`` is the amount of each entry, ``group`` its party, and ``level`` has the level of each party, less what it
    had before.
    """
    usual = np.full(len(seats.amount), _median(level))
    plain, best, divisor = _proven(seats.amount, level, seats, over=over), -1.0, 0
    for d in _divisors(seats.amount, int(usual[0]) if len(usual) else 0):
        base, value = _by(d, level, seats.amount, usual, over=over)
        if (found := _proven(value, base, seats, over=over)) > max(best, plain, 0.0):
            best, divisor = found, d
    return None if not divisor else _signed(*_by(divisor, level, each, level[group], over=over), over=over)


def _by(d: int, level: Int, each: Int, own: Int, *, over: bool) -> tuple[Int, Int]:
    """What the level and each amount count, rounded by d; ``own`` is the level of each amount's party."""
    rest = own % d
    if over:
        value = product(d - rest, each // d) + np.maximum(0, each % d - rest)
        return product(d - level % d, level // d), value
    return product(level % d, -(-level // d)), product(rest, each // d) + np.minimum(rest, each % d)


def _signed(base: Int, value: Int, *, over: bool) -> LevelRows:
    return LevelRows(-base, value) if over else LevelRows(base, -value)


def _proven(value: Int, base: Int, seats: Seats, *, over: bool) -> float:
    """What the rows of all parties add up to if all seats are filled."""
    filled: Real = value.astype(float) @ seats.people
    return float((filled - base.sum()) * (1 if over else -1))


def _divisors(amount: Int, level: int) -> list[int]:
    """Divisors that may round well: the amounts, and those that just don't fit so many times."""
    most = level // max(1, int(amount.min(initial=1)))
    found = {*amount.tolist(), *(level // times + 1 for times in range(1, min(most, _MOST_TIMES) + 1))}
    return sorted(d for d in found if d > 1)


def _median(level: Int) -> int:
    return int(np.sort(level)[len(level) // 2]) if len(level) else 0

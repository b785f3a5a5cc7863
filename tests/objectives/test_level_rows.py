"""Rows that round loads at a level hold for every choice, and prove what sums of hours do not."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from staffmatch.objectives.shared.level_rows import Seats, rounded


def counts(kinds: int) -> np.ndarray:
    """All numbers of up to four assignments of each kind."""
    return np.array(list(product(range(5), repeat=kinds)))


@pytest.mark.parametrize("over", [True, False])
def test_no_choice_is_below_the_row_of_its_party(over: bool) -> None:
    found, choices = 0, counts(3)
    for seed in range(100):
        dice = Random(seed)  # noqa: S311 - nothing here is secret
        each = np.array([dice.randrange(2, 12) for _ in range(3)])
        seats, people = Seats(each, np.array([dice.randrange(1, 9) for _ in each])), dice.randrange(2, 9)
        average = int(each @ seats.people) // people
        level = np.array([average + dice.randrange(-3, 4)] * people)
        rows = rounded(seats, np.tile(each, people), np.arange(3 * people) // 3, level, over=over)
        if rows is None:
            continue
        found += 1
        beyond = (choices @ each - level[0]) * (1 if over else -1)
        assert (np.maximum(0, beyond) >= rows.base[0] + choices @ rows.value[:3]).all()
    assert found > 10


def test_each_party_has_its_own_level() -> None:
    each, group, level = np.array([3, 4, 3, 4]), np.array([0, 0, 1, 1]), np.array([6, 5])
    rows = rounded(Seats(np.array([3, 4]), np.array([1, 2])), each, group, level, over=True)
    assert rows is not None
    for x in counts(2):
        for party in (0, 1):
            mine = group == party
            assert max(0, each[mine] @ x - level[party]) >= rows.base[party] + rows.value[mine] @ x


def test_long_and_short_shifts_do_not_fit_as_their_hours_do() -> None:
    # Eighteen of 8 h and twelve of 6 h, twenty people, 12 h each, in steps of 2 h: 216 h are less than 240 h.
    seats, people = Seats(np.array([4, 3]), np.array([18, 12])), 20
    rows = rounded(seats, np.tile(seats.amount, people), np.arange(2 * people) // 2, np.full(people, 6), over=True)
    assert rows is not None
    assert rows.base.sum() + rows.value[:2] @ seats.people == 8


def test_rounding_adds_nothing_where_all_are_equally_long() -> None:
    seats = Seats(np.array([1, 1]), np.array([5, 6]))
    assert rounded(seats, seats.amount, np.zeros(2, np.int64), np.array([3]), over=True) is None

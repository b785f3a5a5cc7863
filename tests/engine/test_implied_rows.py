"""Rows that others imply: found exactly, and no linear program needs them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

import staffmatch as sm
from staffmatch.constraints import ConsecutiveDays, Coverage, DailyHours, DailyRest, SplitDays, WeeklyHours
from staffmatch.engine.bounds.priced_lp import relax
from staffmatch.engine.model.implied_rows import implied_rows
from staffmatch.engine.model.problem import WORKER, Objective, Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import PricingParams
from staffmatch.engine.state.control import Control
from staffmatch.objectives import EmptySeats
from tests.builders import demand, problem_of, scenario, shift, worker
from tests.strategies import examples


def packed(rows: list[tuple[list[int], int]], width: int) -> Problem:
    """``Σ x <= upper`` over the columns of each row, and every column worth having."""
    row = np.repeat(np.arange(len(rows)), [len(columns) for columns, _ in rows])
    column = np.array([one for columns, _ in rows for one in columns], np.int64)
    matrix = csr_array((np.ones(len(row), np.int64), (row, column)), shape=(len(rows), width))
    matrix.sum_duplicates()
    upper, none = np.array([float(most) for _, most in rows]), np.full(len(rows), -np.inf)
    side, group = np.full(len(rows), WORKER, np.int8), np.zeros(len(rows), np.int64)
    worth = (Objective(0, -np.ones(width, np.int64)),)
    return Problem(width, matrix, none, upper, side, group, np.arange(width), None, (), worth)


@examples(200)
@given(st.lists(st.tuples(st.sets(st.integers(0, 5), min_size=1), st.integers(1, 2)), min_size=1, max_size=8))
def test_a_row_is_implied_iff_it_is_part_of_another_that_asks_as_much(told: list[tuple[set[int], int]]) -> None:
    rows = [(sorted(columns), most) for columns, most in told]
    expected = [
        any(
            one <= other and v <= u and (n < m or (other, v) != (one, u)) for n, (other, v) in enumerate(told) if n != m
        )
        for m, (one, u) in enumerate(told)
    ]
    assert implied_rows(packed(rows, 6)).tolist() == expected


@examples(60)
@given(st.lists(st.tuples(st.sets(st.integers(0, 5), min_size=1), st.integers(1, 2)), min_size=1, max_size=8))
def test_the_linear_program_is_the_same_without_them(told: list[tuple[set[int], int]]) -> None:
    problem = packed([(sorted(columns), most) for columns, most in told], 6)
    every, nothing, bounds = np.ones(6, bool), np.zeros(6, bool), []
    for known in (implied_rows(problem), np.zeros(len(told), bool)):
        bare = replace(problem)
        vars(bare)["implied_rows"] = known
        tier = Tier(bare, bare.objectives[0])
        found = relax(tier, every, nothing, Control().limits, None, params=PricingParams(wide_columns=1))
        assert found is not None
        assert not found.proof.rows[known].any()
        bounds.append(round(found.bound, 3))
    assert bounds[0] == bounds[1]


def test_coefficients_count() -> None:
    problem = packed([([0, 1], 1), ([0, 1, 2], 1)], 3)
    assert implied_rows(problem).tolist() == [True, False]
    twice = replace(problem, matrix=csr_array(problem.matrix * np.array([[1], [2]])))
    assert implied_rows(twice).tolist() == [False, False]


def two_weeks(*rules: sm.Rule) -> Problem:
    shifts = [shift(f"{part}{day}", day, hours) for day in range(6, 20) for part, hours in HALVES.items()]
    planned = scenario([worker()], [demand("d", *shifts)], [*rules, Coverage()], tiers=[[EmptySeats()]])
    return problem_of(planned)


HALVES = {"early": "06:00-14:00", "late": "14:00-22:00"}


def test_hours_of_a_day_under_a_rest_and_of_a_week_beside_days_in_a_row() -> None:
    problem = two_weeks(DailyRest(), DailyHours(), WeeklyHours(hours=48), ConsecutiveDays(days=6))
    rests = int((problem.row_group == 0).sum())
    kept = ~implied_rows(problem)
    # Rests, and every seven days in a row, of which those from a Monday are told by hours.
    assert kept.sum() == rests + 8


def test_a_rest_that_sets_the_shifts_of_a_day_apart_leaves_nothing_to_split() -> None:
    alone = two_weeks(DailyRest())
    assert two_weeks(DailyRest(), SplitDays(pieces=1)).matrix.shape == alone.matrix.shape
    between = two_weeks(DailyRest(between="days"), SplitDays(pieces=1))
    assert between.matrix.shape[0] > two_weeks(DailyRest(between="days")).matrix.shape[0]

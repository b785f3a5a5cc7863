"""Whole prices prove the same in 64 bits and beyond, and never too much."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

import staffmatch as sm
from staffmatch.engine.backends.cp_sat import count, counts
from staffmatch.engine.backends.lp import Limits, Program, Status, is_safe, open_session
from staffmatch.engine.bounds.priced_lp import relax
from staffmatch.engine.model.exact import linked_minimum, priced, signed, total, weighed, whole
from staffmatch.engine.model.problem import Objective
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.control import Control
from tests.builders import problem_of
from tests.strategies import examples, scenarios

LIMITS = Limits(float("inf"), 1, 0, lambda: False)


def test_whole_numbers_beyond_64_bits_are_pythons() -> None:
    assert whole(np.array([0.4, -2.5, 7.0])).tolist() == [0, -2, 7]
    assert whole(np.array([2.0**70, 1.0])).tolist() == [2**70, 1]
    assert total(np.array([2**61, 2**61, 2**61, 2**61])) == 2**63


@examples(60)
@given(scenarios(pins=False), st.integers(0, 99))
def test_large_prices_weigh_as_small_ones_do(scenario: sm.Scenario, seed: int) -> None:
    problem = problem_of(scenario)
    tier, dice = Tier(problem, problem.objectives[0]), np.random.default_rng(seed)
    prices = dice.integers(-9, 9, len(problem.lower))
    prices = signed(tier, prices)
    pair, indicator = problem.links
    links = -dice.integers(0, 9, len(pair))
    small = priced(tier, 3, prices, pair, indicator, links)
    large = priced(tier, 3 * 2**80, prices.astype(object) * 2**80, pair, indicator, links.astype(object) * 2**80)
    assert large.fixed == small.fixed * 2**80
    assert large.reduced.tolist() == [value * 2**80 for value in small.reduced.tolist()]
    everything = np.ones(problem.width, bool)
    least, rise = linked_minimum(problem, small.reduced, everything)
    more, higher = linked_minimum(problem, large.reduced, everything)
    assert more == least * 2**80
    assert higher.tolist() == [value * 2**80 for value in rise.tolist()]


@examples(60)
@given(scenarios(pins=False))
def test_a_relaxation_states_what_its_rounded_prices_prove(scenario: sm.Scenario) -> None:
    problem = problem_of(scenario)
    everything = np.ones(problem.width, bool)
    tier = Tier(problem, problem.objectives[0])
    relaxed = relax(tier, everything, ~everything, Control().limits, None)
    assert relaxed is not None
    found = weighed(tier, relaxed.proof)
    least, _ = linked_minimum(problem, found.reduced, everything)
    assert relaxed.least == -(-(found.fixed + least) // relaxed.proof.scale)
    assert tier.at(relaxed.least) <= round(sm.solve(scenario).tiers[0].value * sm.solve(scenario).tiers[0].per_unit)


def test_rows_of_earlier_tiers_are_divided_by_what_is_left_in_common() -> None:
    problem = problem_of(sm.hamburg.scenario("small", seed=4))
    first = problem.objectives[0]
    odd = Objective(first.constant, np.where(np.arange(problem.width) == 0, first.costs - 1, 6 * first.costs))
    absent = np.arange(problem.width) == 0
    value = odd.value(np.zeros(problem.width, bool))
    kept, without = (Tier(problem, first, ((odd, value),), out) for out in (None, absent))
    assert kept.divisors == [1]
    assert without.divisors[0] % 6 == 0
    assert without.limits[0] == (value - odd.constant) // odd.step // without.divisors[0]


@given(st.data())
@examples(60)
def test_the_solver_that_counts_finds_the_best_of_all_points(data: st.DataObject) -> None:
    columns, rows = data.draw(st.integers(1, 6)), data.draw(st.integers(0, 3))
    large = st.integers(-(10**12), 10**12)
    matrix = np.array([data.draw(st.lists(large, min_size=columns, max_size=columns)) for _ in range(rows)], np.int64)
    matrix = matrix.reshape(rows, columns)
    points = (np.arange(2**columns)[:, None] >> np.arange(columns)) & 1
    # A side that some point meets exactly.
    met = points[data.draw(st.integers(0, len(points) - 1))]
    upper = matrix @ met
    costs = np.array(data.draw(st.lists(large, min_size=columns, max_size=columns)), np.int64)
    one = Program(csr_array(matrix), np.full(rows, -np.inf), upper.astype(float), costs)
    kept = points[(points @ matrix.T <= upper).all(axis=1)]
    answer = count(one, LIMITS, None)
    assert counts(one)
    assert answer.status is Status.OPTIMAL
    assert answer.bound == (kept @ costs).min()
    assert answer.x is not None
    assert int(answer.x.astype(np.int64) @ costs) == answer.bound


def test_sides_that_floating_point_can_not_hold_are_counted_exactly() -> None:
    side = 2**60 + 1
    row = csr_array(np.array([[side, 1]], np.int64))
    one = Program(row, np.array([-np.inf]), np.array([float(side)]), np.array([-2, -1]), large={0: side})
    answer = count(one, LIMITS, None)
    assert answer.bound == -2
    one = Program(row, np.array([-np.inf]), np.array([float(side)]), np.array([-2, -1]), large={0: side + 1})
    assert count(one, LIMITS, None).bound == -3


def test_a_program_of_large_numbers_is_not_safe() -> None:
    def safe(weight: int, side: int, cost: int) -> bool:
        return is_safe(csr_array(np.array([[weight]])), np.array([-np.inf]), np.array([float(side)]), np.array([cost]))

    assert safe(2**20, 2**24, 2**30)
    assert not safe(2**20 + 1, 1, 1)
    assert not safe(1, 2**24 + 1, 1)
    assert not safe(1, 1, 2**30 + 1)


@pytest.mark.parametrize("backend", ["highs", "mathopt"])
def test_bounds_of_columns_change_and_a_ray_says_why_there_is_no_point(backend: str) -> None:
    rows = csr_array(np.array([[1, 1, 1]]))
    one = Program(rows, np.array([2.0]), np.array([np.inf]), np.array([3, 5, 4]))
    session = open_session(one, backend)  # type: ignore[arg-type]
    assert session.relax(LIMITS).value == pytest.approx(7)
    session.bound(np.zeros(3), np.array([0.0, 1, 1]))
    assert session.relax(LIMITS).value == pytest.approx(9)
    session.bound(np.zeros(3), np.array([0.0, 0, 1]))
    answer = session.relax(LIMITS)
    assert answer.status is Status.INFEASIBLE
    assert answer.duals is None or abs(answer.duals[0]) > 0
    session.bound(np.zeros(3), np.ones(3))
    assert session.relax(LIMITS).value == pytest.approx(7)


def test_costs_and_rows_of_any_size_reach_the_solver_in_units_that_it_takes() -> None:
    rows = csr_array(np.array([[2**50, 2**50]], np.int64))
    one = Program(rows, np.array([-np.inf]), np.array([2.0**50]), np.array([-(2**60), -(2**59)]), unit=2.0**30)
    session = open_session(one, "highs")
    answer = session.relax(LIMITS)
    assert answer.value == pytest.approx(-(2**60))
    assert answer.duals is not None
    assert answer.duals[0] * 2**50 == pytest.approx(-(2**59), rel=1e-6) or answer.duals[0] <= 0
    assert session.solve(LIMITS, None, lambda _: None).value == pytest.approx(-(2**60))

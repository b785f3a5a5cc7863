"""Full rows in place of an earlier tier's row: the same linear program, and duals that hold without them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given

import staffmatch as sm
from staffmatch.constraints import Coverage, DailyRest
from staffmatch.engine.bounds.priced_lp import Relaxed, relax
from staffmatch.engine.bounds.seat_relaxation import seat_bound
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.model.exact import ruled_out
from staffmatch.engine.model.face import Face, full_rows
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.control import Control
from staffmatch.objectives import EmptySeats, PairCost
from staffmatch.result.certificate import Checker
from staffmatch.result.decoding import encode_proof
from tests.builders import demand, problem_of, scenario, shift, worker
from tests.engine.test_merged_seats import doubles
from tests.strategies import examples


def first_face(problem: Problem, value: int) -> np.ndarray | None:
    """The full rows that the seats' prices show of the first tier at a value."""
    tier = Tier(problem, problem.objectives[0])
    bound, proof = seat_bound(tier)
    steps, nothing = tier.exact_steps(value), np.zeros(problem.width, bool)
    return full_rows(tier, proof, steps, ruled_out(tier, proof, nothing, steps)) if bound == value else None


def relaxed(problem: Problem, value: int, faces: tuple[np.ndarray | None, ...]) -> Relaxed:
    tier = Tier(problem, problem.objectives[1], ((problem.objectives[0], value),)).with_faces(faces)
    x = problem.complete(greedy(problem))
    found = relax(tier, np.ones(problem.width, bool), x, Control().limits, None)
    assert found is not None
    return found


@examples(60)
@given(doubles())
def test_the_bound_is_the_same_and_needs_no_full_rows(scenario: sm.Scenario) -> None:
    problem = problem_of(scenario)
    solution = sm.solve(scenario, work_limit=5)
    assume(solution.status == "optimal")
    values = tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)
    face = first_face(problem, values[0])
    assume(face is not None and problem.values(problem.complete(greedy(problem)))[0] == values[0])
    one, other = (relaxed(problem, values[0], faces) for faces in ((face,), ()))
    assert one.bound == pytest.approx(other.bound, abs=1e-3)
    checked = Checker(problem, values).bound(1, encode_proof(one.proof, 1))
    assert checked is not None
    assert checked <= values[1]
    assert checked >= problem.objectives[1].constant + problem.objectives[1].step * one.least


def crowded(people: int) -> Problem:
    """Two seats, and costs of which the cheapest would leave one empty."""
    demands = [demand(f"d{n}", shift(f"s{n}", 6 + n, "08:00-16:00")) for n in range(2)]
    rows = [(f"w{w}", f"s{n}", 3 + w) for w in range(people) for n in range(2)]
    who, which, costs = zip(*rows, strict=True)
    table = sm.PairTable(workers=who, shifts=which, costs=costs)
    rules = [DailyRest(), Coverage()]
    tiers = [[EmptySeats()], [PairCost()]]
    return problem_of(scenario([worker(f"w{n}") for n in range(people)], demands, rules, pair_table=table, tiers=tiers))


def test_seats_that_have_to_be_filled_are_full_rows_and_their_tier_needs_no_row() -> None:
    problem = crowded(3)
    face = first_face(problem, 0)
    tier = Tier(problem, problem.objectives[1], ((problem.objectives[0], 0),)).with_faces((face,))
    found = Face.of(tier)
    assert np.flatnonzero(found.implied).tolist() == [len(problem.upper)]
    assert (found.lower == found.upper).sum() == 2
    assert relaxed(problem, 0, (face,)).bound == pytest.approx(6)


def test_a_value_that_is_not_proven_says_nothing_of_rows() -> None:
    problem = crowded(3)
    tier = Tier(problem, problem.objectives[0])
    bound, proof = seat_bound(tier)
    assert bound == 0
    assert full_rows(tier, proof, tier.exact_steps(1), np.zeros(problem.width, bool)) is None


def test_one_candidate_has_no_row_that_could_be_full() -> None:
    assert first_face(crowded(1), 0) is None

"""Shift minimisation against all subsets: the plan, both bounds, the lifted rows, and what local search keeps true."""

from __future__ import annotations

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import AllowedPairs, Coverage, DailyRest
from staffmatch.engine.backends.lp import Program, open_session
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.shift_minimisation.ejection_search import EjectionSearch
from staffmatch.engine.shift_minimisation.shift_minimisation import fill_seats, minimise_workers
from staffmatch.engine.shift_minimisation.worker_count_bounds import SCALE, least_used, lifted, seat_proof, seats_apart
from staffmatch.engine.shift_minimisation.worker_seat_matrix import WorkerSeatMatrix, matrix_of, worker_indicators
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch
from staffmatch.objectives import CommuteMinutes, EmptySeats, WorkersUsed
from staffmatch.result.certificate import Checker
from staffmatch.result.decoding import encode_proof
from tests import builders
from tests.brute_force import least, values
from tests.builders import problem_of
from tests.strategies import sample

SEEDS = sample(range(12), 4)


def shifts(seed: int, people: int = 4, jobs: int = 4, rules: tuple[sm.Rule, ...] = ()) -> sm.Scenario:
    """Jobs of one day, some of two people, and for each person a draw of those they can do."""
    dice = np.random.default_rng(seed)
    starts = dice.integers(6, 11, jobs)
    needs = [
        builders.demand(
            f"d{n}",
            builders.shift(f"s{n}", 6, f"{start:02}:00-{start + dice.integers(3, 7):02}:00"),
            headcount=1 + int(dice.random() < 0.2),
        )
        for n, start in enumerate(starts.tolist())
    ]
    listed = [(w, n) for w in range(people) for n in range(jobs) if dice.random() < 0.5]
    table = sm.PairTable(workers=[f"w{w}" for w, _ in listed], shifts=[f"s{n}" for _, n in listed])
    return builders.scenario(
        [builders.worker(f"w{n}") for n in range(people)],
        needs,
        rules or (AllowedPairs(), DailyRest(hours=0), Coverage()),
        tiers=[[EmptySeats()], [WorkersUsed()]],
        pair_table=table,
    )


def found_blocks(problem: Problem) -> WorkerSeatMatrix:
    matrix = matrix_of(problem)
    assert matrix is not None
    return matrix


def second_tier(problem: Problem, empty: int) -> Tier:
    first, second = problem.objectives
    return Tier(problem, second, ((first, empty),))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_fewest_people_are_found_and_proven(seed: int) -> None:
    scenario = shifts(seed)
    solution = sm.solve(scenario)
    assert values(scenario, solution.plan) == least(scenario)
    assert solution.status == "optimal"


@pytest.mark.parametrize("seed", SEEDS)
def test_closing_blocks_alone_ends_at_the_optimum(seed: int) -> None:
    """Without the relaxations and branch and bound that follow it elsewhere."""
    scenario = shifts(seed)
    problem, best = problem_of(scenario), least(scenario)
    assert best is not None
    incumbent = Incumbent(problem, Control(threads=1), np.zeros(problem.pairs, bool))
    candidates = CandidateColumns(incumbent)
    fill_seats(TierSearch(Tier(problem, problem.objectives[0]), candidates))
    search = TierSearch(second_tier(problem, best[0]), candidates)
    assert minimise_workers(search)
    assert (search.bound, incumbent.values) == (best[1], best)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_the_prices_they_prove_no_more_than_is_true(seed: int) -> None:
    scenario = shifts(seed)
    matrix, best = found_blocks(problem_of(scenario)), least(scenario)
    assert best is not None
    dice = np.random.default_rng(seed)
    for _ in range(50):
        price = dice.integers(0, 2 * SCALE, matrix.seats)
        assert least_used(matrix, price, vacant=best[0]) <= best[1]


@pytest.mark.parametrize("weight", [1, 3])
@pytest.mark.parametrize("seed", SEEDS)
def test_prices_of_seats_certify_what_they_prove(seed: int, weight: int) -> None:
    """Said of rows, for a checker that knows nothing of seats; also of plans that leave more seats empty."""
    scenario = shifts(seed).replace(tiers=[[EmptySeats(weight=weight)], [WorkersUsed()]])
    problem, best = problem_of(scenario), least(scenario)
    assert best is not None
    matrix, dice = found_blocks(problem), np.random.default_rng(seed)
    tight = []
    for vacant in range(best[0] // weight, matrix.seats + 1):
        tier = second_tier(problem, weight * vacant)
        for _ in range(10):
            price = dice.integers(0, 2 * SCALE, matrix.label.max() + 1)[matrix.label]
            proof = encode_proof(seat_proof(tier, matrix, price, 0, vacant), 1)
            bound = Checker(problem, (weight * vacant, best[1])).bound(1, proof)
            proven = least_used(matrix, price, vacant)
            assert bound is not None
            assert proven <= max(0, bound)
            assert vacant > best[0] // weight or bound <= best[1]
            tight.append(bound > 0)
    assert any(tight)


def test_the_fewest_people_are_certified() -> None:
    scenario = shifts(3, 12, 24)
    solution = sm.solve(scenario)
    assert [tier.proof for tier in solution.tiers] == ["certificate", "certificate"]
    assert solution.tiers[1].certified == solution.tiers[1].value > 1
    assert sm.certificate.check(scenario, solution, complete=True) == ()
    last = solution.certificate[1]
    assert last is not None
    assert last.rosters
    assert not last.cases


def test_seats_at_one_moment_need_somebody_each() -> None:
    scenario = builders.scenario(
        [builders.worker(f"w{n}") for n in range(3)],
        [builders.demand(f"d{n}", builders.shift(f"s{n}", 6, hours)) for n, hours in enumerate(("08:00-12:00",) * 3)],
        [DailyRest(hours=0), Coverage()],
        tiers=[[EmptySeats()], [WorkersUsed()]],
    )
    matrix = found_blocks(problem_of(scenario))
    apart = seats_apart(matrix, 3, lambda: False)
    price = np.zeros(matrix.seats, np.int64)
    price[apart] = SCALE
    assert [least_used(matrix, price, vacant) for vacant in (0, 1, 2, 3)] == [3, 2, 1, 0]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_block_fills_two_seats_that_are_apart(seed: int) -> None:
    matrix = found_blocks(problem_of(shifts(seed)))
    apart = seats_apart(matrix, matrix.seats, lambda: False).tolist()
    assert apart
    for one in apart:
        for other in apart:
            assert one == other or matrix.overlap[one, other] or not (matrix.able[:, one] & matrix.able[:, other]).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_lifted_rows_change_no_optimum(seed: int) -> None:
    scenario = shifts(seed)
    problem, best = problem_of(scenario), least(scenario)
    assert best is not None
    tier = second_tier(problem, best[0])
    family = worker_indicators(tier)
    assert family is not None
    assert problem.timeline is not None
    strong = Tier(lifted(problem, problem.timeline, family, full=False), tier.objective, tier.earlier)
    limits = Control(threads=1).limits()
    program = Program(strong.matrix, strong.lower, strong.upper, strong.costs.astype(float))
    relaxed = open_session(program, None).relax(limits)
    answer = branch(strong, np.ones(problem.width, bool), limits, None)
    assert relaxed.value is not None
    assert answer.x is not None
    assert tier.value(relaxed.value) <= best[1] + 1e-6
    assert problem.values(problem.complete(answer.x[: problem.pairs] > 0.5)) == best


@pytest.mark.parametrize("rhythm", [3, 1000])
def test_local_search_never_breaks_a_row(rhythm: int) -> None:
    scenario = shifts(1, people=6, jobs=9)
    problem = problem_of(scenario)
    matrix = found_blocks(problem)
    ejection = EjectionSearch(matrix, np.full(matrix.seats, -1), np.ones(matrix.seats), rhythm, seed=0)
    ejection.shut(0)
    for _ in range(300):
        if not ejection.empty:
            ejection.shut(ejection.lightest())
        ejection.move()
        chosen = ejection.chosen(problem.pairs)
        assert not len(problem.broken(problem.complete(chosen)))
        assert sorted(ejection.empty) == np.flatnonzero(ejection.at < 0).tolist()
        assert not (~ejection.open[ejection.at[ejection.at >= 0]]).any()
        if not ejection.open.any():
            break


@pytest.mark.parametrize(
    ("rules", "tiers"),
    [
        ((AllowedPairs(), DailyRest(hours=0), Coverage(), sm.constraints.DailyHours(hours=6)), None),
        ((), [[EmptySeats()], [CommuteMinutes()]]),
        ((), [[WorkersUsed()]]),
    ],
)
def test_other_problems_are_left_to_others(
    rules: tuple[sm.Rule, ...] | None, tiers: list[list[sm.Term]] | None
) -> None:
    scenario = shifts(2, rules=rules or ())
    problem = problem_of(scenario if tiers is None else scenario.replace(tiers=tiers))
    *earlier, last = problem.objectives
    tier = Tier(problem, last, tuple((objective, objective.constant) for objective in earlier))
    incumbent = Incumbent(problem, Control(threads=1), np.zeros(problem.pairs, bool))
    assert not minimise_workers(TierSearch(tier, CandidateColumns(incumbent)))

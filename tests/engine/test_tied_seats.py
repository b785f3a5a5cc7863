"""Fewest workers where some demands want one person for all of their shifts: conflicts of seats in place of spans."""

from __future__ import annotations

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import AllowedPairs, Coverage, DailyRest, WeeklyHours
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import ShiftMinimisationParams
from staffmatch.engine.shift_minimisation.shift_minimisation import minimise_workers
from staffmatch.engine.shift_minimisation.worker_seat_matrix import WorkerSeatMatrix, conflicts_of, matrix_of, seats_of
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.objectives import EmptySeats, WorkersUsed
from staffmatch.result.decoding import encode_plan
from tests import builders
from tests.brute_force import least, values
from tests.builders import problem_of
from tests.strategies import sample

SEEDS = sample(range(8), 3)


def tied(seed: int, *more: sm.Rule, people: int = 3, jobs: int = 4) -> sm.Scenario:
    """Jobs of one day; every second has another shift in the evening that the same person takes."""
    dice = np.random.default_rng(seed)
    needs = []
    for number, start in enumerate(dice.integers(6, 12, jobs).tolist()):
        shifts = [builders.shift(f"s{number}", 6, f"{start:02}:00-{start + int(dice.integers(2, 5)):02}:00")]
        if number % 2 == 0:
            later = int(dice.integers(17, 20))
            shifts.append(builders.shift(f"t{number}", 6, f"{later:02}:00-{later + 3:02}:00"))
        needs.append(builders.demand(f"d{number}", *shifts, same_worker=len(shifts) > 1))
    listed = [(w, d) for w in range(people) for d in needs if dice.random() < 0.6]
    pairs = [(f"w{w}", shift.id) for w, d in listed for shift in d.shifts]
    table = sm.PairTable(workers=[w for w, _ in pairs], shifts=[s for _, s in pairs])
    return builders.scenario(
        [builders.worker(f"w{n}") for n in range(people)],
        needs,
        (AllowedPairs(), DailyRest(hours=0), *more, Coverage()),
        tiers=[[EmptySeats()], [WorkersUsed()]],
        pair_table=table,
    )


def found_seats(scenario: sm.Scenario) -> WorkerSeatMatrix:
    matrix = conflicts_of(problem_of(scenario))
    assert matrix is not None
    return matrix


@pytest.mark.parametrize("seed", SEEDS)
def test_the_fewest_people_are_found_and_proven(seed: int) -> None:
    scenario = tied(seed)
    solution = sm.solve(scenario, threads=1)
    assert values(scenario, solution.plan) == least(scenario)
    assert solution.status == "optimal"


@pytest.mark.parametrize("seed", SEEDS)
def test_closing_blocks_alone_ends_at_the_optimum(seed: int) -> None:
    scenario = tied(seed)
    problem, best = problem_of(scenario), least(scenario)
    assert best is not None
    assert matrix_of(problem) is None
    fullest = sm.solve(scenario.replace(tiers=scenario.tiers[:1]), threads=1).plan
    chosen = encode_plan(eligible_pairs(columns_of(scenario), scenario.rules), fullest)
    incumbent = Incumbent(problem, Control(threads=1), chosen)
    candidates, (first, second) = CandidateColumns(incumbent), problem.objectives
    search = TierSearch(Tier(problem, second, ((first, incumbent.values[0]),)), candidates)
    assert minimise_workers(search)
    assert (search.bound, incumbent.values) == (best[1], best)


@pytest.mark.parametrize("seed", SEEDS)
def test_seats_conflict_if_and_only_if_no_row_allows_both(seed: int) -> None:
    problem, matrix = problem_of(tied(seed)), found_seats(tied(seed))
    for block in matrix.pair:
        for one, other in np.argwhere((block >= 0)[:, None] & (block >= 0)).tolist():
            if one != other:
                chosen = np.zeros(problem.pairs, bool)
                chosen[block[[one, other]]] = True
                assert bool(matrix.overlap[one, other]) == bool(len(problem.broken(problem.complete(chosen))))


def test_a_part_of_the_seats_keeps_its_conflicts() -> None:
    matrix = found_seats(tied(1))
    seats = np.array([2, 0])
    assert (matrix.restricted(seats).overlap == matrix.overlap[np.ix_(seats, seats)]).all()


def test_hours_are_no_conflicts_of_seats() -> None:
    """Any two of the jobs may fit where three do not."""
    problem = problem_of(tied(1, WeeklyHours(hours=9)))
    assert seats_of(problem, ShiftMinimisationParams()) is None


def test_too_many_seats_are_not_tabled() -> None:
    assert seats_of(problem_of(tied(1)), ShiftMinimisationParams(most_seats=3)) is None

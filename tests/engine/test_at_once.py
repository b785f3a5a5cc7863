"""Small tiers given whole to a solver: by relaxation, by HiGHS, by CP-SAT, by both; what they say is taken, no more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.arrays import Mask
from staffmatch.constraints import Coverage, DailyRest, MaxShifts, PartnershipCost
from staffmatch.engine import at_once
from staffmatch.engine.at_once import close_at_once
from staffmatch.engine.backends.lp import Answer, Limits, Program, Status
from staffmatch.engine.claim import Claim
from staffmatch.engine.model.part import Part
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.engine.state import branch
from staffmatch.engine.state.branch import solved, solved_by_both, solved_by_clauses
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch
from staffmatch.objectives import EmptySeats, UncoveredHours, WorkersUsed
from tests import builders
from tests.brute_force import least, values
from tests.builders import problem_of
from tests.strategies import sample

SOLVERS = [solved, solved_by_clauses, solved_by_both]


def cliques(seed: int) -> sm.Scenario:
    """Shifts that overlap, and at most two for each: all coefficients are 1."""
    dice = np.random.default_rng(seed)
    needs = [
        builders.demand(f"d{n}", builders.shift(f"s{n}", 6 + n % 2, f"{at:02}:00-{at + 4:02}:00"))
        for n, at in enumerate(dice.integers(6, 12, 6).tolist())
    ]
    people = [builders.worker(f"w{n}") for n in range(2)]
    rules = [DailyRest(hours=0), MaxShifts(shifts=2, per="horizon"), Coverage()]
    return builders.scenario(people, needs, rules, tiers=[[EmptySeats()], [WorkersUsed()]])


def city(seed: int) -> sm.Scenario:
    found = hamburg.scenario(workers=30, seats=12, days=3, seed=seed)
    return found.with_rules(PartnershipCost(cents=10_000))


def claim_of(problem: Problem, threads: int = 1) -> Claim:
    """On the first tier, from nobody chosen."""
    incumbent = Incumbent(problem, Control(threads=threads), np.zeros(problem.pairs, bool))
    search = TierSearch(Tier(problem, problem.objectives[0]), CandidateColumns(incumbent))
    return Claim(search, np.zeros(problem.width, bool))


def whole(problem: Problem) -> Part:
    nothing = np.zeros(problem.width, bool)
    return Part.of(Tier(problem, problem.objectives[0]), ~nothing, nothing)


def limits() -> Limits:
    return Limits(np.inf, 1, 0, lambda: False)


@pytest.mark.parametrize("seed", sample(range(6), 3))
def test_a_small_problem_is_closed_at_once_at_its_optimum(seed: int) -> None:
    scenario = cliques(seed)
    solution = sm.solve(scenario)
    assert values(scenario, solution.plan) == least(scenario)
    assert solution.status == "optimal"
    assert not {event.phase for event in solution.trace} & {"fix", "dive", "core"}


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("seed", range(3))
def test_each_solver_closes_what_the_others_do(seed: int, solver: branch.Solver) -> None:
    program = whole(problem_of(cliques(seed))).program
    start = np.zeros(len(program.costs))
    answer, known = solver(program, limits(), None, start, lambda _: None), solved(program, limits(), None, None, print)
    assert answer.status is Status.OPTIMAL
    assert answer.x is not None
    assert round(answer.value or 0) == round(known.value or 0) == program.costs @ np.rint(answer.x)
    assert answer.bound is not None
    assert answer.value is not None
    assert answer.bound > answer.value - 1


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[branch.Solver]:
    """The solvers that are called, none of which finds anything."""
    called: list[branch.Solver] = []

    def noted(search: TierSearch, columns: Mask, until: float, *, solver: branch.Solver) -> Answer:
        called.append(solver)
        return Answer(Status.UNKNOWN)

    monkeypatch.setattr(at_once, "branch_within", noted)
    monkeypatch.setattr(at_once, "hours_are_scarce", lambda _: False)
    monkeypatch.setattr(TierSearch, "settled", lambda self, phase: False)
    return called


@pytest.mark.parametrize(("threads", "called"), [(1, [solved, solved_by_clauses]), (2, [solved, solved_by_both])])
def test_cliques_and_counts_are_for_both(threads: int, called: list[branch.Solver], seen: list[branch.Solver]) -> None:
    """In turn with one thread, at once with two."""
    claim = claim_of(problem_of(cliques(0)))
    claim.search.control.threads = threads
    assert not close_at_once(claim)
    assert seen == called


def test_hours_are_for_highs_alone(seen: list[branch.Solver]) -> None:
    problem = problem_of(city(1))
    assert (np.abs(problem.matrix.data) > 1).any()
    close_at_once(claim_of(problem, threads=2))
    assert seen == [solved]


def test_a_large_problem_is_left_alone() -> None:
    problem = problem_of(city(1))
    with using(SearchParams.of({"at_once": {"most_columns": problem.width - 1}})):
        claim = claim_of(problem)
    before = claim.search.bound
    assert not close_at_once(claim)
    assert claim.search.bound == before


def test_what_is_not_closed_goes_on_with_plan_and_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """No solver answers; the relaxation's bound stands, and the rest of the search closes the tier."""
    monkeypatch.setattr(at_once, "branch_within", lambda *_, **__: Answer(Status.UNKNOWN))
    scenario = city(2)
    assert sm.solve(scenario, threads=1).status == "optimal"


def test_a_known_plan_is_no_proof_of_infeasibility(monkeypatch: pytest.MonkeyPatch) -> None:
    faults: list[str] = []
    monkeypatch.setattr(branch, "count", lambda *_, **__: Answer(Status.INFEASIBLE))
    program = whole(problem_of(cliques(1))).program
    told = replace(limits(), fault=faults.append)
    answer = solved_by_clauses(program, told, None, np.zeros(len(program.costs)), lambda _: None)
    assert answer.status is Status.UNKNOWN
    assert faults == ["CP-SAT found a program with a known plan infeasible."]


@pytest.mark.parametrize(("first", "second"), [(3.0, 5.0), (5.0, 3.0)])
def test_of_both_the_better_plan_and_the_better_bound_are_taken(
    first: float, second: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answering(value: float, bound: float) -> branch.Solver:
        return lambda *_: Answer(Status.FEASIBLE, np.array([value]), value, bound)

    monkeypatch.setattr(branch, "solved", answering(first, first - 2))
    monkeypatch.setattr(branch, "solved_by_clauses", answering(second, second - 2))
    program = whole(problem_of(cliques(1))).program
    answer = solved_by_both(program, limits(), None, None, lambda _: None)
    assert (answer.status, answer.value, answer.bound) == (Status.FEASIBLE, 3.0, 3.0)


def test_who_is_done_ends_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS would never end by itself, and neither would CP-SAT."""

    def endless(program: Program, limits: Limits, *_: object) -> Answer:
        while not limits.stop():
            pass
        return Answer(Status.UNKNOWN)

    def quick(*_: object) -> Answer:
        return Answer(Status.OPTIMAL, np.array([1.0]), 1.0, 1.0)

    program = whole(problem_of(cliques(1))).program
    for slow, fast in (("solved", "solved_by_clauses"), ("solved_by_clauses", "solved")):
        monkeypatch.setattr(branch, slow, endless)
        monkeypatch.setattr(branch, fast, quick)
        assert solved_by_both(program, limits(), None, None, lambda _: None).status is Status.OPTIMAL


def test_a_work_limit_repeats_itself() -> None:
    scenario = city(3).replace(tiers=[[UncoveredHours()]])
    found = {sm.solve(scenario, work_limit=0.5, seed=4).canonical_json() for _ in range(2)}
    assert len(found) == 1

"""People whom nothing tells apart: they are one class, may exchange their rosters, and the optimum stays the same."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from scipy.sparse import csr_array

import staffmatch as sm
from staffmatch.arrays import Int
from staffmatch.constraints import ConsecutiveDays, DailyRest, MaxShifts, Skills
from staffmatch.engine.backends.lp import Limits, Program, open_session
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.rosters.alike_blocks import AlikeBlocks
from staffmatch.engine.rosters.own_rows import OwnRows
from staffmatch.objectives import EmptySeats, PairCost, WorkersUsed
from tests.builders import demand, problem_of, scenario, shift, worker

HOURS = ("06:00-14:00", "14:00-22:00", "22:00-06:00")


def ward(seed: int, days: int = 5, dear: int = 0) -> sm.Scenario:
    """Eight people of two kinds on a few days; the costs of ``dear`` pairs are those of one person alone."""
    dice = np.random.default_rng(seed)
    people = [worker(f"w{n}", skills={"lift": 1} if n in (1, 4, 6) else {}) for n in range(8)]
    shifts = [
        demand(f"d{day}{part}", shift(f"s{day}{part}", 6 + day, hours), headcount=int(dice.integers(1, 4)))
        for day in range(days)
        for part, hours in enumerate(HOURS)
    ]
    shifts[0] = shifts[0].model_copy(update={"skills": {"lift": 1}})
    rows = [(one.id, each.shifts[0].id, 3) for one in people for each in shifts]
    for place in dice.choice(len(rows), dear, replace=False).tolist():
        rows[place] = (*rows[place][:2], 4 + place)
    who, which, costs = zip(*rows, strict=True)
    rules = [Skills(), DailyRest(), ConsecutiveDays(days=2, least=2), MaxShifts(shifts=3, per="week")]
    table = sm.PairTable(workers=who, shifts=which, costs=costs)
    tiers = [[EmptySeats()], [PairCost(), WorkersUsed()]]
    return scenario(people, shifts, rules, pair_table=table, tiers=tiers, skills=[sm.Skill(id="lift")])


def classes(problem: Problem, number: int = 1) -> AlikeBlocks:
    objectives = problem.objectives
    tier = Tier(problem, objectives[number], tuple((one, 10**6) for one in objectives[:number]))
    assert problem.timeline is not None
    own = OwnRows.of(problem, problem.timeline, np.ones(problem.width, bool))
    return AlikeBlocks.of(tier, problem.timeline, own)


def test_people_of_one_kind_are_one_class() -> None:
    alike = classes(problem_of(ward(0)))
    assert alike.group.tolist() == [0, 1, 0, 0, 1, 0, 1, 0]
    assert alike.size.tolist() == [5, 3]
    assert alike.first.tolist() == [0, 1]
    assert alike.members.tolist() == [0, 2, 3, 5, 7, 1, 4, 6]


def test_a_cost_of_ones_own_makes_a_class_of_ones_own() -> None:
    one, another = ward(0, dear=1), ward(0)
    assert len(classes(problem_of(one)).size) == 3
    assert len(classes(problem_of(one), 0).size) == len(classes(problem_of(another)).size) == 2


@pytest.mark.parametrize("seed", range(6))
def test_alike_people_may_exchange_their_rosters(seed: int) -> None:
    problem = problem_of(ward(seed))
    alike, dice = classes(problem), np.random.default_rng(seed)
    block = alike.own.block[: problem.pairs]
    for _ in range(20):
        chosen = dice.random(problem.pairs) < 0.1
        mixed = np.zeros(problem.pairs, bool)
        for group in range(len(alike.size)):
            members = np.flatnonzero(alike.group == group)
            for old, new in zip(members, dice.permutation(members), strict=True):
                mixed[_moved(alike, np.flatnonzero(chosen & (block == old)), int(new))] = True
        assert _told(problem, chosen) == _told(problem, mixed)


def _moved(alike: AlikeBlocks, pairs: Int, block: int) -> Int:
    return alike.counterparts(np.full(len(pairs), block), alike.twin[pairs])


def _told(problem: Problem, pairs: np.ndarray) -> tuple[list[int], bool]:
    """The values of a choice, and whether it keeps all rows."""
    x = problem.complete(pairs)
    activity = problem.matrix @ x
    kept = bool(((activity >= problem.lower) & (activity <= problem.upper)).all())
    return [objective.value(x) for objective in problem.objectives], kept


@pytest.mark.parametrize("seed", range(4))
def test_classes_do_not_change_the_optimum(seed: int) -> None:
    one = ward(seed, days=4, dear=seed % 2)
    together = sm.solve(one, threads=1)
    with patch.object(AlikeBlocks, "of", lambda tier, timeline, own: AlikeBlocks.single(own)):
        apart = sm.solve(one, threads=1)
    assert together.status == apart.status == "optimal"
    assert [tier.value for tier in together.tiers] == [tier.value for tier in apart.tiers]
    assert sm.verify(one, together).ok


def test_equal_people_with_runs_of_days_are_proven_at_once() -> None:
    """A week has 70 seats, and twelve people of at most six days in a row could fill 72."""
    shifts = [
        demand(f"d{day}{part}", shift(f"s{day}{part}", 6 + day, hours), headcount=(5, 3, 2)[part])
        for day in range(14)
        for part, hours in enumerate(HOURS)
    ]
    people = [worker(f"w{n}") for n in range(12)]
    one = scenario(people, shifts, [DailyRest(), ConsecutiveDays(days=6)], tiers=[[EmptySeats()]])
    solution = sm.solve(one, threads=1)
    assert (solution.status, solution.tiers[0].value) == ("optimal", 0)
    assert sm.verify(one, solution).ok


@pytest.mark.parametrize("backend", ["highs", "mathopt"])
def test_an_integer_column_counts_to_its_upper_bound(backend: str) -> None:
    matrix = csr_array(np.array([[2, 1]]))
    one = Program(matrix, np.array([-np.inf]), np.array([7.0]), np.array([-3, -1]), most=np.array([2, 9]))
    answer = open_session(one, backend).solve(Limits(9, 1, 0, lambda: False), None, lambda _: None)  # type: ignore[arg-type]
    assert answer.x is not None
    assert answer.x.tolist() == [2, 3]

"""`solve` against two solvers that get one 0/1 variable for each pair: CP-SAT, and HiGHS through MathOpt."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array, vstack

import staffmatch as sm
from benchmarks.families import FAMILIES
from benchmarks.peers.cpsat import CpSat
from benchmarks.peers.model import Found, rows_of, tier_by_tier
from benchmarks.run import Run
from staffmatch import hamburg, objectives
from staffmatch.arrays import Int, Mask
from staffmatch.engine.backends.lp import Limits, Program, Status
from staffmatch.engine.backends.mathopt import MathOptSession
from staffmatch.engine.model.problem import Problem
from tests.brute_force import stated
from tests.engine.test_search import placements, scarce
from tests.strategies import sample

# One of each kind; with 45 HiGHS 1.14 as it comes calls a plan optimal that costs 27 euros too much.
KINDS, ALL = 6, 200
RUN = Run("random", None, None, 1, 0, None)


class HighsByMathOpt:
    def __init__(self, problem: Problem, run: Run) -> None:
        self._matrix, self._lower, self._upper = rows_of(problem)

    def minimise(self, costs: Int, start: Mask | None, seconds: float) -> Found:
        session = MathOptSession(Program(self._matrix, self._lower, self._upper, costs.astype(float)))
        answer = session.solve(Limits(seconds, 1, 0, lambda: False), None, lambda _: None)
        chosen = None if answer.x is None else answer.x > 0.5
        return Found(chosen, answer.bound, proven=answer.status in (Status.OPTIMAL, Status.INFEASIBLE))

    def hold(self, costs: Int, most: int) -> None:
        self._matrix = csr_array(vstack([self._matrix, csr_array(costs[None, :])], format="csr"))
        self._lower, self._upper = np.r_[self._lower, -np.inf], np.r_[self._upper, float(most)]


def scenario_of(seed: int) -> sm.Scenario:
    """One of six kinds, with hundreds to thousands of pairs."""
    dice = np.random.default_rng(seed)

    def between(least: int, most: int) -> int:
        return int(dice.integers(least, most + 1))

    kind = seed % 6
    if kind == 0:
        return placements(between(20, 60), between(15, 40), seed)
    if kind == 1:
        return scarce(between(8, 14), between(40, 80), seed)
    if kind == 2:
        size = f"{between(20, 80)}:{between(40, 200)}:{between(2, 5)}:{8 * between(2, 5)}"
        family = FAMILIES["lending-shifts"]
        (instance,) = family.instances([f"generate:{size}:{seed}"], None, 0)
        return family.scenario(instance)
    if kind == 5:
        # As few partnerships as possible are hard to prove for those who get one variable a pair.
        tiers = [[objectives.EmptySeats()], [objectives.Partnerships()], [objectives.CommuteMinutes()]]
        return hamburg.scenario(workers=between(30, 100), seats=between(10, 25), days=3, seed=seed).replace(tiers=tiers)
    city = hamburg.scenario(workers=between(100, 200), seats=between(30, 80), days=between(2, 7), seed=seed)
    return city if kind == 3 else pinned(city, dice)


def pinned(scenario: sm.Scenario, dice: np.random.Generator) -> sm.Scenario:
    """Some people have to go where the first plan sends them, others must not."""
    first = sm.solve(scenario, time_limit=0).assignments
    chosen = dice.permutation(len(first))[:6].tolist()
    pins = [sm.Pin(worker=first[n].worker, shift=first[n].shift, assigned=place < 3) for place, n in enumerate(chosen)]
    return scenario.replace(pins=pins)


@pytest.mark.parametrize("seed", sample(range(ALL), KINDS))
def test_two_other_solvers_find_the_same(seed: int) -> None:
    scenario = scenario_of(seed)
    solution = sm.solve(scenario, seed=seed)
    assert solution.status in ("optimal", "infeasible")
    for solver in (CpSat, HighsByMathOpt):
        other = tier_by_tier(scenario, RUN, solver)
        assert other.status == solution.status, solver
        assert [round(tier.value * tier.per_unit) for tier in other.tiers] == list(stated(solution) or ()), solver

"""Certificates with rosters: each worker's best roster is found, and is no better than the best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array, hstack

import staffmatch as sm
from staffmatch import certificate
from staffmatch.engine.model.problem import SEAT, WORKER, Indicators
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.objectives import EmptySeats
from staffmatch.result.certificate import certified, rosters
from staffmatch.result.tier_proof import TierProof
from tests.builders import demand, problem_of, scenario, shift, worker
from tests.engine.test_roster_subproblem import PAIRS, plans
from tests.engine.test_roster_subproblem import problem as capacities
from tests.engine.test_search import scarce
from tests.strategies import sample


@pytest.mark.parametrize("seed", [1, 2])
def test_rosters_certify_nearly_all_of_a_scarce_market(seed: int) -> None:
    with using(SearchParams.of({"at_once": {"most_columns": 0}})):
        solution = sm.solve(scarce(8, 60, seed), work_limit=2)
    (tier,) = solution.tiers
    assert solution.certificate[0] is not None
    assert solution.certificate[0].rosters
    assert tier.certified is not None
    assert 0.98 * tier.value <= tier.certified <= tier.value
    assert certificate.check(solution.scenario, solution) == ()


def test_rosters_are_worth_the_same_however_many_workers_are_looked_at_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with using(SearchParams.of({"at_once": {"most_columns": 0}})):
        solution = sm.solve(scarce(8, 60, 1), work_limit=2)
    assert solution.certificate[0] is not None
    assert solution.certificate[0].rosters
    monkeypatch.setattr(rosters, "_AT_A_TIME", 1)
    assert certificate.check(solution.scenario, solution) == ()


@pytest.mark.parametrize("windows", [1, 2])
@pytest.mark.parametrize("seed", sample(range(12), 4))
def test_best_rosters_are_the_best_of_all_choices(seed: int, windows: int) -> None:
    instance = capacities(seed, windows)
    instance = replace(instance, upper=instance.upper - (instance.row_group == 1))
    costs = np.random.default_rng(seed + 100).integers(-9, 5, PAIRS)
    feasible = plans(instance)
    totals = feasible @ costs
    least, rise = rosters.roster_minimum(instance, costs, 1)
    assert least == totals.min()
    dearer = [totals[feasible[:, pair] == 1].min(initial=10**6) - least for pair in range(PAIRS)]
    assert (np.maximum(costs, 0) <= rise).all()
    assert (rise <= dearer).all()
    spans = plans(replace(instance, side=np.where(instance.timeline.rows, WORKER, SEAT)))  # type: ignore[union-attr]
    assert rosters.roster_minimum(instance, costs, 99)[0] == (spans @ costs).min()


@pytest.mark.parametrize("kind", ["each worker's", "all workers'", "of some pairs", "each pair's"])
@pytest.mark.parametrize("seed", sample(range(12), 4))
def test_rosters_pay_for_an_indicator_of_their_worker_and_for_no_other_twice(seed: int, kind: str) -> None:
    instance, dice = capacities(seed, 1), np.random.default_rng(seed + 200)
    block = instance.timeline.block  # type: ignore[union-attr]
    member = np.arange(0, PAIRS, 2 if kind == "of some pairs" else 1)
    group = {"all workers'": 0 * block, "each pair's": np.arange(PAIRS)}.get(kind, block)[member]
    count = int(group.max()) + 1
    family = Indicators(PAIRS, count, member, group, upper_linked=True, lower_linked=False)
    empty = csr_array((instance.matrix.shape[0], count), dtype=np.int64)
    whole = replace(instance, matrix=csr_array(hstack([instance.matrix, empty])), indicators=(family,))
    costs, own = dice.integers(-9, 5, PAIRS), dice.integers(-2, 15, count)
    feasible = plans(instance)
    on = np.stack([feasible[:, member[group == one]].any(axis=1) for one in range(count)], axis=1)
    truth = (feasible @ costs + np.where(on, own, np.minimum(own, 0)).sum(axis=1)).min()
    least, _ = rosters.roster_minimum(whole, np.r_[costs, own], 1)
    assert least == truth if kind == "each worker's" else least <= truth


def test_rosters_of_nobody_prove_nothing_but_the_constant() -> None:
    seat = demand("d", shift("a", 6, "08:00-16:00"))
    problem = problem_of(scenario([worker(consent="declined")], [seat], tiers=[[EmptySeats()]]))
    assert problem.pairs == 0
    assert certified(problem, (1,), (TierProof(scale=1, rows=(), prices=(), earlier=(), rosters=True),)) == (1,)

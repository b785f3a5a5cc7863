"""Trees of cases: closed, they prove the least value and no more; what is better than the aim they find."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.engine.backends.lp import BackendName
from staffmatch.engine.cases.case_tree import CaseTree
from staffmatch.engine.cases.infeasibility import impossible
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import CaseParams
from staffmatch.engine.state.control import Control
from staffmatch.result.certificate import certified
from staffmatch.result.decoding import encode_proof
from tests.builders import problem_of
from tests.strategies import examples, scenarios

FOREVER = float("inf")


def tree_of(
    problem: Problem, number: int, values: tuple[int, ...], aim: int, backend: BackendName = "highs"
) -> CaseTree:
    """A tree over all columns of a tier that takes every plan which keeps the rows and the earlier tiers."""
    tier = Tier(problem, problem.objectives[number], tuple(zip(problem.objectives[:number], values, strict=False)))

    def offer(x: np.ndarray) -> int:
        plan = problem.complete(x[: problem.pairs] > 0.5)
        reached = problem.values(plan)
        kept = not len(problem.broken(plan)) and all(a <= b for a, b in zip(reached[:number], values, strict=False))
        return min(tree.aim, tier.steps_of(plan)) if kept else tree.aim

    everything = np.ones(problem.width, bool)
    tree = CaseTree(tier, everything, everything, aim, offer, Control(threads=1), backend)
    return tree


def steps(problem: Problem, number: int, value: int) -> int:
    objective = problem.objectives[number]
    return (value - objective.constant) // objective.step


@pytest.mark.parametrize("backend", ["highs", "mathopt"])
@examples(60)
@given(scenarios(pins=False))
def test_a_tree_comes_from_any_aim_to_the_least_value_and_its_checker_agrees(
    backend: BackendName, scenario: sm.Scenario
) -> None:
    solution, problem = sm.solve(scenario), problem_of(scenario)
    values = tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)
    proofs: list[Proof] = []
    for number, value in enumerate(values):
        tree = tree_of(problem, number, values, steps(problem, number, value) + 3, backend)
        tree.run(FOREVER)
        assert tree.closed
        assert tree.aim == steps(problem, number, value)
        rows = np.zeros(len(problem.lower) + number)
        proofs.append(Proof(rows, divisors=tuple(tree.tier.divisors), cases=tree.cases(), aim=tree.aim))
    encoded = [encode_proof(proof, number) for number, proof in enumerate(proofs)]
    assert certified(problem, values, encoded) == values


@examples(60)
@given(scenarios(pins=False), st.integers(1, 3))
def test_no_tree_proves_more_than_is_true(scenario: sm.Scenario, more: int) -> None:
    """Where the aim is too high and no better plan is taken, it stays open, or has proven nothing beyond the truth."""
    solution, problem = sm.solve(scenario), problem_of(scenario)
    values = tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)
    tier = Tier(problem, problem.objectives[0])
    least, everything = steps(problem, 0, values[0]), np.ones(problem.width, bool)
    tree = CaseTree(tier, everything, everything, least + more, lambda _: least + more, Control(threads=1), "highs")
    tree.run(FOREVER)
    assert not tree.closed
    proof = encode_proof(Proof(np.zeros(len(problem.lower)), cases=tree.cases(), aim=tree.aim), 0)
    (bound, *_) = certified(problem, values, [proof])
    assert bound is not None
    assert bound <= values[0]


def test_a_tree_that_is_stopped_goes_on_where_it_was() -> None:
    problem = problem_of(hamburg.scenario("small", seed=4))
    values = tuple(round(t.value * t.per_unit) for t in sm.solve(hamburg.scenario("small", seed=4)).tiers)
    whole, parts = (tree_of(problem, 1, values, steps(problem, 1, values[1])) for _ in range(2))
    whole.run(FOREVER)
    assert len(whole.cases()) > 5
    for most in range(2, len(whole.cases()) + 2):
        parts._params = CaseParams(most_cases=most)
        parts.run(FOREVER)
    assert parts.closed
    assert parts.cases() == whole.cases()


def test_what_an_open_tree_proves_is_between_the_relaxation_and_the_value() -> None:
    scenario = hamburg.scenario("small", seed=1)
    solution, problem = sm.solve(scenario), problem_of(scenario)
    values = tuple(round(t.value * t.per_unit) for t in solution.tiers)
    tree = tree_of(problem, 1, values, steps(problem, 1, values[1]))
    tree._params = CaseParams(most_cases=5)
    tree.run(FOREVER)
    assert not tree.closed
    proof = Proof(np.zeros(len(problem.lower) + 1), cases=tree.cases(), aim=tree.aim)
    alone = encode_proof(replace(proof, cases=tree.cases()[:1]), 1)
    (root,) = certified(problem, values, [None, None])[:1]
    assert root is None
    known = certified(problem, values, [None, encode_proof(proof, 1)])[1]
    assert known is not None
    assert problem.objectives[1].constant + problem.objectives[1].step * tree.least <= known < values[1]
    assert certified(problem, values, [None, alone])[1] != values[1]


def test_that_there_is_no_plan_is_proven_only_where_there_is_none() -> None:
    problem = problem_of(hamburg.scenario("small", seed=4))
    control = Control(threads=1)
    assert impossible(problem, control, None, FOREVER) is None
    lower = problem.lower.copy()
    row = int(np.flatnonzero(np.isfinite(problem.upper) & (np.diff(problem.matrix.indptr) > 0))[0])
    lower[row] = problem.upper[row] + 1
    proof = impossible(replace(problem, lower=lower), control, None, FOREVER)
    assert proof is not None
    assert all(case.scale == 0 for case in proof.cases if case.column < 0)

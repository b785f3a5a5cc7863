"""Certificates with cases: a tree proves the least of all plans, and a spoilt one nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.objectives import UncoveredHours
from staffmatch.result.certificate import pricing
from staffmatch.result.certificate.cases import least_of_cases
from staffmatch.result.tier_proof import ProofCase
from tests.builders import problem_of
from tests.engine.test_shift_minimisation import shifts
from tests.strategies import sample


def silent(scale: int, column: int | None, **priced: tuple[int, ...]) -> ProofCase:
    """A case that has no prices but those that are given."""
    return ProofCase(scale=scale, column=column, **{"rows": (), "prices": (), "earlier": ()} | priced)


def down_to_plans(problem: Problem, scale: int, aim: int, lower: list[int], upper: list[int]) -> Iterator[ProofCase]:
    """A tree of all cases but those that a row forbids, and those that say nothing as costs alone rule them out."""
    costs = problem.objectives[0].costs.tolist()
    for row, weights in enumerate(problem.matrix.toarray().tolist()):
        if sum(min(w * low, w * high) for w, low, high in zip(weights, lower, upper, strict=True)) > problem.upper[row]:
            yield silent(0, None, rows=(row,), prices=(-1,))
            return
    if lower == upper:
        yield silent(scale, None)
        return
    column = next(at for at, low in enumerate(lower) if low < upper[at])
    yield silent(scale, column)
    room = aim - 1 - sum(min(c * low, c * high) for c, low, high in zip(costs, lower, upper, strict=True))
    for value in (0, 1):
        if room < 0 or room < (costs[column] if value else -costs[column]):
            yield silent(0, None)
            continue
        low = [int(-cost > room) if low < high else low for cost, low, high in zip(costs, lower, upper, strict=True)]
        high = [int(cost <= room) if low < high else high for cost, low, high in zip(costs, lower, upper, strict=True)]
        low[column] = high[column] = value
        yield from down_to_plans(problem, scale, aim, low, high)


@pytest.mark.parametrize("scale", sample((1, 2**70 + 3, 2**53 + 1), 2))
@pytest.mark.parametrize("seed", sample(range(6), 3))
def test_a_tree_of_cases_proves_the_least_of_all_plans(seed: int, scale: int) -> None:
    problem = problem_of(shifts(seed).replace(tiers=[[UncoveredHours()]]))
    costs = np.random.default_rng(seed).integers(-9, 6, problem.width)
    problem = replace(problem, objectives=(Objective(0, costs),))
    out = np.arange(problem.width) == seed
    every = (np.arange(2**problem.width)[:, None] >> np.arange(problem.width)) & 1
    plans = every[(every @ problem.matrix.toarray().T <= problem.upper).all(axis=1) & (every[:, seed] == 0)]
    least = int((plans @ costs).min())
    rows = pricing.TierRows(problem, 0, (0,), np.zeros(problem.width, bool), (), {})
    for aim in range(least - 2, least + 4):
        tree = list(down_to_plans(problem, scale, aim, [0] * problem.width, (~out).astype(int).tolist()))
        assert least_of_cases(rows, tree, out, aim) == min(aim, least)
        assert least_of_cases(rows, tree[:-1], out, aim) is None
        assert least_of_cases(rows, [*tree, silent(scale, None)], out, aim) is None
        assert least_of_cases(rows, [silent(scale, problem.width), *tree], out, aim) is None
        assert least_of_cases(rows, [silent(scale, -1), *tree], out, aim) is None

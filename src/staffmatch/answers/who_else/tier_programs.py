"""Programs for the tiers of a small problem: all of them as one objective, and what is better in one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int
from staffmatch.engine.backends.lp import SAFE_COST, is_safe
from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.engine.model.tier import Tier


def merged(problem: Problem) -> tuple[Objective, ...]:
    """The objectives as one, each step of which outweighs all that later ones can differ by; as they are where such
    numbers are too large for floating point."""
    costs, spread = np.zeros(problem.width, np.int64), 1
    for objective in reversed(problem.objectives):
        steps = objective.costs // objective.step
        reach = int(np.abs(steps).sum())
        if spread * max(1, reach) > SAFE_COST:
            return problem.objectives
        costs += spread * steps
        spread *= reach + 1
    return (Objective(0, costs),)


def improving(problem: Problem, number: int, value: Sequence[int]) -> Tier | None:
    """The tier among plans that are better in it than a known one, where earlier tiers are at their least values:
    ``c_i·x = v_i`` for these, ``c·x <= v - 1`` step.

    An equality and a cut-off prune more than a warm start does, and where there is no such plan, the known one is the
    best. None where these rows are too large for floating point.
    """
    steps = [
        (objective.costs // objective.step, (known - objective.constant) // objective.step)
        for objective, known in zip(problem.objectives[: number + 1], value, strict=False)
    ]
    rows, lower, upper = list[Int](), list[float](), list[float]()
    for place, (row, side) in enumerate(steps):
        last = place == number
        divisor = max(1, int(np.gcd.reduce(row, initial=0)))
        rows.append(row // divisor)
        lower.append(-np.inf if last else side // divisor)
        upper.append((side - 1 if last else side) // divisor)
    held = problem.with_rows(csr_array(np.array(rows)), np.array(lower), np.array(upper))
    tier = Tier(held, held.objectives[number])
    return tier if is_safe(held.matrix, held.lower, held.upper, tier.costs) else None

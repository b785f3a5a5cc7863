"""Branch and bound on some columns of a tier's search, which takes plan and bound."""

from __future__ import annotations

import math

from staffmatch.arrays import Mask
from staffmatch.engine.backends.lp import Answer
from staffmatch.engine.state.branch import Solver, branch, solved
from staffmatch.engine.state.tier_search import TierSearch


def branch_within(
    search: TierSearch, columns: Mask, until: float, reach: float = math.inf, solver: Solver = solved
) -> Answer:
    """Branch and bound on some columns; its bound holds for all columns up to ``reach``, in steps."""
    incumbent = search.incumbent
    good_enough = search.control.gap * abs(search.bound) / search.tier.objective.step
    limits = search.control.limits(until, max(0.999, good_enough))
    highest = -math.inf

    def on_bound(steps: float) -> None:
        nonlocal highest
        if steps > highest:
            highest = steps
            search.tell("branch and bound", search.attainable(min(steps, reach)))

    answer = branch(search.tier, columns, limits, search.backend, incumbent.x, on_bound=on_bound, solver=solver)
    if answer.x is not None:
        incumbent.offer(answer.x)
    if answer.bound is not None:
        search.raise_bound(search.attainable(min(answer.bound, reach)))
    return answer

"""staffmatch itself, and the first plan that it makes."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.peers.base import Answer
from benchmarks.run import Run
from staffmatch import Scenario, solve


def staffmatch(scenario: Scenario, run: Run) -> Answer:
    solution = solve(scenario, time_limit=run.time_limit, threads=run.threads, seed=run.seed)
    termination = solution.termination
    return Answer(solution.status, solution, solution.tiers, dict(termination.phases), termination.pairs)


def greedy(scenario: Scenario, run: Run) -> Answer:
    """The first plan alone: seats worth most and hardest to fill first, the cheapest fitting person each.

    Where everything is one network, that plan is already the best.
    """
    return staffmatch(scenario, replace(run, time_limit=0))

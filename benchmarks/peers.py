"""Who is measured: staffmatch, and what people would use instead."""

from __future__ import annotations

from collections.abc import Callable

from staffmatch import Scenario, Solution, solve

Peer = Callable[[Scenario, float | None, int | None, int], Solution]


def staffmatch(scenario: Scenario, time_limit: float | None, threads: int | None, seed: int) -> Solution:
    return solve(scenario, time_limit=time_limit, threads=threads, seed=seed)


def greedy(scenario: Scenario, time_limit: float | None, threads: int | None, seed: int) -> Solution:
    """The first plan alone: seats worth most and hardest to fill first, the cheapest fitting person each."""
    return solve(scenario, time_limit=0, threads=threads, seed=seed)


PEERS: dict[str | None, Peer] = {None: staffmatch, "greedy": greedy}

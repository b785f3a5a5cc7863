"""Generalised assignment: every job to one agent within the agents' capacities, at least cost.

Agents are workers and units of capacity minutes in all; jobs share one time of day and no rule forbids to hold many.
File: whole numbers ``m n``, then m rows of n costs, m rows of n resource uses, m capacities.
"""

from __future__ import annotations

import numpy as np

from benchmarks.families.base import Instance
from benchmarks.families.files import Files, Rows, malformed, text_of
from benchmarks.families.scenes import DAY, demands, limited_workers, pair_table, scenario
from staffmatch import Scenario
from staffmatch.arrays import Int
from staffmatch.constraints import AllowedPairs, Coverage, HorizonHours
from staffmatch.objectives import EmptySeats, PairCost

_MOST_MINUTES = 60 * 10**6


class GeneralisedAssignment(Files):
    folder, ending, best = "gap", ".txt", "best_known_min_cost"

    def scenario(self, instance: Instance) -> Scenario:
        cost, used, capacity = read(instance.source)
        agents, jobs = cost.shape
        agent, job = np.divmod(np.arange(agents * jobs), jobs)
        return scenario(
            limited_workers(capacity.tolist()),
            demands([DAY] * jobs),
            pair_table(agent, job, cost.ravel(), used.ravel()),
            [AllowedPairs(), HorizonHours(), Coverage()],
            [[EmptySeats()], [PairCost()]],
        )


def read(path: str) -> tuple[Int, Int, Int]:
    """Costs and resource uses, agents × jobs, and capacities."""
    words = text_of(path).split()
    numbers = Rows.of(path, words, 1, "number", range(1, len(words) + 1))
    values = numbers.values[:, 0]
    if len(values) < 2 or values[:2].min() < 1:
        raise malformed(path, "", "does not begin with the numbers of agents and of jobs, both at least 1.")
    agents, jobs = values[:2].tolist()
    if len(values) != (wanted := 2 + 2 * agents * jobs + agents):
        text = f"holds {len(values)} numbers; {agents} agents and {jobs} jobs make {wanted}."
        raise malformed(path, "", text)
    costs, rest = np.split(values[2:], [agents * jobs])
    amounts = np.r_[np.zeros(len(values) - len(rest), np.int64), rest]
    numbers.require((amounts >= 0) & (amounts <= _MOST_MINUTES), f"an amount is not within 0 and {_MOST_MINUTES:,}.")
    uses, capacity = np.split(rest, [agents * jobs])
    return costs.reshape(agents, jobs), uses.reshape(agents, jobs), capacity

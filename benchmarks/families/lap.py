"""Linear assignment, OR-Library: n workers, n shifts at one time, everybody to one of them at least cost.

``assign<n>``: n, then n x n costs row by row. ``assignp<n>``: n, then ``i j cost`` for each allowed arc, from 1 on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.families.base import Instance
from benchmarks.families.files import Files, Rows, malformed, text_of
from benchmarks.families.scenes import DAY, demands, pair_table, scenario, workers
from staffmatch import Scenario
from staffmatch.arrays import Int
from staffmatch.constraints import AllowedPairs, Coverage, DailyRest
from staffmatch.objectives import EmptySeats, PairCost


class LinearAssignment(Files):
    folder, ending, best = "lap", ".txt", "optimal_min_cost"

    def scenario(self, instance: Instance) -> Scenario:
        size, worker, shift, cost = read(instance.source)
        return scenario(
            workers(size),
            demands([DAY] * size),
            pair_table(worker, shift, cost),
            [AllowedPairs(), DailyRest(hours=0), Coverage()],
            [[EmptySeats()], [PairCost()]],
        )


def read(path: str) -> tuple[int, Int, Int, Int]:
    """Size, and (worker, shift, cost) of the arcs."""
    words = text_of(path).split()
    if not words:
        raise malformed(path, "", "is empty.")
    head = Rows.of(path, words[:1], 1, "number", [1])
    size = int(head.values[0, 0])
    head.require(head.values[:, 0] >= 1, "the size is less than 1.")
    rest = words[1:]
    if len(rest) == size * size and not Path(path).name.startswith("assignp"):
        costs = Rows.of(path, rest, 1, "number", range(2, len(words) + 1)).values[:, 0]
        return size, *np.divmod(np.arange(size * size), size), costs
    if len(rest) % 3:
        text = f"{len(rest)} numbers follow the size {size}: neither {size * size} costs nor arcs of three numbers."
        raise malformed(path, "", text)
    arcs = Rows.of(path, rest, 3, "arc", range(1, len(rest) // 3 + 1))
    worker, shift, cost = arcs.values.T
    for index in (worker, shift):
        arcs.require((index >= 1) & (index <= size), f"an end is not within 1 and {size}.")
    arcs.require_distinct(worker, shift)
    return size, worker - 1, shift - 1, cost

"""One job a worker, four seats a demand, all at the same time: ``generate:WORKERS:DEMANDS:SEATS:SKILLS:SEED``.

Minimise the distances plus a penalty for each empty seat.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.families.base import Instance, generator_arguments, wrong_call
from benchmarks.families.nearby import near_and_able
from benchmarks.families.scenes import DAY, demands, pair_table, scenario, workers
from staffmatch import Scenario
from staffmatch.arrays import Int
from staffmatch.constraints import AllowedPairs, Coverage, DailyRest
from staffmatch.objectives import EmptySeats, PairCost
from staffmatch.result.contents import TierResult

EMPTY_SEAT = 10_000
_FULL_SIZE = "100000:20000:4:400"
_MAX_KM = 15


class Placements:
    value_tier = 0

    def instances(self, paths: Sequence[str], preset: str | None, seed: int) -> list[Instance]:
        if preset is not None:
            raise wrong_call("the family 'placements' has no presets.", "Without arguments it runs its full size.")
        return [Instance.of(source) for source in paths or [f"generate:{_FULL_SIZE}:{seed}"]]

    def scenario(self, instance: Instance) -> Scenario:
        people, places, seats, skills, seed = generator_arguments(instance.source, "WORKERS:DEMANDS:SEATS:SKILLS:SEED")
        worker, demand, cost = draw(people, places, skills, seed)
        return scenario(
            workers(people),
            demands([DAY] * places, seats=seats),
            pair_table(worker, demand, cost),
            [AllowedPairs(), DailyRest(hours=0), Coverage()],
            [[EmptySeats(weight=EMPTY_SEAT), PairCost()]],
        )

    def complete(self, tiers: Sequence[TierResult]) -> bool:
        """Any plan: its value counts the empty seats."""
        return bool(tiers)

    def best_known(self, instance: Instance) -> int | None:
        return None


def draw(workers: int, demands: int, skills: int, seed: int) -> tuple[Int, Int, Int]:
    """(worker, demand, cost) of the pairs: a skill in common, at most 15 km apart, a hundred points a km."""
    rng = np.random.default_rng(seed)
    home, site = rng.normal(0, 10, (workers, 2)), rng.normal(0, 8, (demands, 2))
    has, needs = rng.integers(0, skills, (workers, 2)), rng.integers(0, skills, demands)
    worker, demand = near_and_able(home, has, site, needs, _MAX_KM)
    return worker, demand, (np.linalg.norm(home[worker] - site[demand], axis=1) * 100).astype(np.int64)

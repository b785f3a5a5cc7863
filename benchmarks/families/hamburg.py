"""The synthetic city: presets, or ``generate:WORKERS:SEATS:DAYS:SEED``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.families.base import Instance
from staffmatch import Scenario, Solution, hamburg


class Hamburg:
    def instances(self, paths: Sequence[str], preset: str | None, seed: int) -> list[Instance]:
        presets = [] if preset is None and paths else [preset or "small"]
        generated = [":".join(["generate", *map(str, hamburg.PRESETS[name]), str(seed)]) for name in presets]
        return [Instance(_name(source), source) for source in (*generated, *paths)]

    def scenario(self, instance: Instance) -> Scenario:
        kind, *numbers = instance.source.split(":")
        if kind != "generate":
            return Scenario.load(instance.source)
        workers, seats, days, seed = map(int, numbers)
        return hamburg.scenario(workers=workers, seats=seats, days=days, seed=seed)

    def complete(self, solution: Solution) -> bool:
        """Any plan: shortages are what the first tier counts."""
        return bool(solution.tiers)

    def tier(self, solution: Solution) -> int:
        return 0


def _name(source: str) -> str:
    return source if source.startswith("generate:") else Path(source).name

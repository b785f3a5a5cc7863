"""The synthetic city: presets small, medium and large, or ``generate:WORKERS:SEATS:DAYS:SEED``."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.families.base import Instance, generator_arguments, is_generated, wrong_call
from staffmatch import Scenario, hamburg
from staffmatch.result.contents import TierResult


class Hamburg:
    value_tier = 0

    def instances(self, paths: Sequence[str], preset: str | None, seed: int) -> list[Instance]:
        presets = [] if preset is None and paths else [preset or "small"]
        if unknown := set(presets) - set(hamburg.PRESETS):
            raise wrong_call(f"there is no preset {unknown.pop()!r}.", f"Choose among {', '.join(hamburg.PRESETS)}.")
        generated = [":".join(["generate", *map(str, hamburg.PRESETS[name]), str(seed)]) for name in presets]
        return [Instance.of(source) for source in (*generated, *paths)]

    def scenario(self, instance: Instance) -> Scenario:
        if not is_generated(instance.source):
            return Scenario.load(instance.source)
        workers, seats, days, seed = generator_arguments(instance.source, "WORKERS:SEATS:DAYS:SEED")
        return hamburg.scenario(workers=workers, seats=seats, days=days, seed=seed)

    def complete(self, tiers: Sequence[TierResult]) -> bool:
        """Any plan: shortages are what the first tier counts."""
        return bool(tiers)

    def best_known(self, instance: Instance) -> int | None:
        return None

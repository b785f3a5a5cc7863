"""Measures how far `solve` overruns its time limit.

What no limit can shorten is measured first, by a run with limit 0: reading, pairing, the first plan, verification. A
run overruns by the time it takes beyond its limit and beyond that.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from benchmarks.families import FAMILIES, Instance
from staffmatch import Scenario, solve


def overruns(family: str, instance: Instance, limits: Sequence[float], seed: int) -> Iterator[dict[str, object]]:
    """A row for each limit, in seconds; ``kept`` means that the overrun is within half a second or 5 % of the limit."""
    scenario = FAMILIES[family].scenario(instance)
    least, _ = _timed(scenario, 0, seed)
    for limit in limits:
        seconds, phases = _timed(scenario, limit, seed)
        over = max(0.0, seconds - max(limit, least))
        yield {
            "family": family,
            "instance": instance.name,
            "time_limit": limit,
            "seconds": round(seconds, 3),
            "least": round(least, 3),
            "overrun": round(over, 3),
            "kept": over <= max(0.5, 0.05 * limit),
            "phases": {name: round(value, 3) for name, value in phases.items()},
        }


def _timed(scenario: Scenario, limit: float, seed: int) -> tuple[float, dict[str, float]]:
    started = time.perf_counter()
    solution = solve(scenario, time_limit=limit, seed=seed)
    return time.perf_counter() - started, dict(solution.termination.phases)


def summary(rows: Sequence[dict[str, object]]) -> str:
    """The 99th percentile (nearest rank) and the worst."""
    over = sorted(float(str(row["overrun"])) for row in rows)
    rank = -(-99 * len(over) // 100) - 1
    kept = sum(bool(row["kept"]) for row in rows)
    return f"{len(rows)} runs, {kept} within max(0.5 s, 5 %): p99 overrun {over[rank]:.2f} s, worst {over[-1]:.2f} s"

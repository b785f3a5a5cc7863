"""One instance to one row, in a process of its own so that its peak memory is its own."""

from __future__ import annotations

import json
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.families import FAMILIES, Instance
from benchmarks.machine import commit, machine, peak_mb
from benchmarks.peers import PEERS
from staffmatch import verify


@dataclass(frozen=True)
class Run:
    """What is asked of each instance; ``peer`` None is staffmatch itself."""

    family: str
    peer: str | None
    time_limit: float | None
    threads: int | None
    seed: int
    plans: str | None


def measure(run: Run, instance: Instance) -> dict[str, object]:
    """The row of one instance, measured in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_row, run, instance).result()


def key(run: Run, instance: Instance) -> dict[str, object]:
    """What makes two rows the same measurement, whatever the machine and the commit."""
    return {"instance": instance.name} | {k: v for k, v in asdict(run).items() if k not in ("plans", "threads")}


def _row(run: Run, instance: Instance) -> dict[str, object]:
    family = FAMILIES[run.family]
    started = time.perf_counter()
    scenario = family.scenario(instance)
    read = time.perf_counter() - started
    solution = PEERS[run.peer](scenario, run.time_limit, run.threads, run.seed)
    seconds = time.perf_counter() - started
    if run.plans:
        name = f"{run.family}-{instance.name.replace(':', '-').replace('/', '-')}-{run.peer or 'staffmatch'}"
        Path(run.plans).mkdir(parents=True, exist_ok=True)
        scenario.save(Path(run.plans) / f"{name}.scenario.json")
        solution.save(Path(run.plans) / f"{name}.plan.json")
    tier = solution.tiers[family.tier(solution)] if solution.tiers else None
    complete = family.complete(solution)
    return key(run, instance) | {
        "status": solution.status,
        "value": tier.value if tier and complete else None,
        "bound": tier.bound if tier else None,
        "gap": tier.gap if tier and complete else None,
        "tiers": [json.loads(t.model_dump_json()) for t in solution.tiers],
        "seconds": round(seconds, 3),
        "phases": {"load": round(read, 3)} | {k: round(v, 3) for k, v in solution.termination.phases.items()},
        "uncovered": sum(shortage.missing for shortage in solution.shortages),
        "verified": verify(scenario, solution).ok,
        "peak_mb": peak_mb(),
        "pairs": solution.termination.pairs,
        "commit": commit(),
        "machine": machine(),
    }

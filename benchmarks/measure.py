"""Measures one instance in a separate process, so that peak memory is its own."""

from __future__ import annotations

import json
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.families import FAMILIES, Family, Instance
from benchmarks.machine import commit, machine, peak_mb
from benchmarks.peers import PEERS, Answer, Skipped
from benchmarks.rows import Row
from benchmarks.run import Run
from staffmatch import InputError, Plan, Scenario, Solution, verify
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.engine.state.control import available_threads
from staffmatch.io.files import write_text


def measure(run: Run, instance: Instance) -> Row:
    """The row of one instance, measured in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(row, run, instance).result()


def said(error: Exception) -> str:
    """What went wrong; an InputError from another process has lost its text, but not its problems."""
    return "; ".join(map(str, error.problems)) if isinstance(error, InputError) else str(error)


def row(run: Run, instance: Instance) -> Row:
    """The same, measured in this process."""
    family, peer = FAMILIES[run.family], PEERS[run.peer]
    if reason := peer.refuses(run.family):
        return _blank(run, instance) | {"reason": reason}
    started = time.perf_counter()
    scenario = family.scenario(instance)
    loaded = time.perf_counter() - started
    try:
        with using(SearchParams.read(Path(run.params)) if run.params else SearchParams()):
            answer = peer.solve(scenario, run)
    except Skipped as skipped:
        return _blank(run, instance) | {"reason": str(skipped)}
    seconds, peak = time.perf_counter() - started, peak_mb()
    if run.plans:
        _save(run, instance, scenario, answer)
    return _blank(run, instance) | {
        **_figures(family, scenario, answer),
        "status": answer.status,
        "reason": answer.reason,
        "seconds": round(seconds, 3),
        "phases": {"load": round(loaded, 3)} | {name: round(value, 3) for name, value in answer.phases.items()},
        "peak_mb": peak,
        "pairs": answer.pairs,
    }


def _blank(run: Run, instance: Instance) -> Row:
    """A row with all columns, and the values that do not depend on the outcome."""
    measured = ("value", "bound", "gap", "seconds", "uncovered", "verified", "peak_mb", "pairs")
    return run.key(instance) | {
        "status": "skipped",
        "reason": None,
        **dict.fromkeys(measured),
        "tiers": [],
        "phases": {},
        "best_known": FAMILIES[run.family].best_known(instance),
        "threads": run.threads or available_threads(),
        "commit": commit(),
        "machine": machine(),
    }


def _figures(family: Family, scenario: Scenario, answer: Answer) -> dict[str, object]:
    """The figures of an answer; a plan that breaks a rule, or is not complete for its family, has no value."""
    tier = answer.tiers[family.value_tier] if answer.tiers else None
    verified = None if answer.plan is None else verify(scenario, answer.plan, reason_check_limit=0).ok
    counts = verified is True and family.complete(answer.tiers)
    return {
        "value": tier.value if tier and counts else None,
        "bound": tier.bound if tier else answer.bound,
        "gap": tier.gap if tier and counts else None,
        "tiers": [json.loads(result.model_dump_json()) for result in answer.tiers],
        "uncovered": _uncovered(scenario, answer) if tier else None,
        "verified": verified,
    }


def _uncovered(scenario: Scenario, answer: Answer) -> int:
    """Seats that the plan leaves empty."""
    seats = sum(demand.headcount * len(demand.shifts) for demand in scenario.demands)
    return seats - len(_plan(answer))


def _plan(answer: Answer) -> Plan:
    return answer.plan.plan if isinstance(answer.plan, Solution) else answer.plan or Plan()


def _save(run: Run, instance: Instance, scenario: Scenario, answer: Answer) -> None:
    """Save the scenario and, for staffmatch, the solution, for others the assignments only."""
    folder = Path(run.plans or "")
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{run.family}-{instance.name.replace(':', '-').replace('/', '-')}-{run.peer or 'staffmatch'}"
    scenario.save(folder / f"{name}.scenario.json")
    if isinstance(answer.plan, Solution):
        answer.plan.save(folder / f"{name}.plan.json")
    else:
        write_text(folder / f"{name}.plan.json", json.dumps({"assignments": _plan(answer).assignments}) + "\n")

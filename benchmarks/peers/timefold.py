"""Timefold Solver, in Java: local search without bounds, for lending shifts.

``TIMEFOLD_JARS`` names the folder with its jars; those of the Python wheel ``timefold`` are enough.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.peers.base import Answer, Skipped, tiers_of
from benchmarks.peers.model import pairs_of
from benchmarks.run import Run
from staffmatch import Plan, Scenario
from staffmatch.constraints import DailyRest, HorizonHours
from staffmatch.formulation.pairs import Pairs
from staffmatch.records.field_types import minutes_of

JARS = "TIMEFOLD_JARS"
_SOURCE = Path(__file__).parent.parent / "timefold" / "LendingShifts.java"


def timefold(scenario: Scenario, run: Run) -> Answer:
    if run.time_limit is None:
        raise Skipped("it never ends by itself: give a time limit")
    classes = ":".join(_jars())
    started = time.perf_counter()
    pairs = pairs_of(scenario)
    with tempfile.TemporaryDirectory() as folder:
        instance, plan_file = Path(folder) / "instance.txt", Path(folder) / "plan.txt"
        instance.write_text(_text(scenario, pairs), encoding="ascii")
        _called("javac", "-proc:none", "-cp", classes, "-d", folder, str(_SOURCE))
        built = time.perf_counter()
        limits = [str(round(1000 * run.time_limit)), str(run.seed)]
        _called("java", "-cp", f"{classes}:{folder}", "LendingShifts", str(instance), *limits, str(plan_file))
        rows = [line.split() for line in plan_file.read_text(encoding="ascii").splitlines()]
    phases = {"build": built - started, "solve": time.perf_counter() - built}
    columns = pairs.columns
    plan = Plan.of((columns.workers.ids[int(worker)], columns.shift_ids[int(shift)]) for worker, shift in rows)
    return Answer("feasible", plan, tiers_of(scenario, plan, [None]), phases, len(pairs))


def _jars() -> list[str]:
    folder = os.environ.get(JARS)
    if not folder:
        raise Skipped(f"the environment variable {JARS} names no folder with the jars of Timefold")
    # logback would write a line for each step.
    found = sorted(str(jar) for jar in Path(folder).glob("*.jar") if not jar.name.startswith("logback"))
    if not any("timefold-solver-core" in jar for jar in found):
        raise Skipped(f"{folder} holds no timefold-solver-core*.jar")
    if not (shutil.which("javac") and shutil.which("java")):
        raise Skipped("there is no JDK: java and javac are not found")
    return found


def _called(*words: str) -> None:
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Skipped(f"{words[0]} failed: {done.stderr.strip()[-500:]}")


def _text(scenario: Scenario, pairs: Pairs) -> str:
    """``H workers rest cap penalty``, for each shift ``S start end worked``, ``A shift worker cost``; in minutes."""
    (rest,) = (rule.hours for rule in scenario.rules if isinstance(rule, DailyRest))
    (cap,) = (rule.hours for rule in scenario.rules if isinstance(rule, HorizonHours))
    penalty = next(term.weight for term in scenario.tiers[0] if term.kind == "empty_seats")
    spans = pairs.columns.shifts
    shifts = zip(spans.start.tolist(), spans.end.tolist(), spans.minutes.tolist(), strict=True)
    rows = zip(pairs.job.tolist(), pairs.worker.tolist(), pairs.cost.tolist(), strict=True)
    return "".join(
        [
            f"H {len(pairs.columns.workers.ids)} {minutes_of(rest)} {minutes_of(cap or 0)} {penalty}\n",
            *(f"S {start} {end} {worked}\n" for start, end, worked in shifts),
            *(f"A {shift} {worker} {cost}\n" for shift, worker, cost in rows),
        ]
    )

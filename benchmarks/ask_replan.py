"""How long it takes to plan anew after an event, and how often the number of changes is proven least.

Events come one after another, each to the plan that the last one left: somebody who is lent drops out, a demand comes,
somebody is free at other times. So the row shows as well whether the last events take longer than the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter, process_time
from typing import Any

import numpy as np

import staffmatch as sm
from staffmatch.formulation.market import Market

# Seconds for each new plan.
_REPLAN = 10.0
# The first and the last so many of a row of events.
_ENDS = 10


@dataclass(frozen=True)
class _Step:
    """One event: its kind, seconds by part (on the clock, and of the processor), what the new plan says."""

    kind: str
    wall: dict[str, float]
    cpu: dict[str, float]
    changes: int
    proven: bool
    nearby: bool


def replan_latencies(preset: str, seed: int, seconds: float, events: int) -> Iterator[dict[str, object]]:
    """Solve a city in ``seconds``, let ``events`` happen, and yield a row for each kind, all, the first and the last.

    ``scenario`` is what it takes to make the changed scenario and its digest, ``market`` its pairs and rows, ``replan``
    the rest of the call: the plan is found, explained and verified. Milliseconds; the last plan is verified once more.
    """
    plan = sm.solve(sm.hamburg.scenario(preset, seed=seed), time_limit=seconds)
    yield from row_of_events(plan, seed, events, {"question": "replan", "preset": preset, "seed": seed})


def row_of_events(plan: sm.Solution, seed: int, events: int, named: dict[str, object]) -> Iterator[dict[str, object]]:
    """The same from a plan that is there already."""
    dice, steps = np.random.default_rng(seed), list[_Step]()
    Market.of(plan.scenario)
    for number in range(events):
        kind = ("drop-out", "new demand", "changed window")[number % 3]
        plan, step = _stepped(plan, kind, number, dice)
        steps.append(step)
    ok = sm.verify(plan.scenario, plan).ok
    groups = {kind: [one for one in steps if one.kind == kind] for kind in dict.fromkeys(one.kind for one in steps)}
    groups |= {"all": steps, "first": steps[:_ENDS], "last": steps[-_ENDS:]}
    for kind, some in groups.items():
        yield named | {"event": kind, "events": len(some)} | _told(some) | {"last_verifies": ok}


def changed(scenario: sm.Scenario, lent: Sequence[str], kind: str, number: int, dice: Any) -> sm.Scenario:
    """The scenario after an event of a kind; the demand that comes is like another one."""
    if kind == "new demand":
        like = scenario.demands[int(dice.integers(len(scenario.demands)))]
        shifts = [one.replace(id=f"{one.id} again {number}") for one in like.shifts]
        return scenario.adding(demands=[like.replace(id=f"{like.id} again {number}", shifts=shifts)])
    name = lent[int(dice.integers(len(lent)))]
    if kind == "drop-out":
        return scenario.without(workers=[name])
    person, by = scenario.worker(name), timedelta(hours=2)
    windows = [one.replace(start=one.start + by, end=one.end + by) for one in person.availability]
    # What was agreed for certain times stays.
    return scenario.replace(
        workers=[one.replace(availability=windows) if one.id == name else one for one in scenario.workers]
    )


def _stepped(plan: sm.Solution, kind: str, number: int, dice: Any) -> tuple[sm.Solution, _Step]:
    lent = sorted({one.worker for one in plan.assignments})
    clock, work = [perf_counter()], [process_time()]

    def lap() -> None:
        clock.append(perf_counter())
        work.append(process_time())

    scenario = changed(plan.scenario, lent, kind, number, dice)
    scenario.digest()
    lap()
    # The former market is kept, and the one that it changes into is made from it.
    Market.of(plan.scenario)
    Market.of(scenario)
    lap()
    after = plan.replan(scenario, time_limit=_REPLAN)
    lap()
    names = ("scenario", "market", "replan")
    wall, cpu = (dict(zip(names, np.diff(one).tolist(), strict=True)) for one in (clock, work))
    phases = {name: after.termination.phases.get(name, 0.0) for name in ("search", "explain", "verify")}
    whole = {"whole": sum(wall.values())}, {"whole": sum(cpu.values())}
    told = after.replanned
    if told is None:
        raise RuntimeError(f"no plan after {kind} {number}")
    return after, _Step(
        kind, wall | phases | whole[0], cpu | whole[1], told.changes, told.proven, told.touched is not None
    )


def _told(steps: Sequence[_Step]) -> dict[str, object]:
    row: dict[str, object] = {}
    for clock in ("wall", "cpu"):
        for part in getattr(steps[0], clock):
            half, most = np.percentile([getattr(one, clock)[part] for one in steps], [50, 95])
            row |= {f"{part}_{clock}_p50": round(1e3 * half), f"{part}_{clock}_p95": round(1e3 * most)}
    return row | {
        "changes_p50": float(np.percentile([one.changes for one in steps], 50)),
        "nearby": sum(one.nearby for one in steps),
        "least_proven": sum(one.proven for one in steps),
    }

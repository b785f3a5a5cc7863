"""How long it takes to plan anew after somebody drops out, and how often the number of changes is proven least."""

from __future__ import annotations

from time import perf_counter

import numpy as np

import staffmatch as sm
from staffmatch.formulation.market import Market

_PARTS = ("scenario", "market", "search", "verify", "replan")
# Seconds for the plan that is asked about, and for each new one.
_PLAN, _REPLAN = 60.0, 10.0


def replan_latencies(preset: str, seed: int, questions: int) -> None:
    """Solve a city, let people who are lent drop out one at a time, each from that plan, and print p50 and p95 in ms.

    ``scenario`` is what it takes to make the changed scenario and its digest, ``market`` its pairs and rows, ``search``
    the new plan; ``replan`` is the whole call without these two: the plan is found, explained and verified.
    """
    before = sm.solve(sm.hamburg.scenario(preset, seed=seed), time_limit=_PLAN)
    lent = sorted({one.worker for one in before.assignments})
    dice = np.random.default_rng(seed)
    clock: dict[str, list[float]] = {part: [] for part in _PARTS}
    proven, nearby, changes = 0, 0, []
    for place in dice.choice(len(lent), min(questions, len(lent)), replace=False).tolist():
        Market.of(before.scenario)
        started = perf_counter()
        changed = before.scenario.without(workers=[lent[place]])
        changed.digest()
        made = perf_counter()
        Market.of(changed)
        formulated = perf_counter()
        after = before.replan(changed, time_limit=_REPLAN)
        ended = perf_counter()
        told = after.replanned
        if told is None:
            continue
        phases = after.termination.phases
        spans = (made - started, formulated - made, phases["search"], phases["verify"], ended - formulated)
        for part, span in zip(_PARTS, spans, strict=True):
            clock[part].append(span)
        proven, nearby = proven + told.proven, nearby + (told.touched is not None)
        changes.append(told.changes)
    print(f"{preset}, seed {seed}: {', '.join(f'{t.term} {t.value:g} (bound {t.bound:g})' for t in before.tiers)}")
    for part, spans_of_part in clock.items():
        low, high = np.percentile(spans_of_part, [50, 95]) * 1e3
        print(f"  {part:8} p50 {low:8.0f} ms, p95 {high:8.0f} ms")
    print(
        f"  {len(changes)} drop-outs: least changes proven for {proven}, by additions alone {nearby}; "
        f"changes p50 {np.percentile(changes, 50):g}, p95 {np.percentile(changes, 95):g}"
    )

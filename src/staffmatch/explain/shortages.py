"""Why seats stay empty: the first rule, in listed order, that leaves fewer eligible people than the headcount; or one
that keeps all who are eligible and have time from it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from staffmatch.arrays import Int
from staffmatch.domain.holding import Held, Holding
from staffmatch.domain.plan import Plan
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.elimination import elimination_counts
from staffmatch.formulation.pairs import Pairs
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule
from staffmatch.records.ragged import Lists
from staffmatch.result.shortage import Shortage, ShortageReason

# Jobs looked at together: one batch holds all their candidates in memory.
_BATCH = 200


def shortages(
    pairs: Pairs, missing: Int, plan: Plan, proven: bool, known: Mapping[str, ShortageReason]
) -> tuple[Shortage, ...]:
    """The shifts with empty seats in the order of the scenario, each with its reason.

    ``missing`` has the empty seats of each job; ``proven`` says that the first tier counts seats and is proven.
    ``known`` are reasons by shift that need not be found again.
    """
    columns = pairs.columns
    eligible = np.bincount(pairs.job, minlength=columns.jobs)
    short = np.flatnonzero(missing > 0)
    starved = short[eligible[short] < columns.demands.headcount[columns.job_demand[short]]]
    starved = starved[[_unknown(columns, job, known) for job in starved.tolist()]]
    counts: dict[int, list[tuple[Rule, int, int]]] = {}
    for first in range(0, len(starved), _BATCH):
        jobs = starved[first : first + _BATCH]
        before = np.full(len(jobs), len(columns.workers.ids))
        needed = columns.demands.headcount[columns.job_demand[jobs]]
        for rule, left in elimination_counts(columns, pairs.rules, jobs, enough=needed):
            for job, had, has in zip(jobs.tolist(), before.tolist(), left.tolist(), strict=True):
                counts.setdefault(job, []).append((rule, had, has))
            before = left
    scenario = columns.scenario
    holding, by_job = Holding(scenario, plan), Lists.grouped(pairs.job, columns.jobs)
    demands = [(demand, shift) for demand in scenario.demands for shift in demand.shifts]
    found = []
    for job in short.tolist():
        for number in columns.job_shifts[job].tolist():
            demand, shift = demands[number]
            reason = known.get(shift.id)
            if reason is None:
                held = None
                if holding.rules and eligible[job] >= demand.headcount:
                    names = (columns.workers.ids[worker] for worker in pairs.worker[by_job[job]].tolist())
                    held = holding.held(demand, shift, sorted(set(names) - holding.on(shift)))
                reason = _reason(scenario, demand, shift, counts.get(job, []), int(eligible[job]), held, proven)
            found.append(
                Shortage(
                    demand=demand.id,
                    shift=shift.id,
                    missing=int(missing[job]),
                    headcount=demand.headcount,
                    reason=reason,
                )
            )
    return tuple(found)


def _unknown(columns: Columns, job: int, known: Mapping[str, ShortageReason]) -> bool:
    return any(columns.shift_ids[shift] not in known for shift in columns.job_shifts[job].tolist())


def _reason(
    scenario: Scenario,
    demand: Demand,
    shift: Shift,
    counts: list[tuple[Rule, int, int]],
    eligible: int,
    held: Held | None,
    proven: bool,
) -> ShortageReason:
    for rule, before, left in counts:
        if left < before and left < demand.headcount:
            return ShortageReason.of(scenario, demand, shift, rule, before, left)
    return ShortageReason.of(scenario, demand, shift, None, eligible, eligible, held, proven)

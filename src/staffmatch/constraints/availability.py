"""Availability: a person must be free for the whole of each shift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal
from zoneinfo import ZoneInfo

from staffmatch.arrays import Int
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import agreeing
from staffmatch.formulation.columns import Columns
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule


class Availability(Rule):
    """Only pairs with ``[start_s, end_s] ⊆ window`` for every shift s of the job and one of the worker's windows each.

    Windows that touch or overlap count as one.

    Example: "Worker 'w' is not available for all of shift 's': from Mon 06 Apr 15:59 on 1 min are not covered."
    """

    kind: Literal["availability"] = "availability"
    looks_at = "time"

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        free, shifts = columns.workers.free, columns.shifts
        for same in columns.simultaneous(jobs):
            able = workers
            for shift in columns.job_shifts[int(same[0])].tolist():
                able = able[free.covering(int(shifts.start[shift]), int(shifts.end[shift]))[able]]
            yield same, able

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)
        for worker, _, shift, *_ in plan.duties(scenario):
            reached = shift.start
            for window in sorted(worker.availability, key=lambda w: w.start):
                if window.start <= reached < window.end:
                    reached = window.end
            missing = (shift.end - reached).total_seconds() / 60
            if missing > 0:
                text = (
                    f"Worker {worker.id!r} is not available for all of shift {shift.id!r}: from "
                    f"{reached.astimezone(zone):%a %d %b %H:%M} on {missing:.0f} min are not covered."
                )
                yield Violation(self.kind, text, missing, "min", (worker.id, shift.id))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> tuple[str, str]:
        zone = ZoneInfo(scenario.timezone)
        starts, ends = shift.start.astimezone(zone), shift.end.astimezone(zone)
        return agreeing("is", "are", f"available from {starts:%a %d %b %H:%M} to {ends:%H:%M}")

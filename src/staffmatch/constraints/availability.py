"""Availability: a person must be free for the whole of each shift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal
from zoneinfo import ZoneInfo

from staffmatch.arrays import Int
from staffmatch.constraints.shared.touched import days_of
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.wishes import WishColumns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule

_ABSENT = Sentence(
    "availability",
    "Worker {worker:worker} is not available for all of shift {shift:shift}: from {since:moment} on {minutes:count} "
    "min are not covered.",
)
_GONE = Sentence("availability.absent", "Worker {worker:worker} is absent on {day:day}, a day of shift {shift:shift}.")
_REFUSED = Sentence("availability.refused", "Worker {worker:worker} is not available for shift {shift:shift}.")
_AVAILABLE = Sentence(
    "availability.wants",
    "is available from {start:moment} to {end:time}",
    "are available from {start:moment} to {end:time}",
)


class Availability(Rule):
    """Only pairs with ``[start_s, end_s] ⊆ window`` for every shift s of the job and one of the worker's windows each.

    Windows that touch or overlap count as one. Whole local days of `Worker.absences` are taken off them; why somebody
    is absent is not told. Nor is anybody available for a shift against which they have a wish that is a must
    (`Wish.must`); what was wished is not told.

    Example: "Worker 'w' is not available for all of shift 's': from Mon 06 Apr 15:59 on 1 min are not covered."
    """

    kind: Literal["availability"] = "availability"
    looks_at = "time"

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        free, shifts, wishes = columns.workers.free, columns.shifts, WishColumns.of(columns)
        for same in columns.simultaneous(jobs):
            able = workers
            for shift in columns.job_shifts[int(same[0])].tolist():
                able = able[free.covering(int(shifts.start[shift]), int(shifts.end[shift]))[able]]
            yield from wishes.willing(columns, same, able)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)
        for worker, demand, shift, *_ in plan.duties(scenario):
            reached = shift.start
            for window in sorted(worker.availability, key=lambda w: w.start):
                if window.start <= reached < window.end:
                    reached = window.end
            if gone := [day for day in days_of(shift, zone) if worker.absent_on(day)]:
                said = _GONE(worker=worker.id, day=gone[0].isoformat(), shift=shift.id)
                yield Violation(self.kind, said, len(gone), "days", (worker.id, shift.id))
            if any(wish.must and wish.concerns(demand, shift, zone) for wish in worker.wishes):
                said = _REFUSED(worker=worker.id, shift=shift.id)
                yield Violation(self.kind, said, 1, "pairs", (worker.id, shift.id))
            missing = (shift.end - reached).total_seconds() / 60
            if missing > 0:
                since = reached.astimezone(zone).isoformat()
                said = _ABSENT(worker=worker.id, shift=shift.id, since=since, minutes=round(missing))
                yield Violation(self.kind, said, missing, "min", (worker.id, shift.id))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        zone = ZoneInfo(scenario.timezone)
        starts, ends = shift.start.astimezone(zone), shift.end.astimezone(zone)
        return _AVAILABLE(start=starts.isoformat(), end=ends.isoformat())

"""DailyRest: hours of rest between one working day and the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.bases import Rule
from staffmatch.constraints.cliques import maximal_cliques
from staffmatch.fields import Hours, minutes_of
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.plan import Plan, Violation
from staffmatch.rows import Aux, Pairs, RowBlock


class DailyRest(Rule):
    """At least ``hours`` between the end of one shift and the start of the next, home shifts included.

    For every worker and maximal clique C of the intervals ``[start_j, end_j + rest)``: ``Σ_{j in C} x_wj <= 1``. An
    interval graph is perfect, so these rows describe the hull. With ``hours=0`` shifts only must not overlap.

    Source: 11 consecutive hours in 24, Directive 2003/88/EC art. 3; § 5 (1) ArbZG.

    Example: "Worker 'w' has 10.98 h between 'a' and 'b'; the rest is 11 h."
    """

    kind: Literal["daily_rest"] = "daily_rest"
    hours: Annotated[Hours, Field(le=24)] = 11

    @property
    def least_gap(self) -> int:
        return minutes_of(self.hours)

    def keep(self, pairs: Pairs) -> Mask:
        columns, rest = pairs.columns, minutes_of(self.hours)
        pair, shift = pairs.spans
        start, end = columns.shifts.start[shift], columns.shifts.end[shift]
        home = columns.workers.rostered
        crowded = _meets(home.owner, home.start, home.end + rest, pairs.worker[pair], start, end + rest)
        keep = ~_self_conflicting(
            columns.job_shifts.owners,
            columns.shifts.start[columns.job_shifts.items],
            columns.shifts.end[columns.job_shifts.items] + rest,
            columns.jobs,
        )[pairs.job]
        keep[pair[crowded]] = False
        return keep

    def rows(self, pairs: Pairs, aux: Aux) -> Iterator[RowBlock]:
        pair, shift = pairs.spans
        shifts = pairs.columns.shifts
        start, end = shifts.start[shift], shifts.end[shift] + minutes_of(self.hours)
        row, span = maximal_cliques(pairs.worker[pair], start, end)
        count = int(row.max(initial=-1)) + 1
        ones = np.ones(len(row), np.int64)
        spans = (start, end) if len(pair) == len(pairs) else None
        yield RowBlock.at_most(self.kind, row, pair[span], ones, np.ones(count, np.int64), "worker", spans)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        rest = timedelta(hours=self.hours)
        for roster in plan.rosters(scenario).values():
            worker = roster[0].worker
            lent = [(duty.shift.start, duty.shift.end, duty.shift.id) for duty in roster]
            home = [(shift.start, shift.end, "home shift") for shift in worker.home_shifts]
            for place, (start, end, name) in enumerate(lent):
                for other_start, other_end, other in lent[place + 1 :] + home:
                    gap = max(other_start - end, start - other_end)
                    if gap < rest:
                        between = f"{gap / timedelta(hours=1):.4g} h between {name!r} and {other!r}"
                        text = f"Worker {worker.id!r} has {between}; the rest is {self.hours:g} h."
                        yield Violation(self.kind, text, (rest - gap) / timedelta(minutes=1), "min", (worker.id, name))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> str:
        return f"have {self.hours:g} h of rest to their shifts at home"


def _meets(owner: Int, start: Int, end: Int, who: Int, opens: Int, closes: Int) -> Mask:
    """Whether each span ``[opens, closes)`` of ``who`` overlaps one of the intervals that they own."""
    if not len(owner) or not len(who):
        return np.zeros(len(who), bool)
    origin = min(start.min(), opens.min())
    axis = int(max(end.max(), closes.max()) - origin + 1)
    starts = np.sort(owner * axis + start - origin)
    ends = np.sort(owner * axis + end - origin)
    base = who * axis - origin
    # Intervals begun before the span closes, less those over before it opens: what is left overlaps.
    overlaps: Mask = np.searchsorted(starts, base + closes) > np.searchsorted(ends, base + opens, side="right")
    return overlaps


def _self_conflicting(job: Int, start: Int, end: Int, jobs: int) -> Mask:
    order = np.lexsort((start, job))
    job, start, end = job[order], start[order], end[order]
    found = np.zeros(jobs, bool)
    found[job[1:][(job[1:] == job[:-1]) & (start[1:] < end[:-1])]] = True
    return found

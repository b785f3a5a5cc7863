"""Shifts of one person with too little rest between them, as columns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.cliques import overlaps
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.relations import Relation


class Shifts(NamedTuple):
    """Whose they are, from when until when, on which day they start, and which are standby that is rest: before and
    after it no rest is due. Between two of one day it is due if ``within_days``."""

    owner: Int
    start: Int
    end: Int
    day: Int
    standby: Mask

    @classmethod
    def lent(cls, columns: Columns, spans: Relation, owner: str = "worker") -> Shifts:
        whose, start, end, day = spans[owner, "start", "end", "day"]
        return cls(whose, start, end, day, columns.shift_rest[spans["shift"]])

    @classmethod
    def at_home(cls, columns: Columns) -> Shifts:
        home = columns.workers.rostered
        return cls(home.owner, home.start, home.end, home.day, columns.workers.rostered_rest)

    @classmethod
    def of_jobs(cls, columns: Columns) -> Shifts:
        jobs, shifts = columns.job_shifts, columns.shifts
        start, end, day = (column[jobs.items] for column in (shifts.start, shifts.end, shifts.day))
        return cls(jobs.owners, start, end, day, columns.shift_rest[jobs.items])

    def too_close(self, minutes: Int | int, *, within_days: bool) -> tuple[Int, Int]:
        """Every two of one owner, the earlier first, that overlap or have less than so many minutes between."""
        one, other = overlaps(self.owner, self.start, self.end + minutes)
        due = self._due(one, self, other, within_days)
        near = due | (self.start[other] < self.end[one])
        return one[near], other[near]

    def restless(self, at: Int, others: Shifts, other: Int, minutes: int, *, within_days: bool) -> Mask:
        """Which of some pairs with shifts of others' have less than so many minutes between, where rest is due."""
        near = (others.start[other] < self.end[at] + minutes) & (others.end[other] > self.start[at] - minutes)
        return near & self._due(at, others, other, within_days)

    def _due(self, one: Int, others: Shifts, other: Int, within_days: bool) -> Mask:
        due: Mask = ~(self.standby[one] | others.standby[other])
        return due if within_days else due & (self.day[one] != others.day[other])


def impossible_jobs(columns: Columns, minutes: int, *, within_days: bool) -> Mask:
    """The jobs that leave too little rest between shifts of their own."""
    shifts = Shifts.of_jobs(columns)
    one, _ = shifts.too_close(minutes, within_days=within_days)
    found = np.zeros(columns.jobs, bool)
    found[shifts.owner[one]] = True
    return found

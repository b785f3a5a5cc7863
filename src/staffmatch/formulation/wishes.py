"""Wishes as columns: which shifts each is about, and what these count for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.time_windows import moments
from staffmatch.models import Wish, Worker
from staffmatch.records.dictionary_columns import combine_codes
from staffmatch.records.ragged import Lists, offsets
from staffmatch.records.remembered import columns_of_models
from staffmatch.records.sequence import Records

# What a wish counts, and for whom, is not what it is about.
_COUNTED = ("against", "weight", "must")
# So many pairs of a person and a wished shift are looked up at a time.
_AT_ONCE = 2**22
_ASKER = object()


@dataclass(frozen=True)
class WishColumns:
    """A row for each wish, in order of ``worker``: its ``points`` for each shift, and whether it is a ``must``.

    Wishes about the same shifts have the same ``subject``; ``shifts`` are those of each subject.
    """

    worker: Int
    subject: Int
    points: Int
    must: Mask
    shifts: Lists
    workers: int
    number_of_shifts: int

    @classmethod
    def of(cls, columns: Columns) -> WishColumns:
        """Those of a scenario, read once."""
        return columns.once(_ASKER, lambda: _read(columns))

    @cached_property
    def _about(self) -> csr_array:
        """By subject and shift."""
        size = len(self.shifts.items)
        shape = len(self.shifts.lengths), self.number_of_shifts
        return csr_array((np.ones(size, np.int64), self.shifts.items, self.shifts.start), shape)

    def points_of(self, worker: Int, shift: Int) -> Int:
        """What each shift counts for a worker by all their wishes."""
        found = np.zeros(len(worker), np.int64)
        counted = self.points != 0
        wished = np.bincount(self.worker[counted], self.shifts.lengths[self.subject[counted]], self.workers)
        if not wished.any():
            return found
        part = np.cumsum(wished).astype(np.int64) // _AT_ONCE
        part[wished == 0] = -1
        entries = np.flatnonzero(part[worker] >= 0)
        for number in np.unique(part[part >= 0]).tolist():
            here = entries[part[worker[entries]] == number] if part.max() else entries
            found[here] = self._looked_up(counted & (part[self.worker] == number), worker[here], shift[here])
        return found

    def _looked_up(self, rows: Mask, worker: Int, shift: Int) -> Int:
        shape = self.workers, len(self.shifts.lengths)
        table = csr_array((self.points[rows], (self.worker[rows], self.subject[rows])), shape) @ self._about
        table.sort_indices()
        sums = table.tocoo()
        key = sums.row.astype(np.int64) * self.number_of_shifts + sums.col
        asked = worker * self.number_of_shifts + shift
        at = np.minimum(np.searchsorted(key, asked), len(key) - 1)
        return np.where(key[at] == asked, sums.data[at], 0)

    @cached_property
    def _refused(self) -> tuple[Lists, Lists]:
        """By shift the subjects that somebody must not be lent for, and by subject these people."""
        rows, subjects = np.flatnonzero(self.must), len(self.shifts.lengths)
        people = Lists.grouped(self.subject[rows], subjects)
        about = people.lengths[self.shifts.owners] > 0
        by_shift = Lists.grouped(self.shifts.items[about], self.number_of_shifts)
        subject = self.shifts.owners[about]
        return Lists(by_shift.start, subject[by_shift.items]), Lists(people.start, self.worker[rows][people.items])

    def willing(self, columns: Columns, jobs: Int, workers: Int) -> Iterator[tuple[Int, Int]]:
        """The jobs with those workers who have no wish against that must be kept."""
        if not self.must.any():
            yield jobs, workers
            return
        subjects, people = self._refused
        job, place = columns.job_shifts.expand(jobs)
        refused = np.zeros(len(jobs), bool)
        refused[job[subjects.lengths[place] > 0]] = True
        yield jobs[~refused], workers
        for number in np.flatnonzero(refused).tolist():
            about = np.unique(subjects.expand(place[job == number])[1])
            yield jobs[number : number + 1], workers[~np.isin(workers, people.expand(about)[1])]


def _read(columns: Columns) -> WishColumns:
    workers = columns_of_models(Worker, columns.scenario.workers)
    owner, wishes = workers.several("wishes").owners, workers.inner("wishes")
    said = [column.row_codes for name, column in wishes.columns.items() if name not in _COUNTED]
    none = np.zeros(len(owner), np.int64)
    _, first, subject = np.unique(combine_codes(none, *said), return_index=True, return_inverse=True)
    found = [_shifts(columns, wishes[place]) for place in first.tolist()]
    return WishColumns(
        worker=owner,
        subject=subject.ravel(),
        points=_points(wishes),
        must=wishes.read("must", bool, bool),
        shifts=Lists(offsets(np.array([*map(len, found)], np.int64)), np.concatenate([none[:0], *found])),
        workers=len(workers),
        number_of_shifts=len(columns.shift_ids),
    )


def _points(wishes: Records[Wish]) -> Int:
    weight = np.where(wishes.read("against", bool, bool), 1, -1) * wishes.read("weight", int)
    return np.where(wishes.read("must", bool, bool), 0, weight)


def _shifts(columns: Columns, wish: Wish) -> Int:
    """The shifts that a wish is about."""
    shifts = columns.shifts
    fits = np.ones(len(columns.shift_ids), bool)
    for wished, names, number in (
        (wish.shift, columns.shift_ids, np.arange(len(fits))),
        (wish.demand, columns.demands.ids, columns.shift_demand),
        (wish.kind, columns.kinds, columns.shift_kind),
    ):
        if wished is not None:
            fits &= number == (names.index(wished) if wished in names else -2)
    if not fits.any() or not (wish.dated or wish.start or wish.end):
        return np.flatnonzero(fits)
    longest = int((shifts.end - shifts.start).max()) // 1440
    days = np.arange(int(shifts.day.min()) - 1, int(shifts.day.max()) + longest + 3)
    days = days[np.fromiter(map(wish.on, map(date.fromordinal, days.tolist())), bool, len(days))]
    start, end, next_day = wish.clock
    zone = ZoneInfo(columns.scenario.timezone)
    opens, closes = moments(days, start, zone), moments(days + next_day, end, zone)
    there = opens < closes
    opens, closes = opens[there], closes[there]
    at = np.searchsorted(closes, shifts.start, side="right")
    touched = opens[np.minimum(at, len(opens) - 1)] < shifts.end if len(opens) else np.zeros(len(fits), bool)
    return np.flatnonzero(fits & touched & (at < len(opens)))

"""Handovers: two shifts of one person may overlap by so many minutes.

Two that are both longer than these overlap by more iff they still do once each ends so much earlier; a shorter one
never overlaps any by more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.pieces import Piece
from staffmatch.domain.plan import Violation
from staffmatch.formulation.cliques import overlaps
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.messages.message import Sentence
from staffmatch.records.ragged import SharedSpans

if TYPE_CHECKING:
    from staffmatch.constraints.daily_rest import DailyRest

_TOO_LONG = Sentence(
    "daily_rest.handover",
    "Worker {worker:worker} has {one} and {other}, which overlap by {minutes:count} min; {tolerated:count} min are "
    "tolerated.",
)


class Handovers:
    """What a scenario's columns say of overlaps by more than so many minutes."""

    def __init__(self, columns: Columns, minutes: int) -> None:
        self._columns, self._minutes = columns, minutes
        home = columns.workers.rostered
        self._home = SharedSpans.of(home.where(home.end - home.start > minutes), len(columns.workers.ids))
        jobs, shifts = columns.job_shifts, columns.shifts
        start, end = shifts.start[jobs.items], shifts.end[jobs.items]
        long = end - start > minutes
        one, _ = overlaps(jobs.owners[long], start[long], end[long] - minutes)
        self._impossible: Mask = np.zeros(columns.jobs, bool)
        self._impossible[jobs.owners[long][one]] = True

    def split(self, jobs: Int, workers: Int) -> Iterator[tuple[Int, Int]]:
        """The jobs whose own shifts do not overlap so, with the workers whose home shifts do not overlap them so."""
        shifts, held = self._columns.shifts, self._columns.job_shifts
        for same in self._columns.simultaneous(jobs):
            able = workers[:0] if self._impossible[same[0]] else workers
            for shift in held[int(same[0])].tolist():
                start, end = int(shifts.start[shift]), int(shifts.end[shift])
                if end - start > self._minutes:
                    able = able[~self._home.meeting(start + self._minutes, end - self._minutes)[able]]
            yield same, able


def one_at_a_time(pairs: Pairs, minutes: int) -> RowBlock:
    """Shifts of one person exclude each other that overlap by more."""
    spans = pairs.spans
    long = spans.where(spans["end"] - spans["start"] > minutes)
    return long.assign(until=long["end"] - minutes).overlapping("worker", end="until").count() <= 1


def too_long(rule: DailyRest, who: str, pieces: Sequence[Piece]) -> Iterator[Violation]:
    """Every two pieces of one person's work that overlap by more; with lent ones among them, none at home alone."""
    minutes, alone = rule.tolerated_overlap_minutes, not any(piece.lent for piece in pieces)
    pieces, most = sorted(pieces), timedelta(minutes=minutes)
    for place, one in enumerate(pieces):
        for other in pieces[place + 1 :]:
            if other.start + most >= one.end:
                break
            both = (min(one.end, other.end) - other.start) // timedelta(minutes=1)
            if both > minutes and (one.lent or other.lent or alone):
                said = _TOO_LONG(worker=who, one=one.said, other=other.said, minutes=both, tolerated=minutes)
                named = filter(None, (one.name, other.name))
                yield Violation(rule.kind, said, both - minutes, "min", (who, *named))

"""Minutes that are worked at home and before the plan, by the day: as columns, and in the user's own words.

Of a day in the ledger only what its shifts, and the ways between them, do not say comes on top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.ways_in_windows import ways_at_home
from staffmatch.constraints.shared.ways_told import minutes_by_day, stops_at_home
from staffmatch.formulation.columns import UNLIMITED, Columns
from staffmatch.models import Scenario, Worker, WorkTime
from staffmatch.records.field_types import minutes_of


def minutes_at_home(columns: Columns, *, past: bool, ways: bool) -> tuple[Int, Int, Int]:
    """As (worker, day, minutes), of past shifts and the ledger or not, with ``ways`` between sites or without."""
    workers = columns.workers
    home, ledger = workers.rostered if past else workers.home_shifts, workers.ledger
    owner, day, minutes = home.owner, home.day, home.minutes
    if ways:
        more = ways_at_home(columns, past=past)
        owner, day, minutes = (np.r_[one, other] for one, other in zip((owner, day, minutes), more, strict=True))
    if not (past and len(ledger.owner)):
        return owner, day, minutes
    first, last = int(min(day.min(initial=UNLIMITED), ledger.day.min())), int(ledger.day.max())
    shifts, days = (
        (who * (last - first + 2) + np.minimum(when - first, last - first + 1))
        for who, when in ((owner, day), (ledger.owner, ledger.day))
    )
    known, at = np.unique(np.r_[days, shifts], return_inverse=True)
    said = np.bincount(at[len(days) :], minutes, len(known)).astype(np.int64)[at[: len(days)]]
    rest = np.maximum(0, ledger.minutes - said)
    return np.r_[owner, ledger.owner], np.r_[day, ledger.day], np.r_[minutes, rest]


def minutes_told(
    scenario: Scenario, worker: Worker, work: Iterable[WorkTime], ledger: Mapping[date, float], *, ways: bool
) -> list[tuple[date, int]]:
    """The same of one person, who has this work and ledger."""
    zone, work = ZoneInfo(scenario.timezone), list(work)
    shifts = [(shift.start.astimezone(zone).date(), shift.counted_minutes) for shift in work]
    if ways:
        shifts += minutes_by_day(scenario, stops_at_home(scenario, worker, work)).items()
    said = Counter[date]()
    for day, minutes in shifts:
        said[day] += minutes
    return shifts + [(day, max(0, minutes_of(hours) - said[day])) for day, hours in ledger.items()]


def days_before(worker: Worker, zone: ZoneInfo) -> set[date]:
    """The days before the plan on which somebody has worked, by past shifts or the ledger."""
    past = {shift.start.astimezone(zone).date() for shift in worker.past_shifts if not shift.is_rest}
    return past | {day for day, hours in worker.ledger.items() if hours}

"""Where people were lent before the plan begins."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo

import numpy as np

from staffmatch.arrays import Int
from staffmatch.formulation.columns import Columns
from staffmatch.models import Secondment, Worker
from staffmatch.records.accessors import workers_with


def stays(columns: Columns) -> tuple[Int, Int, Int]:
    """Earlier secondments as (code, first day, last day), sorted; a code is ``worker * companies + borrower``. A lent
    past shift is one of a day, on which it starts."""
    number = {name: place for place, name in enumerate(columns.company_ids)}
    found = [
        (place * len(number) + number[stay.company], stay.first.toordinal(), stay.last.toordinal())
        for place, worker in workers_with(columns.scenario, "secondments")
        for stay in worker.secondments
    ]
    workers = columns.workers
    lent = workers.rostered_company != workers.company[workers.rostered.owner]
    owner, day = workers.rostered.owner[lent], workers.rostered.day[lent]
    past = np.c_[owner * len(number) + workers.rostered_company[lent], day, day]
    code, first, last = np.unique(np.r_[np.array(found, np.int64).reshape(len(found), 3), past], axis=0).T
    return code, first, last


def stays_of(worker: Worker, zone: tzinfo) -> list[Secondment]:
    """The same of one person, from the user's own words."""
    past = [(shift.company, shift.start.astimezone(zone).date()) for shift in worker.past_shifts]
    lent = [Secondment(company=at, first=day, last=day) for at, day in past if at != worker.company]
    return [*worker.secondments, *lent]


def since_of(columns: Columns, code: Int, day: Int, break_days: int, *, breaks_count: bool = False) -> Int:
    """The day from which a day at a borrower counts: put back by what counts of the stays that it continues after a
    break of at most so many days."""
    owner, first, last = stays(columns)
    if not len(owner):
        return day
    axis = int(max(day.max(), last.max())) + break_days + 2
    opens, reach = owner * axis + first, np.maximum.accumulate(owner * axis + last)
    begins = np.r_[True, opens[1:] > reach[:-1] + break_days + 1]
    # Days of stays, each once, added up over all; ``begun`` is the first stay of the same count.
    fresh = np.maximum(0, reach - np.maximum(opens, np.r_[opens[0], reach[:-1] + 1]) + 1)
    before, begun = np.r_[0, np.cumsum(fresh)], np.maximum.accumulate(np.where(begins, np.arange(len(opens)), 0))
    key = code * axis + day
    at = np.searchsorted(opens, key) - 1
    continues = (at >= 0) & (owner[at] == code) & (key <= reach[at] + break_days + 1)
    if breaks_count:
        return np.where(continues, first[begun[at]], day)
    days = before[at + 1] - before[begun[at]] - np.maximum(0, reach[at] - key + 1)
    return np.where(continues, day - days, day)


def days_before(
    stays: list[Secondment], borrower: str, day: date, break_days: int, *, breaks_count: bool = False
) -> tuple[date, int]:
    """The first day of all stays that reach a day, or each other, and how many days before it count."""
    reach, since, counted = timedelta(days=break_days + 1), day, set[date]()
    earlier = [stay for stay in stays if stay.company == borrower]
    while joined := [stay for stay in earlier if stay.first < since <= stay.last + reach]:
        since = min(stay.first for stay in joined)
    if breaks_count:
        return since, (day - since).days
    for stay in earlier:
        if since <= stay.first < day:
            last = min(stay.last, day - timedelta(days=1))
            counted.update(stay.first + timedelta(days=after) for after in range((last - stay.first).days + 1))
    return since, len(counted)

"""Where people were lent before the plan begins."""

from __future__ import annotations

from datetime import tzinfo

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

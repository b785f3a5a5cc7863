"""For whom a way of lending is open: once for all pairs, once for one person, lender and borrower."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Company, Worker
from staffmatch.records.accessors import workers_with

_HIRED = Sentence("channels.hired", "{worker:worker} was hired for lending")
_NO_GROUP = Sentence("channels.no_group", "{lender:company} and {borrower:company} are of no common group")
_NO_LICENCE = Sentence("channels.no_licence", "{lender:company} has no licence")
_ENDED = Sentence("channels.licence_ends", "the licence of {lender:company} ends on {last:day}")
_NO_JOB = Sentence("channels.no_second_job", "{worker:worker} has no second job at {borrower:company}")


def admissible(pairs: Pairs, name: str) -> Mask:
    """The pairs for which a channel is open."""
    columns = pairs.columns
    if name == "licensed":
        until = [one.licence_until.toordinal() if one.licence_until else 0 for one in columns.scenario.companies]
        open_: Mask = np.array(until, np.int64)[pairs.lender] >= _last_days(columns)[pairs.job]
        return open_
    if name == "secondary_job":
        return np.isin(pairs.worker * len(columns.company_ids) + pairs.borrower, _second_jobs(columns))
    hired = np.zeros(len(columns.workers.ids), bool)
    hired[[place for place, worker in workers_with(columns.scenario, "hired_for_lending")]] = True
    return ~hired[pairs.worker] & (_one_group(pairs) if name == "group" else True)


def _one_group(pairs: Pairs) -> Mask:
    group = np.array([one.corporate_group or "" for one in pairs.columns.scenario.companies], np.str_)
    lender = group[pairs.lender]
    found: Mask = (lender != "") & (lender == group[pairs.borrower])
    return found


def _second_jobs(columns: Columns) -> Int:
    number = {name: place for place, name in enumerate(columns.company_ids)}
    held = (
        place * len(number) + number[company]
        for place, worker in workers_with(columns.scenario, "second_jobs")
        for company in worker.second_jobs
    )
    return np.fromiter(held, np.int64)


def _last_days(columns: Columns) -> Int:
    """For each job the local day, as an ordinal, on which its last shift ends."""
    ends = (datetime.fromtimestamp(end * 60, UTC) - timedelta(minutes=1) for end in columns.shifts.end.tolist())
    days = np.fromiter((columns.scenario.local(end).toordinal() for end in ends), np.int64, len(columns.shift_ids))
    return np.maximum.reduceat(days[columns.job_shifts.items], columns.job_shifts.start[:-1])


def lacking(name: str, lender: Company, borrower: Company, worker: Worker, last: date) -> Message | None:
    """What keeps a person from being lent by a channel until a last day; None if it is open."""
    return next(_lacking(name, lender, borrower, worker, last), None)


def _lacking(name: str, lender: Company, borrower: Company, worker: Worker, last: date) -> Iterator[Message]:
    if name in ("occasional", "group") and worker.hired_for_lending:
        yield _HIRED(worker=worker.id)
    if name == "group" and (lender.corporate_group is None or lender.corporate_group != borrower.corporate_group):
        yield _NO_GROUP(lender=lender.id, borrower=borrower.id)
    if name == "licensed" and lender.licence_until is None:
        yield _NO_LICENCE(lender=lender.id)
    elif name == "licensed" and lender.licence_until is not None and lender.licence_until < last:
        yield _ENDED(lender=lender.id, last=lender.licence_until.isoformat())
    if name == "secondary_job" and borrower.id not in worker.second_jobs:
        yield _NO_JOB(worker=worker.id, borrower=borrower.id)

"""Certificates: who is lent holds what the demand asks to be shown, valid to the end of the shift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.pair_rule import WaivableRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import Columns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker

_LACKS = Sentence(
    "certificates", "Worker {worker:worker} has no certificate {name:id}, for which shift {shift:shift} asks."
)
_EXPIRED = Sentence(
    "certificates.expired",
    "The certificate {name:id} of worker {worker:worker} expired on {until:day}, {n:count} day before the last of "
    "shift {shift:shift}.",
    "The certificate {name:id} of worker {worker:worker} expired on {until:day}, {n:count} days before the last of "
    "shift {shift:shift}.",
)
_HAS = Sentence(
    "certificates.wants",
    "has {names:and-id}, valid on {day:day}",
    "have {names:and-id}, valid on {day:day}",
)
_NONE_ASKED = Sentence("certificates.none", "has the certificates", "have the certificates")


class Certificates(WaivableRule):
    """Only pairs in which the worker holds each certificate of the demand, valid on the last local day of the shift.

    ``until_w(c) >= last day of j`` for every c of `Demand.certificates`, where ``until_w(c)`` is the latest of the
    worker's certificates c; one without a day does not expire. One that expires on the last day is still valid, and of
    a shift that ends at midnight this is the day before. Of several shifts held together the last one counts.

    Source: protection against measles, § 20 (8) and (9) IfSG; instruction on food, § 43 (1) IfSG, no older than three
    months on the first day of work and repeated every two years, (4); driving forklifts, § 7 DGUV Vorschrift 68. From
    when a certificate has to be renewed is for who states its day.

    Example: "The certificate 'forklift' of worker 'w' expired on 2020-04-03, 3 days before the last of shift 's'."
    """

    kind: Literal["certificates"] = "certificates"

    def able(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        needs = columns.demands.certificates[columns.job_demand[jobs]]
        asking = needs.any(axis=1)
        if not asking.any():
            yield jobs, workers
            return
        yield jobs[~asking], workers
        asked = jobs[asking]
        last = np.array([_last_day(columns, job) for job in asked.tolist()], np.int32)
        kinds, kind = np.unique(np.c_[last, needs[asking]], axis=0, return_inverse=True)
        for number, (day, *needed) in enumerate(kinds.tolist()):
            held = columns.workers.valid_until[np.ix_(workers, np.flatnonzero(needed))]
            yield asked[kind.ravel() == number], workers[(held >= day).all(axis=1)]

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for worker, demand, shift, *_ in self.selected(scenario, plan).duties(scenario):
            for name in demand.certificates:
                held = _held(worker, name)
                if not held:
                    said = _LACKS(worker=worker.id, name=name, shift=shift.id)
                    yield Violation(self.kind, said, 1, "certificates", (worker.id, shift.id))
                elif None not in held:
                    until = max(filter(None, held))
                    late = (_last_of(scenario, shift) - until).days
                    if late > 0:
                        said = _EXPIRED(worker=worker.id, name=name, shift=shift.id, until=until.isoformat(), n=late)
                        yield Violation(self.kind, said, late, "days", (worker.id, shift.id))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        if not demand.certificates:
            return _NONE_ASKED()
        last = max(_last_of(scenario, one) for one in demand.held_with(shift))
        return _HAS(names=demand.certificates, day=last.isoformat())


def _last_day(columns: Columns, job: int) -> int:
    """The last local day of a job, as an ordinal."""
    end = int(columns.shifts.end[columns.job_shifts[job]].max())
    return columns.scenario.local(datetime.fromtimestamp((end - 1) * 60, UTC)).toordinal()


def _held(worker: Worker, name: str) -> list[date | None]:
    """Until when each certificate of that name is valid."""
    return [one.until for one in worker.certificates if one.id == name]


def _last_of(scenario: Scenario, shift: Shift) -> date:
    """The last local day on which a shift has a minute."""
    return scenario.local(shift.end - timedelta(minutes=1)).date()

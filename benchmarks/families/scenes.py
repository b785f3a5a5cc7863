"""Scenarios from index columns: worker ``w3``, demand ``d5`` with its one shift ``s5``, one lender, one borrower."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from staffmatch import Company, Consent, Demand, PairTable, Rule, Scenario, Shift, Term, Worker
from staffmatch.arrays import Int

MONDAY = datetime(2020, 4, 6, tzinfo=UTC)
# One working day, for jobs at the same time or at no particular time.
DAY = (8 * 60, 16 * 60)


def workers(count: int) -> list[Worker]:
    return [_worker(number) for number in range(count)]


def limited_workers(minutes: Sequence[int]) -> list[Worker]:
    """One worker for each limit of minutes in all."""
    return [_worker(number, max_hours=limit / 60) for number, limit in enumerate(minutes)]


def _worker(number: int, **limits: float) -> Worker:
    return Worker.model_validate({"id": f"w{number}", "company": "lender", "consent": Consent.ACCEPTED} | limits)


def demands(windows: Sequence[tuple[int, int]], breaks: Sequence[int] | None = None, seats: int = 1) -> list[Demand]:
    """One demand with one shift for each window of minutes since Monday."""
    return [
        Demand(id=f"d{number}", company="borrower", headcount=seats, shifts=(_shift(number, *window, pause),))
        for number, (window, pause) in enumerate(zip(windows, breaks or [0] * len(windows), strict=True))
    ]


def _shift(number: int, start: int, end: int, pause: int) -> Shift:
    from_, to = MONDAY + timedelta(minutes=start), MONDAY + timedelta(minutes=end)
    return Shift(id=f"s{number}", start=from_, end=to, unpaid_break_minutes=pause)


def pair_table(worker: Int, shift: Int, cost: Int | None = None, minutes: Int | None = None) -> PairTable:
    """Columns of ids that the caller has checked: validating five million again takes longer than a flow."""
    return PairTable.model_construct(
        workers=_names("w", worker),
        shifts=_names("s", shift),
        demands=None,
        costs=None if cost is None else tuple(cost.tolist()),
        hours=None if minutes is None else tuple((minutes / 60).tolist()),
    )


def _names(letter: str, index: Int) -> tuple[str, ...]:
    names = np.array([f"{letter}{number}" for number in range(int(index.max(initial=-1)) + 1)], object)
    return tuple(names[index].tolist())


def scenario(
    workers: Sequence[Worker],
    demands: Sequence[Demand],
    table: PairTable,
    rules: Sequence[Rule],
    tiers: Sequence[Sequence[Term]],
) -> Scenario:
    return Scenario(
        timezone="UTC",
        companies=(Company(id="lender"), Company(id="borrower")),
        workers=tuple(workers),
        demands=tuple(demands),
        pair_table=table,
        rules=tuple(rules),
        tiers=tuple(tuple(tier) for tier in tiers),
    )

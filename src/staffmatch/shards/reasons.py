"""Reasons of empty seats where no process holds all pairs: the pairs of some empty seats at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffmatch.arrays import Int
from staffmatch.domain.plan import Plan
from staffmatch.explain.shortages import shortages
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.result.shortage import ShortageReason


def reasons(
    columns: Columns, missing: Int, plan: Plan, proven: bool, eligible: Int, most: int
) -> dict[str, ShortageReason]:
    """The reason of each shift with empty seats; ``missing`` and ``eligible`` count seats and people by job, and about
    ``most`` pairs are looked at together."""
    found: dict[str, ShortageReason] = {}
    everybody = np.arange(len(columns.workers.ids))
    for jobs in _batches(np.flatnonzero(missing > 0), eligible, most):
        asked = [(jobs, everybody)] if len(everybody) else []
        pairs = eligible_pairs(columns, columns.scenario.rules, asked)
        here = np.zeros_like(missing)
        here[jobs] = missing[jobs]
        found |= {one.shift: one.reason for one in shortages(pairs, here, plan, proven, {})}
    return found


def _batches(jobs: Int, eligible: Int, most: int) -> Iterator[Int]:
    batch = np.cumsum(eligible[jobs]) // most
    yield from np.split(jobs, np.flatnonzero(np.diff(batch)) + 1) if len(jobs) else ()

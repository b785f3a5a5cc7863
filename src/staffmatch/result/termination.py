"""How a search ended, and its progress."""

from __future__ import annotations

from typing import Literal

from staffmatch.records.field_types import Count, Real, Record


class Moment(Record):
    """An event of the search: seconds since the start, the phase, and what was known of a tier.

    >>> solution.trace[-1].phase
    'done'
    """

    seconds: Real
    phase: str
    tier: Count | None = None
    value: Real | None = None
    bound: Real | None = None
    certified: Real | None = None


class Termination(Record):
    """How the search ended: reason, method, time and work spent, and limits.

    ``phases`` are the seconds of each part; ``pairs`` counts eligible pairs, None if they were not counted. ``faults``
    are failures that were worked around: they cost time, and at most a bound.

    >>> solution.termination.reason
    'proven'
    """

    reason: Literal["proven", "gap", "time_limit", "work_limit", "stopped", "interrupted", "infeasible", "unproven"]
    method: str
    seconds: Real
    time_limit: Real | None
    work: Real = 0
    work_limit: Real | None = None
    phases: dict[str, Real]
    pairs: Count | None
    faults: tuple[str, ...] = ()

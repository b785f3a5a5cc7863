"""How a search ended, and how it came there."""

from __future__ import annotations

from typing import Literal

from staffmatch.records.field_types import Count, Real, Record


class Moment(Record):
    """What was told of the search at a moment: seconds since the start, the phase, and what was known of a tier."""

    seconds: Real
    phase: str
    tier: Count | None = None
    value: Real | None = None
    bound: Real | None = None
    certified: Real | None = None


class Termination(Record):
    """How the search ended: why, by which method, after how long and how much work, within which limits.

    ``phases`` are the seconds of each part, ``pairs`` those that are eligible, None where they were not counted.
    ``faults`` say what went wrong on the way and was done without: it cost time, and a bound at most.
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

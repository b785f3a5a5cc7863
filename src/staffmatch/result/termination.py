"""How a search ended, and its progress."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from staffmatch.records.field_types import Count, Long, Real, Record


class Moment(Record):
    """An event of the search: seconds since the start, the phase, and what was known of a tier.

    ``tier`` counts from 0, as that of `Event`: it is about ``solution.tiers[moment.tier]``.

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
    are failures that were worked around: they cost time, and at most a bound. ``seed``, ``threads`` and ``versions``,
    of this library and of the solvers, are what it takes to find the same again; of a plan that was given they are
    unknown.

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
    seed: Annotated[Long, Field(ge=0)] | None = None
    threads: Count | None = None
    versions: dict[str, str] = Field(default_factory=dict)

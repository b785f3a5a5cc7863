"""Skills that a person has, or has by trainings that are over by then."""

from __future__ import annotations

from typing import Any

from staffmatch.models import Worker
from tests.adversary.facts import Facts, Job, Span


def skills(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    """Of a whole roster: each job builds on what its person has when it begins."""
    taken = {span.name for span in lent}
    jobs = [job for job in facts.jobs if taken.issuperset(shift.id for shift in job.shifts)]
    for job in jobs:
        begins = min(facts.minute(shift.start) for shift in job.shifts)
        over = [one for one in jobs if max(facts.minute(shift.end) for shift in one.shifts) <= begins]
        for skill, level in job.demand.skills.items():
            if max([facts.level(worker, skill), *(facts.granted(one, skill) for one in over)]) < level:
                return False
    return True


def could_have(facts: Facts, worker: Worker, job: Job) -> bool:
    """Whether trainings, all of them taken, would be enough: what is never so need not be tried with others."""
    return all(
        max([facts.level(worker, skill), *(facts.granted(one, skill) for one in facts.jobs)]) >= level
        for skill, level in job.demand.skills.items()
    )

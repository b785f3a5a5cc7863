"""Long work in a process of its own, for servers."""

from staffmatch.jobs.events import Events
from staffmatch.jobs.job import Job, submit

__all__ = ["Events", "Job", "submit"]

"""Solving in separate processes, for servers."""

from staffmatch.jobs.events import Events
from staffmatch.jobs.job import Job, submit

__all__ = ["Events", "Job", "submit"]

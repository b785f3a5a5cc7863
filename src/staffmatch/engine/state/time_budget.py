"""The time budget of a search, with one owner: spent, remaining and reserved time."""

from __future__ import annotations

import math
import time

# Steps of work to the unit, each about one array entry touched; a unit takes between one and some ten seconds, and more
# where a solver counts less than it does.
STEPS = 10**9

# A limit of about 30 years is none, since solvers count time in 64 bits.
_FOR_EVER = 1e9


class TimeBudget:
    """The clock of a search, in seconds since its start, or in units of counted work if there is a work limit.

    Moments and amounts are on that clock. Under a work limit all shares are shares of work, so that a search is
    repeatable; a time limit can then only end it early.
    """

    def __init__(self, time_limit: float | None = None, work_limit: float | None = None) -> None:
        self.time_limit, self.work_limit = time_limit, work_limit
        self._started, self._reserved, self._steps = time.monotonic(), 0.0, 0

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    @property
    def work(self) -> float:
        """Units of work done."""
        return self._steps / STEPS

    @property
    def steps(self) -> int:
        """Steps of work done."""
        return self._steps

    @property
    def now(self) -> float:
        return self.seconds if self.work_limit is None else self.work

    @property
    def remaining(self) -> float:
        return self.seconds_left if self.work_limit is None else _left(self.work_limit, self.work)

    @property
    def until(self) -> float:
        """The moment when the budget is used up."""
        return self.now + self.remaining

    @property
    def seconds_left(self) -> float:
        """Seconds until the time limit, less what is reserved."""
        return math.inf if self.time_limit is None else _left(self.time_limit, self._reserved + self.seconds)

    def restart(self) -> None:
        """Begin the clock anew, for a search whose preparation does not count."""
        self._started = time.monotonic()

    def charge(self, steps: int) -> None:
        """Count work: a step is about one array entry touched."""
        self._steps += steps

    def reserve(self, seconds: float) -> None:
        """Reserve more seconds of the time limit for what follows the search."""
        self._reserved += seconds

    def part(self, share: float, until: float | None = None, unlimited: float = math.inf) -> float:
        """The moment at which a share of the time until ``until``, or until the limit, is used; ``unlimited`` is the
        amount if there is no limit."""
        now = self.now
        left = self.remaining if until is None else max(0.0, until - now)
        return now + (share * left if math.isfinite(left) else unlimited)

    def allowance(self, usual: float, share: float, until: float) -> float:
        """The moment at which ``usual`` is used, or a share of what is left if that is more; ``until`` at the
        latest."""
        return min(until, max(self.now + usual, self.part(share, until, unlimited=usual)))


def _left(limit: float, spent: float) -> float:
    return max(0.0, limit - spent) if limit < _FOR_EVER else math.inf

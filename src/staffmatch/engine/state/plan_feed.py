"""Better plans, handed to a listener while the search goes on."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from staffmatch.arrays import Mask

# Seconds between two plans, and how many times as long as the listener took over the last one: 4 % of the search.
_INTERVAL, _REST = 1.0, 24.0


class PlanFeed:
    """Of the plans that come in quick succession the listener gets the newest, once it is due."""

    def __init__(self, listener: Callable[[Mask], None]) -> None:
        self._listener, self._due = listener, -math.inf
        self._waiting: Mask | None = None

    def offer(self, chosen: Mask) -> None:
        """Remember the pairs of a better plan."""
        self._waiting = chosen

    def flush(self) -> None:
        """Hand on the plan that waits, if it is time."""
        began = time.monotonic()
        if self._waiting is None or began < self._due:
            return
        chosen, self._waiting = self._waiting, None
        self._listener(chosen)
        now = time.monotonic()
        self._due = now + max(_INTERVAL, _REST * (now - began))

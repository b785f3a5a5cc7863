"""Better plans, passed to a listener during the search."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from staffmatch.arrays import Mask
from staffmatch.engine.params import ControlParams


class PlanFeed:
    """If several plans come in quick succession, the listener gets the newest once it is due."""

    def __init__(self, listener: Callable[[Mask], None], params: ControlParams = ControlParams()) -> None:
        self._params = params
        self._listener, self._due = listener, -math.inf
        self._waiting: Mask | None = None

    def offer(self, chosen: Mask) -> None:
        """Record the pairs of a better plan."""
        self._waiting = chosen

    def flush(self) -> None:
        """Pass on the waiting plan if it is due."""
        began = time.monotonic()
        if self._waiting is None or began < self._due:
            return
        chosen, self._waiting = self._waiting, None
        self._listener(chosen)
        now = time.monotonic()
        self._due = now + max(self._params.plan_interval, self._params.plan_rest * (now - began))

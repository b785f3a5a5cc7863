"""What work at home leaves of limits of working time, looked up by window."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.columns import UNLIMITED
from staffmatch.records.ragged import Answers, Lists


@dataclass(frozen=True)
class Left:
    """Minutes that work at home leaves: entry i of ``owners``, by window from ``first`` on, has ``minutes[i]``."""

    limits: Int
    first: int
    owners: Lists
    minutes: Int

    @classmethod
    def of(cls, limits: Int, owner: Int, window: Int, worked: Int) -> Left:
        """What so many minutes that owners worked in windows leave of their limits."""
        first, people = int(window.min(initial=UNLIMITED)), len(limits)
        cell, at = np.unique((window - first) * people + owner, return_inverse=True)
        window, owner = np.divmod(cell, people)
        left = np.maximum(0, limits[owner] - np.bincount(at, worked, len(cell)).astype(np.int64))
        start = np.searchsorted(window, np.arange(int(window.max(initial=-1)) + 2))
        return cls(limits, first, Lists(start, owner), left)

    @cached_property
    def least(self) -> int:
        """The least that is left to anybody who has no work at home."""
        return int(self.limits.min(initial=UNLIMITED))

    def entries(self, window: int) -> slice | None:
        """Those of a window, if it has any."""
        place = window - self.first
        if not 0 <= place < len(self.owners.start) - 1:
            return None
        start, end = self.owners.start[place : place + 2].tolist()
        return slice(start, end) if start < end else None

    def less_than(self, minutes: int, entries: slice) -> Mask:
        """Who has less left."""
        return self._known.of(
            (minutes, entries.start), lambda: self.owners.items[entries][self.minutes[entries] < minutes]
        )

    @cached_property
    def _known(self) -> Answers:
        return Answers(len(self.limits))

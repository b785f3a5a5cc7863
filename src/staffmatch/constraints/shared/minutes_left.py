"""What work at home leaves of limits of working time, looked up by window."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

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

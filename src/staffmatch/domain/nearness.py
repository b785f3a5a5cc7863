"""What a change of a plan weighs: the nearer it is, the less time is left to tell people."""

from __future__ import annotations

from datetime import datetime

# What a change far ahead weighs, and how many days before that it begins to weigh more: one tomorrow weighs less than
# two next week, so that weights choose among the fewest changes more than they ask for others.
FAR, DAYS = 7, 6
DAY = 24 * 60


def change_weight(start: datetime, since: datetime) -> int:
    """``7 + max(0, 6 - d)`` for a shift that starts d whole days of 24 hours after a moment; 13 if before that."""
    return weight_at(int(start.timestamp()) // 60, int(since.timestamp()) // 60)


def weight_at(start: int, since: int) -> int:
    """The same of times in minutes."""
    return FAR + max(0, DAYS - max(0, (start - since) // DAY))

"""One person's pieces of work in the user's own words, lent and at home, as the checks of rules take them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, order=True)
class Piece:
    """A shift: lent by its ``name``, or at home without one."""

    start: datetime
    end: datetime
    name: str = ""

    @property
    def lent(self) -> bool:
        return bool(self.name)

    def __str__(self) -> str:
        return repr(self.name) if self.lent else "a home shift"


def overlapping(who: str, one: Piece, other: Piece, when: str = "") -> str:
    """The sentence about two that meet."""
    both = (min(one.end, other.end) - max(one.start, other.start)) // timedelta(minutes=1)
    return f"Worker {who!r} has {one} and {other}{when}, which overlap by {both} min."

"""One person's pieces of work in the user's own words, lent and at home, as the checks of rules take them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from staffmatch.messages.message import Message, Sentence, Value
from staffmatch.models import PastShift, Worker

_LENT = Sentence("piece.lent", "{shift:shift}")
_HOME = Sentence("piece.home", "a home shift")
_PAST = Sentence("piece.past", "a shift before the plan")
OVERLAP = Sentence(
    "piece.overlap", "Worker {worker:worker} has {one} and {other}, which overlap by {minutes:count} min."
)
_OVERLAP_ON = Sentence(
    "piece.overlap_on",
    "Worker {worker:worker} has {one} and {other} on {day:day}, which overlap by {minutes:count} min.",
)


@dataclass(frozen=True, order=True)
class Piece:
    """A shift: lent by its ``name``, or without one at home or in the ``past``; ``rest`` tells standby that is rest."""

    start: datetime
    end: datetime
    name: str = ""
    past: bool = field(default=False, kw_only=True)
    rest: bool = field(default=False, kw_only=True)

    @property
    def lent(self) -> bool:
        return bool(self.name)

    @property
    def said(self) -> Message:
        """What it is called in a sentence."""
        return _LENT(shift=self.name) if self.lent else _PAST() if self.past else _HOME()


def overlapping(who: str, one: Piece, other: Piece, day: date | None = None) -> Message:
    """The sentence about two that meet."""
    both = (min(one.end, other.end) - max(one.start, other.start)) // timedelta(minutes=1)
    said: dict[str, Value] = {"worker": who, "one": one.said, "other": other.said, "minutes": both}
    return OVERLAP(**said) if day is None else _OVERLAP_ON(**said, day=day.isoformat())


def closer_than(lent: list[Piece], home: list[Piece], rest: timedelta) -> Iterator[tuple[Piece, Piece]]:
    """Every two that have less than the rest between them, one of them at least being lent."""
    pieces = sorted(lent + home)
    for place, one in enumerate(pieces):
        for following in range(place + 1, len(pieces)):
            other = pieces[following]
            if other.start - one.end >= rest:
                break
            if one.lent or other.lent:
                yield (one, other) if one.lent else (other, one)


def at_home(worker: Worker, zone: tzinfo) -> list[Piece]:
    """What a person works at home, or has worked before the plan, in order."""
    return sorted(
        Piece(shift.start, shift.end, past=isinstance(shift, PastShift), rest=shift.is_rest)
        for shift in worker.rostered(zone)
    )


def without_standby(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if not piece.rest]

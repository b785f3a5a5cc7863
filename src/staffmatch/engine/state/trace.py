"""What is told of a search while it runs, and what is kept of that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# So many events are kept at most.
_MOST = 2_000


class Event(NamedTuple):
    """Progress: the phase, and value and bound of a tier in its unit, seconds since the start, the tier's number.

    ``term`` is the tier's name as `TierResult.term` spells it, ``certified`` what of the bound integers prove. What is
    not known yet is None. The last event has the phase "done".
    """

    phase: str
    value: float | None
    bound: float | None
    seconds: float
    tier: int | None = None
    term: str | None = None
    certified: float | None = None


class Trace:
    """The events so far. ``scales`` are name and whole steps to a unit of each tier: the engine counts steps.

    An event that says nothing new is left out. When there are too many every second one goes, so that what is kept is
    spread over the whole search.
    """

    def __init__(self, scales: Sequence[tuple[str, int]] = ()) -> None:
        self.kept: list[Event] = []
        self._scales = scales

    def add(self, event: Event) -> Event:
        """The event in the unit of its tier."""
        if event.tier is not None and event.tier < len(self._scales):
            term, per_unit = self._scales[event.tier]
            event = event._replace(
                term=term,
                value=_in_units(event.value, per_unit),
                bound=_in_units(event.bound, per_unit),
                certified=_in_units(event.certified, per_unit),
            )
        if not self.kept or event._replace(seconds=0) != self.kept[-1]._replace(seconds=0):
            if len(self.kept) >= _MOST:
                del self.kept[1::2]
            self.kept.append(event)
        return event


def _in_units(steps: float | None, per_unit: int) -> float | None:
    return None if steps is None else steps / per_unit

"""The progress events of a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# The most events kept.
_MOST = 2_000


class Event(NamedTuple):
    """Progress: phase, value and bound of a tier in its unit, seconds since the start, and the tier's number.

    ``tier`` counts from 0, so that it is about ``solution.tiers[event.tier]``; ``tier=`` of `Scenario.export` and
    `staffmatch.plot.progress` counts from 1. It is None in phases that are about no tier. ``term`` is the tier's name
    as in `TierResult.term`; ``certified`` is the part of the bound proven in integers. Unknown values are None.
    The last event has the phase "done".

    >>> events = []
    >>> again = sm.solve(scenario, on_event=events.append)
    >>> events[-1].phase
    'done'
    """

    phase: str
    value: float | None
    bound: float | None
    seconds: float
    tier: int | None = None
    term: str | None = None
    certified: float | None = None


class Trace:
    """The events so far. ``scales`` gives the name of each tier and its steps to the unit, since the engine counts in
    steps.

    Events without news are dropped. When there are too many, every second one is dropped, so that the remaining ones
    are spread over the whole search.
    """

    def __init__(self, scales: Sequence[tuple[str, int]] = ()) -> None:
        self.kept: list[Event] = []
        self._scales = scales

    def add(self, event: Event) -> Event:
        """Add an event; returns it in the unit of its tier."""
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

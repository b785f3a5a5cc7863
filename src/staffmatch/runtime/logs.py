"""The logger ``staffmatch``: phases of the search at INFO."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffmatch.engine.state.trace import Event

_LOG = logging.getLogger("staffmatch")


def logged(on_event: Callable[[Event], None] | None) -> Callable[[Event], None] | None:
    """The callback, extended to log each phase as it begins; ids are never logged."""
    if not _LOG.isEnabledFor(logging.INFO):
        return on_event
    last: list[tuple[str, int | None]] = [("", None)]

    def tell(event: Event) -> None:
        if (event.phase, event.tier) != last[0]:
            last[0] = event.phase, event.tier
            tier = "" if event.tier is None else f", tier {event.tier + 1}: {event.value} ({event.term})"
            _LOG.info("%.1f s: %s%s", event.seconds, event.phase, tier)
        if on_event is not None:
            on_event(event)

    return tell

"""Who is told how far the reading of sheets is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Called with the sheet being read and how many of its rows are; with None once all are, and are put together.
Listener = Callable[[str | None, int], None]

EVERY = 500
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """While inside, this thread's reading is told to the listener, a sheet and every `EVERY` rows."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


def told(sheet: str | None, rows: int = 0) -> None:
    """Tell how many rows of a sheet are read; nothing between multiples of `EVERY`."""
    if rows % EVERY == 0 and (listener := _listener.get()) is not None:
        listener(sheet, rows)

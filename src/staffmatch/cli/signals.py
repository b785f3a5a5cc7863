"""Ctrl-C and SIGTERM: a command ends with its exit code and without a traceback, and saves what it has.

Only default handlers are replaced: a caller who ignores a signal, as nohup does, or handles it continues to do so.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM


class Terminated(KeyboardInterrupt):
    """SIGTERM, handled like Ctrl-C."""


def _leave(number: int, frame: FrameType | None) -> None:
    # An exception during an import is lost or becomes another one.
    os._exit(128 + number)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


_REPLACED = (signal.SIG_DFL, signal.default_int_handler, _leave, _terminate)


def leave_at_once() -> None:
    """Both signals end the program at once, until there is something to lose."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) in _REPLACED:
            signal.signal(number, _leave)


@contextmanager
def raising() -> Iterator[None]:
    """Both signals raise: KeyboardInterrupt and `Terminated`."""
    with replaced(signal.SIGINT, signal.default_int_handler), replaced(signal.SIGTERM, _terminate):
        yield


@contextmanager
def noted(number: signal.Signals) -> Iterator[list[int]]:
    """The signal is recorded in a list, and the work goes on; a second one has its former effect."""
    found: list[int] = []
    before = signal.getsignal(number)

    def note(received: int, frame: FrameType | None) -> None:
        found.append(received)
        signal.signal(number, before)

    with replaced(number, note):
        yield found


@contextmanager
def replaced(number: signal.Signals, handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """Another handler while inside, in place of a default one."""
    before = signal.getsignal(number)
    if before not in _REPLACED or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)

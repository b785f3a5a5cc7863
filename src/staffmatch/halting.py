"""Long work asks, between its natural pieces, whether its caller still wants it.

Whoever is willing to stop it says so by `hearing`; elsewhere the question costs next to nothing and nobody answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

# The caller's answer may be dear, so it is asked for so rarely, in seconds.
_PULSE = 0.02

T = TypeVar("T")


class Halted(Exception):
    """The caller wants no more. Raised by `ask`, within `hearing` alone."""


class _Hearing:
    def __init__(self, halted: Callable[[], bool]) -> None:
        self._halted, self._next = halted, 0.0

    def __call__(self) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _PULSE
            if self._halted():
                raise Halted


_heard: ContextVar[_Hearing | None] = ContextVar("heard", default=None)


def ask() -> None:
    """Go on, or raise `Halted`."""
    if (hearing_ := _heard.get()) is not None:
        hearing_()


def asking(pieces: Iterable[T]) -> Iterator[T]:
    """The same pieces, with a question before each."""
    for piece in pieces:
        ask()
        yield piece


@contextmanager
def hearing(halted: Callable[[], bool]) -> Iterator[None]:
    """Let work inside be stopped once ``halted()`` is true."""
    before = _heard.set(_Hearing(halted))
    try:
        yield
    finally:
        _heard.reset(before)

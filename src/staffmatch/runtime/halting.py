"""Long work asks, between its natural pieces, whether its caller still wants it.

Whoever is willing to stop it says so by `hearing`; elsewhere the question costs next to nothing and nobody answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


class Halted(Exception):
    """The caller wants no more. Raised by `ask`, within `hearing` alone."""


_heard: ContextVar[Callable[[], bool] | None] = ContextVar("heard", default=None)


def ask() -> None:
    """Go on, or raise `Halted`."""
    if (halted := _heard.get()) is not None and halted():
        raise Halted


def asking(pieces: Iterable[T]) -> Iterator[T]:
    """The same pieces, with a question before each."""
    for piece in pieces:
        ask()
        yield piece


@contextmanager
def hearing(halted: Callable[[], bool]) -> Iterator[None]:
    """Let work inside be stopped once ``halted()`` is true."""
    before = _heard.set(halted)
    try:
        yield
    finally:
        _heard.reset(before)

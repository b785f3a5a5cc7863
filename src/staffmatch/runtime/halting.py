"""Cooperative cancellation: long work asks between its steps whether the caller still wants it.

A caller who may cancel uses `hearing`; otherwise asking costs next to nothing. Where Ctrl-C ends a search and not the
program, `interruptions` says so to whoever started the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


class Halted(Exception):
    """The caller has cancelled. Raised by `ask`, and only within `hearing`."""


_heard: ContextVar[Callable[[], bool] | None] = ContextVar("heard", default=None)
_interruptions: ContextVar[list[int] | None] = ContextVar("interruptions", default=None)


def ask() -> None:
    """Return, or raise `Halted`."""
    if (halted := _heard.get()) is not None and halted():
        raise Halted


def asking(pieces: Iterable[T]) -> Iterator[T]:
    """Iterate over the pieces, asking before each."""
    for piece in pieces:
        ask()
        yield piece


@contextmanager
def hearing(halted: Callable[[], bool]) -> Iterator[None]:
    """Work inside is cancelled once ``halted()`` is true."""
    before = _heard.set(halted)
    try:
        yield
    finally:
        _heard.reset(before)


def interrupted(number: int) -> None:
    """Record a signal that has ended a search."""
    if (recorded := _interruptions.get()) is not None:
        recorded.append(number)


@contextmanager
def interruptions() -> Iterator[list[int]]:
    """The signals that end searches while inside, in a list."""
    found: list[int] = []
    before = _interruptions.set(found)
    try:
        yield found
    finally:
        _interruptions.reset(before)

"""Output to the screen, which may be closed early."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import IO

from rich.console import Console


class Screen(Console):
    """A console whose reader may close it early: the work is kept, and the exit code says so."""

    def on_broken_pipe(self) -> None:
        silence(self.file)


def say(text: str) -> None:
    Screen().print(text, markup=False, emoji=False, highlight=False, soft_wrap=True)


def complain(text: str) -> None:
    """Print to standard error; if that fails, exit code and files still tell the result."""
    try:
        Screen(stderr=True).print(text, markup=False, emoji=False, highlight=False, soft_wrap=True)
    except OSError:
        silence(sys.stderr)


def silence(screen: IO[str]) -> None:
    """Discard all further output to a closed screen, even when Python exits."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, screen.fileno())
        os.close(nowhere)

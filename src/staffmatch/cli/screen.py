"""What is said on the screen, and a screen that may be closed early."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import IO

from rich.console import Console


class Screen(Console):
    """A console whose reader may leave early: what was done stays done, and its exit code says so."""

    def on_broken_pipe(self) -> None:
        silence(self.file)


def say(text: str) -> None:
    Screen().print(text, markup=False, highlight=False, soft_wrap=True)


def complain(text: str) -> None:
    """Say it beside what the command has to say; where that can not be written, exit code and files still tell."""
    try:
        Screen(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)
    except OSError:
        silence(sys.stderr)


def silence(screen: IO[str]) -> None:
    """Nothing more is written to a screen that can not take it, not even when Python ends."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, screen.fileno())
        os.close(nowhere)

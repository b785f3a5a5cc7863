"""Commands as somebody sees them at a terminal: a pseudo-terminal stands for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Seen:
    code: int
    screen: str


def at_terminal(words: Sequence[object], typed: str = "", folder: Path | None = None, **environment: str) -> Seen:
    """Run a command of staffmatch with all its streams at a terminal, on which ``typed`` is typed at once."""
    import pty

    outside, inside = pty.openpty()
    command = [sys.executable, "-m", "staffmatch.cli", *map(str, words)]
    process = subprocess.Popen(
        command, stdin=inside, stdout=inside, stderr=inside, cwd=folder, env=os.environ | environment, close_fds=True
    )
    os.close(inside)
    os.write(outside, typed.encode())
    shown = b""
    # Linux tells the end of a terminal by an error.
    with suppress(OSError):
        while part := os.read(outside, 4096):
            shown += part
    os.close(outside)
    return Seen(process.wait(timeout=60), shown.decode().replace("\r\n", "\n"))

"""The machine and commit of a measurement."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
from pathlib import Path

from staffmatch.engine.state.control import available_threads


def machine() -> dict[str, object]:
    """CPU, usable cores, memory in GiB and operating system."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "cpu": _cpu(),
        "cores": available_threads(),
        "ram_gib": round(pages * size / 2**30, 1),
        "os": platform.platform(),
        "python": platform.python_version(),
    }


def commit() -> str | None:
    """The checkout's commit, marked ``+`` where files differ from it; None outside a checkout."""
    head = _git("rev-parse", "--short=12", "HEAD")
    return head and head + ("+" if _git("status", "--porcelain", "-uno") else "")


def peak_mb() -> float:
    """The peak resident memory of this process, or of a child that has ended."""
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)


def _git(*arguments: str) -> str | None:
    call = ["git", "-C", str(Path(__file__).parent), *arguments]
    done = subprocess.run(call, check=False, capture_output=True, text=True)
    return None if done.returncode else done.stdout.strip()


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())

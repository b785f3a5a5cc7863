"""A real browser, without a window."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class Visit(NamedTuple):
    """The document once its scripts have run, and what the browser had to say on its console."""

    dom: str
    console: list[str]


OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr")


def visit(page: Path, profile: Path, query: str = "") -> Visit:
    """Open a file; skipped where there is no browser, unless STAFFMATCH_REQUIRE asks for "chromium"."""
    done = _run(page, profile, "--virtual-time-budget=5000", "--dump-dom", query=query)
    return Visit(done.stdout, _console(done))


def printed(page: Path, profile: Path, sheet: Path) -> list[str]:
    """Print a file as PDF into another; what the browser had to say. Skipped as `visit` is."""
    return _console(_run(page, profile, "--no-pdf-header-footer", f"--print-to-pdf={sheet}"))


def _run(page: Path, profile: Path, *options: str, query: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [_browser(), *OPTIONS, f"--user-data-dir={profile}", *options, page.as_uri() + query],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )


def _console(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def _browser() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is not None:
        return found
    if "chromium" in os.environ.get("STAFFMATCH_REQUIRE", ""):
        pytest.fail("STAFFMATCH_REQUIRE asks for chromium, and none is on the PATH")
    pytest.skip("no chromium on the PATH")

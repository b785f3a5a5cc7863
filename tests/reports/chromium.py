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


def visit(page: Path, profile: Path) -> Visit:
    """Open a file; skipped where there is no browser, unless STAFFMATCH_REQUIRE asks for "chromium"."""
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        if "chromium" in os.environ.get("STAFFMATCH_REQUIRE", ""):
            pytest.fail("STAFFMATCH_REQUIRE asks for chromium, and none is on the PATH")
        pytest.skip("no chromium on the PATH")
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr"]
    done = subprocess.run(
        [browser, *options, f"--user-data-dir={profile}", "--virtual-time-budget=5000", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    return Visit(done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line])

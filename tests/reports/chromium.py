"""A real browser, without a window; tests that need it are skipped where there is none."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from docs.browser import OPTIONS, browser_path


def printed(page: Path, profile: Path, sheet: Path) -> list[str]:
    """Print a file as PDF into another; what the browser had to say."""
    require_browser()
    done = subprocess.run(
        [
            str(browser_path()), *OPTIONS, "--enable-logging=stderr", f"--user-data-dir={profile}",
            "--no-pdf-header-footer", f"--print-to-pdf={sheet}", page.as_uri(),
        ],
        capture_output=True, text=True, encoding="utf-8", check=True, timeout=120,
    )  # fmt: skip
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def require_browser() -> None:
    """Skip the test where there is no browser, unless STAFFMATCH_REQUIRE asks for "chromium"."""
    if browser_path() is None:
        if "chromium" in os.environ.get("STAFFMATCH_REQUIRE", ""):
            pytest.fail("STAFFMATCH_REQUIRE asks for chromium, and none is on the PATH")
        pytest.skip("no chromium on the PATH")

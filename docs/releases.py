"""Which releases have pages: read from the headings of the changelog."""

from __future__ import annotations

import json
import re
from pathlib import Path

import staffmatch

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
_RELEASED = re.compile(r"^## \[?(\d+\.\d+\.\d+)\]?", re.MULTILINE)


def versions() -> str:
    """JSON: this version first, then those of the changelog, each with the folder of its pages beside this one."""
    released = _RELEASED.findall(CHANGELOG.read_text(encoding="utf-8"))
    current = staffmatch.__version__
    state = "released" if current in released else "in development"
    listed = [{"version": current, "state": state, "url": "./"}]
    listed += [{"version": one, "state": "released", "url": f"../{one}/"} for one in released if one != current]
    return json.dumps(listed, indent=1) + "\n"

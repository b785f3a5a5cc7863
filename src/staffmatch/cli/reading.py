"""The one place by which every command reads a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffmatch.models import Scenario

ScenarioPath = Annotated[Path, typer.Argument(help="A scenario file.")]


def scenario_from(path: Path) -> Scenario:
    """The scenario that stands at a path."""
    return Scenario.load(path)

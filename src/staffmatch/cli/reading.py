"""The one place by which every command reads a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffmatch.cli.screen import complain
from staffmatch.io.formats import read_scenario
from staffmatch.models import Scenario

ScenarioPath = Annotated[Path, typer.Argument(help="A scenario: a JSON file, a folder of CSV, a workbook, or a store.")]


def scenario_from(path: Path) -> Scenario:
    """The scenario that stands at a path; what had to be assumed to read a spreadsheet is told."""
    reading = read_scenario(path)
    for note in reading.notes:
        complain(f"Note: {note}")
    return reading.scenario

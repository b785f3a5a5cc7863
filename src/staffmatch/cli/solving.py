"""Solving with progress on the screen."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import staffmatch
from staffmatch.cli.answering import code
from staffmatch.cli.progress import search_progress
from staffmatch.cli.screen import Screen, complain
from staffmatch.cli.signals import noted
from staffmatch.cli.telling import NOTE

if TYPE_CHECKING:
    from staffmatch.models import Scenario
    from staffmatch.result.solution import Solution


def solved(scenario: Scenario, out: Path, lang: str, *, quiet: bool = False, **options: Any) -> tuple[Solution, int]:
    """Solve, save, and show the result; returns it with the exit code. Standard error shows progress, unless ``quiet``.

    Ctrl-C and SIGTERM end the search, and its best plan is saved.
    """
    from staffmatch.reports.console import summary

    with noted(signal.SIGTERM) as signals:
        with search_progress(scenario, lang, quiet) as told:
            solution = staffmatch.solve(scenario, on_event=told, stop=lambda: bool(signals), **options)
        with noted(signal.SIGINT) as late:
            solution.save(out)
    for fault in solution.termination.faults:
        complain(NOTE(text=str(fault)).text_in(lang))
    Screen().print(summary(solution, lang))
    return solution, code(solution, signals + late)

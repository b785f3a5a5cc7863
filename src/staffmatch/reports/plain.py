"""The summary of a solution as plain text, as ``print(solution)`` shows it."""

from __future__ import annotations

from importlib.util import find_spec
from io import StringIO

from staffmatch.reports.gather import figures
from staffmatch.reports.notebook import glance
from staffmatch.result.solution import Solution

_WIDTH = 100


def summary_text(solution: Solution) -> str:
    """As on the console; at a glance if rich is not installed."""
    if find_spec("rich") is None:
        title, text, listed, facts = glance(figures(solution))
        return "\n".join([title, text, *listed, *(f"{name}: {fact}" for name, fact in facts.items())])
    from rich.console import Console

    from staffmatch.reports.console import summary

    screen = Console(file=StringIO(), width=_WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    with screen.capture() as caught:
        screen.print(summary(solution))
    return "\n".join(line.rstrip() for line in caught.get().splitlines())

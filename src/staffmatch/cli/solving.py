"""Solving with progress on the screen."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.status import Status

import staffmatch
from staffmatch.cli.answering import code
from staffmatch.cli.screen import Screen, complain, silence
from staffmatch.cli.signals import noted

if TYPE_CHECKING:
    from staffmatch.engine.state.trace import Event
    from staffmatch.models import Scenario
    from staffmatch.result.solution import Solution


def solved(scenario: Scenario, out: Path, **options: Any) -> tuple[Solution, int]:
    """Solve with progress on the screen, save, and show the result; returns it with the exit code.

    Ctrl-C and SIGTERM end the search, and its best plan is saved.
    """
    from staffmatch.reports.console import summary

    with noted(signal.SIGTERM) as signals:
        with Screen(stderr=True).status("reading") as status:
            on_event = _progress(scenario, status)
            solution = staffmatch.solve(scenario, on_event=on_event, stop=lambda: bool(signals), **options)
        with noted(signal.SIGINT) as late:
            solution.save(out)
    for fault in solution.termination.faults:
        complain(f"Note: {fault}")
    Screen().print(summary(solution))
    return solution, code(solution, signals + late)


def _progress(scenario: Scenario, status: Status) -> Callable[[Event], None]:
    """One changing line on a terminal, elsewhere a line for each phase."""
    units = [tier[0].unit for tier in scenario.tiers]
    seen: set[tuple[str, int | None]] = set()

    def tell(event: Event) -> None:
        text = f"{event.seconds:6.1f} s  {event.phase}"
        if event.tier is not None and event.value is not None and event.bound is not None:
            gap = abs(event.value - event.bound) / max(abs(event.value), 1.0)
            unit = units[event.tier]
            text += f": tier {event.tier + 1} at {event.value:,.1f} {unit}, bound {event.bound:,.1f}, gap {gap:.2%}"
        try:
            status.update(text)
            if not status.console.is_terminal and (event.phase, event.tier) not in seen:
                seen.add((event.phase, event.tier))
                status.console.print(text, markup=False, highlight=False, soft_wrap=True)
        except OSError:
            # A closed screen is no reason to lose the plan.
            silence(status.console.file)

    return tell

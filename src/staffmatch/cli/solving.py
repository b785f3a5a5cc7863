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
from staffmatch.cli.telling import NOTE
from staffmatch.messages import Sentence

if TYPE_CHECKING:
    from staffmatch.engine.state.trace import Event
    from staffmatch.models import Scenario
    from staffmatch.reports.words import Words
    from staffmatch.result.solution import Solution


_READING = Sentence("cli.reading", "reading")
_AT = Sentence("cli.progress", ": tier {tier:count} at {value}, bound {bound}, gap {gap}%")
_PHASES = {
    phase: Sentence(f"cli.phase.{phase}", phase)
    for phase in (
        *("read", "pair", "formulate", "greedy", "feasibility", "flow", "prices", "branch and bound", "nearby"),
        *("exchanges", "bound", "relaxation", "local search", "fix", "neighbourhoods", "core", "cases", "dive"),
        *("certify", "certified", "explain", "verify", "done"),
    )
}


def solved(scenario: Scenario, out: Path, lang: str, **options: Any) -> tuple[Solution, int]:
    """Solve with progress on the screen, save, and show the result; returns it with the exit code.

    Ctrl-C and SIGTERM end the search, and its best plan is saved.
    """
    from staffmatch.reports.console import summary
    from staffmatch.reports.words import Words

    with noted(signal.SIGTERM) as signals:
        with Screen(stderr=True).status(_READING().text_in(lang)) as status:
            on_event = _progress(scenario, status, Words.of(lang))
            solution = staffmatch.solve(scenario, on_event=on_event, stop=lambda: bool(signals), **options)
        with noted(signal.SIGINT) as late:
            solution.save(out)
    for fault in solution.termination.faults:
        complain(NOTE(text=str(fault)).text_in(lang))
    Screen().print(summary(solution, lang))
    return solution, code(solution, signals + late)


def _progress(scenario: Scenario, status: Status, words: Words) -> Callable[[Event], None]:
    """One changing line on a terminal, elsewhere a line for each phase."""
    units = [tier[0].unit for tier in scenario.tiers]
    seen: set[tuple[str, int | None]] = set()

    def tell(event: Event) -> None:
        phase = _PHASES[event.phase]().text_in(words.lang) if event.phase in _PHASES else event.phase
        text = f"{words.fixed(event.seconds):>6} s  {phase}"
        if event.tier is not None and event.value is not None and event.bound is not None:
            gap = abs(event.value - event.bound) / max(abs(event.value), 1.0)
            unit = units[event.tier]
            text += _AT(
                tier=event.tier + 1,
                value=f"{words.fixed(event.value)} {unit}",
                bound=words.fixed(event.bound),
                gap=words.fixed(100 * gap, 2),
            ).text_in(words.lang)
        try:
            status.update(text)
            if not status.console.is_terminal and (event.phase, event.tier) not in seen:
                seen.add((event.phase, event.tier))
                status.console.print(text, markup=False, highlight=False, soft_wrap=True)
        except OSError:
            # A closed screen is no reason to lose the plan.
            silence(status.console.file)

    return tell

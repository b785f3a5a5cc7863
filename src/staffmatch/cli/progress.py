"""Progress: one line on a terminal that changes with the work; elsewhere the phases of a search alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from staffmatch.cli.screen import Screen, complain, silence
from staffmatch.io.progress import listening
from staffmatch.messages.message import Message, Sentence
from staffmatch.messages.names import one_line
from staffmatch.records.accessors import tiers_in_full

if TYPE_CHECKING:
    from staffmatch.engine.state.trace import Event
    from staffmatch.models import Scenario

Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]
Tell = Callable[[Message], None]
Listener = Callable[["Event"], None]

_FILE = Sentence("progress.file", "reading {file}")
_SHEET = Sentence("progress.sheet", "reading {file}: {sheet}")
_ROWS = Sentence("progress.rows", "reading {file}: {sheet}, {n:count} row", "reading {file}: {sheet}, {n:count} rows")
_TOGETHER = Sentence("progress.together", "reading {file}: putting the sheets together")
SOLVING = Sentence("progress.solving", "solving")
_PHASE = Sentence("progress.phase", "{seconds:amount} s {phase}")
_VALUES = Sentence(
    "progress.values",
    "{seconds:amount} s {phase}: tier {tier:count} at {value:amount} {unit:unit}, bound {bound:amount}, "
    "gap {gap:number} %",
)
_PHASES = {
    phase: Sentence(f"cli.phase.{phase}", phase)
    for phase in (
        *("read", "pair", "formulate", "greedy", "feasibility", "flow", "prices", "branch and bound", "nearby"),
        *("exchanges", "bound", "relaxation", "local search", "fix", "neighbourhoods", "core", "cases", "dive"),
        *("certify", "certified", "explain", "verify", "done"),
    )
}

# The line that is shown just now: what happens within shows on it, too.
_line: ContextVar[Tell | None] = ContextVar("line", default=None)


@contextmanager
def progress(first: Message, lang: str, quiet: bool = False) -> Iterator[Tell]:
    """While inside, a line on the terminal says what was told last."""
    outer, screen = _line.get(), Screen(stderr=True)
    if outer is not None:
        outer(first)
        yield outer
        return
    if quiet or not screen.is_terminal:
        yield _untold
        return
    with screen.status(escape(first.text_in(lang))) as status:

        def tell(message: Message) -> None:
            try:
                status.update(escape(message.text_in(lang)))
            except OSError:
                # A closed screen is no reason to lose the plan.
                silence(screen.file)

        before = _line.set(tell)
        try:
            yield tell
        finally:
            _line.reset(before)


def _untold(message: Message) -> None:
    """Nobody looks."""


@contextmanager
def reading(path: Path, lang: str, quiet: bool = False) -> Iterator[None]:
    """While inside, the sheet that is read, and how many of its rows are."""
    file = one_line(path.name)
    with progress(_FILE(file=file), lang, quiet) as tell:

        def told(sheet: str | None, rows: int) -> None:
            if sheet is None:
                tell(_TOGETHER(file=file))
            else:
                tell((_ROWS if rows else _SHEET)(file=file, sheet=one_line(sheet), n=rows))

        with listening(told):
            yield


@contextmanager
def search_progress(scenario: Scenario, lang: str, quiet: bool = False) -> Iterator[Listener]:
    """What to tell the events of a search: a terminal shows the last one, else each phase of a tier is a line."""
    with progress(SOLVING(), lang, quiet) as tell:
        if quiet:
            yield _unheard
        elif Screen(stderr=True).is_terminal:
            yield search_told(scenario, tell)
        else:
            yield _once_a_phase(search_told(scenario, lambda message: complain(message.text_in(lang))))


def _unheard(event: Event) -> None:
    """Nobody looks, so that nothing is said of it."""


def _once_a_phase(tell: Listener) -> Listener:
    seen: set[tuple[str, int | None]] = set()

    def told(event: Event) -> None:
        if (event.phase, event.tier) not in seen:
            seen.add((event.phase, event.tier))
            tell(event)

    return told


def search_told(scenario: Scenario, tell: Tell) -> Listener:
    """Tells the events of a search: its phase, and the value, the bound and the gap of the tier."""
    units = [tier[0].unit for tier in tiers_in_full(scenario)]

    def told(event: Event) -> None:
        phase = _PHASES[event.phase]() if event.phase in _PHASES else event.phase
        values: dict[str, Any] = {"seconds": round(event.seconds, 1), "phase": phase}
        # What is certified is the certificate's bound, and not one that rests on a solver's word.
        bound = event.certified if event.phase == "certified" else event.bound
        if event.tier is None or event.value is None or bound is None:
            tell(_PHASE(**values))
            return
        gap = round(100 * abs(event.value - bound) / max(abs(event.value), 1.0), 2)
        values |= {"tier": event.tier + 1, "unit": units[event.tier], "gap": gap}
        tell(_VALUES(**values, value=event.value, bound=bound))

    return told

"""Words and figures in the tables of answers."""

from __future__ import annotations

from pathlib import Path

from staffmatch.messages.message import Message, Sentence
from staffmatch.result.contents import TierResult

SCENARIO = Sentence("cli.scenario", "Scenario")
ASSIGNMENTS = Sentence("cli.assignments", "assignments")
NUMBER = Sentence("cli.number", "No.")
NOTE = Sentence("cli.note", "Note: {text}")
_WRITTEN = Sentence("cli.written", "Written: {paths}.")

_COLUMN = Sentence("cli.column", "{term:term} ({unit:unit})")
_FIGURE = Sentence("cli.figure", "{value:number}")
_BOUNDED = Sentence("cli.bounded", "{value:number} (proven: at least {bound:floor})")
_UNBOUNDED = Sentence("cli.unbounded", "{value:number} (no bound known)")


def written(lang: str, *paths: Path | None) -> str:
    """That files have been written."""
    return _WRITTEN(paths=", ".join(str(path) for path in paths if path)).text_in(lang)


def column(tier: TierResult) -> Message:
    """The head of a tier's column."""
    return _COLUMN(term=tier.term, unit=tier.unit)


def figure(value: float, bound: float | None) -> Message:
    """A value, with its bound where that is another."""
    if bound is None:
        return _UNBOUNDED(value=value)
    return _BOUNDED(value=value, bound=bound) if bound < value else _FIGURE(value=value)

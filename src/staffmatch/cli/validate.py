"""``staffmatch validate``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from staffmatch.cli.answering import BAD_INPUT, answering
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import Screen, say
from staffmatch.cli.speech import Lang
from staffmatch.cli.telling import NOTE
from staffmatch.errors import InputError
from staffmatch.messages import Sentence
from staffmatch.models import Scenario

if TYPE_CHECKING:
    from staffmatch.explain.plausibility import Oddity


_WARNING = Sentence("cli.warning", "Warning: {text}")
_ODD = Sentence("cli.odd", "Odd: {text}")
_FINE = Sentence("cli.fine", "nothing is wrong")
_OFF = Sentence(
    "cli.off",
    "it can be planned, but {n:count} protection is off",
    "it can be planned, but {n:count} protections are off",
)
_FOUND = Sentence("cli.found", "{path}: {wrong}.")
_FOUND_ODD = Sentence("cli.found_odd", "{path}: {wrong}, {n:count} odd.")


def validate(
    scenario: ScenarioPath,
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
    lang: Lang = None,
    plugin: Plugins = None,
) -> None:
    """Tell all that is wrong with a scenario, with exit code 2; else which protections are off, and what looks odd."""
    with answering(lang) as speech:
        from staffmatch.explain.plausibility import oddities

        try:
            found = scenario_from(scenario, speech, plugin, odd=False)
        except InputError as error:
            _told(error, speech.lang, as_json=as_json)
            raise typer.Exit(BAD_INPUT) from None
        odd = oddities(found)
        _protections(found, scenario, odd, speech.lang, as_json=as_json)


def _protections(found: Scenario, path: Path, odd: Sequence[Oddity], lang: str, *, as_json: bool) -> None:
    from staffmatch.explain.protections import absent, low_limits

    missing, low = absent(found), [one.text_in(lang) for one in low_limits(found)]
    off = [one.message.text_in(lang) for one in missing if one.off]
    assumed = [one.message.text_in(lang) for one in missing if not one.off]
    if as_json:
        rest = {"off": off, "low_limits": low, "no_rule": assumed, "oddities": [one.to_dict() for one in odd]}
        _print({"count": 0, "problems": [], **rest})
        return
    told = [_WARNING(text=one) for one in off]
    told += [_ODD(text=one.message) for one in odd]
    told += [NOTE(text=one) for one in (*low, *assumed)]
    wrong = _OFF(n=len(off)) if off else _FINE()
    told.append(_FOUND_ODD(path=str(path), wrong=wrong, n=len(odd)) if odd else _FOUND(path=str(path), wrong=wrong))
    for message in told:
        say(message.text_in(lang))


def _told(error: InputError, lang: str, *, as_json: bool) -> None:
    if as_json:
        _print(error.to_dict(lang))
        return
    from staffmatch.reports.overview import problem_table

    Screen().print(problem_table(error, lang))


def _print(found: dict[str, Any]) -> None:
    Screen().out(json.dumps(found, indent=1), highlight=False)

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
from staffmatch.errors import InputError
from staffmatch.models import Scenario

if TYPE_CHECKING:
    from staffmatch.explain.plausibility import Oddity


def validate(
    scenario: ScenarioPath,
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
    plugin: Plugins = None,
) -> None:
    """Tell all that is wrong with a scenario, with exit code 2; else which protections are off, and what looks odd."""
    with answering():
        from staffmatch.explain.plausibility import oddities

        try:
            found = scenario_from(scenario, plugin, odd=False)
        except InputError as error:
            _told(error, as_json=as_json)
            raise typer.Exit(BAD_INPUT) from None
        odd = oddities(found)
        _protections(found, scenario, odd, as_json=as_json)


def _protections(found: Scenario, path: Path, odd: Sequence[Oddity], *, as_json: bool) -> None:
    from staffmatch.explain.protections import absent, low_limits

    missing, low = absent(found), [one.text for one in low_limits(found)]
    off = [one.message.text for one in missing if one.off]
    assumed = [one.message.text for one in missing if not one.off]
    if as_json:
        rest = {"off": off, "low_limits": low, "no_rule": assumed, "oddities": [one.to_dict() for one in odd]}
        _print({"count": 0, "problems": [], **rest})
        return
    for warning in off:
        say(f"Warning: {warning}")
    for one in odd:
        say(f"Odd: {one.text}")
    for note in (*low, *assumed):
        say(f"Note: {note}")
    many = "protections are" if len(off) > 1 else "protection is"
    wrong = f"it can be planned, but {len(off)} {many} off" if off else "nothing is wrong"
    say(f"{path}: {wrong}{f', {len(odd)} odd' if odd else ''}.")


def _told(error: InputError, *, as_json: bool) -> None:
    if as_json:
        _print(error.to_dict())
        return
    from staffmatch.reports.overview import problem_table

    Screen().print(problem_table(error))


def _print(found: dict[str, Any]) -> None:
    Screen().out(json.dumps(found, indent=1), highlight=False)

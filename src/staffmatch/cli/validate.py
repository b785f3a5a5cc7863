"""``staffmatch validate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from staffmatch.cli.answering import BAD_INPUT, answering
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import Screen, say
from staffmatch.errors import InputError
from staffmatch.models import Scenario


def validate(
    scenario: ScenarioPath,
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
    plugin: Plugins = None,
) -> None:
    """Tell everything that is wrong with a scenario, with exit code 2, and which protections are off."""
    with answering():
        try:
            found = scenario_from(scenario, plugin)
        except InputError as error:
            _told(error, as_json=as_json)
            raise typer.Exit(BAD_INPUT) from None
        _protections(found, scenario, as_json=as_json)


def _protections(found: Scenario, path: Path, *, as_json: bool) -> None:
    from staffmatch.explain.protections import absent, low_limits

    missing, low = absent(found), [one.text for one in low_limits(found)]
    off = [one.message.text for one in missing if one.off]
    assumed = [one.message.text for one in missing if not one.off]
    if as_json:
        _print({"count": 0, "problems": [], "off": off, "low_limits": low, "no_rule": assumed})
        return
    for warning in off:
        say(f"Warning: {warning}")
    for note in (*low, *assumed):
        say(f"Note: {note}")
    many = "protections are" if len(off) > 1 else "protection is"
    say(f"{path}: it can be planned, but {len(off)} {many} off." if off else f"{path}: nothing is wrong.")


def _told(error: InputError, *, as_json: bool) -> None:
    if as_json:
        _print(error.to_dict())
        return
    from staffmatch.reports.overview import problem_table

    Screen().print(problem_table(error))


def _print(found: dict[str, Any]) -> None:
    Screen().out(json.dumps(found, indent=1), highlight=False)

"""``staffmatch validate``."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from staffmatch.cli.answering import BAD_INPUT, answering
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import Screen, say
from staffmatch.errors import InputError


def validate(
    scenario: ScenarioPath,
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
    plugin: Plugins = None,
) -> None:
    """Tell everything that is wrong with a scenario, and what looks odd; exit code 2 if anything is wrong."""
    with answering():
        from staffmatch.explain.plausibility import oddities

        try:
            found = oddities(scenario_from(scenario, plugin, odd=False))
        except InputError as error:
            _told(error, as_json=as_json)
            raise typer.Exit(BAD_INPUT) from None
        if as_json:
            _print({"count": 0, "problems": [], "oddities": [one.to_dict() for one in found]})
            return
        for one in found:
            say(f"Odd: {one.text}")
        say(f"{scenario}: nothing is wrong{f', {len(found)} odd' if found else ''}.")


def _told(error: InputError, *, as_json: bool) -> None:
    if as_json:
        _print(error.to_dict())
        return
    from staffmatch.reports.overview import problem_table

    Screen().print(problem_table(error))


def _print(found: dict[str, Any]) -> None:
    Screen().out(json.dumps(found, indent=1), highlight=False)

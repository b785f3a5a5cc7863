"""``staffmatch handout``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli import refusals
from staffmatch.cli.asking import PlanPath, Voice, asking
from staffmatch.cli.opening import show
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import say
from staffmatch.cli.speech import Lang
from staffmatch.errors import InputError, bad_option
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario
from staffmatch.result.solution import Solution

_WRITTEN = Sentence(
    "cli.handouts", "Written: {path}, and {n:count} other file.", "Written: {path}, and {n:count} other files."
)


def handout(
    scenario: ScenarioPath,
    plan: PlanPath,
    out: Annotated[Path, typer.Option(help="The folder to write into; pages of an earlier plan in it are replaced.")],
    lang: Lang = None,
    templates: Annotated[
        Path | None, typer.Option(help="A folder of templates that take the place of those of the same names.")
    ] = None,
    before: Annotated[
        Path | None, typer.Option(help="The former plan: writes a message for each person whose shifts have changed.")
    ] = None,
    former: Annotated[
        Path | None, typer.Option(help="The scenario that the former plan was made for; the first one if not given.")
    ] = None,
    dated: Annotated[str | None, typer.Option("--date", help="The date of the plan, as YYYY-MM-DD.")] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open the first page in the browser.")] = False,
    plugin: Plugins = None,
) -> None:
    """Write what is handed on: a page for each company and person, calendars, a call list, drafts of agreements."""
    with asking(lang) as speech:
        voice = Voice(speech, as_json=False)
        if former is not None and before is None:
            raise bad_option("--former", refusals.HANDOUT(), refusals.HANDOUT_ADVICE())
        day = None if dated is None else _day(dated)
        stated = scenario_from(scenario, speech, plugin, notes="counted")
        solution = Solution.load(plan, stated)
        earlier = (
            None
            if before is None
            else _earlier(before, stated if former is None else scenario_from(former, speech, notes="silent"), former)
        )
        paths = staffmatch.handouts(solution, out, lang=speech.lang, templates=templates, before=earlier, dated=day)
        say(voice.said(_WRITTEN(path=str(paths[0]), n=len(paths) - 1)))
        if open_it:
            show(paths[0], speech.lang)


def _earlier(path: Path, scenario: Scenario, former: Path | None) -> Solution:
    """The former plan; where it is of another scenario, InputError says how to name that."""
    try:
        return Solution.load(path, scenario)
    except InputError as error:
        if former is None and error.problems[0].code == "other_scenario":
            raise bad_option("--before", refusals.EARLIER(), refusals.EARLIER_ADVICE()) from None
        raise


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise bad_option("--date", refusals.DAY(text=text), refusals.DAY_ADVICE()) from None

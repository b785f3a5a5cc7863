"""``staffmatch convert``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from staffmatch.cli import refusals
from staffmatch.cli.answering import answering
from staffmatch.cli.options import require_used
from staffmatch.cli.pseudonyms import BackKeyFile, HomesLeft, KeyFile, RenamedKinds, come_back, handed_on
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.ruled import RulesSaid, ruled
from staffmatch.cli.screen import say
from staffmatch.cli.speech import Lang
from staffmatch.cli.telling import written as told
from staffmatch.errors import InputError, InputIssue
from staffmatch.io.files import require_distinct
from staffmatch.io.formats import FORMATS, export, format_of
from staffmatch.models import Scenario
from staffmatch.privacy import Grain
from staffmatch.result.solution import Solution

_NAMES = "; ".join(f"{known.name}: {known.what}" for known in FORMATS)

FormatName = Annotated[str | None, typer.Option(help=f"By the suffix if not given. {_NAMES}.")]
PlanFile = Annotated[Path | None, typer.Option(help="A solution file of the scenario.")]
HomesShown = Annotated[Grain | None, typer.Option(help="Show homes on a map, so coarse; left out by default.")]
Tier = Annotated[int, typer.Option(help="The tier of a program, counted from 1; later ones need a plan.")]
FormerFile = Annotated[
    Path | None, typer.Option(help="The solution file published before: calendars cancel what it had beyond --plan.")
]
FormerScenario = Annotated[
    Path | None, typer.Option(help="The scenario of the former solution, if it has changed since.")
]


def convert(
    scenario: ScenarioPath,
    out: Annotated[Path, typer.Argument(help="The file or folder to write.")],
    format: FormatName = None,  # noqa: A002
    plan: PlanFile = None,
    homes: HomesShown = None,
    tier: Tier = 1,
    former: FormerFile = None,
    former_scenario: FormerScenario = None,
    pseudonyms: KeyFile = None,
    pseudonyms_of: RenamedKinds = None,
    pseudonyms_homes: HomesLeft = None,
    restore: BackKeyFile = None,
    rule: RulesSaid = None,
    lang: Lang = None,
    plugin: Plugins = None,
) -> None:
    """Write a scenario, or a plan of it, in another format."""
    with answering(lang) as speech:
        wanted = format_of(out, format)
        for given in filter(None, (scenario, plan, former, former_scenario, pseudonyms, restore)):
            require_distinct(given, out)
        require_used(
            ("--former-scenario", former_scenario, "--former", former),
            ("--pseudonyms-of", pseudonyms_of, "--pseudonyms or --restore", pseudonyms or restore),
            ("--pseudonyms-homes", pseudonyms_homes, "--pseudonyms", pseudonyms),
            ("--restore", restore, "--plan", plan),
        )
        _require_alone(pseudonyms, plan or former)
        stated = scenario_from(scenario, speech, plugin)
        stated = ruled(stated, rule, speech.lang) if rule else stated
        options: dict[str, Any] = {"format": wanted.name, "homes": homes, "tier": tier}
        written: Scenario | Solution = stated
        if plan and restore:
            written = come_back(stated, plan, restore, pseudonyms_of, speech.lang)
        elif plan:
            written = Solution.load(plan, stated)
        if plan and "lang" in wanted.takes:
            options["lang"] = speech.lang
        if former:
            before = scenario_from(former_scenario, speech) if former_scenario else stated
            options["former"] = Solution.load(former, before)
        if pseudonyms:
            written = handed_on(stated, pseudonyms, pseudonyms_of, pseudonyms_homes)
        export(written, out, **options)
        say(told(speech.lang, out))


def _require_alone(pseudonyms: Path | None, plan: Path | None) -> None:
    if pseudonyms and plan:
        text = refusals.PLAN_OF_PEOPLE()
        advice = refusals.PLAN_OF_PEOPLE_ADVICE()
        raise InputError([InputIssue("plan_of_people", "--plan", text, advice)])

"""``staffmatch convert``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import typer

import staffmatch
from staffmatch.cli.answering import answering
from staffmatch.cli.reading import ScenarioPath, scenario_from
from staffmatch.cli.screen import say
from staffmatch.errors import InputError, Problem
from staffmatch.io.files import read_text, require_distinct
from staffmatch.io.formats import FORMATS, export, format_of
from staffmatch.privacy import Homes, Kind

_NAMES = "; ".join(f"{known.name}: {known.what}" for known in FORMATS)


def convert(
    scenario: ScenarioPath,
    out: Annotated[Path, typer.Argument(help="The file or folder to write.")],
    format: Annotated[str | None, typer.Option(help=f"By the suffix if not given. {_NAMES}.")] = None,  # noqa: A002
    plan: Annotated[Path | None, typer.Option(help="A solution file of the scenario.")] = None,
    homes: Annotated[
        Literal["quarter", "grid"] | None, typer.Option(help="Show homes on a map, so coarse; left out by default.")
    ] = None,
    tier: Annotated[int, typer.Option(help="The tier of a program, counted from 1; later ones need a plan.")] = 1,
    former: Annotated[
        Path | None,
        typer.Option(help="The solution file published before: calendars cancel what it had beyond --plan."),
    ] = None,
    former_scenario: Annotated[
        Path | None, typer.Option(help="The scenario of the former solution, if it has changed since.")
    ] = None,
    pseudonyms: Annotated[
        Path | None,
        typer.Option(
            help="Write a scenario to hand on: no names, homes made coarse, pseudonyms in place of ids. The file holds "
            "the key, a secret text of 16 bytes or more; blanks at its ends do not count."
        ),
    ] = None,
    pseudonyms_of: Annotated[
        list[str] | None,
        typer.Option(help=f"Whose ids: {', '.join(get_args(Kind))}; repeat it for several. Workers if not given."),
    ] = None,
    pseudonyms_homes: Annotated[Homes | None, typer.Option(help="What becomes of homes; quarter if not given.")] = None,
) -> None:
    """Write a scenario, or a plan of it, in another format."""
    with answering():
        wanted = format_of(out, format)
        for given in filter(None, (scenario, plan, former, former_scenario, pseudonyms)):
            require_distinct(given, out)
        _require_used(
            ("--former-scenario", former_scenario, "--former", former),
            ("--pseudonyms-of", pseudonyms_of, "--pseudonyms", pseudonyms),
            ("--pseudonyms-homes", pseudonyms_homes, "--pseudonyms", pseudonyms),
        )
        if pseudonyms and (plan or former):
            text = "is one of people, and its scenario is to be written with pseudonyms."
            advice = "Convert the scenario alone, and solve what is written."
            raise InputError([Problem("plan_of_people", "--plan", text, advice)])
        stated = scenario_from(scenario)
        options: dict[str, Any] = {"format": wanted.name, "homes": homes, "tier": tier}
        if plan is not None:
            options["solution"] = staffmatch.Solution.load(plan, stated)
        if former is not None:
            before = stated if former_scenario is None else scenario_from(former_scenario)
            options["former"] = staffmatch.Solution.load(former, before)
        if pseudonyms is not None:
            kinds: Any = pseudonyms_of or ("workers",)
            stated = stated.pseudonymise(read_text(pseudonyms).strip(), of=kinds, homes=pseudonyms_homes or "quarter")
        export(stated, out, **options)
        say(f"Written: {out}.")


def _require_used(*options: tuple[str, object, str, object]) -> None:
    """InputError where an option is given without that to which it belongs."""
    for name, given, other, needed in options:
        if given and not needed:
            text = f"means nothing without {other}."
            raise InputError([Problem("unused_option", name, text, f"Leave it out, or give {other}.")])

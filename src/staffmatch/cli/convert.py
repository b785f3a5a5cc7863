"""``staffmatch convert``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

import staffmatch
from staffmatch.cli.answering import answering
from staffmatch.cli.reading import ScenarioPath, scenario_from
from staffmatch.cli.screen import say
from staffmatch.io.files import require_distinct
from staffmatch.io.formats import FORMATS, export, format_of

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
) -> None:
    """Write a scenario, or a plan of it, in another format."""
    with answering():
        wanted = format_of(out, format)
        require_distinct(*filter(None, (scenario, plan)), out)
        stated = scenario_from(scenario)
        solution = None if plan is None else staffmatch.Solution.load(plan, stated)
        export(stated, out, solution=solution, format=wanted.name, homes=homes, tier=tier)
        say(f"Written: {out}.")

"""``staffmatch demo``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.answering import answering
from staffmatch.cli.options import Seed, TimeLimit, check_options, require_folder
from staffmatch.cli.screen import say
from staffmatch.cli.solving import solved


def demo(
    out: Annotated[Path, typer.Option(help="Folder for scenario.json, plan.json and plan.html.")] = Path("out"),
    preset: Annotated[str, typer.Option(help="small, medium or large.")] = "small",
    seed: Seed = 1,
    time_limit: TimeLimit = 15,
) -> None:
    """Model, solve, verify and show a Hamburg scenario."""
    with answering():
        check_options(time_limit)
        require_folder(out, "plan.json")
        scenario = staffmatch.hamburg.scenario(preset, seed=seed)
        scenario.save(out / "scenario.json")
        solution, ended = solved(scenario, out / "plan.json", time_limit=time_limit, seed=seed)
        page = out / "plan.html"
        staffmatch.report(solution, page)
        say(f"Written: {out / 'scenario.json'}, {out / 'plan.json'}, {page} (open it in a browser).")
        raise typer.Exit(ended)

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
from staffmatch.cli.speech import Lang
from staffmatch.cli.telling import written
from staffmatch.messages import Sentence

_OPEN = Sentence("cli.open", "Open {page} in a browser.")


def demo(
    out: Annotated[Path, typer.Option(help="Folder for scenario.json, plan.json and plan.html.")] = Path("out"),
    preset: Annotated[str, typer.Option(help="small, medium or large.")] = "small",
    seed: Seed = 1,
    time_limit: TimeLimit = 15,
    lang: Lang = None,
) -> None:
    """Model, solve, verify and show a Hamburg scenario."""
    with answering(lang) as speech:
        check_options(time_limit)
        require_folder(out, "plan.json")
        scenario = staffmatch.hamburg.scenario(preset, seed=seed)
        scenario.save(out / "scenario.json")
        solution, ended = solved(scenario, out / "plan.json", speech.lang, time_limit=time_limit, seed=seed)
        page = out / "plan.html"
        staffmatch.report(solution, page, lang=speech.lang)
        say(written(speech.lang, out / "scenario.json", out / "plan.json", page))
        say(_OPEN(page=str(page)).text_in(speech.lang))
        raise typer.Exit(ended)

"""``staffmatch sensitivity``."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import typer

import staffmatch
from staffmatch.answers.what_if.variations import By
from staffmatch.cli.asking import AsJson, Ids, PlanPath, Voice, asking, searching
from staffmatch.cli.options import Seed, Threads, TimeLimit, check_options
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.speech import Lang


def sensitivity(
    scenario: ScenarioPath,
    plan: PlanPath,
    by: Annotated[str, typer.Option(help=f"What there is one more of: {', '.join(get_args(By))}.")],
    most: Annotated[int, typer.Option(help="How many of them are looked at, those whose people work most first.")] = 10,
    time_limit: TimeLimit = None,
    threads: Threads = None,
    seed: Seed = 0,
    lang: Lang = None,
    ids: Ids = False,
    as_json: AsJson = False,
    plugin: Plugins = None,
) -> None:
    """What one more of something is worth, and one less costs, each solved again."""
    with asking(lang) as speech:
        check_options(time_limit, threads=threads)
        voice = Voice(speech, as_json)
        options: Any = {"by": by, "most": most, "time_limit": time_limit, "threads": threads, "seed": seed}
        with searching(speech):
            solution = staffmatch.Solution.load(plan, scenario_from(scenario, speech, plugin, notes="counted"))
            answer = solution.sensitivity(**options)
        voice = voice.naming(ids, solution.scenario)
        if as_json:
            voice.json(voice.data(answer))
        else:
            voice.lines(answer.messages())

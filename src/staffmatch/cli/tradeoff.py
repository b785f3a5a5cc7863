"""``staffmatch tradeoff``."""

from __future__ import annotations

from typing import Annotated

import typer

import staffmatch
from staffmatch.answers.what_if.tradeoff import Tradeoff
from staffmatch.cli.asking import AsJson, Voice, asking, searching
from staffmatch.cli.options import Seed, Threads, TimeLimit, check_options
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.speech import Lang
from staffmatch.cli.telling import ASSIGNMENTS, NUMBER, column, figure


def tradeoff(
    scenario: ScenarioPath,
    first: Annotated[str, typer.Argument(help="A term, such as uncovered_hours.")],
    second: Annotated[str, typer.Argument(help="Another, such as cost.")],
    points: Annotated[int, typer.Option(help="How many plans, from the least of one to the least of the other.")] = 8,
    after_tiers: Annotated[
        int | None,
        typer.Option(help="Tiers of the scenario that are held at their best; those before both by default."),
    ] = None,
    time_limit: TimeLimit = None,
    threads: Threads = None,
    seed: Seed = 0,
    lang: Lang = None,
    as_json: AsJson = False,
    plugin: Plugins = None,
) -> None:
    """What one aim costs in terms of another: plans of which none is better in both."""
    with asking(lang) as speech:
        check_options(time_limit, threads=threads)
        voice = Voice(speech, as_json)
        with searching():
            answer = staffmatch.tradeoff(
                scenario_from(scenario, speech, plugin),
                first,
                second,
                points=points,
                after_tiers=after_tiers,
                time_limit=time_limit,
                threads=threads,
                seed=seed,
            )
        if as_json:
            voice.json(voice.data(answer))
        else:
            _tell(voice, answer)


def _tell(voice: Voice, answer: Tradeoff) -> None:
    low = answer.points[0]
    rows = [
        (
            f"{place}.",
            figure(point.first.value, point.first.value),
            figure(point.second.value, point.second_bound),
            f"{point.assignments:,}",
        )
        for place, point in enumerate(answer.points, 1)
    ]
    voice.table([NUMBER(), column(low.first), column(low.second), ASSIGNMENTS()], rows)
    voice.lines(one for one in answer.messages() if not one.code.startswith("tradeoff.point"))

"""``staffmatch conflicts``."""

from __future__ import annotations

from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.answering import VIOLATED
from staffmatch.cli.asking import AsJson, Ids, Voice, asking, searching
from staffmatch.cli.options import Threads, TimeLimit, check_options
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.speech import Lang


def conflicts(
    scenario: ScenarioPath,
    must_fill: Annotated[
        list[str] | None, typer.Option(help="A demand of which every seat is to be filled; repeat it for several.")
    ] = None,
    hold: Annotated[
        list[str] | None,
        typer.Option(help="What is given and not to be blamed: a kind of rule, pins or must_fill; repeat it."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every minimal set, of a small scenario.")] = False,
    time_limit: TimeLimit = None,
    threads: Threads = None,
    lang: Lang = None,
    ids: Ids = False,
    as_json: AsJson = False,
    plugin: Plugins = None,
) -> None:
    """Which pins, demands and rules cannot all hold; the exit code is 1 where some cannot."""
    with asking(lang) as speech:
        check_options(time_limit, threads=threads)
        voice = Voice(speech, as_json)
        with searching(speech):
            read = scenario_from(scenario, speech, plugin)
            answer = staffmatch.conflicts(
                read, must_fill=must_fill or (), hold=hold or (), all=every, time_limit=time_limit, threads=threads
            )
        voice = voice.naming(ids, read)
        if as_json:
            voice.json(voice.data(answer))
        else:
            voice.lines(answer.messages())
        if answer.sets:
            raise typer.Exit(VIOLATED)

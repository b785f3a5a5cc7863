"""``staffmatch compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.answers.what_if.compare import Case, Comparison
from staffmatch.cli import refusals
from staffmatch.cli.answering import NO_PLAN
from staffmatch.cli.asking import AsJson, Voice, asking, searching
from staffmatch.cli.options import Gap, Seed, Threads, TimeLimit, check_options
from staffmatch.cli.reading import Plugins, scenario_from
from staffmatch.cli.speech import Lang
from staffmatch.cli.telling import ASSIGNMENTS, SCENARIO, column, figure
from staffmatch.errors import bad_option
from staffmatch.messages.message import Message

_REACHED = "compare.reached"


def compare(
    scenarios: Annotated[
        list[Path], typer.Argument(help="Two or more scenarios; the first is what others differ from.")
    ],
    time_limit: TimeLimit = None,
    gap: Gap = 0.0,
    threads: Threads = None,
    seed: Seed = 0,
    lang: Lang = None,
    as_json: AsJson = False,
    plugin: Plugins = None,
) -> None:
    """Solve scenarios and tell how each differs from the first, as far as that is proven."""
    with asking(lang) as speech:
        check_options(time_limit, gap, threads)
        voice = Voice(speech, as_json)
        if len(scenarios) < 2:
            raise bad_option("SCENARIOS", refusals.COMPARE(), refusals.COMPARE_ADVICE())
        with searching():
            read = {name: scenario_from(path, speech, plugin) for name, path in _named(scenarios).items()}
            answer = staffmatch.compare(read, time_limit=time_limit, gap=gap, threads=threads, seed=seed)
        if as_json:
            voice.json(voice.data(answer))
        else:
            _tell(voice, answer)
        if not any(case.tiers for case in answer.cases):
            raise typer.Exit(NO_PLAN)


def _named(paths: list[Path]) -> dict[str, Path]:
    """By the name of the file, or by the whole path where two have one name; InputError for one path twice."""
    names = [path.stem for path in paths]
    found = {str(path) if names.count(path.stem) > 1 else path.stem: path for path in paths}
    if len(found) < len(paths):
        twice = next(path for path in paths if paths.count(path) > 1)
        raise bad_option("SCENARIOS", refusals.NAMED(path=str(twice)), refusals.NAMED_ADVICE())
    return found


def _tell(voice: Voice, answer: Comparison) -> None:
    tiers = max((case.tiers for case in answer.cases), key=len)
    if tiers:
        head = [SCENARIO(), *(column(tier) for tier in tiers), ASSIGNMENTS()]
        voice.table(head, [_row(case, len(tiers)) for case in answer.cases])
    voice.lines(one for one in answer.messages() if one.code != _REACHED)


def _row(case: Case, width: int) -> list[Message | str]:
    figures = [figure(tier.value, tier.bound) for tier in case.tiers]
    return [case.name, *figures, *[""] * (width - len(figures)), f"{case.assignments:,}" if case.tiers else ""]

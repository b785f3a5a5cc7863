"""``staffmatch offers``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.answers.whom_to_ask.offers import Offers
from staffmatch.cli.asking import AsJson, Ids, PlanPath, Voice, asking, searching
from staffmatch.cli.call_list import answers_of, probabilities_in, write_calls
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import complain, say
from staffmatch.cli.speech import Lang
from staffmatch.cli.telling import written
from staffmatch.io.files import require_distinct, require_writable
from staffmatch.messages.message import Sentence

_NOW = Sentence("cli.ask_now", "Ask now")
_LATER = Sentence("cli.ask_later", "After the answers, without seats that are taken")
# What the lists below the text say.
_LISTED = ("offers.first", "offers.then")


def offers(
    scenario: ScenarioPath,
    plan: PlanPath,
    messages: Annotated[int, typer.Option(help="How many messages may be sent.")],
    at_once: Annotated[
        int | None, typer.Option(help="At most so many are asked at once for a seat; with --overbooking.")
    ] = None,
    overbooking: Annotated[
        float, typer.Option(help="With which probability more may accept at once than have a seat.")
    ] = 0.0,
    probabilities: Annotated[
        Path | None,
        typer.Option(help="How likely people are to accept: a CSV file with worker, shift and probability."),
    ] = None,
    asked: Annotated[
        Path | None,
        typer.Option(help="Who was asked already: a CSV file with worker, shift and answer, such as --out writes."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the list as a CSV file, with a column for the answers.")
    ] = None,
    lang: Lang = None,
    ids: Ids = False,
    as_json: AsJson = False,
    plugin: Plugins = None,
) -> None:
    """Whom to ask for the empty seats, in which order, and how many at once."""
    with asking(lang) as speech:
        voice = Voice(speech, as_json)
        read = [one for one in (scenario, plan, probabilities, asked) if one is not None]
        if out is not None:
            require_writable(out)
            for one in read:
                require_distinct(one, out)
        given = None if probabilities is None else probabilities_in("--probabilities", probabilities)
        answered = () if asked is None else answers_of("--asked", asked)
        with searching(speech):
            solution = staffmatch.Solution.load(plan, scenario_from(scenario, speech, plugin, notes="counted"))
            answer = staffmatch.offers(
                solution,
                contacts=messages,
                probabilities=given,
                at_once=at_once,
                overbooking=overbooking,
                asked=answered,
            )
        voice = voice.naming(ids, solution.scenario)
        if as_json:
            voice.json(voice.data(answer))
        else:
            _tell(voice, answer)
        if out is not None:
            write_calls(out, answer, solution.scenario, voice.lang)
            (complain if as_json else say)(written(voice.lang, out))


def _tell(voice: Voice, answer: Offers) -> None:
    voice.lines(message for message in answer.messages() if message.code not in _LISTED)
    now = len(answer.now)
    for heading, first, some in ((_NOW, 1, answer.now), (_LATER, now + 1, [one for one in answer if one.wave > 1])):
        if some:
            voice.heading(heading())
            voice.listed(([offer.message] for offer in some), first)

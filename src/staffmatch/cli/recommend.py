"""``staffmatch recommend``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

import staffmatch
from staffmatch.answers.who_else.candidates import Recommendation
from staffmatch.cli import refusals
from staffmatch.cli.asking import AsJson, Ids, PlanPath, Voice, asking, person, searching
from staffmatch.cli.meant import shift_meant
from staffmatch.cli.options import TimeLimit, check_options
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.speech import Lang
from staffmatch.cli.taking import Out, Take, require_take, require_targets, taken, write
from staffmatch.errors import bad_option
from staffmatch.messages.message import Sentence

_EQUAL = Sentence("cli.equal", "As good as the one before.")


def recommend(
    scenario: ScenarioPath,
    plan: PlanPath,
    shift: Annotated[str | None, typer.Option(help="Who else could have it.")] = None,
    worker: Annotated[str | None, typer.Option(help="Which other shifts they could have.")] = None,
    k: Annotated[int, typer.Option("-k", help="How many, the best first.")] = 5,
    take: Take = None,
    out: Out = None,
    time_limit: TimeLimit = 2.0,
    lang: Lang = None,
    ids: Ids = False,
    as_json: AsJson = False,
    plugin: Plugins = None,
) -> None:
    """Who else could have a shift, or which others a person: ranked by the best plan in which they have it."""
    with asking(lang) as speech:
        check_options(time_limit)
        voice = Voice(speech, as_json)
        if (shift is None) == (worker is None):
            text = refusals.NEITHER_GIVEN() if shift is None else refusals.BOTH_GIVEN()
            raise bad_option("--shift", text, refusals.RECOMMEND_ADVICE())
        require_take(take, out)
        require_targets([scenario, plan], out)
        asked: Any = {"shift": shift, "worker": worker}
        with searching(speech):
            solution = staffmatch.Solution.load(plan, scenario_from(scenario, speech, plugin, notes="counted"))
            asked |= {"worker": person(solution.scenario, worker), "shift": shift_meant(solution, shift)}
            answer: Recommendation = solution.recommend(k=k, time_limit=time_limit, **asked)
        voice = voice.naming(ids, solution.scenario)
        after = None if take is None else taken(solution, answer.candidates, take)
        if as_json:
            voice.json(voice.data(answer))
        else:
            _tell(voice, answer)
        if after is not None and out is not None:
            write(voice, solution, after, out)


def _tell(voice: Voice, answer: Recommendation) -> None:
    """The candidates by their places, which ``--take`` counts; those of equal rank say so."""
    told = {message for candidate in answer for message in candidate.messages()}
    voice.lines(message for message in answer.messages() if message not in told)
    former = 0
    for place, candidate in enumerate(answer, 1):
        first, *moves = candidate.messages()
        voice.lines([first.given(rank=place)])
        voice.lines([*([_EQUAL()] if candidate.rank == former else []), *moves], indent=3)
        former = candidate.rank

"""``staffmatch explain``."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import typer

import staffmatch
from staffmatch.answers.why.changes import ChangeKind
from staffmatch.answers.why.explained import PairExplanation, ShiftExplanation, WorkerExplanation
from staffmatch.cli import refusals
from staffmatch.cli.asking import AsJson, Ids, PlanPath, Voice, asking, person, searching
from staffmatch.cli.meant import shift_meant
from staffmatch.cli.options import TimeLimit, check_options
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.speech import Lang
from staffmatch.cli.taking import Out, OutScenario, Take, require_take, require_targets, taken, write
from staffmatch.errors import bad_option
from staffmatch.messages.message import Sentence

Explanation = ShiftExplanation | WorkerExplanation | PairExplanation

_FIXES = Sentence("cli.fixes", "What would fill it")


def explain(
    scenario: ScenarioPath,
    plan: PlanPath,
    shift: Annotated[str | None, typer.Option(help="Why its seats are empty, or who fills them.")] = None,
    worker: Annotated[str | None, typer.Option(help="Where they are; with --shift, why not there.")] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(help=f"Changes that may be told: {', '.join(get_args(ChangeKind))}; repeat it. All by default."),
    ] = None,
    take: Take = None,
    out: Out = None,
    out_scenario: OutScenario = None,
    time_limit: TimeLimit = 30.0,
    lang: Lang = None,
    ids: Ids = False,
    as_json: AsJson = False,
    plugin: Plugins = None,
) -> None:
    """Why a seat is empty and what would fill it, where a person is, or why they are not on a shift."""
    with asking(lang) as speech:
        check_options(time_limit)
        voice = Voice(speech, as_json)
        if shift is None and worker is None:
            raise bad_option("--shift", refusals.EXPLAIN(), refusals.EXPLAIN_ADVICE())
        require_take(take, out)
        if (take is None) != (out_scenario is None):
            raise bad_option(
                "--out-scenario",
                refusals.EXPLAIN_TAKE_GO(),
                refusals.EXPLAIN_FIX_CHANGES_ADVICE(),
            )
        require_targets([scenario, plan], out, out_scenario)
        asked: Any = {"shift": shift, "worker": worker, "allow": allow, "time_limit": time_limit}
        with searching(speech):
            solution = staffmatch.Solution.load(plan, scenario_from(scenario, speech, plugin, notes="counted"))
            asked |= {"worker": person(solution.scenario, worker), "shift": shift_meant(solution, shift)}
            answer: Explanation = solution.explain(**asked)
        voice = voice.naming(ids, solution.scenario)
        fixes = answer.fixes if isinstance(answer, ShiftExplanation) else ()
        after = None if take is None else taken(solution, fixes, take)
        if as_json:
            voice.json(voice.data(answer))
        else:
            listed = [tuple(fix.messages()) for fix in fixes]
            voice.lines(one for one in answer.messages() if not any(one in fix for fix in listed))
            if listed:
                voice.heading(_FIXES())
                voice.listed(listed)
        if after is not None and out is not None:
            write(voice, solution, after, out, out_scenario)

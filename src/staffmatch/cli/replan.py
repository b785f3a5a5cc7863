"""``staffmatch replan``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

import staffmatch
from staffmatch.cli import refusals
from staffmatch.cli.answering import NO_PLAN, code
from staffmatch.cli.asking import AsJson, Ids, Voice, asking
from staffmatch.cli.call_list import answers_of
from staffmatch.cli.meant import moment_meant
from staffmatch.cli.options import Threads, TimeLimit, check_options
from staffmatch.cli.plans import Sheets, former_at, require_known, tables_format, without
from staffmatch.cli.progress import SOLVING, progress
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import Screen, complain, say
from staffmatch.cli.speech import Lang
from staffmatch.cli.taking import OutScenario, require_targets
from staffmatch.cli.telling import written
from staffmatch.errors import bad_option
from staffmatch.explain.diff import Diff
from staffmatch.io.formats import save
from staffmatch.messages.message import Sentence
from staffmatch.result.how_few import how_few
from staffmatch.result.solution import Solution

_UNWRITTEN = Sentence("cli.unwritten", "Nothing is written: --out names a solution file, and --sheets a workbook.")

FormerPlan = Annotated[
    Path | None,
    typer.Argument(metavar="PLAN", help="The former plan: a solution file, or a workbook that was changed by hand."),
]
_KINDS = {
    "gained": Sentence("cli.gained", "Gain shifts"),
    "lost": Sentence("cli.lost", "Lose shifts"),
    "moved": Sentence("cli.moved", "Have other shifts"),
    "retimed": Sentence("cli.retimed", "Have the same shifts, at other times or elsewhere"),
}


def replan(
    changed: ScenarioPath,
    former_plan: FormerPlan = None,
    plan: Annotated[Path | None, typer.Option("--plan", help="The same as the argument PLAN.")] = None,
    gone: Annotated[
        list[str] | None,
        typer.Option("--without", help="A person, by id or name, or a shift that is no more; repeat it for several."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The solution file to write.")] = None,
    sheets: Sheets = None,
    former: Annotated[
        Path | None, typer.Option(help="The scenario that the plan was made for; the first one if not given.")
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            help="What people said: a CSV file with worker, shift and answer (accepted, declined, no answer)."
        ),
    ] = None,
    out_scenario: OutScenario = None,
    after_tiers: Annotated[int, typer.Option(help="How many tiers come before the changes.")] = 1,
    most_changes: Annotated[int | None, typer.Option(help="At most so many; then all tiers come before them.")] = None,
    freeze_before: Annotated[
        str | None, typer.Option(help="What starts before this time, such as 2020-04-07T12:00, stays as it is.")
    ] = None,
    weighted: Annotated[bool, typer.Option(help="Whether near changes count more than later ones.")] = True,
    time_limit: TimeLimit = 10.0,
    threads: Threads = None,
    lang: Lang = None,
    ids: Ids = False,
    as_json: AsJson = False,
    plugin: Plugins = None,
) -> None:
    """The next plan for a scenario that has changed, with as few changes as can be; who gains, loses and moves."""
    with asking(lang) as speech:
        check_options(time_limit, threads=threads)
        voice = Voice(speech, as_json)
        start = _only(former_plan, plan)
        tables = tables_format(sheets)
        require_targets([one for one in (changed, start, former, answers) if one], out, out_scenario, sheets)
        scenario = scenario_from(changed, speech, plugin, notes="counted")
        require_known(scenario, gone or ())
        _require_kept(out or sheets, out_scenario, {"--answers": answers, "--without": gone})
        options: Any = {
            "after_tiers": after_tiers,
            "most_changes": most_changes,
            "weighted": weighted,
            "freeze_before": moment_meant(scenario, "--freeze-before", freeze_before),
            "answers": None if answers is None else answers_of("--answers", answers),
            "time_limit": time_limit,
            "threads": threads,
        }
        stated = scenario if former is None else scenario_from(former, speech, notes="silent")
        before = former_at(start, stated, former, voice.naming(ids, stated))
        with progress(SOLVING(), speech.lang):
            left = without(scenario, gone or (), before.plan, options["freeze_before"])
            after = staffmatch.Solution.replan(before, left, **options)
        _tell(voice.naming(ids, before.scenario, after.scenario), before, after)
        _write(voice, after, out, out_scenario, sheets, tables)
        raise typer.Exit(code(after))


def _only(argument: Path | None, option: Path | None) -> Path:
    """The plan, which is given once."""
    if argument is not None and option is not None:
        raise bad_option("--plan", refusals.PLAN_TWICE(), refusals.PLAN_TWICE_ADVICE())
    if (found := argument or option) is None:
        raise bad_option("PLAN", refusals.NO_FORMER_PLAN(), refusals.NO_FORMER_PLAN_ADVICE())
    return found


def _require_kept(out: Path | None, out_scenario: Path | None, changes: Mapping[str, object]) -> None:
    """InputError if the new plan were written without the scenario that it is of."""
    for option, given in changes.items():
        if given and out is not None and out_scenario is None:
            raise bad_option(option, refusals.REPLAN(), refusals.REPLAN_ADVICE())


def _write(
    voice: Voice, after: Solution, out: Path | None, out_scenario: Path | None, sheets: Path | None, tables: str | None
) -> None:
    if out is not None:
        after.save(out)
    if out_scenario is not None:
        save(after.scenario, out_scenario, lang=voice.lang)
    if sheets is not None:
        after.export(sheets, format=tables, lang=voice.lang)
    told = written(voice.lang, out, out_scenario, sheets) if out or out_scenario or sheets else voice.said(_UNWRITTEN())
    (complain if voice.as_json else say)(told)


def _tell(voice: Voice, before: Solution, after: Solution) -> None:
    if code(after) == NO_PLAN:
        _tell_no_plan(voice, after)
        return
    diff = after.diff(before)
    if voice.as_json:
        made = after.replanned.model_dump(mode="json") if after.replanned else None
        proven = after.replanned is not None and after.replanned.proven
        voice.json({"status": after.status, "proven": proven, "replanned": made, "diff": voice.data(diff)})
        return
    people = {message for one in diff.people for message in one.messages()}
    voice.lines(one for one in diff.messages() if one not in people)
    if after.replanned is not None:
        voice.lines([how_few(after.replanned)])
    _tell_people(voice, diff)


def _tell_people(voice: Voice, diff: Diff) -> None:
    for kind, said in _KINDS.items():
        if people := [one for one in diff.people if one.kind == kind]:
            voice.heading(said())
            voice.lines((message for one in people for message in one.messages()), indent=2)


def _tell_no_plan(voice: Voice, after: Solution) -> None:
    if voice.as_json:
        held = [one.model_dump(mode="json") | {"text": voice.said(one.message)} for one in after.conflicts]
        voice.json({"status": after.status, "proven": False, "replanned": None, "conflicts": held})
        return
    from staffmatch.reports.console import summary

    if after.conflicts:
        voice.lines(dict.fromkeys(one.message for one in after.conflicts))
    else:
        Screen().print(summary(after, voice.lang))

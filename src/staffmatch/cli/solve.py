"""``staffmatch solve``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli import refusals
from staffmatch.cli.answering import answering
from staffmatch.cli.opening import Open, check_open, show
from staffmatch.cli.options import Gap, Seed, Threads, TimeLimit, WorkLimit, check_options
from staffmatch.cli.plans import Sheets, tables_format
from staffmatch.cli.progress import Quiet
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import say
from staffmatch.cli.solving import solved
from staffmatch.cli.speech import Lang
from staffmatch.cli.telling import written
from staffmatch.errors import InputError, both
from staffmatch.io import refusals as formats
from staffmatch.io.files import is_folder, require_distinct, require_writable
from staffmatch.io.formats import SOLUTIONS, format_of
from staffmatch.reports.html import require_page


def solve(
    scenario: ScenarioPath,
    out: Annotated[Path, typer.Option(help="The solution file to write.")],
    report: Annotated[Path | None, typer.Option(help="Also write an HTML report.")] = None,
    sheets: Sheets = None,
    time_limit: TimeLimit = None,
    work_limit: WorkLimit = None,
    gap: Gap = 0.0,
    threads: Threads = None,
    seed: Seed = 0,
    open_it: Open = False,
    quiet: Quiet = False,
    lang: Lang = None,
    plugin: Plugins = None,
) -> None:
    """Find the best plan, prove how good it is, verify it."""
    with answering(lang) as speech:
        check_open(open_it, report)
        check_options(time_limit, gap, threads, work_limit)
        _require_kept(out)
        tables = tables_format(sheets)
        if report is not None:
            require_page(report)
        require_distinct(scenario, *filter(None, (out, report, sheets)))
        for target in filter(None, (out, report, sheets)):
            require_writable(target / "draft" if is_folder(target) else target)
        options = {"time_limit": time_limit, "work_limit": work_limit, "gap": gap, "threads": threads, "seed": seed}
        read = scenario_from(scenario, speech, plugin, quiet=quiet)
        solution, ended = solved(read, out, speech.lang, quiet=quiet, **options)
        if report is not None:
            staffmatch.report(solution, report, lang=speech.lang)
        if sheets is not None:
            solution.export(sheets, format=tables, lang=speech.lang)
        say(written(speech.lang, out, report, sheets))
        if open_it and report is not None:
            show(report, speech.lang)
        raise typer.Exit(ended)


def _require_kept(out: Path) -> None:
    """InputError if the solution could not be read back from this format."""
    try:
        format_of(out, among=SOLUTIONS, use=formats.USE_SOLUTION_BACK())
    except InputError as error:
        (problem,) = error.problems
        advice = both(problem.remedy, refusals.SHEETS_ADVICE())
        raise InputError([replace(problem, path=f"--out {out}", remedy=advice)]) from None

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
from staffmatch.cli.options import Gap, Seed, Threads, TimeLimit, WorkLimit, check_options, require_used
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
from staffmatch.reports.html import require_figures, require_page

FormerScenario = Annotated[
    Path | None, typer.Option(help="The scenario that the former plan was made for; this one if not given.")
]


def solve(
    scenario: ScenarioPath,
    out: Annotated[Path, typer.Option(help="The solution file to write.")],
    report: Annotated[Path | None, typer.Option(help="Also write an HTML report.")] = None,
    figures: Annotated[Path | None, typer.Option(help="Also write the report's figures as JSON.")] = None,
    former: Annotated[Path | None, typer.Option(help="A former plan: the report says what differs.")] = None,
    former_scenario: FormerScenario = None,
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
        _require_report(report, figures, former, former_scenario)
        targets = [one for one in (out, report, figures, sheets) if one]
        _require_targets([one for one in (scenario, former, former_scenario) if one], targets)
        options = {"time_limit": time_limit, "work_limit": work_limit, "gap": gap, "threads": threads, "seed": seed}
        read = scenario_from(scenario, speech, plugin, quiet=quiet)
        before = _former(former, scenario_from(former_scenario, speech) if former_scenario else read)
        solution, ended = solved(read, out, speech.lang, quiet=quiet, **options)
        if report is not None:
            # Where no plan was found, there is nothing to compare.
            before = before if solution.status in ("optimal", "feasible") else None
            staffmatch.report(solution, report, lang=speech.lang, former=before, figures=figures)
        if sheets is not None:
            solution.export(sheets, format=tables, lang=speech.lang)
        say(written(speech.lang, *targets))
        if open_it and report is not None:
            show(report, speech.lang)
        raise typer.Exit(ended)


def _require_targets(read: list[Path], targets: list[Path]) -> None:
    """InputError if a file that is read would be written, or one cannot be written."""
    require_distinct(*read, *targets)
    for target in targets:
        require_writable(target / "draft" if is_folder(target) else target)


def _require_report(
    report: Path | None, figures: Path | None, former: Path | None, former_scenario: Path | None
) -> None:
    """InputError if what belongs to a report is given without one, or has another suffix."""
    require_used(
        ("--figures", figures, "--report", report),
        ("--former", former, "--report", report),
        ("--former-scenario", former_scenario, "--former", former),
    )
    if report is not None:
        require_page(report)
    if figures is not None:
        require_figures(figures)


def _former(path: Path | None, scenario: staffmatch.Scenario) -> staffmatch.Solution | None:
    """The former plan, which must have assignments to be compared."""
    if path is None:
        return None
    former = staffmatch.Solution.load(path, scenario)
    former.require_plan()
    return former


def _require_kept(out: Path) -> None:
    """InputError if the solution could not be read back from this format."""
    try:
        format_of(out, among=SOLUTIONS, use=formats.USE_SOLUTION_BACK())
    except InputError as error:
        (problem,) = error.problems
        advice = both(problem.remedy, refusals.SHEETS_ADVICE())
        raise InputError([replace(problem, path=f"--out {out}", remedy=advice)]) from None

"""``staffmatch solve``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.answering import answering
from staffmatch.cli.options import Gap, Seed, Threads, TimeLimit, WorkLimit, check_options
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import say
from staffmatch.cli.solving import solved
from staffmatch.errors import InputError, InputIssue
from staffmatch.io.files import require_distinct, require_writable
from staffmatch.io.sheets import write_solution


def solve(
    scenario: ScenarioPath,
    out: Annotated[Path, typer.Option(help="The solution file to write.")],
    report: Annotated[Path | None, typer.Option(help="Also write an HTML report.")] = None,
    sheets: Annotated[
        Path | None, typer.Option(help="Also write the plan's tables: a workbook (.xlsx), or a folder of CSV.")
    ] = None,
    time_limit: TimeLimit = None,
    work_limit: WorkLimit = None,
    gap: Gap = 0.0,
    threads: Threads = None,
    seed: Seed = 0,
    plugin: Plugins = None,
) -> None:
    """Find the best plan, prove how good it is, verify it."""
    with answering():
        check_options(time_limit, gap, threads, work_limit)
        _require_json(out)
        require_distinct(scenario, *filter(None, (out, report, sheets)))
        for target in filter(None, (out, report, sheets)):
            if target.suffix or target is not sheets:
                require_writable(target)
        options = {"time_limit": time_limit, "work_limit": work_limit, "gap": gap, "threads": threads, "seed": seed}
        solution, ended = solved(scenario_from(scenario, plugin), out, **options)
        if report is not None:
            staffmatch.report(solution, report)
        if sheets is not None:
            write_solution(solution, sheets)
        say(f"Written: {', '.join(str(target) for target in (out, report, sheets) if target)}.")
        raise typer.Exit(ended)


def _require_json(out: Path) -> None:
    if out.suffix.lower() in (".xlsx", ".csv"):
        text = "would hold JSON, whatever its name says."
        advice = f"Name it plan.json, and add --sheets {out} to have the plan as tables too."
        raise InputError([InputIssue("not_a_json_file", "--out", text, advice)])

"""``staffmatch generate``: synthetic scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.answering import answering
from staffmatch.cli.options import Seed
from staffmatch.cli.screen import say
from staffmatch.io.files import require_writable

generate = typer.Typer(no_args_is_help=True)


@generate.command()
def hamburg(
    out: Annotated[Path, typer.Option(help="The scenario file to write.")],
    preset: Annotated[str | None, typer.Option(help="small, medium or large.")] = None,
    workers: Annotated[int | None, typer.Option(help="People to lend.")] = None,
    seats: Annotated[int | None, typer.Option(help="Headcount times shifts, added up.")] = None,
    days: Annotated[int | None, typer.Option(help="Days of the horizon.")] = None,
    seed: Seed = 0,
) -> None:
    """Hamburg in spring 2020: idle sectors lend, needy ones borrow."""
    with answering():
        require_writable(out)
        scenario = staffmatch.hamburg.scenario(preset, workers=workers, seats=seats, days=days, seed=seed)
        scenario.save(out)
        shifts = sum(len(demand.shifts) for demand in scenario.demands)
        counts = (len(scenario.companies), "company", "companies"), (len(scenario.workers), "worker", "workers")
        listed = (f"{n:,} {one if n == 1 else many}" for n, one, many in (*counts, (shifts, "shift", "shifts")))
        say(f"{out}: {', '.join(listed)}.")

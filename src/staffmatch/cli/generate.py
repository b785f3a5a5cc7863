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
from staffmatch.messages.message import Sentence

_MADE = Sentence("cli.generated", "{path}: {counts:list}.")
_COMPANIES = Sentence("cli.generated.companies", "{n:count} company", "{n:count} companies")
_WORKERS = Sentence("cli.generated.workers", "{n:count} worker", "{n:count} workers")
_SHIFTS = Sentence("cli.generated.shifts", "{n:count} shift", "{n:count} shifts")

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
    with answering() as speech:
        require_writable(out)
        scenario = staffmatch.hamburg.scenario(preset, workers=workers, seats=seats, days=days, seed=seed)
        scenario.save(out)
        shifts = sum(len(demand.shifts) for demand in scenario.demands)
        counts = (_COMPANIES(n=len(scenario.companies)), _WORKERS(n=len(scenario.workers)), _SHIFTS(n=shifts))
        say(_MADE(path=str(out), counts=counts).text_in(speech.lang))

"""Options that several commands share."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from staffmatch.cli import refusals
from staffmatch.engine.state.control import available_threads
from staffmatch.errors import InputError, InputIssue
from staffmatch.io.files import make_folder, require_writable

TimeLimit = Annotated[float | None, typer.Option(help="Seconds after which the best plan so far is taken.")]
WorkLimit = Annotated[
    float | None,
    typer.Option(help="Units of 10^9 counted steps, each some seconds; makes the plan the same on every run."),
]
Gap = Annotated[float, typer.Option(help="Stop when every tier is within this relative gap.")]
Threads = Annotated[int | None, typer.Option(help="Threads; all that this process may use by default.")]
Seed = Annotated[int, typer.Option(help="Seed of all random choices.", min=0, max=2**31 - 1)]


def check_options(
    time_limit: float | None, gap: float = 0.0, threads: int | None = None, work_limit: float | None = None
) -> None:
    """Report all invalid options before any work."""
    found, cores = [], available_threads()
    if time_limit is not None and not 0 <= time_limit < math.inf:
        found.append(
            InputIssue(
                "bad_time_limit",
                "--time-limit",
                refusals.BAD_TIME_LIMIT(time_limit=time_limit),
                refusals.BAD_TIME_LIMIT_ADVICE(),
            )
        )
    if work_limit is not None and not 0 <= work_limit < math.inf:
        found.append(
            InputIssue(
                "bad_work_limit",
                "--work-limit",
                refusals.BAD_WORK_LIMIT(work_limit=work_limit),
                refusals.BAD_WORK_LIMIT_ADVICE(),
            )
        )
    if not 0 <= gap <= 1:
        text = refusals.BAD_GAP(gap=gap)
        found.append(InputIssue("bad_gap", "--gap", text, refusals.BAD_GAP_ADVICE()))
    if threads is not None and not 1 <= threads <= cores:
        text = refusals.BAD_THREADS(threads=threads, cores=cores)
        found.append(InputIssue("bad_threads", "--threads", text, refusals.BAD_THREADS_ADVICE()))
    if found:
        raise InputError(found)


def require_folder(path: Path, name: str) -> None:
    """Create the folder, and check that a file of this name can be written in it."""
    make_folder(path)
    require_writable(path / name)


def require_used(*options: tuple[str, object, str, object]) -> None:
    """InputError if an option is given without the one it belongs to."""
    for name, given, other, needed in options:
        if given and not needed:
            text = refusals.UNUSED_OPTION(other=other)
            raise InputError([InputIssue("unused_option", name, text, refusals.UNUSED_OPTION_ADVICE(other=other))])

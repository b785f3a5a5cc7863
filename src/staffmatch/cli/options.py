"""Options that several commands share."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from staffmatch.engine.state.control import available_threads
from staffmatch.errors import InputError, InputIssue
from staffmatch.io.files import make_folder, require_writable

TimeLimit = Annotated[float | None, typer.Option(help="Seconds after which the best plan so far is taken.")]
WorkLimit = Annotated[
    float | None, typer.Option(help="Units of work, about a second each; makes the plan the same on every run.")
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
            InputIssue("bad_time_limit", "--time-limit", f"{time_limit:g} is no span of time.", "Give seconds.")
        )
    if work_limit is not None and not 0 <= work_limit < math.inf:
        found.append(
            InputIssue("bad_work_limit", "--work-limit", f"{work_limit:g} is no amount.", "Give units of work.")
        )
    if not 0 <= gap <= 1:
        text = f"{gap:g} is not between 0 and 1."
        found.append(InputIssue("bad_gap", "--gap", text, "Give a fraction, such as 0.01 for one per cent."))
    if threads is not None and not 1 <= threads <= cores:
        text = f"{threads} is not between 1 and {cores}, which is what this process may use."
        found.append(InputIssue("bad_threads", "--threads", text, "Give fewer, or leave it out to use all."))
    if found:
        raise InputError(found)


def require_folder(path: Path, name: str) -> None:
    """Create the folder, and check that a file of this name can be written in it."""
    make_folder(path)
    require_writable(path / name)

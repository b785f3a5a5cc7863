"""``--take``: one of the candidates or fixes that were told, as the next solution in a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from staffmatch.cli.asking import Voice
from staffmatch.cli.screen import complain, say
from staffmatch.errors import bad_option
from staffmatch.io.files import is_folder, require_distinct, require_writable
from staffmatch.io.formats import SCENARIOS, SOLUTIONS, format_of
from staffmatch.result.solution import Solution, Takeable

Take = Annotated[int | None, typer.Option(help="Take the one with this number: its solution is written to --out.")]
Out = Annotated[Path | None, typer.Option(help="The solution file to write.")]
OutScenario = Annotated[Path | None, typer.Option(help="The scenario file to write, where that changes too.")]


def require_targets(
    read: Sequence[Path], out: Path | None = None, out_scenario: Path | None = None, sheets: Path | None = None
) -> None:
    """InputError, before any work, for files that could not be written and read back, or that are one file."""
    targets = [one for one in (out, out_scenario, sheets) if one is not None]
    if out is not None:
        format_of(out, among=SOLUTIONS, use="a solution to be read back")
    if out_scenario is not None:
        format_of(out_scenario, among=SCENARIOS, use="a scenario to be read back", folder="csv")
    require_distinct(*targets)
    for target in targets:
        for one in read:
            require_distinct(one, target)
        require_writable(target / "draft" if is_folder(target) else target)


def require_take(take: int | None, out: Path | None) -> None:
    """InputError unless both are given, or none of them."""
    if take is not None and out is None:
        raise bad_option("--take", "has nowhere to go.", "Name the solution file to write by --out.")
    if take is None and out is not None:
        raise bad_option("--out", "has nothing to write.", "Say by --take which one you choose.")
    if take is not None and take < 1:
        raise bad_option("--take", f"is {take}.", "They are numbered from 1 on.")


def taken(solution: Solution, choices: Sequence[Takeable], take: int) -> Solution:
    """The solution with the choice of a number; InputError where there is none."""
    if take > len(choices):
        text = f"is {take}, and there {'is' if len(choices) == 1 else 'are'} {len(choices) or 'none'}."
        raise bad_option("--take", text, "Take one that is listed, or ask with more time.")
    return solution.take(choices[take - 1])


def write(voice: Voice, before: Solution, after: Solution, out: Path, out_scenario: Path | None = None) -> None:
    """The files, and who is to be told."""
    after.save(out)
    if out_scenario is not None:
        after.scenario.save(out_scenario)
    told = complain if voice.as_json else say
    if not voice.as_json:
        say("")
        voice.lines(after.diff(before).messages())
    told(f"Written: {', '.join(str(one) for one in (out, out_scenario) if one)}.")

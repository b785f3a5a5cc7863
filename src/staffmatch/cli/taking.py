"""``--take``: one of the candidates or fixes that were told, as the next solution in a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from staffmatch.cli import refusals
from staffmatch.cli.asking import Voice
from staffmatch.cli.screen import complain, say
from staffmatch.cli.telling import written
from staffmatch.errors import bad_option
from staffmatch.io import refusals as formats
from staffmatch.io.files import is_folder, require_distinct, require_writable
from staffmatch.io.formats import SCENARIOS, SOLUTIONS, format_of, save
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
        format_of(out, among=SOLUTIONS, use=formats.USE_SOLUTION_BACK())
    if out_scenario is not None:
        format_of(out_scenario, among=SCENARIOS, use=formats.USE_SCENARIO_BACK(), folder="csv")
    require_distinct(*targets)
    for target in targets:
        for one in read:
            require_distinct(one, target)
        require_writable(target / "draft" if is_folder(target) else target)


def require_take(take: int | None, out: Path | None) -> None:
    """InputError unless both are given, or none of them."""
    if take is not None and out is None:
        raise bad_option("--take", refusals.REQUIRE_TAKE(), refusals.REQUIRE_TAKE_ADVICE())
    if take is None and out is not None:
        raise bad_option("--out", refusals.REQUIRE_TAKE_NOTHING_WRITE(), refusals.REQUIRE_TAKE_SAY_BY_ADVICE())
    if take is not None and take < 1:
        raise bad_option("--take", refusals.REQUIRE_TAKE_IS(take=take), refusals.REQUIRE_TAKE_THEY_NUMBERED_ADVICE())


def taken(solution: Solution, choices: Sequence[Takeable], take: int) -> Solution:
    """The solution with the choice of a number; InputError where there is none."""
    if take > len(choices):
        text = refusals.TAKEN(take=take, n=len(choices)) if choices else refusals.TAKEN_OF_NONE(take=take)
        raise bad_option("--take", text, refusals.TAKEN_ADVICE())
    return solution.take(choices[take - 1])


def write(voice: Voice, before: Solution, after: Solution, out: Path, out_scenario: Path | None = None) -> None:
    """The files, and who is to be told."""
    after.save(out)
    if out_scenario is not None:
        save(after.scenario, out_scenario, lang=voice.lang)
    told = complain if voice.as_json else say
    if not voice.as_json:
        say("")
        voice.lines(after.diff(before).messages())
    told(written(voice.lang, out, out_scenario))

"""Pseudonymised scenarios and the return of their plans: the options, and what they do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

import staffmatch
from staffmatch.cli import refusals
from staffmatch.cli.screen import complain
from staffmatch.cli.telling import NOTE
from staffmatch.errors import InputError, InputIssue
from staffmatch.io.files import read_text
from staffmatch.io.formats import read_solution
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.privacy import Homes, Kind, keeps_figures
from staffmatch.result.solution import Solution
from staffmatch.solver import evaluate

KeyFile = Annotated[
    Path | None,
    typer.Option(
        help="Write a scenario to hand on: no names, homes made coarse, pseudonyms in place of ids. The file holds "
        "the key, a secret text of 16 bytes or more; blanks at its ends do not count."
    ),
]
BackKeyFile = Annotated[
    Path | None,
    typer.Option(
        help="The way back: --plan is of the scenario as it was handed on, with pseudonyms by the key in this file, "
        "and is written with the scenario's own ids."
    ),
]
RenamedKinds = Annotated[
    list[str] | None,
    typer.Option(help=f"Whose ids: {', '.join(get_args(Kind))}; repeat it for several. Workers if not given."),
]
HomesLeft = Annotated[Homes | None, typer.Option(help="What becomes of homes; quarter if not given.")]

_COMPUTED_ANEW = Sentence(
    "cli.computed_anew",
    "Homes were made coarse, or the scenario has changed since: figures are computed anew, without bounds.",
)
_MADE_ANEW = Sentence(
    "cli.made_anew",
    "The plan is broken here, {broken:count} times in all, so it was made anew: {kept:count} of {n:count} assignment "
    "is kept, {new:count} are new. The first: {why}",
    "The plan is broken here, {broken:count} times in all, so it was made anew: {kept:count} of {n:count} assignments "
    "are kept, {new:count} are new. The first: {why}",
)


def handed_on(scenario: Scenario, key: Path, of: Iterable[str] | None, homes: Homes | None) -> Scenario:
    """The pseudonymised scenario."""
    return scenario.pseudonymise(_secret(key), of=_kinds(of), homes=homes or "quarter")


def come_back(scenario: Scenario, plan: Path, key: Path, of: Iterable[str] | None, lang: str) -> Solution:
    """A solution of the pseudonymised scenario, with this scenario's ids.

    If homes were coarsened, or the scenario has changed since, the figures are recomputed; a plan that breaks a rule
    here is solved again from its assignments that are still feasible.
    """
    found, secret, kinds = read_solution(plan), _secret(key), _kinds(of)
    if keeps_figures(scenario, found, secret, of=kinds):
        return scenario.restore(found, secret, of=kinds)
    found.require_plan()
    if not found.assignments:
        text = refusals.EMPTY_PLAN()
        raise InputError([InputIssue("empty_plan", str(plan), text, refusals.EMPTY_PLAN_ADVICE())])
    wanted = scenario.restore(found.plan, secret, of=kinds)
    complain(NOTE(text=_COMPUTED_ANEW()).text_in(lang))
    broken = staffmatch.verify(scenario, wanted).violations
    if not broken:
        return evaluate(scenario, wanted)
    made = staffmatch.solve(scenario, start=wanted, time_limit=0)
    kept = len({*wanted} & {*made.plan})
    why = Message.of(broken[0].message)
    said = _MADE_ANEW(broken=len(broken), why=why, kept=kept, n=len(wanted), new=len(made.plan) - kept)
    complain(NOTE(text=said).text_in(lang))
    return made


def _secret(key: Path) -> str:
    return read_text(key).strip()


def _kinds(of: Iterable[str] | None) -> Any:
    return tuple(of or ("workers",))

"""The command ``staffmatch`` and its commands, in the order in which the help lists them."""

from __future__ import annotations

from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.compare import compare
from staffmatch.cli.conflicts import conflicts
from staffmatch.cli.convert import convert
from staffmatch.cli.demo import demo
from staffmatch.cli.explain import explain
from staffmatch.cli.generate import generate
from staffmatch.cli.handout import handout
from staffmatch.cli.inspect import inspect
from staffmatch.cli.new import new
from staffmatch.cli.offers import offers
from staffmatch.cli.partners import partners
from staffmatch.cli.recommend import recommend
from staffmatch.cli.replan import replan
from staffmatch.cli.schema import schema
from staffmatch.cli.screen import say
from staffmatch.cli.sensitivity import sensitivity
from staffmatch.cli.solve import solve
from staffmatch.cli.template import template
from staffmatch.cli.tradeoff import tradeoff
from staffmatch.cli.validate import validate
from staffmatch.cli.verify import verify

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

_PLANS = (demo, new, template, validate, inspect, solve, verify)
_QUESTIONS = (partners, explain, recommend, offers, replan, compare, tradeoff, sensitivity, conflicts)

for command in (*_PLANS, *_QUESTIONS, handout, convert, schema):
    app.command()(command)
app.add_typer(generate, name="generate", help="Write a synthetic scenario.")


def _version(wanted: bool) -> None:
    if wanted:
        say(staffmatch.__version__)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Decides who should work where when companies lend each other staff: pairs, proves, explains."""

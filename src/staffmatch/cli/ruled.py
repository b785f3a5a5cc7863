"""Rules in plain words on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from staffmatch.cli import refusals
from staffmatch.cli.screen import complain
from staffmatch.cli.telling import NOTE
from staffmatch.errors import InputError, InputIssue
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario

RulesSaid = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        help="A rule in plain words, as in the sheet `rules`, that the scenario is to have: 'max hours per day: 8', "
        "'without commute limit', 'law: Germany, HH, 2020-04-15'. Repeat it for several.",
    ),
]

_OF_RULE = Sentence("cli.of_rule", "{rule:id}: {what}")


def ruled(scenario: Scenario, said: Sequence[str], lang: str) -> Scenario:
    """The scenario with more rules in words, as rows of a sheet would say them; what these are told of is told.

    InputError for all that cannot be read.
    """
    from staffmatch.io.sheets.cells import Wrong
    from staffmatch.io.sheets.rules.combined import combined, said_twice
    from staffmatch.io.sheets.rules.plain_rules import read_rules

    stated, problems = [], []
    for text in said:
        try:
            stated += [(text, one) for one in read_rules(text)]
        except Wrong as wrong:
            problems.append(InputIssue(wrong.code, "--rule", wrong.message, wrong.remedy))
    for first, second in said_twice(stated):
        same = refusals.SAME_RULE(rule=second, other=first)
        problems.append(InputIssue("duplicate_rule", "--rule", same, refusals.SAME_RULE_ADVICE()))
    if problems:
        raise InputError(problems)
    found = combined(scenario.rules, stated)
    for text, what in found.notes:
        complain(NOTE(text=_OF_RULE(rule=text, what=what)).text_in(lang))
    return scenario.replace(rules=found.rules)

"""Rules in plain words on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from staffmatch.errors import InputError, InputIssue
from staffmatch.models import Scenario
from staffmatch.records.rule_scopes import with_rules

RulesSaid = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        help="A rule in plain words, as in the sheet `rules`, that the scenario is to have: 'max hours per day: 8', "
        "'without commute limit', 'law: Germany, HH, 2020-04-15'. Repeat it for several.",
    ),
]


def ruled(scenario: Scenario, said: Iterable[str]) -> Scenario:
    """The scenario with more rules in words, one after the other; InputError for all that cannot be read."""
    from staffmatch.io.sheets.cells import Wrong
    from staffmatch.io.sheets.rules.plain_rules import Without, read_rules

    rules, problems = scenario.rules, []
    for text in said:
        try:
            for one in read_rules(text):
                if isinstance(one, Without):
                    rules = tuple(rule for rule in rules if rule.kind != one.kind)
                else:
                    rules = with_rules(rules, [one])
        except Wrong as wrong:
            problems.append(InputIssue(wrong.code, "--rule", wrong.message, wrong.remedy))
    if problems:
        raise InputError(problems)
    return scenario.replace(rules=rules)

"""``staffmatch verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.answering import NO_PLAN, VIOLATED, answering, code
from staffmatch.cli.reading import ScenarioPath, scenario_from
from staffmatch.cli.screen import say


def verify(
    scenario: ScenarioPath,
    solution: Annotated[Path, typer.Argument(help="A solution file of it.")],
    recount: Annotated[bool, typer.Option(help="Count the reasons of all shortages again, however many.")] = False,
) -> None:
    """Check a solution against every rule, and every figure that it states."""
    with answering():
        stated = scenario_from(scenario)
        plan = staffmatch.Solution.load(solution, stated)
        found = staffmatch.verify(stated, plan, recount=None if recount else 1_000_000)
        violations = found.violations or staffmatch.certificate.check(stated, plan)
        for violation in violations:
            say(f"{violation.rule}: {violation.text}")
        if violations:
            say("1 violation." if len(violations) == 1 else f"{len(violations)} violations.")
            raise typer.Exit(VIOLATED)
        if code(plan) == NO_PLAN:
            say("Verified: the solution states no plan, and what it says of that holds.")
            return
        rules = "1 rule holds" if len(stated.rules) == 1 else f"{len(stated.rules)} rules hold"
        say(f"Verified: {rules} and every stated figure was recomputed.")
        for number, tier in enumerate(plan.tiers, 1):
            if tier.certified is not None:
                claim = "as good as its value" if tier.certified == tier.value else "the rest is the solver's word"
                say(f"Tier {number}: a bound of {tier.certified:,.10g} {tier.unit} is certified in integers, {claim}.")
        if left := len(plan.shortages) - found.recounted:
            say(f"The reasons of {left:,} more shortages were not counted again: --recount does it, in minutes.")

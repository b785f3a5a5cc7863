"""``staffmatch verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.answering import NO_PLAN, VIOLATED, answering, code
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import say
from staffmatch.messages import names_of
from staffmatch.result.contents import TierResult


def verify(
    scenario: ScenarioPath,
    solution: Annotated[Path, typer.Argument(help="A solution file of it.")],
    recount: Annotated[bool, typer.Option(help="Count the reasons of all shortages again, however many.")] = False,
    certified: Annotated[bool, typer.Option(help="Demand that every tier is proven to its value.")] = False,
    plugin: Plugins = None,
) -> None:
    """Check a solution against every rule, and every figure that it states; tell what its certificate proves."""
    with answering():
        stated = scenario_from(scenario, plugin)
        plan = staffmatch.Solution.load(solution, stated)
        found = staffmatch.verify(stated, plan, reason_check_limit=None if recount else 1_000_000)
        violations = found.violations or staffmatch.certificate.check(stated, plan, complete=certified)
        names = names_of(stated)
        for violation in violations:
            say(f"{violation.rule}: {violation.text_in('en', names)}")
        if violations:
            say("1 violation." if len(violations) == 1 else f"{len(violations)} violations.")
            raise typer.Exit(VIOLATED)
        if code(plan) == NO_PLAN:
            say(_NO_PLAN[plan.status, not found.unproven])
            return
        rules = "1 rule holds" if len(stated.rules) == 1 else f"{len(stated.rules)} rules hold"
        say(f"Verified: {rules} and every stated figure was recomputed.")
        for number, tier in enumerate(plan.tiers, 1):
            say(f"Tier {number}: {_proof(tier)}")
        if left := len(plan.shortages) - found.recounted:
            say(f"The reasons of {left:,} more shortages were not counted again: --recount does it, in minutes.")


# Of a solution without a plan, by its status and whether it is proven.
_NO_PLAN = {
    ("infeasible", True): "Verified: no plan keeps the pins that are listed; the certificate proves it in integers.",
    (
        "infeasible",
        False,
    ): "The listed pins break rules by themselves, but that no plan keeps them is a solver's word: no "
    "certificate proves it.",
    ("unknown", True): "Verified: the solution states no plan.",
}


def _proof(tier: TierResult) -> str:
    """What is known of a tier once its certificate has been checked."""
    if tier.bound is None:
        return "no bound is stated."
    said = f"{tier.bound:,.10g} {tier.unit}"
    if tier.certified == tier.value:
        return f"no less than its value, {said}, is possible: certified in integers."
    if tier.certified == tier.bound:
        return f"no less than {said} is possible: certified in integers."
    known = "nothing" if tier.certified is None else f"{tier.certified:,.10g} {tier.unit}"
    return f"no less than {said} is possible by a solver's word alone; {known} is certified in integers."

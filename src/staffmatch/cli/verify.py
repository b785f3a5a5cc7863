"""``staffmatch verify``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.answering import NO_PLAN, VIOLATED, answering, code
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import say
from staffmatch.cli.speech import Lang
from staffmatch.messages import Message, Sentence, names_of
from staffmatch.result.contents import TierResult
from staffmatch.result.solution import Solution
from staffmatch.result.verifier import Verification

_HOLD = Sentence(
    "cli.verified",
    "Verified: {n:count} rule holds and every stated figure was recomputed.",
    "Verified: {n:count} rules hold and every stated figure was recomputed.",
)
_VIOLATIONS = Sentence("cli.violations", "{n:count} violation.", "{n:count} violations.")
_NOT_RECOUNTED = Sentence(
    "cli.not_recounted",
    "The reason of {n:count} more shortage was not counted again: --recount does it, in minutes.",
    "The reasons of {n:count} more shortages were not counted again: --recount does it, in minutes.",
)
# Of a solution without a plan, by its status and whether it is proven.
_NO_PLAN = {
    ("infeasible", True): Sentence(
        "cli.no_plan_proven",
        "Verified: no plan keeps the pins that are listed; the certificate proves it in integers.",
    ),
    ("infeasible", False): Sentence(
        "cli.no_plan_word",
        "The listed pins break rules by themselves, but that no plan keeps them is a solver's word: no certificate "
        "proves it.",
    ),
    ("unknown", True): Sentence("cli.no_plan_stated", "Verified: the solution states no plan."),
}
_TIER = Sentence("cli.tier", "Tier {n:count}: {proof}")
_NO_BOUND = Sentence("cli.tier.no_bound", "no bound is stated.")
_AT_VALUE = Sentence("cli.tier.value", "no less than its value, {bound}, is possible: certified in integers.")
_AT_BOUND = Sentence("cli.tier.bound", "no less than {bound} is possible: certified in integers.")
_BY_WORD = Sentence(
    "cli.tier.word",
    "no less than {bound} is possible by a solver's word alone; {known} is certified in integers.",
)
_NOTHING_BY_WORD = Sentence(
    "cli.tier.word_alone",
    "no less than {bound} is possible by a solver's word alone; nothing is certified in integers.",
)
_AMOUNT = Sentence("cli.tier.amount", "{value:digits} {unit:unit}")


def verify(
    scenario: ScenarioPath,
    solution: Annotated[Path, typer.Argument(help="A solution file of it.")],
    recount: Annotated[bool, typer.Option(help="Count the reasons of all shortages again, however many.")] = False,
    certified: Annotated[bool, typer.Option(help="Demand that every tier is proven to its value.")] = False,
    lang: Lang = None,
    plugin: Plugins = None,
) -> None:
    """Check a solution against every rule, and every figure that it states; tell what its certificate proves."""
    with answering(lang) as speech:
        stated = scenario_from(scenario, speech, plugin)
        plan = staffmatch.Solution.load(solution, stated)
        found = staffmatch.verify(stated, plan, reason_check_limit=None if recount else 1_000_000)
        violations = found.violations or staffmatch.certificate.check(stated, plan, complete=certified)
        names = names_of(stated)
        for violation in violations:
            say(f"{violation.rule}: {violation.text_in(speech.lang, names)}")
        if violations:
            say(_VIOLATIONS(n=len(violations)).text_in(speech.lang))
            raise typer.Exit(VIOLATED)
        for message in _confirmed(plan, found):
            say(message.text_in(speech.lang))


def _confirmed(plan: Solution, found: Verification) -> Iterator[Message]:
    """What holds of a solution without violations."""
    if code(plan) == NO_PLAN:
        yield _NO_PLAN[plan.status, not found.unproven]()
        return
    yield _HOLD(n=len(plan.scenario.rules))
    for number, tier in enumerate(plan.tiers, 1):
        yield _TIER(n=number, proof=_proof(tier))
    if left := len(plan.shortages) - found.recounted:
        yield _NOT_RECOUNTED(n=left)


def _proof(tier: TierResult) -> Message:
    """What is known of a tier once its certificate has been checked."""
    if tier.bound is None:
        return _NO_BOUND()
    bound = _AMOUNT(value=tier.bound, unit=tier.unit)
    if tier.certified == tier.value:
        return _AT_VALUE(bound=bound)
    if tier.certified == tier.bound:
        return _AT_BOUND(bound=bound)
    if tier.certified is None:
        return _NOTHING_BY_WORD(bound=bound)
    return _BY_WORD(bound=bound, known=_AMOUNT(value=tier.certified, unit=tier.unit))

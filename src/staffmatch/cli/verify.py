"""``staffmatch verify``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.answering import NO_PLAN, VIOLATED, answering, code
from staffmatch.cli.asking import Ids, Voice
from staffmatch.cli.plans import changes_of, plan_at
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import say
from staffmatch.cli.speech import Lang
from staffmatch.cli.taking import require_targets
from staffmatch.cli.telling import written
from staffmatch.domain.plan import Plan, Violation
from staffmatch.explain.charged import charged
from staffmatch.explain.plan_changes import PlanChanges
from staffmatch.io import refusals as formats
from staffmatch.io.formats import XLSX, format_of
from staffmatch.io.plan_file import PlanFile
from staffmatch.io.sheets.written.writing import write_checked
from staffmatch.messages import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.result.contents import TierResult
from staffmatch.result.given import given
from staffmatch.result.known_ids import unknown_ids
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
_HOLD_ALONE = Sentence(
    "cli.verified_plan",
    "Verified: {n:count} rule holds; the file states no figures that could be compared.",
    "Verified: {n:count} rules hold; the file states no figures that could be compared.",
)
_HOLD_BUT = Sentence(
    "cli.verified_but",
    "{n:count} rule holds, but what the file states beside the plan is wrong:",
    "{n:count} rules hold, but what the file states beside the plan is wrong:",
)
_VALUE = Sentence("plan_sheet.value", "{value:number} {unit:unit} of {term:term}")
_EUROS = Sentence("plan_sheet.value_in_euros", "{cents:euros} EUR of {term:term}")


def verify(
    scenario: ScenarioPath,
    plan: Annotated[
        Path,
        typer.Argument(help="A solution file of it, a workbook that was changed by hand, or JSON that lists pairs."),
    ],
    against: Annotated[
        Path | None, typer.Option(help="Tell what differs from this plan; of a workbook, from what it was.")
    ] = None,
    sheets: Annotated[
        Path | None, typer.Option(help="Write the workbook anew, with what each change costs and breaks beside it.")
    ] = None,
    recount: Annotated[bool, typer.Option(help="Count the reasons of all shortages again, however many.")] = False,
    certified: Annotated[bool, typer.Option(help="Demand that every tier is proven to its value.")] = False,
    lang: Lang = None,
    ids: Ids = False,
    plugin: Plugins = None,
) -> None:
    """Check a plan against every rule. Of a solution every figure that it states is checked too, and what its
    certificate proves is told; of a plan that was changed by hand, what each change costs and breaks."""
    with answering(lang) as speech:
        voice = Voice(speech)
        if sheets is not None:
            format_of(sheets, among=(XLSX,), use=formats.USE_PLAN_BY_HAND())
            require_targets([one for one in (scenario, plan, against) if one], sheets=sheets)
        stated = scenario_from(scenario, speech, plugin, notes="counted")
        voice = voice.naming(ids, stated)
        held = plan_at(plan, stated, voice)
        changes = changes_of(held, stated, against, voice)
        if changes is not None:
            voice.lines(changes.messages())
        if sheets is not None:
            _write(sheets, stated, held, changes, voice)
        if held.solution is None:
            _judge(stated, held.plan, changes, voice)
        else:
            _judge_solution(stated, held.solution, voice, recount=recount, certified=certified)


def _write(path: Path, scenario: Scenario, held: PlanFile, changes: PlanChanges | None, voice: Voice) -> None:
    """The sheet with the plan as it was and the changes in it; without any, the plan as it is."""
    changed = () if changes is None else changes.changes
    new = {(one.worker, one.at.shift) for one in changed}
    old = [(one.former, one.at.shift) for one in changed if one.former is not None]
    write_checked(
        scenario, Plan.of([*(pair for pair in held.plan if pair not in new), *old]), changed, path, voice.lang
    )
    say(written(voice.lang, path))


def _judge(scenario: Scenario, plan: Plan, changes: PlanChanges | None, voice: Voice) -> None:
    """A plan alone: which rules it breaks, unless its changes have said it, and what the tiers come to."""
    violations = staffmatch.verify(scenario, plan).violations
    _tell(violations, voice, listed=changes is None)
    say(voice.said(_HOLD_ALONE(n=_rigid(scenario))))
    for message in charged(scenario, plan):
        say(voice.said(message))
    for number, tier in enumerate(given(scenario, plan).tiers, 1):
        said = (
            _EUROS(cents=round(tier.value * 100), term=tier.term)
            if tier.unit == "EUR"
            else _VALUE(value=tier.value, unit=tier.unit, term=tier.term)
        )
        say(voice.said(_TIER(n=number, proof=said)))


def _judge_solution(scenario: Scenario, plan: Solution, voice: Voice, *, recount: bool, certified: bool) -> None:
    """Rules first, then figures, then proofs."""
    if list(unknown_ids(scenario, plan)):
        plan.of(scenario)
    found = staffmatch.verify(scenario, plan, reason_check_limit=None if recount else 1_000_000)
    if found.violations and all(one.rule == "figures" for one in found.violations):
        say(voice.said(_HOLD_BUT(n=_rigid(scenario))))
    _tell(found.violations or staffmatch.certificate.check(scenario, plan.of(scenario), complete=certified), voice)
    for message in _confirmed(plan, found):
        say(voice.said(message))


def _confirmed(plan: Solution, found: Verification) -> Iterator[Message]:
    """What holds of a solution without violations."""
    if code(plan) == NO_PLAN:
        yield _NO_PLAN[plan.status, not found.unproven]()
        return
    yield _HOLD(n=_rigid(plan.scenario))
    yield from charged(plan.scenario, plan.plan)
    for number, tier in enumerate(plan.tiers, 1):
        yield _TIER(n=number, proof=_proof(tier))
    if left := len(plan.shortages) - found.recounted:
        yield _NOT_RECOUNTED(n=left)


def _tell(violations: Sequence[Violation], voice: Voice, *, listed: bool = True) -> None:
    """Each of them, and the end of the command, if there are any."""
    for violation in violations if listed else ():
        say(f"{violation.rule}: {violation.text_in(voice.lang, voice.names)}")
    if violations:
        say(voice.said(_VIOLATIONS(n=len(violations))))
        raise typer.Exit(VIOLATED)


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


def _rigid(scenario: Scenario) -> int:
    """How many rules hold; those that bend are told by what they are broken by."""
    return sum(not rule.bent for rule in scenario.rules)

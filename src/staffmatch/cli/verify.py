"""``staffmatch verify``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.answering import NO_PLAN, VIOLATED, answering, code
from staffmatch.cli.asking import Ids, Lang, Voice
from staffmatch.cli.plans import changes_of, plan_at
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import say
from staffmatch.cli.taking import require_targets
from staffmatch.domain.plan import Plan, Violation
from staffmatch.explain.plan_changes import PlanChanges
from staffmatch.io.formats import XLSX, format_of
from staffmatch.io.plan_file import PlanFile
from staffmatch.io.sheets.written.writing import write_checked
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario
from staffmatch.result.contents import TierResult
from staffmatch.result.given import given
from staffmatch.result.known_ids import unknown_ids
from staffmatch.result.solution import Solution


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
    lang: Lang = "en",
    ids: Ids = False,
    plugin: Plugins = None,
) -> None:
    """Check a plan against every rule. Of a solution every figure that it states is checked too, and what its
    certificate proves is told; of a plan that was changed by hand, what each change costs and breaks."""
    with answering():
        voice = Voice.of(lang, as_json=False)
        if sheets is not None:
            format_of(sheets, among=(XLSX,), use="a plan to change by hand")
            require_targets([one for one in (scenario, plan, against) if one], sheets=sheets)
        stated = scenario_from(scenario, plugin)
        voice = voice.naming(ids, stated)
        held = plan_at(plan, stated, voice)
        changes = changes_of(held, stated, against, voice)
        if changes is not None:
            voice.lines(changes.messages())
        if sheets is not None:
            _write(sheets, stated, held, changes)
        if held.solution is None:
            _judge(stated, held.plan, changes, voice)
        else:
            _judge_solution(stated, held.solution, voice, recount=recount, certified=certified)


def _write(path: Path, scenario: Scenario, held: PlanFile, changes: PlanChanges | None) -> None:
    """The sheet with the plan as it was and the changes in it; without any, the plan as it is."""
    changed = () if changes is None else changes.changes
    new = {(one.worker, one.at.shift) for one in changed}
    old = [(one.former, one.at.shift) for one in changed if one.former is not None]
    write_checked(scenario, Plan.of([*(pair for pair in held.plan if pair not in new), *old]), changed, path)
    say(f"Written: {path}.")


def _judge(scenario: Scenario, plan: Plan, changes: PlanChanges | None, voice: Voice) -> None:
    """A plan alone: which rules it breaks, unless its changes have said it, and what the tiers come to."""
    violations = staffmatch.verify(scenario, plan).violations
    _tell(violations, voice, listed=changes is None)
    say(f"Verified: {_hold(scenario)}; the file states no figures that could be compared.")
    for number, tier in enumerate(given(scenario, plan).tiers, 1):
        said = (
            _EUROS(cents=round(tier.value * 100), term=tier.term)
            if tier.unit == "EUR"
            else _VALUE(value=tier.value, unit=tier.unit, term=tier.term)
        )
        say(f"Tier {number}: {voice.said(said)}")


def _judge_solution(scenario: Scenario, plan: Solution, voice: Voice, *, recount: bool, certified: bool) -> None:
    """Rules first, then figures, then proofs."""
    if list(unknown_ids(scenario, plan)):
        plan.of(scenario)
    found = staffmatch.verify(scenario, plan, reason_check_limit=None if recount else 1_000_000)
    if found.violations and all(one.rule == "figures" for one in found.violations):
        say(f"{_hold(scenario)}, but what the file states beside the plan is wrong:")
    _tell(found.violations or staffmatch.certificate.check(scenario, plan.of(scenario), complete=certified), voice)
    if code(plan) == NO_PLAN:
        say(_NO_PLAN[plan.status, not found.unproven])
        return
    say(f"Verified: {_hold(scenario)} and every stated figure was recomputed.")
    for number, tier in enumerate(plan.tiers, 1):
        say(f"Tier {number}: {_proof(tier)}")
    if left := len(plan.shortages) - found.recounted:
        say(f"The reasons of {left:,} more shortages were not counted again: --recount does it, in minutes.")


def _hold(scenario: Scenario) -> str:
    return "1 rule holds" if len(scenario.rules) == 1 else f"{len(scenario.rules)} rules hold"


def _tell(violations: Sequence[Violation], voice: Voice, *, listed: bool = True) -> None:
    """Each of them, and the end of the command, if there are any."""
    for violation in violations if listed else ():
        say(f"{violation.rule}: {violation.text_in(voice.lang, voice.names)}")
    if violations:
        say("1 violation." if len(violations) == 1 else f"{len(violations)} violations.")
        raise typer.Exit(VIOLATED)


_VALUE = Sentence("plan_sheet.value", "{value:number} {unit:unit} of {term:term}")
_EUROS = Sentence("plan_sheet.value_in_euros", "{cents:euros} EUR of {term:term}")

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

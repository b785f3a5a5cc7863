"""Plans that somebody made or changed by hand, as commands read and tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from staffmatch.cli import refusals
from staffmatch.cli.asking import Voice
from staffmatch.cli.screen import complain
from staffmatch.cli.telling import NOTE
from staffmatch.constraints.availability import Availability
from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError, InputIssue, bad_option, both, near_ids
from staffmatch.explain.plan_changes import PlanChanges, plan_changes
from staffmatch.io import refusals as formats
from staffmatch.io.formats import CSV, XLSX, format_of, read_plan
from staffmatch.io.plan_file import PlanFile
from staffmatch.io.sheets.planned import refusals as refused
from staffmatch.io.sheets.planned.people import People
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario, Worker
from staffmatch.records.accessors import shifts_named
from staffmatch.result.given import given
from staffmatch.result.solution import Solution
from staffmatch.result.verifier import verify

Sheets = Annotated[
    Path | None,
    typer.Option(
        help="Also write the plan's tables: a workbook (.xlsx) with a sheet to change by hand, or a folder of CSV."
    ),
]
_FORMER_BREAKS = Sentence(
    "plan_sheet.former_breaks", "The former plan breaks a rule, and what cannot stand of it is mended: {why}"
)


def tables_format(sheets: Path | None) -> str | None:
    """The format of the plan's tables by the name of their file; InputError for any other."""
    if sheets is None:
        return None
    return format_of(sheets, among=(XLSX, CSV), use=formats.USE_PLAN_TABLES(), folder="csv").name


def plan_at(path: Path, scenario: Scenario, voice: Voice) -> PlanFile:
    """The plan in a file; what was made of the file is told."""
    held = read_plan(path, scenario)
    for note in held.notes:
        complain(voice.said(NOTE(text=note)))
    return held


def changes_of(held: PlanFile, scenario: Scenario, against: Path | None, voice: Voice) -> PlanChanges | None:
    """The plan beside another one, or beside what it was when it was written; None where neither is known."""
    before = held.before if against is None else plan_at(against, scenario, voice).plan
    return None if before is None else plan_changes(scenario, before, held.plan, held.replaced)


def former_at(path: Path, scenario: Scenario, former: Path | None, voice: Voice) -> Solution:
    """The former plan of a scenario; where it is not of the changed one, InputError says how to name its own."""
    try:
        held = plan_at(path, scenario, voice)
        if held.solution is not None:
            return held.solution.of(scenario)
    except InputError as error:
        if former is None and error.problems[0].code == "other_scenario":
            raise bad_option(f"PLAN {path}", refusals.LOADED(), refusals.EARLIER_ADVICE()) from None
        raise
    if not voice.as_json:
        voice.lines(_FORMER_BREAKS(why=one.message) for one in verify(scenario, held.plan).violations)
    return given(scenario, held.plan)


def require_known(scenario: Scenario, gone: Iterable[str]) -> None:
    """InputError for those who are neither a person nor a shift."""
    _named(scenario, gone)


def without(
    scenario: Scenario, gone: Iterable[str], former: Plan | None = None, freeze_before: str | None = None
) -> Scenario:
    """The scenario without some people, by id or name, and without some shifts; InputError for what is neither.

    Who has begun a shift of the former plan before the freeze has worked it, and is gone from then on only.
    """
    people, shifts = _named(scenario, gone)
    left = scenario.without(shifts=shifts)
    until = _there_until(left, people, former or Plan(), _aware(freeze_before))
    return _leaving(left.without(workers=people - until.keys()), until)


def _named(scenario: Scenario, gone: Iterable[str]) -> tuple[set[str], set[str]]:
    """The ids of the people and of the shifts that are meant."""
    people, shifts, problems = set[str](), set[str](), list[InputIssue]()
    known, named = {one: set(scenario.ids(one)) for one in ("workers", "shifts")}, People(scenario)
    for one in gone:
        if one in known["workers"] and one in known["shifts"]:
            text, advice = refused.PERSON_AND_SHIFT(name=one), refused.WRITE_PERSON_ADVICE(name=named.shown[one])
            problems.append(InputIssue("ambiguous_id", "--without", text, advice))
        elif one in known["shifts"]:
            shifts.add(one)
        else:
            try:
                people.add(named.one(one))
            except InputError as error:
                problems += (_either(issue, one, known["shifts"]) for issue in error.problems)
    if problems:
        raise InputError(problems)
    return people, shifts


def _aware(said: str | None) -> datetime | None:
    """The moment that is said; None for what is none, of which `Solution.replan` tells what is wrong."""
    try:
        moment = datetime.fromisoformat(said or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _there_until(scenario: Scenario, people: set[str], former: Plan, moment: datetime | None) -> dict[str, datetime]:
    """Those of the people who have begun a shift before the moment, and until when: the moment, or that shift's end."""
    if moment is None or not any(isinstance(rule, Availability) for rule in scenario.rules):
        return {}
    until, shifts = dict[str, datetime](), set(scenario.ids("shifts"))
    had = [(worker, shift) for worker, shift in former.assignments if worker in people and shift in shifts]
    found = shifts_named(scenario, (shift for _, shift in had))
    for worker, name in had:
        if (shift := found[name][1]).start < moment:
            until[worker] = max(until.get(worker, moment), shift.end)
    return until


def _leaving(scenario: Scenario, until: Mapping[str, datetime]) -> Scenario:
    """The scenario in which these people are free up to a time only, and pinned to nothing that ends later."""
    if not until:
        return scenario
    people = [_free_until(one, until[one.id]) if one.id in until else one for one in scenario.workers]
    meant = [pin for pin in scenario.pins if pin.assigned and pin.worker in until]
    found = shifts_named(scenario, (pin.shift for pin in meant))
    late = {pin for pin in meant if found[pin.shift][1].end > until[pin.worker]}
    return scenario.replace(workers=people, pins=[pin for pin in scenario.pins if pin not in late])


def _free_until(worker: Worker, until: datetime) -> Worker:
    windows = [one.replace(end=min(one.end, until)) for one in worker.availability if one.start < until]
    return worker.replace(availability=windows)


def _either(issue: InputIssue, text: str, shifts: set[str]) -> InputIssue:
    near = near_ids(text, shifts)
    advice = both(issue.remedy, refused.NEAR_SHIFT_ADVICE(shift=near[0])) if near else issue.remedy
    return InputIssue(issue.code, "--without", issue.message, advice, issue.ids)

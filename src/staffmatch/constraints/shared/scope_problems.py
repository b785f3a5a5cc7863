"""Scopes of place and time that name nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from staffmatch.constraints import refusals
from staffmatch.errors import InputIssue, near_or
from staffmatch.models import Scenario

if TYPE_CHECKING:
    from staffmatch.constraints.shared.placed_rule import PlacedRule


def placed_problems(rule: PlacedRule, scenario: Scenario, path: str) -> Iterator[InputIssue]:
    """Borrowers and demands that are not there, and scopes without a shift; law may be about nothing that is there."""
    borrowers = sorted({demand.company for demand in scenario.demands})
    known = {"borrower": borrowers, "demand": scenario.ids("demands")}
    unknown = {name for name, ids in known.items() if getattr(rule, name) not in (None, *ids)}
    for field in sorted(unknown):
        name = getattr(rule, field)
        advice = near_or(name, known[field], refusals.UNKNOWN_SCOPE_CORRECT_LEAVE_ADVICE(field=field))
        text = refusals.NO_DEMAND_OF(borrower=name) if field == "borrower" else refusals.NO_SUCH_DEMAND(demand=name)
        yield InputIssue("unknown_scope", f"{path}.{field}", text, advice, (name,))
    stated = rule.because is not None and rule.because.pack
    if rule.placed and not unknown and not stated and scenario.demands and not _any_shift(rule, scenario):
        yield _empty(rule, scenario, path)


def _empty(rule: PlacedRule, scenario: Scenario, path: str) -> InputIssue:
    """Why a scope has no shift: the demand is another borrower's, the plan ends before or begins after, or else."""
    named = tuple(name for name in (rule.borrower, rule.demand) if name is not None)
    text = refusals.SCOPE_WITHOUT_SHIFTS(scope=rule.place_message())
    whose = None if rule.demand is None else scenario.demand(rule.demand).company
    if rule.demand is not None and whose is not None and rule.borrower not in (None, whose):
        advice = refusals.DEMAND_OF_OTHER_ADVICE(demand=rule.demand, borrower=whose)
        return InputIssue("empty_scope", f"{path}.demand", text, advice, named)
    days = _days(scenario)
    if (rule.since or days[0]) > days[-1] or (rule.until or days[-1]) < days[0]:
        advice = refusals.OUT_OF_PLAN_ADVICE(first=days[0].isoformat(), last=days[-1].isoformat())
        return InputIssue("empty_scope", f"{path}.{'since' if rule.since else 'until'}", text, advice, named)
    return InputIssue("empty_scope", path, text, refusals.EMPTY_SCOPE_ADVICE(), named)


def _days(scenario: Scenario) -> list[date]:
    """The local days on which shifts start, in order."""
    zone = ZoneInfo(scenario.timezone)
    return sorted({shift.start.astimezone(zone).date() for demand in scenario.demands for shift in demand.shifts})


def _any_shift(rule: PlacedRule, scenario: Scenario) -> bool:
    zone, sectors = ZoneInfo(scenario.timezone), {one.id: one.sector for one in scenario.companies}
    return any(
        (rule.since is None or rule.since <= day) and (rule.until is None or day <= rule.until)
        for demand in scenario.demands
        if rule.demand in (None, demand.id)
        and rule.borrower in (None, demand.company)
        and rule.sector in (None, sectors.get(demand.company))
        for day in (shift.start.astimezone(zone).date() for shift in demand.shifts)
    )

"""Scopes of place and time that name nothing."""

from __future__ import annotations

from collections.abc import Iterator
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
        text = refusals.SCOPE_WITHOUT_SHIFTS(scope=rule.place_message())
        yield InputIssue("empty_scope", path, text, refusals.EMPTY_SCOPE_ADVICE())


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

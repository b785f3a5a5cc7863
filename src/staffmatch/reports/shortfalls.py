"""The empty seats of a plan, those together that one sentence explains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from staffmatch.messages.language import Names
from staffmatch.messages.names import name_of
from staffmatch.models import Demand, Shift
from staffmatch.reports.figures import Shortfall
from staffmatch.reports.words import Words
from staffmatch.result.shortage import Shortage
from staffmatch.result.solution import Solution

# Of demands under one name; they differ in figures alone.
_MAX_REASONS = 2


def empty_seats(solution: Solution, names: Names, zone: ZoneInfo, words: Words) -> tuple[Shortfall, ...]:
    """Worst first, by missing seats × priority × hours; ties in the scenario's order.

    Shifts of a demand that stay empty for the same reason are one; of demands that share a name and want the same,
    those that one rule leaves empty.
    """
    demands = {demand.id: demand for demand in solution.scenario.demands}
    shifts = {shift.id: shift for demand in demands.values() for shift in demand.shifts}
    shared = Counter((need.company, name_of(names, "demand", need.id)) for need in demands.values())
    groups: dict[tuple[Any, ...], list[Shortage]] = {}
    for shortage in solution.shortages:
        need = demands[shortage.demand]
        name = need.company, name_of(names, "demand", need.id)
        why = shortage.reason.rule if shared[name] > 1 else shortage.reason.text
        groups.setdefault((*name, words.skills(need.skills), need.priority, why), []).append(shortage)
    found = [
        _shortfall(demands[group[0].demand], group, [shifts[one.shift] for one in group], names, zone, words)
        for group in groups.values()
    ]
    return tuple(sorted(found, key=lambda short: -short.minutes * short.priority))


def _shortfall(
    demand: Demand, group: Sequence[Shortage], shifts: Sequence[Shift], names: Names, zone: ZoneInfo, words: Words
) -> Shortfall:
    spans = sorted((shift.start.astimezone(zone), shift.end.astimezone(zone)) for shift in shifts)
    reasons = list(dict.fromkeys(one.reason.text_in(words.lang, names) for one in group))
    return Shortfall(
        demand=name_of(names, "demand", demand.id),
        borrower=name_of(names, "company", demand.company),
        skills=words.skills(demand.skills),
        missing=sum(shortage.missing for shortage in group),
        seats=sum(shortage.headcount for shortage in group),
        minutes=sum(one.missing * shift.minutes for one, shift in zip(group, shifts, strict=True)),
        priority=demand.priority,
        when=_when(spans, words),
        shifts=tuple(spans),
        rule=group[0].reason.rule,
        reason=" ".join(reasons[:_MAX_REASONS]) + (" …" if len(reasons) > _MAX_REASONS else ""),
    )


def _when(shifts: Sequence[tuple[datetime, datetime]], words: Words) -> str:
    """The first shift, and how many more there are."""
    first = f"{words.day(shifts[0][0])}, {words.span(*shifts[0])}"
    return first if len(shifts) == 1 else words.say("when_more", first=first, n=len(shifts) - 1)

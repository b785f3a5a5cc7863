"""Rules that limit, from above or from below, what one person does in a week, a month or the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from staffmatch.models import Worker
from tests.adversary.facts import Facts, Span
from tests.adversary.hour_rules import RosterRule, with_ledger


def period_of(rule: Any, facts: Facts, day: int) -> Any:
    if rule.per == "week":
        return date.fromordinal(day).isocalendar()[:2]
    if rule.per == "month":
        return date.fromordinal(day).strftime("%Y-%m")
    if rule.per == "day":
        return day
    begins = min(facts.day(shift.start) for job in facts.jobs for shift in job.shifts)
    return "before" if day < begins else "plan"


def _sums(rule: Any, facts: Facts, counted: Iterable[tuple[int, int]]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for day, amount in counted:
        period = period_of(rule, facts, day)
        found[period] = found.get(period, 0) + amount
    return found


def _enough(rule: Any, facts: Facts, lent: list[Span], new: dict[Any, int], old: dict[Any, int], least: int) -> bool:
    """In each period with lent work."""
    used = {period_of(rule, facts, span.day) for span in lent}
    return all(new.get(period, 0) + old.get(period, 0) >= least for period in used)


def max_shifts(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    there = placed(rule, facts, lent)
    new, old = (_sums(rule, facts, ((span.day, 1) for span in spans)) for spans in counted(rule, facts, worker, there))
    fits = all(amount <= max(0, rule.shifts - old.get(period, 0)) for period, amount in new.items())
    return fits and _enough(rule, facts, there, new, old, rule.least or 0)


def placed(rule: Any, facts: Facts, lent: list[Span]) -> list[Span]:
    """The lent shifts that are where and when the rule is about."""
    return [span for span in lent if facts.placed(rule, span.borrower, facts.demand_of(span.name), span.day)]


def counted(rule: Any, facts: Facts, worker: Worker, there: list[Span]) -> tuple[list[Span], list[Span]]:
    """The shifts that `MaxShifts` counts: those lent, of such as are there, and those at home."""
    new = [span for span in there if rule.demands is None or facts.demand_of(span.name) in rule.demands]
    at_home = facts.home(worker) if rule.demands is None else []
    old = [span for span in at_home if facts.placed(rule, worker.company, None, span.day)]
    return tuple([span for span in spans if rule.kinds is None or span.kind in rule.kinds] for spans in (new, old))  # type: ignore[return-value]


def days_worked(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    home = {span.day for span in facts.home(worker)} | {
        day.toordinal() for day, hours in worker.ledger.items() if hours > 0
    }
    new = _sums(rule, facts, ((day, 1) for day in {span.day for span in lent} - home))
    old = _sums(rule, facts, ((day, 1) for day in home))
    fits = all(amount <= max(0, rule.days - old.get(period, 0)) for period, amount in new.items())
    return fits and _enough(rule, facts, lent, new, old, rule.least or 0)


def min_hours(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    home = with_ledger(facts, worker)
    new = _sums(rule, facts, ((span.day, span.minutes) for span in lent))
    return _enough(rule, facts, lent, new, _sums(rule, facts, home), round(rule.hours * 60))


PERIOD_RULES: dict[str, RosterRule] = {rule.__name__: rule for rule in (max_shifts, days_worked, min_hours)}

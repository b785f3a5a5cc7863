"""Rules about the rhythm of one person's days: runs of work, days off, weekends, what follows what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from staffmatch.models import Worker
from tests.adversary.facts import Facts, Span
from tests.adversary.hour_rules import RosterRule


def consecutive_days(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    home, days = worked_at_home(facts, worker), {span.day for span in lent}
    rows = [set(range(day - back, day - back + rule.days + 1)) for day in days for back in range(rule.days + 1)]
    # Where a row of days is worked at home anyway, lent work on them adds none.
    if any(row <= home | days and not row <= home for row in rows):
        return False
    return rule.least is None or all(_long(rule.least, facts, home, days, day) for day in days - home)


def _long(least: int, facts: Facts, home: set[int], days: set[int], day: int) -> bool:
    """Whether the run with this day is long enough, or may have begun earlier, or go on."""
    _, length, loose = run_of(facts, home, days, day)
    return length >= least or loose


def run_of(facts: Facts, home: set[int], days: set[int], day: int) -> tuple[int, int, bool]:
    """The first day of the run with this day, its length, and whether it may have begun earlier, or go on."""
    begins, ends = of_plan(facts)
    first = last = day
    while first - 1 in home | days:
        first -= 1
    while last + 1 in home | days:
        last += 1
    unknown = first == begins and not any(one < begins for one in home)
    return first, last - first + 1, unknown or last >= ends


def days_off(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    home = worked_at_home(facts, worker)
    between = [(one, two) for one, two in pairwise(sorted(home | {span.day for span in lent})) if two > one + 1]
    return all(two - one - 1 >= rule.least_in_a_row or {one, two} <= home for one, two in between)


def weekends(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    if any(new > max(0, most - old) for new, old, most in weekend_sets(rule, facts, worker, lent)):
        return False
    return not rule.whole or not halves(facts, worker, lent)


def weekend_sets(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> Iterator[tuple[int, int, int]]:
    """How many weekends of each set are lent, and worked at home, and may be worked."""
    old, new = _sundays(worked_at_home(facts, worker)), _sundays({span.day for span in lent})
    new -= old
    begins, ends = of_plan(facts)
    windows = {frozenset(_sundays(range(begins, ends + 1)))}
    if rule.of is not None:
        windows = {frozenset(day + 7 * (n - back) for n in range(rule.of)) for day in new for back in range(rule.of)}
    for window in windows:
        most = len(window) - rule.free if rule.free is not None else rule.most
        if most is not None:
            yield len(new & window), len(old & window), max(0, most)


def halves(facts: Facts, worker: Worker, lent: list[Span]) -> set[int]:
    """The Sundays of weekends in the plan, not worked at home, that are worked on one day only."""
    days, (begins, ends) = {span.day for span in lent}, of_plan(facts)
    new = _sundays(days) - _sundays(worked_at_home(facts, worker))
    return {sunday for sunday in new if begins < sunday <= ends and not {sunday - 1, sunday} <= days}


def _sundays(days: Any) -> set[int]:
    """The weekends of days, each by its Sunday."""
    return {day + (day % 7 == 6) for day in days if day % 7 in (6, 0)}


def successions(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    home, new = ({(span.day, span.kind) for span in one} for one in (facts.home(worker), lent))
    return not any(
        (day, kind) == (one_day + 1, other)
        for one_day, one in home | new
        for day, kind in home | new
        for first, other in rule.forbidden
        if one == first and not {(one_day, one), (day, kind)} <= home
    )


def same_kind(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    begins, ends = of_plan(facts)
    window = {"day": lambda day: day, "week": lambda day: (day - 1) // 7, "horizon": lambda day: 0}[rule.per]

    def kinds(spans: list[Span], at: int) -> set[str]:
        inside = [one for one in spans if rule.per != "horizon" or begins <= one.day <= ends]
        return {one.kind for one in inside if one.kind is not None and window(one.day) == at}

    for at in {window(span.day) for span in lent}:
        old = kinds(facts.home(worker), at)
        if len(kinds(lent, at) - old) > max(0, 1 - len(old)):
            return False
    return True


def worked_at_home(facts: Facts, worker: Worker) -> set[int]:
    ledger = {day.toordinal() for day, hours in worker.ledger.items() if hours > 0}
    return ledger | {span.day for span in facts.home(worker)}


def of_plan(facts: Facts) -> tuple[int, int]:
    """The first and the last day on which a shift to be filled starts."""
    days = [facts.day(shift.start) for job in facts.jobs for shift in job.shifts]
    return min(days, default=1), max(days, default=0)


RHYTHM_RULES: dict[str, RosterRule] = {
    rule.__name__: rule for rule in (consecutive_days, days_off, weekends, successions, same_kind)
}

"""Rules about the days and nights on which one person works: how many, and in a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from staffmatch.models import Worker
from tests.adversary.facts import Facts, Span
from tests.adversary.hour_rules import RosterRule

Limited = Iterable[tuple[set[int], int]]


def _kept(lent: set[int], home: set[int], limits: Limited) -> bool:
    """Of each set of days no more are lent than the limit leaves beside those at home."""
    new = lent - home
    return all(len(new & days) <= max(0, limit - len(home & days)) for days, limit in limits)


def _of_ledger(worker: Worker) -> set[int]:
    return {day.toordinal() for day, hours in worker.ledger.items() if hours > 0}


def night_work(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    nights = {span: _night(rule, facts, span) for span in (*lent, *facts.home(worker))}
    if rule.hours is not None and any(nights[span] and span.minutes > round(60 * rule.hours) for span in lent):
        return False
    if rule.rest is not None and any(
        nights[one] and not nights[two] and (one.name or two.name)
        and two.start >= one.start and two.start - one.end < round(60 * rule.rest)
        for one in nights
        for two in nights
    ):  # fmt: skip
        return False
    lengths = [] if rule.in_a_row is None else [(rule.in_a_row + 1, rule.in_a_row)]
    lengths += [] if rule.nights is None else [(rule.days, rule.nights)]
    new = {night for span in lent if (night := nights[span])}
    old = {night for span in facts.home(worker) if (night := nights[span])}
    limits = [
        (set(range(night - back, night - back + length)), limit)
        for length, limit in lengths
        for night in new
        for back in range(length)
    ]
    return _kept(new, old, limits)


def _night(rule: Any, facts: Facts, span: Span) -> int | None:
    """The first night that the work reaches into, as the day on which it begins, if it is night work."""
    opens, closes = time.fromisoformat(rule.start), time.fromisoformat(rule.end)
    inside = {}
    for day in range(span.day - 1, span.day + (span.end - span.start) // (24 * 60) + 2):
        begins = facts.clock(day, opens.hour, opens.minute)
        ends = facts.clock(day + (closes <= opens), closes.hour, closes.minute)
        inside[day] = min(ends, span.end) - max(begins, span.start)
    reached = [day for day, minutes in inside.items() if minutes > 0]
    return reached[0] if sum(inside[day] for day in reached) > round(60 * rule.night_hours) else None


def sundays_and_holidays(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    new = {day for span in lent for day in _touched(rule, facts, span)}
    if not rule.work or not new:
        return not any(_festive(rule, day) for day in new)
    old = {day for span in facts.home(worker) for day in _touched(rule, facts, span)} | _of_ledger(worker)
    return _kept(new, old, [*_sundays(rule, new), *_days_off(rule, new | old)])


def _sundays(rule: Any, days: set[int]) -> Iterator[tuple[set[int], int]]:
    for sunday in (day for day in days if day % 7 == 0):
        for back in range(rule.weeks):
            window = {sunday + 7 * (after - back) for after in range(rule.weeks)}
            yield window, rule.weeks - rule.free_sundays


def _days_off(rule: Any, worked: set[int]) -> Iterator[tuple[set[int], int]]:
    """Working days, with the Sundays and holidays that have to be made up for on one of them."""
    until, since = {}, {}
    for day in range(min(worked) - 7, max(worked) + 1):
        if _festive(rule, day):
            more = 7 * (rule.sunday_weeks if day % 7 == 0 else rule.holiday_weeks) - 1
            until[day], since[day] = day + more, day - more if rule.made_up == "around" else day
    for first in set(since.values()):
        for last in set(until.values()):
            between = {day for day in range(first, last + 1) if not _festive(rule, day)}
            owed = {day for day in until if day in worked and since[day] >= first and until[day] <= last}
            yield between | owed, len(between)


def _touched(rule: Any, facts: Facts, span: Span) -> set[int]:
    """Days last from midnight to midnight, or from so many hours later."""
    clock = timedelta(minutes=round(60 * rule.moved_hours) % (24 * 60))
    hour, minute = divmod(int(clock.total_seconds()) // 60, 60)

    def begins(day: int) -> int:
        return facts.clock(day - (rule.moved_hours < 0), hour, minute)

    days = range(span.day - 2, span.day + (span.end - span.start) // (24 * 60) + 3)
    return {day for day in days if begins(day) < span.end and span.start < begins(day + 1)}


def _festive(rule: Any, day: int) -> bool:
    return day % 7 == 0 or date.fromordinal(day) in _holidays(rule.state, date.fromordinal(day).year)


@cache
def _holidays(state: str | None, year: int) -> frozenset[date]:
    if state is None:
        return frozenset()
    import holidays

    return frozenset(holidays.country_holidays("DE", subdiv=state, years=year))


DAY_RULES: dict[str, RosterRule] = {rule.__name__: rule for rule in (night_work, sundays_and_holidays)}

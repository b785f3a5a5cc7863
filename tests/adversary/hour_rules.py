"""Rules that limit one person's hours in windows of days, or where and how long that person is lent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from staffmatch.models import Worker
from tests.adversary.facts import Facts, Span

RosterRule = Callable[[Any, Facts, Worker, list[Span]], bool]


def daily_hours(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    limit = _lower(rule.hours, worker.max_hours_per_day)
    if rule.per == "24_hours":
        return limit is None or _within_24_hours(facts.home(worker), lent, round(limit * 60))
    return _within(facts, worker, lent, limit, {range(span.day, span.day + 1) for span in lent})


def _within_24_hours(home: list[Span], lent: list[Span], limit: int) -> bool:
    """From the start of each piece of work on; a cut piece loses the time outside, not the break inside."""

    def minutes(work: list[Span], opens: int) -> int:
        cut = [(span, max(0, opens - span.start) + max(0, span.end - opens - 24 * 60)) for span in work]
        return sum(max(0, min(span.minutes, span.end - span.start) - outside) for span, outside in cut)

    starts = {span.start for span in home + lent}
    return all(minutes(lent, opens) <= max(0, limit - minutes(home, opens)) for opens in starts)


def weekly_hours(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    mondays = {monday(span.day) for span in lent}
    limit = _lower(rule.hours, worker.max_hours_per_week)
    return _within(facts, worker, lent, limit, [range(monday, monday + 7) for monday in mondays])


def rolling_hours(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    firsts = {span.day - back for span in lent for back in range(rule.days)}
    return _within(facts, worker, lent, rule.hours, [range(first, first + rule.days) for first in firsts])


def average_hours(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    firsts = {monday(span.day) - 7 * back for span in lent for back in range(rule.weeks)}
    windows = [range(first, first + 7 * rule.weeks) for first in firsts]
    return _within(facts, worker, lent, rule.weeks * rule.hours, windows)


def horizon_hours(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    limit = _lower(rule.hours, worker.max_hours)
    if limit is None:
        return True
    begins = min((facts.day(shift.start) for job in facts.jobs for shift in job.shifts), default=0)
    home = sum(span.minutes for span in facts.home(worker) if span.day >= begins)
    return sum(span.minutes for span in lent) <= max(0, round(limit * 60) - home)


def _lower(*limits: float | None) -> float | None:
    return min((limit for limit in limits if limit is not None), default=None)


def monday(day: int) -> int:
    return day - (day - 1) % 7


def _within(facts: Facts, worker: Worker, lent: list[Span], limit: float | None, windows: Iterable[range]) -> bool:
    """Lent minutes in each window are what home shifts and the ledger leave of the limit, or fewer."""
    if limit is None:
        return True
    home = with_ledger(facts, worker)
    return all(
        sum(span.minutes for span in lent if span.day in window)
        <= max(0, round(limit * 60) - sum(minutes for day, minutes in home if day in window))
        for window in windows
    )


def with_ledger(facts: Facts, worker: Worker) -> list[tuple[int, int]]:
    """The minutes of home shifts, and those of the ledger beyond them, with their days."""
    home = [(span.day, span.minutes) for span in facts.home(worker)]
    for day, hours in worker.ledger.items():
        said = sum(minutes for at, minutes in home if at == day.toordinal())
        home += [(day.toordinal(), max(0, round(hours * 60) - said))]
    return home


def max_secondment(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    for borrower in {span.borrower for span in lent}:
        days = [span.day for span in lent if span.borrower == borrower]
        stays = [(s.first.toordinal(), s.last.toordinal()) for s in worker.secondments if s.company == borrower]
        first = min(days)
        # A break of n days lies between two days whose difference is n + 1.
        while continued := [start for start, last in stays if start < first <= last + rule.break_days + 1]:
            first = min(continued)
        counted = {day for start, last in stays for day in range(max(start, first), last + 1) if first <= start}
        if rule.breaks_count:
            counted = set(range(first, min(days)))
        if len({day for day in counted if day < min(days)}) + max(days) - min(days) + 1 > rule.days:
            return False
    return True


def min_secondment(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    return all(days >= rule.days for days in stays_of(rule, facts, worker, lent))


def stays_of(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> Iterator[int]:
    """The days of the stay at each borrower."""
    begins = min((facts.day(shift.start) for job in facts.jobs for shift in job.shifts), default=0)
    for borrower in {span.borrower for span in lent}:
        days = {span.day for span in lent if span.borrower == borrower}
        stays = [(s.first.toordinal(), s.last.toordinal()) for s in worker.secondments if s.company == borrower]
        first, counted = min(days), set(days)
        while joined := [
            stay for stay in stays if stay[0] < begins and stay[0] < first <= stay[1] + rule.break_days + 1
        ]:
            first = min(start for start, _ in joined)
            counted |= {day for start, last in joined for day in range(start, last + 1) if day < begins}
        for start, last in stays:
            if first <= start < begins:
                counted |= {day for day in range(start, last + 1) if day < begins}
        yield len(counted)


def borrowers_per_worker(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    return len({span.borrower for span in lent}) <= int(rule.borrowers)


HOUR_RULES: dict[str, RosterRule] = {
    rule.__name__: rule
    for rule in (
        daily_hours,
        weekly_hours,
        rolling_hours,
        average_hours,
        horizon_hours,
        max_secondment,
        min_secondment,
        borrowers_per_worker,
    )
}

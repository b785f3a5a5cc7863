"""What rules add to the costs of work, by borrower, in sixtieths of a cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from holidays import country_holidays

from staffmatch.models import Worker
from tests.adversary.board import Board
from tests.adversary.facts import Facts, Span, kilometres
from tests.adversary.pair_rules import channel

# The borrower, a coefficient, a variable.
Charge = tuple[str, int, Any]

# Two ways to compute a distance differ by less.
_HAIR = 1e-9


def charges_of(board: Board) -> Iterator[Charge]:
    """Of all rules of the scenario."""
    for rule in board.facts.scenario.rules:
        if rule.kind in CHARGES:
            yield from CHARGES[rule.kind](rule, board)


def partnership_cost(rule: Any, board: Board) -> Iterator[Charge]:
    company = board.facts.company
    for (lender, borrower), y in _partnerships(rule, board):
        if borrower not in company[lender].agreements and lender not in company[borrower].agreements:
            yield borrower, 60 * rule.cents, y


def shared_cluster(rule: Any, board: Board) -> Iterator[Charge]:
    company = board.facts.company
    for (lender, borrower), y in _partnerships(rule, board):
        if not set(company[lender].clusters) & set(company[borrower].clusters):
            yield borrower, 60 * rule.cents, y


def _partnerships(rule: Any, board: Board) -> Iterator[tuple[tuple[str, str], Any]]:
    made = defaultdict[tuple[str, str], list[Any]](list)
    for worker, job, x in board.pairs():
        if board.facts.concerns(rule, worker):
            made[worker.company, job.demand.company].append(x)
    yield from ((pair, board.any_of(held)) for pair, held in made.items())


def onboarding_cost(rule: Any, board: Board) -> Iterator[Charge]:
    made = defaultdict[tuple[str, str], list[Any]](list)
    for worker, job, x in board.pairs():
        borrower = job.demand.company
        known = borrower in [stay.company for stay in worker.secondments]
        if board.facts.concerns(rule, worker) and rule.borrower in (None, borrower) and not known:
            made[worker.id, borrower].append(x)
    yield from ((borrower, 60 * rule.cents, board.any_of(held)) for (_, borrower), held in made.items())


def channels(rule: Any, board: Board) -> Iterator[Charge]:
    made = defaultdict[tuple[str, str, str], list[Any]](list)
    for worker, job, x in board.pairs():
        if board.facts.concerns(rule, worker) and (one := channel(rule, board.facts, worker, job)) is not None:
            made[worker.id, job.demand.company, one.name].append(x)
            if rule.per == "hour":
                yield job.demand.company, one.cents * sum(span.minutes for span in board.facts.lent(worker, job)), x
    prices = {one.name: one.cents for one in rule.channels}
    if rule.per == "secondment":
        yield from ((borrower, 60 * prices[name], board.any_of(held)) for (_, borrower, name), held in made.items())


def commute_pay(rule: Any, board: Board) -> Iterator[Charge]:
    facts = board.facts
    for worker, job, x in board.pairs():
        if facts.concerns(rule, worker):
            site = facts.site(job.demand)
            km = 0 if worker.home is None or site is None else int(kilometres(worker.home, site) + _HAIR)
            cents = rule.cents_per_minute * facts.commute(worker, job.demand) + rule.cents_per_km * km
            yield job.demand.company, 60 * 2 * cents * facts.trips(job), x


def pay_premium(rule: Any, board: Board) -> Iterator[Charge]:
    facts = board.facts
    for worker, job, x in board.pairs():
        if not facts.concerns(rule, worker):
            continue
        rate = max(worker.pay_cents_per_hour, job.demand.pay_cents_per_hour)
        for span in facts.lent(worker, job):
            yield job.demand.company, -(-rate * sum(sorted(_percents(rule, facts, span))[-span.minutes :]) // 100), x


def _percents(rule: Any, facts: Facts, span: Span) -> list[int]:
    """Of each minute; a break takes those that are the lowest, and what is listed as longer has no more."""
    if not span.minutes:
        return []
    (opens, begin), (closes, end) = (map(int, clock.split(":")) for clock in (rule.start, rule.end))
    over = rule.end <= rule.start
    days = range(span.day - 1, span.last_day + 1)
    nights = [(facts.clock(day, opens, begin), facts.clock(day + over, closes, end)) for day in days]
    dark = {minute for one, other in nights for minute in range(max(one, span.start), min(other, span.end))}
    dark = dark if len(dark) > rule.night_hours * 60 else set()
    due = []
    for minute in range(span.start, span.end):
        day = datetime.fromtimestamp(60 * minute, facts.zone).date()
        festive = day in country_holidays("DE", subdiv=rule.state, years=day.year) if rule.state else False
        by_day = max(rule.sunday if day.weekday() == 6 else 0, rule.holiday if festive else 0)
        night = rule.night if minute in dark else 0
        due.append(night + by_day if rule.together == "sum" else max(night, by_day))
    return due


def equal_pay(rule: Any, board: Board) -> Iterator[Charge]:
    facts = board.facts
    days = [facts.day(shift.start) for demand in facts.scenario.demands for shift in demand.shifts]
    for worker, job, x in board.pairs():
        paid = max(worker.pay_cents_per_hour, job.demand.pay_cents_per_hour)
        lacking = max(0, job.demand.comparable_pay_cents_per_hour - paid)
        if facts.concerns(rule, worker):
            lent = _lent_before(worker, job.demand.company, min(days), rule.break_days)
            due = [s for s in facts.lent(worker, job) if lent + s.day - min(days) >= rule.after_days]
            yield job.demand.company, lacking * sum(span.minutes for span in due), x


def _lent_before(worker: Worker, borrower: str, day: int, break_days: int) -> int:
    """How many days the person was lent in the stays that go on until a day."""
    days = set[int]()
    for stay in worker.secondments:
        if stay.company == borrower:
            days |= set(range(stay.first.toordinal(), stay.last.toordinal() + 1))
    counted, since = 0, day
    for before in sorted((one for one in days if one < day), reverse=True):
        if since - before - 1 > break_days:
            break
        counted, since = counted + 1, before
    return counted


CHARGES: dict[str, Callable[[Any, Board], Iterator[Charge]]] = {
    rule.__name__: rule
    for rule in (partnership_cost, shared_cluster, onboarding_cost, commute_pay, channels, pay_premium, equal_pay)
}

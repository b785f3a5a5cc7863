"""What rules add to the costs of work, by borrower, in sixtieths of a cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from tests.adversary.board import Board
from tests.adversary.facts import kilometres
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


CHARGES: dict[str, Callable[[Any, Board], Iterator[Charge]]] = {
    rule.__name__: rule for rule in (partnership_cost, shared_cluster, onboarding_cost, commute_pay, channels)
}

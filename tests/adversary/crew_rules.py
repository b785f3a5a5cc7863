"""Rules about several people: crews of shifts, people of a lender, partnerships, groups, budgets, pins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import combinations, pairwise
from typing import Any

from ortools.sat.python import cp_model

from staffmatch.models import Worker
from tests.adversary.board import Board
from tests.adversary.charges import charges_of
from tests.adversary.pair_rules import channel

CrewRule = Callable[[Any, Board], None]
# Of some lender, say: no more of the variables than so many.
Limit = tuple[Hashable, list[Any], int]


def pins(rule: Any, board: Board) -> None:
    number = {shift.id: place for place, job in enumerate(board.facts.jobs) for shift in job.shifts}
    for pin in board.facts.scenario.pins:
        board.at_most([board.x.get((pin.worker, number[pin.shift]), 0)], int(pin.assigned))
        if pin.assigned:
            board.model.add(board.x.get((pin.worker, number[pin.shift]), board.model.new_constant(0)) >= 1)


def coverage(rule: Any, board: Board) -> None:
    for number, job in enumerate(board.facts.jobs):
        crew = [x for (_, held), x in board.x.items() if held == number]
        if crew:
            if not rule.bent or rule.most_extra is not None:
                board.at_most(crew, job.demand.headcount + (rule.most_extra or 0))
            board.model.add(cp_model.LinearExpr.sum(crew) >= job.demand.min_crew * board.any_of(crew))


def lending_cap(rule: Any, board: Board) -> Iterator[Limit]:
    for _, away in _lent_at(board, rule):
        lender = board.facts.worker[next(iter(away))].company if away else ""
        yield lender, [board.any_of(held) for held in away.values()], rule.people


def home_reserve(rule: Any, board: Board) -> Iterator[Limit]:
    facts = board.facts
    spans = {w.id: [_stretch(rule, s) for s in facts.home(w)] for w in facts.workers if facts.concerns(rule, w)}
    starts = {start for held in spans.values() for start, _ in held}
    for lender in {worker.company for worker in facts.workers}:
        staff = [worker.id for worker in facts.workers if worker.company == lender and worker.id in spans]
        for moment, away in _lent_at(board, rule, starts, lender):
            rostered = [name for name in staff if any(start <= moment < end for start, end in spans[name])]
            missed = [board.any_of(away[name]) for name in rostered if name in away]
            yield lender, missed, max(0, len(rostered) - rule.people)


def recall_notice(rule: Any, board: Board) -> Iterator[Limit]:
    facts, out = board.facts, defaultdict[str, list[tuple[int, int, str, Any]]](list)
    staff = [worker for worker in facts.workers if facts.concerns(rule, worker)]
    for worker, job, shift, x in board.duties():
        way = facts.way(facts.site(job.demand), facts.company[worker.company].location)
        start, end = facts.minute(shift.start), facts.minute(shift.end) + way - round(60 * rule.hours)
        if start < end and worker in staff:
            out[worker.company].append((start, end, worker.id, x))
    for lender, spans in out.items():
        people = sum(worker.company == lender for worker in staff)
        for moment in {start for start, *_ in spans}:
            gone = grouped((name, x) for start, end, name, x in spans if start <= moment < end)
            yield lender, [board.any_of(held) for held in gone.values()], max(0, people - rule.people)


def channels(rule: Any, board: Board) -> None:
    facts = board.facts
    for one in rule.channels:
        days = defaultdict[str, dict[int, list[Any]]](lambda: defaultdict(list))
        weeks = defaultdict[tuple[str, int], list[Any]](list)
        for worker, job, x in board.pairs():
            if facts.concerns(rule, worker) and channel(rule, facts, worker, job) == one:
                for span in facts.lent(worker, job):
                    days[worker.id][span.day].append(x)
                    weeks[worker.id, (span.day - 1) // 7].append(span.minutes * x)
        for worked in days.values() if one.max_days is not None else ():
            board.at_most(map(board.any_of, worked.values()), one.max_days)
        for held in weeks.values() if one.max_hours_per_week is not None else ():
            board.at_most(held, round(60 * one.max_hours_per_week))


def _lent_at(
    board: Board, rule: Any, moments: Iterable[int] = (), whose: str | None = None
) -> Iterator[tuple[int, dict[str, list[Any]]]]:
    """For each lender and moment at which anything begins, the variables of lent work then by worker in scope."""
    facts = board.facts
    lent = defaultdict[str, list[tuple[int, int, str, Any]]](list)
    for number, job in enumerate(facts.jobs):
        for worker in facts.workers:
            if (worker.id, number) in board.x and facts.concerns(rule, worker) and whose in (None, worker.company):
                for span in facts.lent(worker, job):
                    lent[worker.company].append((*_stretch(rule, span), worker.id, board.x[worker.id, number]))
    for spans in lent.values():
        for moment in {start for start, *_ in spans} | set(moments):
            yield moment, grouped((name, x) for start, end, name, x in spans if start <= moment < end)


def _stretch(rule: Any, span: Any) -> tuple[int, int]:
    return (span.day, span.last_day + 1) if rule.per == "day" else (span.start, span.end)


def partnership_limit(rule: Any, board: Board) -> Iterator[Limit]:
    made = grouped(
        ((worker.company, job.demand.company), x)
        for worker, job, x in board.pairs()
        if board.facts.concerns(rule, worker) and rule.borrower in (None, job.demand.company)
    )
    used = {pair: board.any_of(held) for pair, held in made.items()}
    for company in board.facts.company:
        if rule.lenders is not None:
            yield (company, "in"), [y for (_, borrower), y in used.items() if borrower == company], rule.lenders
        if rule.borrowers is not None:
            yield (company, "out"), [y for (lender, _), y in used.items() if lender == company], rule.borrowers


def together(rule: Any, board: Board) -> None:
    for group, present in meetings(rule, board):
        there = [board.any_of(present.get(name, [])) for name in group]
        for one, other in pairwise(there):
            board.model.add(one == other)


def apart(rule: Any, board: Board) -> Iterator[Limit]:
    for number, (group, present) in enumerate(meetings(rule, board)):
        yield number, [board.any_of(present[name]) for name in group if name in present], 1


def meetings(rule: Any, board: Board) -> Iterator[tuple[tuple[str, ...], dict[str, list[Any]]]]:
    """Each group at each place, with the variables by which each person is there."""
    if rule.per == "shift":
        places = grouped((shift.id, (worker, x)) for worker, _, shift, x in board.duties())
    else:
        places = _site_days(board, touched=rule.kind == "apart")
    for met in places.values():
        present = grouped((worker.id, x) for worker, x in met)
        yield from ((group, present) for group in rule.groups)


def _site_days(board: Board, *, touched: bool) -> dict[Any, list[tuple[Worker, Any]]]:
    """Who starts, or works at any time, at a borrower's location on a local day."""
    facts = board.facts
    found = []
    for worker, job, shift, x in board.duties():
        first = facts.day(shift.start)
        days = range(first, (facts.last_day(shift.end) if touched else first) + 1)
        found += [((job.demand.company, facts.site(job.demand), day), (worker, x)) for day in days]
    return grouped(found)


def contact_limit(rule: Any, board: Board) -> Iterator[Limit]:
    for (borrower, *where), met in _site_days(board, touched=True).items():
        if rule.borrower in (None, borrower):
            lenders = grouped((worker.company, x) for worker, x in met)
            yield (borrower, *where), [board.any_of(held) for held in lenders.values()], rule.lenders


def skill_mix(rule: Any, board: Board) -> None:
    """Some people fill all roles, each one of them, iff there are enough for every set of roles (P. Hall)."""
    for _, lacking in lacking_roles(rule, board):
        board.model.add(lacking <= 0)


def lacking_roles(rule: Any, board: Board) -> Iterator[tuple[int, Any]]:
    """The number of the job, with how many people its crew lacks for some of the roles; less than none where it has
    more."""
    sizes = (1,) if rule.twice else range(1, len(rule.roles) + 1)
    crews = grouped((number, (name, x)) for (name, number), x in board.x.items())
    people = {worker.id: worker for worker in board.facts.workers}
    for number, crew in crews.items():
        demand = board.facts.jobs[number].demand
        if rule.borrower not in (None, demand.company) or rule.demand not in (None, demand.id):
            continue
        works = board.any_of(x for _, x in crew)
        for roles in (some for size in sizes for some in combinations(rule.roles, size)):
            able = [x for w, x in crew if any(board.facts.level(people[w], role.skill) >= role.level for role in roles)]
            yield number, sum(role.people for role in roles) * works - cp_model.LinearExpr.sum(able)


def budget(rule: Any, board: Board) -> None:
    for costs in spent(rule, board):
        board.model.add(
            cp_model.LinearExpr.weighted_sum([x for _, x in costs], [c for c, _ in costs]) <= 60 * rule.cents
        )


def spent(rule: Any, board: Board) -> list[list[tuple[int, Any]]]:
    """What each borrower spends, or all of them do together, in sixtieths of a cent."""
    facts = board.facts
    found = defaultdict[str, list[tuple[int, Any]]](list)
    for worker, job, x in board.pairs():
        if facts.concerns(rule, worker) and facts.placed(rule, job.demand.company, job.demand.id, None):
            rate = max(worker.pay_cents_per_hour, job.demand.pay_cents_per_hour)
            found[job.demand.company] += [(rate * span.minutes, x) for span in facts.lent(worker, job)]
            found[job.demand.company].append((60 * job.demand.cents_per_person, x))
    for borrower, coefficient, variable in charges_of(board) if rule.with_charges else ():
        found[borrower].append((coefficient, variable))
    if rule.total:
        return [[cost for costs in found.values() for cost in costs]]
    return list(found.values()) if rule.borrower is None else [found[rule.borrower]]


def grouped(items: Iterable[tuple[Hashable, Any]]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for key, item in items:
        groups.setdefault(key, []).append(item)
    return groups


def _limited(rows: Callable[[Any, Board], Iterator[Limit]]) -> CrewRule:
    def holds(rule: Any, board: Board) -> None:
        for _, variables, limit in rows(rule, board):
            board.at_most(variables, limit)

    return holds


LIMITS: dict[str, Callable[[Any, Board], Iterator[Limit]]] = {
    rule.__name__: rule for rule in (lending_cap, home_reserve, recall_notice, partnership_limit, apart, contact_limit)
}
CREW_RULES: dict[str, CrewRule] = {
    **{name: _limited(rows) for name, rows in LIMITS.items()},
    **{rule.__name__: rule for rule in (pins, coverage, together, skill_mix, budget, channels)},
}

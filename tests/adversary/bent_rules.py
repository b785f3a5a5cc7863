"""By how much rules are broken that bend, each in its own unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from staffmatch.models import Worker
from tests.adversary.board import Board, Sum
from tests.adversary.crew_rules import LIMITS, grouped, lacking_roles, meetings, spent
from tests.adversary.facts import Facts, Span
from tests.adversary.hour_rules import monday, stays_of, with_ledger
from tests.adversary.period_rules import counted, period_of, placed
from tests.adversary.rhythm_rules import halves, of_plan, run_of, weekend_sets, worked_at_home

RosterAmount = Callable[[Any, Facts, Worker, list[Span]], int]


def bends(rule: Any) -> bool:
    """Whether nothing of the rule has to be kept; of `Coverage` something has."""
    return getattr(rule, "bent", False) and rule.kind != "coverage"


def minutes_of(rule: Any) -> int:
    """What one of its amounts is, if a unit is 60."""
    return 1 if rule.kind in ("daily_hours", "weekly_hours", "horizon_hours", "min_hours") else 60


def _beyond(most: float | None, old: dict[Any, int], new: dict[Any, int]) -> int:
    if most is None:
        return 0
    return sum(max(0, amount - max(0, round(most) - old.get(period, 0))) for period, amount in new.items())


def _sums(parts: list[tuple[Any, int]]) -> dict[Any, int]:
    found = defaultdict[Any, int](int)
    for key, amount in parts:
        found[key] += amount
    return found


def _hours(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> int:
    own = {"daily_hours": "max_hours_per_day", "weekly_hours": "max_hours_per_week", "horizon_hours": "max_hours"}
    limits = [limit for limit in (rule.hours, getattr(worker, own[rule.kind])) if limit is not None]
    begins = min((facts.day(shift.start) for job in facts.jobs for shift in job.shifts), default=0)
    if not limits:
        return 0
    if rule.kind == "horizon_hours":
        home = [(0, span.minutes) for span in facts.home(worker) if span.day >= begins]
        return _beyond(60 * min(limits), _sums(home), _sums([(0, span.minutes) for span in lent]))
    window = monday if rule.kind == "weekly_hours" else lambda day: day
    home = [(window(day), minutes) for day, minutes in with_ledger(facts, worker)]
    return _beyond(60 * min(limits), _sums(home), _sums([(window(span.day), span.minutes) for span in lent]))


def _missing(rule: Any, facts: Facts, least: int, old: dict[Any, int], new: dict[Any, int]) -> int:
    """In every period that has a shift, used or not."""
    days = {
        day
        for job in facts.jobs
        for day in (facts.day(shift.start) for shift in job.shifts)
        if facts.placed(rule, job.demand.company, job.demand.id, day)
    }
    periods = {period_of(rule, facts, day) for day in days}
    return sum(max(0, least - old.get(period, 0) - new.get(period, 0)) for period in periods)


def _shifts(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> int:
    there = placed(rule, facts, lent)
    spans = counted(rule, facts, worker, there)
    new, old = (_sums([(period_of(rule, facts, one.day), 1) for one in some]) for some in spans)
    used = {period_of(rule, facts, span.day) for span in there}
    beyond = _beyond(rule.shifts, old, {period: amount for period, amount in new.items() if period in used})
    return beyond + _missing(rule, facts, rule.least or 0, old, new)


def _days(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> int:
    home = worked_at_home(facts, worker)
    days = (home, {span.day for span in lent} - home)
    told = [_sums([(period_of(rule, facts, day), 1) for day in some]) for some in days]
    return _beyond(rule.days, *told) + _missing(rule, facts, rule.least or 0, *told)


def _min_hours(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> int:
    old = _sums([(period_of(rule, facts, day), minutes) for day, minutes in with_ledger(facts, worker)])
    new = _sums([(period_of(rule, facts, span.day), span.minutes) for span in lent])
    return _missing(rule, facts, round(60 * rule.hours), old, new)


def _runs(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> int:
    """Windows of one day more than allowed that are worked, and days that short runs lack."""
    home, days = worked_at_home(facts, worker), {span.day for span in lent}
    firsts = {day - back for day in days for back in range(rule.days + 1)}
    rows = [set(range(first, first + rule.days + 1)) for first in firsts]
    long = sum(row <= home | days and not row <= home for row in rows)
    runs = {run_of(facts, home, days, day) for day in days - home} if rule.least else ()
    return long + sum(max(0, rule.least - length) for _, length, loose in runs if not loose)


def _days_off(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> int:
    home = worked_at_home(facts, worker)
    between = [(one, two) for one, two in pairwise(sorted(home | {span.day for span in lent})) if two > one + 1]
    return sum(max(0, rule.least_in_a_row - (two - one - 1)) for one, two in between if not {one, two} <= home)


def _weekends(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> int:
    beyond = sum(max(0, new - max(0, most - old)) for new, old, most in weekend_sets(rule, facts, worker, lent))
    return beyond + (len(halves(facts, worker, lent)) if rule.whole else 0)


def _successions(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> int:
    home, new = ({(span.day, span.kind) for span in one} for one in (facts.home(worker), lent))
    found = set()
    for one, other in rule.forbidden:
        for day, kind in home | new:
            both = {(day, one), (day + 1, other)}
            if kind == one and both <= home | new and not both <= home:
                found.add((day, one, other))
    return len(found)


def _same_kind(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> int:
    begins, ends = of_plan(facts)
    window = {"day": lambda day: day, "week": monday, "horizon": lambda day: 0}[rule.per]

    def kinds(spans: list[Span]) -> dict[int, set[str]]:
        found = defaultdict[int, set[str]](set)
        for one in spans:
            if one.kind is not None and (rule.per != "horizon" or begins <= one.day <= ends):
                found[window(one.day)].add(one.kind)
        return found

    old, new = kinds(facts.home(worker)), kinds(lent)
    return sum(max(0, len(held - old[at]) - max(0, 1 - len(old[at]))) for at, held in new.items())


def _borrowers(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> int:
    return max(0, len({span.borrower for span in lent}) - rule.borrowers)


def _stays(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> int:
    return sum(max(0, rule.days - days) for days in stays_of(rule, facts, worker, lent))


def _limit(rule: Any, board: Board) -> Sum:
    """What is beyond the limits of one owner, at worst."""
    rows: dict[Hashable, list[tuple[list[Any], int]]] = grouped(
        (owner, (variables, limit)) for owner, variables, limit in LIMITS[rule.kind](rule, board)
    )
    return Sum.of(
        (1, _worst(board, [(cp_model.LinearExpr.sum(some) - limit, len(some)) for some, limit in held]))
        for held in rows.values()
    )


def _worst(board: Board, amounts: list[tuple[Any, int]]) -> Any:
    found = board.new(max((most for _, most in amounts), default=0))
    board.model.add_max_equality(found, [0, *(amount for amount, _ in amounts)])
    return found


def _together(rule: Any, board: Board) -> Sum:
    parts = []
    for group, present in meetings(rule, board):
        there = [board.any_of(present[name]) for name in group if name in present]
        if there:
            parts += [(len(group), board.any_of(there)), *((-1, one) for one in there)]
    return Sum.of(parts)


def _skill_mix(rule: Any, board: Board) -> Sum:
    most, parts = sum(role.people for role in rule.roles), []
    for number, lacking in grouped(lacking_roles(rule, board)).items():
        shifts = len(board.facts.jobs[number].shifts)
        sets = [[one] for one in lacking] if rule.twice else [lacking]
        parts += [(shifts, _worst(board, [(one, most) for one in some])) for some in sets]
    return Sum.of(parts)


def _budget(rule: Any, board: Board) -> Sum:
    """Euros, each that is begun."""
    parts = []
    for costs in spent(rule, board):
        most = sum(max(0, cost) for cost, _ in costs)
        over, euros = board.new(most), board.new(most // 6000 + 1)
        paid = cp_model.LinearExpr.weighted_sum([x for _, x in costs], [cost for cost, _ in costs])
        board.model.add_max_equality(over, [0, paid - 60 * rule.cents])
        board.model.add(6000 * euros >= over)
        board.model.add(6000 * euros <= over + 5999)
        parts.append((1, euros))
    return Sum.of(parts)


def _coverage(rule: Any, board: Board) -> Sum:
    return Sum.of(
        (len(job.shifts), _worst(board, [(cp_model.LinearExpr.sum(crew) - job.demand.headcount, len(crew))]))
        for job, crew in board.crews()
    )


ROSTER_AMOUNTS: dict[str, RosterAmount] = {
    "daily_hours": _hours,
    "weekly_hours": _hours,
    "horizon_hours": _hours,
    "max_shifts": _shifts,
    "days_worked": _days,
    "min_hours": _min_hours,
    "consecutive_days": _runs,
    "days_off": _days_off,
    "weekends": _weekends,
    "successions": _successions,
    "same_kind": _same_kind,
    "borrowers_per_worker": _borrowers,
    "min_secondment": _stays,
}
CREW_AMOUNTS: dict[str, Callable[[Any, Board], Sum]] = {
    **dict.fromkeys(LIMITS, _limit),
    "together": _together,
    "skill_mix": _skill_mix,
    "budget": _budget,
    "coverage": _coverage,
}

"""Rules about one person's rest between pieces of work, within days and within weeks."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

from staffmatch.models import Location, Worker
from tests.adversary.facts import Facts, Span
from tests.adversary.hour_rules import RosterRule

Rest = tuple[Span, Span]


def daily_rest(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    home, concerned = facts.home(worker), facts.concerns(rule, worker)
    if rule.tolerated_overlap_minutes:
        return not any(
            min(one.end, other.end) - max(one.start, other.start) > rule.tolerated_overlap_minutes
            for one, other in combinations(lent + home, 2)
            if one.name or other.name
        )
    least = rule.hours if rule.shortened is None else rule.shortened

    def apart(one: Span, other: Span) -> bool:
        due = concerned and not (rule.between == "days" and one.day == other.day)
        return max(other.start - one.end, one.start - other.end) >= (round(60 * least) if due else 0)

    if not all(apart(one, other) for one, other in combinations(lent + home, 2) if one.name or other.name):
        return False
    return rule.shortened is None or not concerned or _made_up_for(rule, facts, lent, home)


def _made_up_for(rule: Any, facts: Facts, lent: list[Span], home: list[Span]) -> bool:
    """Whether each shortened rest has an extended one: the next, or one in time for itself."""
    pieces, normal, extended = _in_order(lent + home), round(60 * rule.hours), round(60 * rule.extended)
    if rule.within_days is None and not rule.within_month:
        return not any(
            (one.name or two.name or three.name) and two.start - one.end < normal and three.start - two.end < extended
            for one, two, three in zip(pieces, pieces[1:], pieces[2:], strict=False)
        )
    excused = set(_without(rule, facts, _in_order(home)))
    return not set(_without(rule, facts, pieces, excused))


def _without(rule: Any, facts: Facts, pieces: list[Span], excused: set[Rest] = frozenset()) -> list[Rest]:  # type: ignore[assignment]
    """Shortened rests that are left over once as many as can be have found one of their own; the earliest go first."""
    rests = list(pairwise(pieces))
    long = [one.end for one, two in rests if two.start - one.end >= round(60 * rule.extended)]
    long += [piece.end for piece in pieces[-1:]]
    taken: dict[int, int] = {}
    short = [rest for rest in rests if rest[1].start - rest[0].end < round(60 * rule.hours) and rest not in excused]

    def placed(number: int, tried: set[int]) -> bool:
        for place, begins in enumerate(long):
            if place not in tried and _in_time(rule, facts, begins, short[number][0].end):
                tried.add(place)
                if place not in taken or placed(taken[place], tried):
                    taken[place] = number
                    return True
        return False

    return [rest for number, rest in enumerate(short) if not placed(number, set())]


def _in_time(rule: Any, facts: Facts, one: int, other: int) -> bool:
    near = rule.within_days is not None and abs(one - other) <= rule.within_days * 24 * 60
    return near or (rule.within_month and facts.month(one) == facts.month(other))


def _in_order(pieces: list[Span]) -> list[Span]:
    return sorted(pieces, key=lambda span: (span.start, span.end, span.name))


def split_days(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    for day in {span.day for span in lent}:
        pieces = _in_order([span for span in lent + facts.home(worker) if span.day == day])
        home = sum(not span.name for span in pieces)
        if len(pieces) - home > max(0, rule.pieces - home):
            return False
        for one, other in combinations(pieces, 2):
            late = other.start - one.end < _between(facts, one.at, other.at) + rule.minutes
            long = rule.hours is not None and max(one.end, other.end) - one.start > round(60 * rule.hours)
            if (one.name or other.name) and (late or long):
                return False
    return True


def _between(facts: Facts, one: Location | None, other: Location | None) -> int:
    """There is no way within a site."""
    return 0 if one == other else facts.way(one, other)


def weekly_rest(rule: Any, facts: Facts, worker: Worker, lent: list[Span]) -> bool:
    """Nothing is taken from the longest rest, up to the hours, that begins in a week with home shifts alone."""
    home, most = facts.home(worker), round(60 * rule.hours)
    beyond = most if rule.edge == "may_cross" else 0
    days = range(min(span.day for span in lent) - 21, max(span.day for span in lent) + 9) if lent else range(0)
    for first in days:
        if rule.per == "seven_days" or first % 7 == 1:
            opens, closes = facts.clock(first), facts.clock(first + 7)
            due = min(most, _longest(home, opens, closes, beyond))
            if _longest(home + lent, opens, closes, beyond) < due:
                return False
    return True


def _longest(work: list[Span], opens: int, closes: int, beyond: int) -> int:
    """The longest stretch in which nothing is worked, from a moment of the week until so much after it at most."""
    moments = [opens, *(span.end for span in work if opens <= span.end < closes)]
    free = [moment for moment in moments if not any(span.start <= moment < span.end for span in work)]
    ends = [min([closes + beyond, *(span.start for span in work if span.start >= moment)]) for moment in free]
    return max([0, *(end - moment for moment, end in zip(free, ends, strict=True))])


REST_RULES: dict[str, RosterRule] = {rule.__name__: rule for rule in (daily_rest, split_days, weekly_rest)}

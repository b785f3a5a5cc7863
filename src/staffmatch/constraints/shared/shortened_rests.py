"""Shortened rests of `DailyRest` in a finished roster, and lengths of rests that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from staffmatch.constraints import refusals
from staffmatch.constraints.shared.owed_rests import Owed
from staffmatch.constraints.shared.pieces import Piece, overlapping
from staffmatch.domain.plan import Violation
from staffmatch.errors import InputIssue
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario

if TYPE_CHECKING:
    from staffmatch.constraints.daily_rest import DailyRest

_HOUR = timedelta(hours=1)

_NEXT = Sentence(
    "daily_rest.next",
    "Worker {worker:worker} has {hours:number} h {between}, then {following:number} h; after less than "
    "{normal:amount} h the rest due is {extended:amount} h.",
)
_NO_OTHER = Sentence(
    "daily_rest.no_other",
    "Worker {worker:worker} has {hours:number} h {between}, and no rest of {extended:amount} h {within:or} to make up "
    "for it.",
)
_BETWEEN = Sentence("daily_rest", "Worker {worker:worker} has {hours:number} h {between}; {rest:amount} h are due.")
_WITHIN = Sentence("daily_rest.within_days", "within {n:count} day", "within {n:count} days")
_IN_MONTH = Sentence("daily_rest.within_month", "in the month")
_TWO = Sentence("daily_rest.between", "between {one} and {other}")
_TWO_AT_HOME = Sentence("daily_rest.between_at_home", "between two home shifts")


def not_made_up_for(
    rule: DailyRest, who: str, lent: list[Piece], home: list[Piece], zone: ZoneInfo, told: set[str] | None = None
) -> Iterator[Violation]:
    """Shortened rests that no extended one makes up for; without lent work, those at home. Only rests at the shifts
    ``told``, if given, are asked about."""
    owed, pieces = _owed(rule, zone), sorted(lent + home)
    if rule.at_once:
        for one, two, three in owed.at_once(pieces) if told is None else owed.at_once_beside(pieces, told):
            if not lent or one.lent or two.lent or three.lent:
                rest, following = (two.start - one.end) / _HOUR, (three.start - two.end) / _HOUR
                where, lengths = between(one, two), {"normal": rule.hours, "extended": rule.extended}
                said = _NEXT(worker=who, hours=rest, between=where, following=following, **lengths)
                yield Violation(rule.kind, said, (rule.extended - following) * 60, "min", (who,))
        return
    within = (
        *(() if rule.within_days is None else (_WITHIN(n=rule.within_days),)),
        *((_IN_MONTH(),) if rule.within_month else ()),
    )
    if told is None:
        lost = owed.in_time(pieces, owed.in_time(home) if lent else ())
    else:
        lost = owed.in_time_beside(pieces, told)
    for one, two in lost:
        rest = (two.start - one.end) / _HOUR
        said = _NO_OTHER(worker=who, hours=rest, between=between(one, two), extended=rule.extended, within=within)
        yield Violation(rule.kind, said, (rule.hours - rest) * 60, "min", (who,), mendable=True)


def _owed(rule: DailyRest, zone: ZoneInfo) -> Owed:
    normal, extended = timedelta(hours=rule.hours), timedelta(hours=rule.extended)
    return Owed(normal, extended, timedelta(days=rule.within_days or 0), rule.within_month, zone)


def length_problems(rule: DailyRest, scenario: Scenario, path: str) -> Iterator[InputIssue]:
    """Lengths of rests, or overlaps, that contradict each other."""
    yield from _overlap_problems(rule, scenario, path)
    if rule.shortened is None:
        if not rule.at_once:
            where = "within_month" if rule.within_days is None else "within_days"
            text, advice = refusals.NOTHING_SHORTENED(), refusals.NOTHING_SHORTENED_ADVICE(where=where)
            yield InputIssue("nothing_shortened", f"{path}.{where}", text, advice)
        return
    where = f"{path}.shortened"
    if rule.shortened > rule.hours:
        text = refusals.SHORTENED_ABOVE_NORMAL(shortened=rule.shortened, hours=rule.hours)
        yield InputIssue("shortened_above_normal", where, text, refusals.SHORTENED_ABOVE_NORMAL_ADVICE())
    if rule.extended < rule.hours:
        text = refusals.EXTENDED_BELOW_NORMAL(extended=rule.extended, hours=rule.hours)
        yield InputIssue("extended_below_normal", f"{path}.extended", text, refusals.EXTENDED_BELOW_NORMAL_ADVICE())
    if 2 * rule.shortened < max(rule.hours, rule.extended):
        text = refusals.SHORTENED_BELOW_HALF(shortened=rule.shortened)
        yield InputIssue("shortened_below_half", where, text, refusals.SHORTENED_BELOW_HALF_ADVICE())
    if rule.between == "days":
        text = refusals.SHORTENED_BETWEEN_DAYS()
        yield InputIssue("shortened_between_days", where, text, refusals.SHORTENED_BETWEEN_DAYS_ADVICE())


def _overlap_problems(rule: DailyRest, scenario: Scenario, path: str) -> Iterator[InputIssue]:
    """Overlaps that are tolerated, and forbidden all the same."""
    if not (minutes := rule.tolerated_overlap_minutes):
        return
    where = f"{path}.tolerated_overlap_minutes"
    if rule.hours:
        text = refusals.OVERLAP_AND_REST(minutes=minutes, hours=rule.hours)
        yield InputIssue("overlap_and_rest", where, text, refusals.OVERLAP_AND_REST_ADVICE())
    if not rule.everywhere():
        yield InputIssue("overlap_of_some", where, refusals.OVERLAP_OF_SOME(), refusals.OVERLAP_OF_SOME_ADVICE())
    for place, other in enumerate(scenario.rules):
        if other.kind == rule.kind and getattr(other, "tolerated_overlap_minutes", minutes) < minutes:
            text = refusals.OVERLAP_FORBIDDEN(minutes=minutes, other=f"rules[{place}]")
            yield InputIssue("overlap_forbidden", where, text, refusals.OVERLAP_FORBIDDEN_ADVICE())


def too_near(kind: str, who: str, one: Piece, two: Piece, rest: float) -> Iterator[Violation]:
    """What it means that two pieces have less than a rest between them, if they have."""
    gap = max(two.start - one.end, one.start - two.end) / _HOUR
    if gap < rest:
        said = _BETWEEN(worker=who, hours=gap, between=between(one, two), rest=rest)
        said = overlapping(who, one, two) if gap < 0 else said
        yield Violation(kind, said, (rest - gap) * 60, "min", (who, *filter(None, (one.name, two.name))))


def between(one: Piece, two: Piece) -> Message:
    """The two pieces of work around a rest."""
    told = one.lent or two.lent or one.past or two.past
    return _TWO(one=one.said, other=two.said) if told else _TWO_AT_HOME()

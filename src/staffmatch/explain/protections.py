"""What no rule of a scenario sees to: protections that are off, what every practitioner assumes and nothing says, and
limits that are lower than what people state themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from staffmatch.constraints import ConsecutiveDays, ConsentRule, DailyHours, DailyRest, WeeklyHours, WeeklyRest
from staffmatch.constraints.shared.pair_rule import WaivableRule
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule
from staffmatch.records.consents import Consent
from staffmatch.records.sequence import Records

_OFF = {
    kind: Sentence(f"absent.{kind}", text)
    for kind, text in {
        "consent": "Consent is not required: people who declined may be planned.",
        "skills": "Skills are not compared: people may be planned who lack what a demand asks for.",
        "availability": "Availability is not looked at: people may be planned when they are not free.",
        "commute": "Commutes are not limited: people may be planned farther from home than they accept.",
        "partners": "Accepted and declined companies are not looked at: people may be sent where they declined to go.",
        "daily_rest": "No rest is due between shifts, and shifts of one person may overlap.",
        "daily_hours": "Hours on a day are not limited, not even by people's own limits.",
        "weekly_hours": "Hours in a week are not limited, not even by people's own limits.",
        "horizon_hours": "People's own limits of hours in the plan are not kept.",
    }.items()
}
_NO_REST = Sentence("absent.rest", "No rest is due between shifts.")
_SOME_REST = Sentence("absent.some_rest", "Rest between shifts is due only to the people whom a rule names.")
_UNANSWERED = Sentence("absent.unanswered", "People who have not answered yet may be planned.")
_OWN_DAY = Sentence("absent.own_day", "Hours on a day are limited only where people state a limit of their own.")
_OWN_WEEK = Sentence("absent.own_week", "Hours in a week are limited only where people state a limit of their own.")
_ASSUMED = {
    "free_day": Sentence("absent.free_day", "No rule gives people a free day in seven."),
    "sundays_and_holidays": Sentence(
        "absent.sundays_and_holidays", "No rule is about Sundays and public holidays: they are days like any other."
    ),
    "breaks": Sentence("absent.breaks", "No rule is about breaks: shifts have those that are stated, or none."),
}
_LOWER_DAY = Sentence(
    "limits.day",
    "{n:count} person states more hours a day than the {hours:amount} h of the rule, and the lower limit holds. To "
    "allow what is stated, set the rule: max hours per day: {most:amount}.",
    "{n:count} people state more hours a day than the {hours:amount} h of the rule, and the lower limit holds. To "
    "allow what is stated, set the rule: max hours per day: {most:amount}.",
)
_LOWER_WEEK = Sentence(
    "limits.week",
    "{n:count} person states more hours a week than the {hours:amount} h of the rule, and the lower limit holds. To "
    "allow what is stated, set the rule: max hours per week: {most:amount}.",
    "{n:count} people state more hours a week than the {hours:amount} h of the rule, and the lower limit holds. To "
    "allow what is stated, set the rule: max hours per week: {most:amount}.",
)
_LONG = Sentence(
    "limits.shifts",
    "{n:count} shift has more hours than the {hours:amount} h a day of the rule, so nobody may have it. To allow it, "
    "set the rule: max hours per day: {most:amount}.",
    "{n:count} shifts have more hours than the {hours:amount} h a day of the rule, so nobody may have them. To allow "
    "them, set the rule: max hours per day: {most:amount}.",
)
_LOOSER = Sentence(
    "limits.looser",
    "A rule allows{people} {hours:amount} h {per}, but the {most:amount} h of the rule for everybody hold for them "
    "too.",
)
_A_DAY, _A_WEEK = Sentence("limits.a_day", "a day"), Sentence("limits.a_week", "a week")


@dataclass(frozen=True)
class Absence:
    """Something that no rule sees to. ``off``: a protection that scenarios have by default, and this one lacks."""

    code: str
    off: bool
    message: Message


def absent(scenario: Scenario) -> tuple[Absence, ...]:
    """The protections that are off, and then what practitioners assume and no rule says."""
    rules = tuple(rule for rule in scenario.rules if not rule.bent)
    off = (Absence(kind, True, said) for kind, said in _off(rules))
    return *off, *(Absence(code, False, _ASSUMED[code]()) for code in _assumed(rules))


def low_limits(scenario: Scenario) -> tuple[Message, ...]:
    """Where a rule allows less than people, shifts or narrower rules state, with the figures."""
    return tuple(_low(scenario))


def _off(rules: tuple[Rule, ...]) -> Iterator[tuple[str, Message]]:
    by_kind: dict[str, list[Rule]] = {}
    for rule in rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    for kind, said in _OFF.items():
        held = by_kind.get(kind, [])
        message = said() if not held else _weak(kind, held)
        if message is not None:
            yield kind, message


def _weak(kind: str, rules: list[Rule]) -> Message | None:
    """What the rules of a kind leave open, though there are some."""
    if kind == "consent":
        return _open(rules)
    if isinstance(rules[0], WaivableRule):
        return None if any(rule.everywhere() for rule in rules) else _OFF[kind]()
    if kind == "daily_rest":
        due = [rule for rule in rules if isinstance(rule, DailyRest) and rule.hours > 0]
        return None if any(rule.everywhere() for rule in due) else _SOME_REST() if due else _NO_REST()
    if kind in ("daily_hours", "weekly_hours"):
        limited = (rule.hours for rule in rules if isinstance(rule, (DailyHours, WeeklyHours)) and rule.everywhere())
        said = _OWN_DAY if kind == "daily_hours" else _OWN_WEEK
        return None if any(hours is not None for hours in limited) else said()
    return None


def _open(rules: list[Rule]) -> Message | None:
    states = set(Consent)
    asked = [rule for rule in rules if isinstance(rule, ConsentRule)]
    for rule in asked:
        states &= set(rule.states) if rule.everywhere() else states
    for rule in asked:
        states |= set(rule.states) if rule.overrides else set()
    if states & {Consent.DECLINED, Consent.WITHDRAWN}:
        return _OFF["consent"]()
    return _UNANSWERED() if Consent.OFFERED in states else None


def _assumed(rules: tuple[Rule, ...]) -> Iterator[str]:
    free = any(
        isinstance(rule, WeeklyRest) or (isinstance(rule, ConsecutiveDays) and rule.days <= 6)
        for rule in rules
        if rule.everywhere()
    )
    kinds = {rule.kind for rule in rules}
    if not free:
        yield "free_day"
    yield from (code for code in ("sundays_and_holidays", "breaks") if code not in kinds)


def _low(scenario: Scenario) -> Iterator[Message]:
    for cls, field, lower, per in (
        (DailyHours, "max_hours_per_day", _LOWER_DAY, _A_DAY),
        (WeeklyHours, "max_hours_per_week", _LOWER_WEEK, _A_WEEK),
    ):
        rules = [rule for rule in scenario.rules if isinstance(rule, cls) and not rule.bent and rule.hours is not None]
        limits = [rule.hours for rule in rules if rule.everywhere() and rule.hours is not None]
        if not limits:
            continue
        hours = min(limits)
        if more := [own for own in _stated(scenario, field) if own > hours]:
            yield lower(n=len(more), hours=hours, most=max(more))
        if cls is DailyHours:
            yield from _long_shifts(scenario, hours)
        for rule in rules:
            if rule.hours is not None and rule.hours > hours and not rule.everywhere():
                yield _LOOSER(people=rule.people_message(), hours=rule.hours, per=per(), most=hours)


def _stated(scenario: Scenario, field: str) -> Iterator[float]:
    """What workers state in a field, without reading any other."""
    workers = scenario.workers
    if isinstance(workers, Records):
        yield from (value for value in workers.single(field).listed() if value is not None)
    else:
        yield from (value for worker in workers if (value := getattr(worker, field)) is not None)


def _long_shifts(scenario: Scenario, hours: float) -> Iterator[Message]:
    if scenario.pair_table is not None and scenario.pair_table.hours is not None:
        return
    lengths = (shift.minutes / 60 for demand in scenario.demands for shift in demand.shifts)
    if long := [length for length in lengths if length > hours]:
        yield _LONG(n=len(long), hours=hours, most=min(24, max(long)))

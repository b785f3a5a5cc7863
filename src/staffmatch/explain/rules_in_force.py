"""Which rules a scenario has, with their figures, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from staffmatch.constraints import (
    Channels,
    DailyHours,
    DailyRest,
    EqualPay,
    MinHours,
    PayPremium,
    SameKind,
    Successions,
    SundaysAndHolidays,
    WorksCouncil,
)
from staffmatch.constraints.channels import CHANNELS, Channel
from staffmatch.constraints.consent import STATES, ConsentRule
from staffmatch.constraints.max_shifts import MaxShifts, which
from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.period_rule import PeriodRule
from staffmatch.constraints.shared.periods import EACH
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.explain.rule_sentences import SAID
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule
from staffmatch.records.citations import paragraph
from staffmatch.records.legal_basis import LegalBasis
from staffmatch.records.rule_scopes import SCOPE


@dataclass(frozen=True)
class RuleInForce:
    """A rule of the scenario: its kind, what it says with its figures, and what these rest on."""

    kind: str
    message: Message
    law: Message | str = ""
    basis: LegalBasis | None = None


_JOINED = Sentence("in_force", "{parts:list}{people}{place}{instead}{bent}")
_PEOPLE = Sentence("in_force.people", ", for{people}")
_SOME = Sentence("in_force.some", ", for some people")
_PLACE = Sentence("in_force.place", ",{place}")
_INSTEAD = Sentence("in_force.instead", ", in place of the wider rule")
_HOUR_BEYOND = Sentence("in_force.hour_beyond", "; each hour beyond costs {cents:euros} EUR")
_HOUR_SHORT = Sentence("in_force.hour_short", "; each hour that anybody lacks costs {cents:euros} EUR")
_UNITS = {
    "days": Sentence("in_force.each_day", "; each day too many or too few costs {cents:euros} EUR"),
    "shifts": Sentence("in_force.each_shift", "; each shift too many or too few costs {cents:euros} EUR"),
}
_EACH_BEYOND = Sentence("in_force.each_beyond", "; each violation costs {cents:euros} EUR")
_SOFT = Sentence("in_force.soft", "; it may be broken, as little as can be")
_SOFT_FOR_ALL = Sentence(
    "in_force.soft_for_all", "; it may be broken, as little as can be, and what anybody lacks counts, lent or not"
)
_KIND = Sentence("rule.kind", "{kind:id}")
_ONE_OF_KIND = Sentence("rule.one_of_kind", "{kind:id} ({says})")
_OTHER = Sentence("in_force.other", "the rule {kind:id}")
_MINUTES_OVER = Sentence("in_force.minutes_over", "{n:count} min over {hours:amount} h")
_FIGURE = Sentence("in_force.figure", "{name:id} {value}")
_SIDES = {
    "borrower": Sentence("in_force.borrower", "borrower"),
    "lender": Sentence("in_force.lender", "lender"),
    "both": Sentence("in_force.both", "lender and the borrower"),
}
_CHANNEL = Sentence("in_force.channel", "{way} ({terms:list})")
_A_SECONDMENT = Sentence("in_force.channel.secondment", "each person at each company costs {cents:euros} EUR")
_AN_HOUR = Sentence("in_force.channel.hour", "each hour costs {cents:euros} EUR")
_SO_MANY_DAYS = Sentence(
    "in_force.channel.days",
    "a person on at most {days:count} day of the plan",
    "a person on at most {days:count} days of the plan",
    "days",
)
_SO_MANY_HOURS = Sentence("in_force.channel.hours", "a person for at most {hours:amount} h a week")
_NOT_AFTER = Sentence("in_force.not_after", "no shift of kind {other:id} on the day after one of kind {one:id}")
# Rules of which a 0 says nothing.
_NO_LIMIT = ("daily_rest", "split_days", "min_secondment", "commute_pay", "pay_premium", "equal_pay")
# Fields of which a sentence says how many things they hold.
_COUNTED = ("pairs", "groups", "roles")


def rules_in_force(scenario: Scenario) -> tuple[RuleInForce, ...]:
    """Each rule of the scenario, in its order, with its figures."""
    return tuple(map(_in_force, scenario.rules))


def _in_force(rule: Rule) -> RuleInForce:
    said = _said(rule)
    law = paragraph(rule, said)
    return RuleInForce(rule.kind, said, law, rule.because if law else None)


def rule_name(scenario: Scenario, rule: Rule) -> Message:
    """The kind of a rule, with what it says where the scenario has others of the kind."""
    if sum(one.kind == rule.kind for one in scenario.rules) > 1:
        return _ONE_OF_KIND(kind=rule.kind, says=_said(rule))
    return _KIND(kind=rule.kind)


def _said(rule: Rule) -> Message:
    held = _values(rule)
    parts = tuple(_parts(rule, held)) or (_OTHER(kind=rule.kind), *_figures(held))
    whom = rule.persons_message() if isinstance(rule, Scoped) else ""
    place = rule.place_message() if isinstance(rule, PlacedRule) else ""
    return _JOINED(
        parts=parts,
        people=_PEOPLE(people=whom) if whom else _SOME() if held.get("group") else "",
        place=_PLACE(place=place) if place else "",
        instead=_INSTEAD() if isinstance(rule, PlacedRule) and rule.overrides else "",
        bent=_bent(rule),
    )


def _bent(rule: Rule) -> Message | str:
    if not isinstance(rule, Bends) or not rule.bent:
        return ""
    hour = _HOUR_SHORT if isinstance(rule, MinHours) else _HOUR_BEYOND
    said = hour if rule.amounts == "min" else _UNITS.get(rule.amounts, _EACH_BEYOND)
    if rule.price_cents is not None:
        return said(cents=rule.price_cents)
    return _SOFT_FOR_ALL() if isinstance(rule, PeriodRule) and rule.fewest else _SOFT()


def _values(rule: Rule) -> dict[str, Any]:
    held = rule.model_dump(mode="json", exclude={"kind"})
    if isinstance(rule, ConsentRule):
        held["states"] = [STATES[state]() for state in rule.states]
    if isinstance(rule, WorksCouncil):
        held["whose"] = _SIDES[rule.of]()
    if isinstance(rule, Successions):
        held["successions"] = [_NOT_AFTER(one=one, other=other) for one, other in rule.forbidden]
    if isinstance(rule, SameKind):
        held["window"] = EACH[rule.per]()
    if isinstance(rule, Channels):
        held["ways"] = [_way(one, rule.per) for one in rule.channels]
    if isinstance(rule, DailyHours) and rule.per == "24_hours":
        held |= {"per_24_hours": True, "from_start": rule.hours, "hours": None}
    if isinstance(rule, DailyRest):
        held["between_days"] = rule.hours > 0 and rule.between == "days"
        held["shortened_within_days"] = rule.within_days if rule.shortened else None
        held["shortened_within_month"] = rule.within_month and bool(rule.shortened)
    if isinstance(rule, SundaysAndHolidays):
        held |= {f"off_{rule.made_up}": rule.work, "later": max(0, rule.moved_hours) or None}
        held["earlier"] = max(0, -rule.moved_hours) or None
    if isinstance(rule, EqualPay):
        held["days_before"] = rule.break_days if rule.after_days else 0
    if isinstance(rule, PayPremium):
        held["night_shift"] = rule.night_hours if rule.night else 0
        held["highest"] = rule.together == "highest" and rule.night > 0 and max(rule.sunday, rule.holiday) > 0
    if isinstance(rule, PeriodRule):
        held["each"] = EACH[rule.per]()
    if isinstance(rule, MaxShifts):
        held["which"] = which(rule)
    counts = [len(held[name]) for name in _COUNTED if name in held]
    return held | ({"n": counts[0]} if counts else {})


def _way(channel: Channel, per: str) -> Message:
    """A channel, with its price and its limits."""
    terms = []
    if channel.max_days is not None:
        terms.append(_SO_MANY_DAYS(days=channel.max_days))
    if channel.max_hours_per_week is not None:
        terms.append(_SO_MANY_HOURS(hours=channel.max_hours_per_week))
    if channel.cents:
        terms.append((_A_SECONDMENT if per == "secondment" else _AN_HOUR)(cents=channel.cents))
    way = CHANNELS[channel.name]()
    return _CHANNEL(way=way, terms=tuple(terms)) if terms else way


def _parts(rule: Rule, held: Mapping[str, Any]) -> Iterator[Message]:
    for part in SAID.get(rule.kind, ()):
        without, named = part.field.startswith("not "), part.field.removeprefix("not ")
        field, _, value = named.partition("=")
        there = held.get(field) == value if value else _there(rule, held.get(field))
        if (not field or there) != without:
            yield part.sentence(**{name: _plain(held[name]) for name in part.sentence.kinds})


def _there(rule: Rule, value: Any) -> bool:
    """Whether a field has something in it. A limit of 0 is one, but no rest at all is none, and no money."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return bool(value) or (number and rule.kind not in _NO_LIMIT)


def _figures(held: Mapping[str, Any]) -> Iterator[Message]:
    """The figures of a rule that is not the library's own."""
    for name, value in held.items():
        if isinstance(value, (int, float, str)) and name not in SCOPE:
            yield _FIGURE(name=name, value=value)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(_MINUTES_OVER(n=minutes, hours=float(hours)) for hours, minutes in value.items())
    return tuple(value) if isinstance(value, list) else value

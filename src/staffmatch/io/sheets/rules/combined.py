"""The rules of a scenario with those that somebody says beside them, each at some place: a row, or an option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.io.sheets.rules.narrower import takes_place
from staffmatch.io.sheets.rules.plain_rules import Without
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.bases import Rule
from staffmatch.records.rule_scopes import with_rules

_OVERRIDES = Sentence(
    "sheets.rules.overrides",
    "takes the place of the wider rule{scope}. To have both hold, write 'in addition' behind it.",
)
_OVERRIDES_SOME = Sentence(
    "sheets.rules.overrides_some",
    "takes the place of the wider rule for the people whom it names. To have both hold, write 'in addition' behind it.",
)
_NO_SUCH = Sentence("sheets.rules.no_such", "there is no rule {rule:id} to leave out.")

Place = TypeVar("Place")


class Combined(NamedTuple, Generic[Place]):
    """Rules, the places of those that were said, by position, and what is to be told of some places."""

    rules: tuple[Rule, ...]
    places: Mapping[int, Place]
    notes: Sequence[tuple[Place, Message]]


def combined(rules: Sequence[Rule], stated: Sequence[tuple[Place, Rule | Without]]) -> Combined[Place]:
    """The rules with what is stated. What law packs say comes first, so that others may say it otherwise or take it
    away; what is narrower than a rule of its kind overrides it, unless it says which of the two."""
    notes: list[tuple[Place, Message]] = []
    held = with_rules(rules, (one for _, one in stated if isinstance(one, Rule) and _pack(one)))
    for place, one in stated:
        if isinstance(one, Without):
            left = tuple(rule for rule in held if rule.kind != one.kind)
            if len(left) == len(held):
                notes.append((place, _NO_SUCH(rule=one.kind)))
            held = left
    held = with_rules(held, (one for _, one in stated if isinstance(one, Rule) and not _pack(one)))
    places = {id(one): place for place, one in stated}
    held = tuple(_overriding(held, places, notes))
    return Combined(held, {n: places[id(rule)] for n, rule in enumerate(held) if id(rule) in places}, notes)


def _overriding(rules: Sequence[Rule], places: dict[int, Place], notes: list[tuple[Place, Message]]) -> Iterator[Rule]:
    """The rules, of which those in words that are narrower than others override them; of each there is a note."""
    for rule in rules:
        if id(rule) not in places or not isinstance(rule, PlacedRule) or not _narrower(rule, rules):
            yield rule
            continue
        over = rule.replace(overrides=True)
        places[id(over)] = places[id(rule)]
        scope = over.scope_message(borrower=True) if isinstance(over, ScopedRule) else over.place_message()
        notes.append((places[id(rule)], _OVERRIDES(scope=scope) if scope else _OVERRIDES_SOME()))
        yield over


def _narrower(rule: PlacedRule, rules: Sequence[Rule]) -> bool:
    said = not _pack(rule) and "overrides" not in rule.model_fields_set
    return said and not rule.everywhere() and takes_place(rule, rules)


def said_twice(stated: Sequence[tuple[Place, Rule | Without]]) -> Iterator[tuple[Place, Place]]:
    """Two places of which one would take the place of the other."""
    for number, (place, one) in enumerate(stated):
        yield from [(other, place) for other, held in stated[:number] if _same(one, held)][:1]


def _same(one: Rule | Without, other: Rule | Without) -> bool:
    if isinstance(one, Rule) and isinstance(other, Rule):
        return _pack(one) == _pack(other) and one.replaces(other)
    if isinstance(one, Rule) != isinstance(other, Rule) and any(isinstance(x, Rule) and _pack(x) for x in (one, other)):
        return False
    # What is taken away is the rule for all; one for some may hold beside it.
    narrow = any(isinstance(x, Rule) and not x.everywhere() for x in (one, other))
    return one.kind == other.kind and not narrow


def _pack(rule: Rule) -> str:
    """The law pack that a rule comes from; "" for any other rule."""
    return "" if rule.because is None else rule.because.pack

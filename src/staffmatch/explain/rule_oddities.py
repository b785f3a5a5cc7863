"""Rules that have no effect: about a group of nobody or kinds that there are not, looser, or overriding nothing."""

from __future__ import annotations

from collections.abc import Iterator

from staffmatch.constraints.shared.pair_rule import PairRule
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.accessors import kinds_of_work

# The one figure by which rules of a kind are compared; True where more is looser.
_FIGURES: dict[str, tuple[str, bool]] = {
    **{f"{window}_hours": ("hours", True) for window in ("daily", "weekly", "rolling", "average", "horizon")},
    "consecutive_days": ("days", True),
    "days_off": ("least_in_a_row", False),
    "days_worked": ("days", True),
    "max_shifts": ("shifts", True),
    "min_hours": ("hours", False),
    "split_days": ("pieces", True),
    "night_work": ("hours", True),
    "max_secondment": ("days", True),
    "lending_cap": ("people", True),
    "contact_limit": ("lenders", True),
    "borrowers_per_worker": ("borrowers", True),
    "budget": ("cents", True),
    "daily_rest": ("hours", False),
    "weekly_rest": ("hours", False),
    "home_reserve": ("people", False),
    "recall_notice": ("hours", False),
    "min_secondment": ("days", False),
}
# Scopes that count something else, as 2 with a skill who stay are not among any 3 who stay.
_PEOPLE = {"skill", "worker", "group"}
_COUNTED_APART = {"home_reserve": _PEOPLE, "recall_notice": _PEOPLE, "min_secondment": {"demand", "since", "until"}}

_NOBODY = Sentence(
    "rule_oddities.group_of_nobody",
    "{one:id}, {kind:id}, is about a group to which nobody belongs. Correct the group, or put people into it.",
)
_NOTHING = Sentence(
    "rule_oddities.overrides_nothing",
    "{one:id}, {kind:id}{scope}, overrides nothing: no rule of its kind is wider. Leave overrides out, or add the rule "
    "that holds elsewhere.",
)
_LOOSER = Sentence(
    "rule_oddities.looser",
    "{one:id}, {kind:id}{scope}, has no effect: its {field:id} is {own:amount}, and {other:id}, which is about that "
    "work too, is stricter with {limit:amount}. Set overrides to true, or leave the rule out.",
)
_SAME = Sentence(
    "rule_oddities.same",
    "{one:id}, {kind:id}{scope}, has no effect: {other:id} asks for the same and is about that work too. Leave it out.",
)

_NO_KINDS = Sentence(
    "rule_oddities.no_kinds",
    "{one:id}, {kind:id}, has no effect: no shift says of which kind it is. Give shifts their kind, or leave it out.",
)


def rule_oddities(scenario: Scenario) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """What is odd about the rules' scopes, each with the ids in it."""
    rules = {f"rules[{place}]": rule for place, rule in enumerate(scenario.rules) if isinstance(rule, PlacedRule)}
    asked = {name: group for name, rule in rules.items() if (group := _own_group(rule)) is not None}
    held = {group for worker in scenario.workers for group in worker.groups} if asked else set()
    for name, rule in rules.items():
        if name in asked and asked[name] not in held:
            yield _NOBODY(one=name, kind=rule.kind), (rule.kind,)
        if rule.kind == "same_kind" and not kinds_of_work(scenario):
            yield _NO_KINDS(one=name, kind=rule.kind), (rule.kind,)
        named = {"one": name, "kind": rule.kind, "scope": _scope(rule)}
        wider = [(other, one) for other, one in rules.items() if one.wider_than(rule, scenario)]
        if rule.overrides and not wider:
            yield _NOTHING(**named), (rule.kind,)
        for other, one in wider:
            if one.bent:
                continue
            if isinstance(rule, PairRule) and not rule.overrides and _alike(rule, one):
                yield _SAME(**named, other=other), (rule.kind,)
            if not rule.overrides and (said := _compared(rule, one)) is not None:
                field, own, limit = said
                yield _LOOSER(**named, field=field, own=own, other=other, limit=limit), (rule.kind,)


def _own_group(rule: PlacedRule) -> str | None:
    """The group that the user's own rule is about; a pack of law has rules for whoever might come."""
    ours = rule.because is None or not rule.because.pack
    return getattr(rule, "group", None) if ours else None


def _compared(rule: PlacedRule, wider: PlacedRule) -> tuple[str, float, float] | None:
    """The figure by which alone a rule differs from a wider one, and both values, where its own is looser."""
    field, more = _FIGURES.get(rule.kind, ("", True))
    apart = _COUNTED_APART.get(rule.kind, set()) & ({*rule.scope_fields()} - {*wider.scope_fields()})
    own, limit = getattr(rule, field, None), getattr(wider, field, None)
    if (
        apart
        or not _alike(rule, wider, field)
        or own is None
        or limit is None
        or not (own > limit if more else own < limit)
    ):
        return None
    return field, own, limit


def _alike(rule: PlacedRule, wider: PlacedRule, *but: str) -> bool:
    """Whether two rules differ in their scopes alone, and in some fields."""
    scope = {*rule.scope_fields(), *wider.scope_fields(), "overrides", "because", *but}
    return all(getattr(rule, name) == getattr(wider, name) for name in type(rule).model_fields if name not in scope)


def _scope(rule: PlacedRule) -> Message | str:
    return rule.scope_message(borrower=True) if isinstance(rule, ScopedRule) else rule.place_message()

"""The scope of a rule, and the rules of a scenario with some more or some fewer of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from staffmatch.errors import InputError, InputIssue, near_or
from staffmatch.records import refusals
from staffmatch.records.field_types import Record
from staffmatch.records.registry import kind_of

if TYPE_CHECKING:
    from staffmatch.models import Scenario
    from staffmatch.records.bases import Rule

# Fields of any rule that say whom, where and when it is about.
SCOPE = ("lender", "borrower", "sector", "demand", "skill", "worker", "group", "since", "until")


class WithScope(Record):
    """What is about a part of a scenario: ``selects`` names more fields that say which, such as the days of a window.

    All other fields say how much is allowed there.
    """

    selects: ClassVar[tuple[str, ...]] = ()

    def about(self) -> tuple[tuple[str, Any], ...]:
        """What the rule is about, as names and values; two of one kind that are about the same say one thing twice."""
        fields = dict.fromkeys(name for name in (*SCOPE, *self.selects) if name in type(self).model_fields)
        return tuple((name, getattr(self, name)) for name in fields)

    def scope_fields(self) -> list[str]:
        """The fields that narrow it to some people, places or times."""
        return [name for name in SCOPE if getattr(self, name, None) is not None]

    def everywhere(self) -> bool:
        """Whether it is about everybody and every place and time."""
        return not self.scope_fields()

    def replaces(self, other: WithScope) -> bool:
        """Whether it takes the place of another rule: that is of the same kind, and its scope the same."""
        return kind_of(type(self)) == kind_of(type(other)) and self.about() == other.about()


def with_rules(rules: Sequence[Rule], more: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules and more of them, each in the place of one of the same kind and scope, else at the end.

    TypeError if one of them is no rule.
    """
    held = list(rules)
    for rule in more:
        _require_rule(rule)
        places = [place for place, one in enumerate(held) if rule.replaces(one)]
        if places:
            held[places[0]] = rule
            held = [one for place, one in enumerate(held) if place not in places[1:]]
        else:
            held.append(rule)
    return tuple(held)


def without_rules(scenario: Scenario, gone: Iterable[str | type[Rule] | Rule]) -> tuple[Rule, ...]:
    """The rules but for those of some kinds, or of the same kind and scope as some rules.

    InputError if the scenario has none of a kind, or of a kind with a scope; TypeError for what names no rule.
    """
    left, problems = list(scenario.rules), []
    for one in gone:
        if not isinstance(one, (str, type)):
            _require_rule(one)
        kind = kind_of(one) if isinstance(one, type) else one if isinstance(one, str) else one.kind
        fits = [rule for rule in left if (rule.kind == kind if isinstance(one, (str, type)) else one.replaces(rule))]
        if not fits:
            problems.append(_none_of(scenario, kind))
        left = [rule for rule in left if rule not in fits]
    if problems:
        raise InputError(problems)
    return tuple(left)


def _require_rule(value: object) -> None:
    if not isinstance(value, WithScope):
        kind = type(value).__name__
        raise TypeError(f"A rule is wanted here, such as DailyHours(hours=12), and this is a {kind}.")


def _none_of(scenario: Scenario, kind: str) -> InputIssue:
    held = list(dict.fromkeys(rule.kind for rule in scenario.rules))
    if kind in held:
        text = refusals.UNKNOWN_RULE_SCENARIO_RULES(kind=kind)
        return InputIssue("unknown_rule", "rules", text, refusals.UNKNOWN_RULE_ADVICE(), (kind,))
    advice = near_or(kind, held, refusals.UNKNOWN_RULE_IT_HAS_ADVICE(kinds=tuple(held)))
    return InputIssue("unknown_rule", "rules", refusals.UNKNOWN_RULE(kind=kind), advice, (kind,))
